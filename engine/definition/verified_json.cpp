#include <nlohmann/json.hpp>

#include "engine/definition/verify.h"
#include "json/json.h"

namespace hejie::definition {

std::string verified_text(const Verified& verified) {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const auto& finding : verified.findings)
    findings.push_back({{"severity", finding.severity == Severity::error ? "error" : "warning"},
                        {"check", finding.check},
                        {"file", finding.file},
                        {"path", finding.path},
                        {"message", {{"zh", finding.message.zh}, {"en", finding.message.en}}}});
  return json::dump({{"findings", std::move(findings)}, {"checked", verified.checked}});
}

}  // namespace hejie::definition
