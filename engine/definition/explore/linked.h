// A linked case as a small automaton: the states of its procedure along its trunk and the milestones passed on the way.
// Its guards, clocks and days are taken both ways. The exploration walks it beside the case that looks at it. Internal
// to engine/definition/explore.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/definition/checks.h"

namespace hejie::definition {

struct LinkedCase {
  struct Place {
    std::string state;
    std::set<std::string> passed;      ///< milestones so far, also those of earlier cases of the same kind
    std::vector<std::size_t> next;     ///< where one step leads
    std::vector<std::size_t> renewed;  ///< where one is when another such case begins
  };
  std::vector<Place> places;
  std::vector<std::size_t> start;  ///< where a case begins
  bool opened_here = true;         ///< false: adopted as it stands, at any place
};

/// By link kind, those whose procedure is in the set, that some guard or clock reads and that stay below 250 places.
[[nodiscard]] std::map<std::string, LinkedCase> linked_cases(const Subject& subject);

}  // namespace hejie::definition
