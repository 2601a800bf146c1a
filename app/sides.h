// Who is against whom in a case, short enough for a row of a list: the first name of each side and how many they are.
// Reads derived rows and names; knows no procedure. Used by work lists.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie::storage {
class Snapshot;
}

namespace hejie::app {

struct Side {
  std::string role;  ///< case role: applicant, complainant, respondent ...
  std::string name;  ///< of the first party; "" when the register holds none
  int count = 0;
};
using Sides = std::vector<Side>;  ///< the asking side first, then the other; at most two

/// One entry for each case asked; repeated ids are read once. @errors those of the store
[[nodiscard]] Result<std::map<CaseId, Sides>> load_sides(storage::Snapshot& snapshot, const std::vector<CaseId>& cases);

}  // namespace hejie::app
