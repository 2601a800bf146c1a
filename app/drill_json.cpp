#include <nlohmann/json.hpp>

#include "app/drill.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

const char* kind_name(MissedKind kind) {
  switch (kind) {
    case MissedKind::breached:
      return "breached";
    case MissedKind::expired:
      return "expired";
    case MissedKind::rung:
      return "alert";
  }
  return "";
}

ordered_json item_of(const MissedItem& item) {
  ordered_json json{{"case", item.case_id.value},
                    {"number", item.number},
                    {"clock", item.clock},
                    {"name", {{"zh", item.name.zh}, {"en", item.name.en}}},
                    {"kind", kind_name(item.kind)},
                    {"due", format_date(item.due)},
                    {"since", format_date(item.since)}};
  if (item.kind == MissedKind::rung) {
    json["rung"] = item.rung;
    json["to"] = item.to;
  }
  return json;
}

}  // namespace

std::string drill_text(const DrillReport& report) {
  ordered_json findings = ordered_json::array();
  for (const auto& finding : report.findings)
    findings.push_back({{"case", finding.case_id.value},
                        {"what", finding.what},
                        {"message", {{"zh", finding.message.zh}, {"en", finding.message.en}}}});
  ordered_json missed = ordered_json::array();
  for (const auto& item : report.missed) missed.push_back(item_of(item));
  ordered_json json{{"as_of", format_moment(report.as_of)},
                    {"findings", std::move(findings)},
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

}  // namespace hejie::app
