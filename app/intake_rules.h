// The one-window table as workflows/laws/intake.json says it, and the facts a caller sends. Passive data and readers.
// Used by intake.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/model.h"

namespace hejie::app {

struct RouteRule {
  std::string channel;
  std::vector<std::string> when, unless, first;  ///< marks; `when`: all needed, `unless`: none allowed
  bool never = false;
  Text why, why_not;
  engine::Cites cite;
};

struct IntakeRules {
  std::map<std::string, std::vector<RouteRule>> claims;
  std::map<std::string, std::string> channels;  ///< channel -> workflow
  std::vector<std::pair<std::string, Text>> notes;
};

struct IntakeFacts {
  std::vector<std::string> claims;
  std::set<std::string> marks;  ///< true flags of the body, "collective", "always"
  std::string employer_code, id_number, street, sector;
};

/// @errors malformed, invalid
[[nodiscard]] Result<IntakeRules> read_intake_rules(const std::string& text);
[[nodiscard]] Result<IntakeFacts> read_intake_facts(const std::string& text, const IntakeRules& rules);

}  // namespace hejie::app
