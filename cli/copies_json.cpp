#include <nlohmann/json.hpp>

#include "cli/copies_report.h"
#include "json/json.h"

namespace hejie::cli {

std::string check_report_text(const CheckReport& report) {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const auto& finding : report.findings) {
    findings.push_back({{"path", finding.path},
                        {"code", finding.code},
                        {"message", {{"zh", finding.message.zh}, {"en", finding.message.en}}}});
  }
  nlohmann::ordered_json logs = nlohmann::ordered_json::array();
  for (const auto& log : report.logs)
    logs.push_back({{"log", log.log}, {"size", log.size}, {"signed", log.signed_size}, {"root", log.root}});
  return json::dump({{"findings", std::move(findings)},
                     {"cut", report.cut},
                     {"schema", report.schema},
                     {"cases", report.cases},
                     {"events", report.events},
                     {"clocks", report.clocks},
                     {"numbers", report.numbers},
                     {"alerts", report.alerts},
                     {"files", report.files},
                     {"logs", std::move(logs)}});
}

std::string copy_report_text(const storage::sqlite::CopyReport& report) {
  return json::dump({{"file", report.file},
                     {"schema", report.schema},
                     {"head", report.head},
                     {"cases", report.cases},
                     {"bytes", report.bytes}});
}

}  // namespace hejie::cli
