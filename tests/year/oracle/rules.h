// What the oracle reads of the procedures and ladders: for each clock its rungs with their recipients, how its last day
// rolls, what excludes days; and who is told next when nobody answers. Read from the JSON files by its own code.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/year/oracle/days.h"

namespace hejie::year::oracle {

/// "-3wd" to "clerk".
struct Rung {
  std::string name, to;
  int offset = 0;
  Unit unit = Unit::wd;
};

struct ClockRule {
  bool duty = false;
  std::vector<Rung> rungs;  ///< as the ladder lists them
  bool says_roll = false;
  Rolls rolls = Rolls::forward;
  std::vector<std::string> excluded_by;
};

struct Rules {
  std::map<std::string, std::map<std::string, ClockRule>> clocks;  ///< by procedure and clock
  std::map<std::string, bool> clear_days;                          ///< by procedure: the switch of that name
  std::map<std::string, std::string> next;                         ///< told next when nobody answers
  Length within{8, Unit::wh}, within_hours{1, Unit::h};
};

/// @param workflows the folder of that name, with cn/, alerts/ and roles/
[[nodiscard]] Rules read_rules(const std::string& workflows);

}  // namespace hejie::year::oracle
