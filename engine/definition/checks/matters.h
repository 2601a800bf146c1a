// What conditions depend on, in short words ("worker_count>=10", "not urgent", "served copy"), and how terms run. The
// values a fact must have are left out, its bounds are not: they are numbers of the law. Internal to engine/definition.
#pragma once

#include <string>
#include <vector>

#include "engine/definition/conditions.h"
#include "engine/model/model.h"

namespace hejie::definition {

struct Conditioned {
  std::string part;  ///< "act accept.plain", "start A26 accept", "words collective"
  std::string pointer;
  Conditions::Names matters;  ///< with "all" or "any" where there are several
};

/// Every part of the procedure that has a condition, and every name given to one.
[[nodiscard]] std::vector<Conditioned> conditions_in(const engine::Procedure& procedure);

/// "begins", "ends" ... of a term; aspects that it does not have are absent.
[[nodiscard]] Conditions::Matters course_of(const engine::ClockRule& clock);

}  // namespace hejie::definition
