// What a step brought about against what it was expected to. Pure. Used by script_run and its tests.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/script.h"
#include "engine/base/ids.h"

namespace hejie::app {

struct StepEffects {
  std::string state;
  std::string refused_rule, refused_subject;  ///< "" = not refused
  std::map<std::string, std::optional<Date>> opens;
  std::vector<std::string> closes, alerts, documents, provisional;
  std::vector<std::pair<CaseId, std::string>> linked;  ///< opened cases and their workflow
};

/// One sentence a mismatch: what was expected, what there was.
[[nodiscard]] std::vector<std::string> compare_step(const Expectation& expected, const StepEffects& effects);

/// How many of the expectations, counted as Expectation::count() does, were not met; 0 only when compare_step has
/// nothing to say.
[[nodiscard]] int count_failed(const Expectation& expected, const StepEffects& effects);

/// The clocks and documents in which it differs, as parts of the procedure: "/clocks/A12", "/documents/copy".
[[nodiscard]] std::vector<std::string> differing_parts(const Expectation& expected, const StepEffects& effects);

/// "accept.ordinary" is told by "accept.ordinary", by "accept", or by the subject (a clock, hold, role).
[[nodiscard]] bool names_refusal(const std::string& expected, const StepEffects& effects);

}  // namespace hejie::app
