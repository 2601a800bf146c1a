// A step of a story that came out otherwise, as places in the definitions: the act of the step, what fired since the
// state was last as told, what would have led to the state it should be in, the clocks and documents in which it
// differs, what refused it. So a story that fails says where to look. Pure. Used by
// script_run; told by `hejie verify --coverage`.
#pragma once

#include <string>
#include <vector>

#include "app/script.h"
#include "app/script_compare.h"
#include "engine/model/model.h"

namespace hejie::app {

struct StepTrouble {
  const ScriptStep& step;
  const engine::Procedure* procedure = nullptr;  ///< null: the case was never opened
  std::vector<std::string> parts;                ///< in which it differs
  std::string refused_rule, refused_subject;     ///< "" = not refused
  std::vector<std::string> fields;               ///< of the form, refused as bad input
  std::vector<std::string> fired;                ///< by themselves since the story last named the state, rightly
  std::string state;                             ///< the state it is in; "" = not known
};

/// JSON pointers of parts ("/events/accept"), each once, only those that exist.
[[nodiscard]] std::vector<std::string> parts_in_trouble(const StepTrouble& trouble);

}  // namespace hejie::app
