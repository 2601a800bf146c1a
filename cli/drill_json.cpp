#include <nlohmann/json.hpp>

#include "cli/drill.h"
#include "json/json.h"

namespace hejie::cli {
namespace {

using nlohmann::ordered_json;

const char* kind_name(app::MissedKind kind) {
  switch (kind) {
    case app::MissedKind::breached:
      return "breached";
    case app::MissedKind::expired:
      return "expired";
    case app::MissedKind::rung:
      return "alert";
  }
  return "";
}

ordered_json item_of(const app::MissedItem& item) {
  ordered_json json{{"case", item.case_id.value},
                    {"number", item.number},
                    {"clock", item.clock},
                    {"name", {{"zh", item.name.zh}, {"en", item.name.en}}},
                    {"kind", kind_name(item.kind)},
                    {"due", format_date(item.due)},
                    {"since", format_date(item.since)}};
  if (item.kind == app::MissedKind::rung) {
    json["rung"] = item.rung;
    json["to"] = item.to;
  }
  return json;
}

}  // namespace

std::string drill_text(const app::DrillReport& report) {
  ordered_json findings = ordered_json::array();
  for (const auto& finding : report.findings)
    findings.push_back({{"case", finding.case_id.value},
                        {"what", finding.what},
                        {"message", {{"zh", finding.message.zh}, {"en", finding.message.en}}}});
  ordered_json missed = ordered_json::array();
  for (const auto& item : report.missed) missed.push_back(item_of(item));
  ordered_json json{{"findings", std::move(findings)},
                    {"cut", report.cut},
                    {"cases", report.cases},
                    {"clocks", report.clocks},
                    {"heard_at", nullptr},
                    {"cases_due", report.cases_due},
                    {"breached", report.breached},
                    {"expired", report.expired},
                    {"alerts", report.rungs},
                    {"not_passed_on", report.unanswered},
                    {"messages_waiting", report.messages},
                    {"missed", std::move(missed)}};
  if (report.heard) json["heard_at"] = format_instant(*report.heard);
  return json::dump(json);
}

}  // namespace hejie::cli
