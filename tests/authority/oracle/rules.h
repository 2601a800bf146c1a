// What the definitions say of authority, read by the oracle itself from workflows/: who records and answers which
// event, whom a case may name for which events, who reads the secondary file. Plain data; shares nothing with the
// program.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace hejie::authority::oracle {

using Names = std::vector<std::string>;

[[nodiscard]] bool holds(const Names& names, const std::string& name);
[[nodiscard]] bool share(const Names& some, const Names& others);

struct EventRule {
  Names by;                  ///< staff roles and the program's own
  std::vector<Names> steps;  ///< who answers a request, step by step
  Names not_who_did;         ///< events whose doers are barred
  bool starts = false;       ///< opens a case
};

/// People a case may name; then the events are theirs.
struct NamedRule {
  std::string id;
  Names by, events;
};

struct ProcedureRule {
  std::map<std::string, EventRule> events;
  std::vector<NamedRule> named;
  std::set<std::string> roles;  ///< with anything in it at all
};

struct Rules {
  std::map<std::string, ProcedureRule> procedures;
  Names staff;
  std::map<std::string, Names> secondary;  ///< stage -> roles; "" = any other
  int glass_hours = 0;
  std::map<std::string, Names> delegable;  ///< role -> "procedure/event"
  int delegation_days = 0;                 ///< at most, at a time

  [[nodiscard]] const Names& secondary_of(const std::string& stage) const;
};

/// @param workflows the folder. Throws what the JSON library throws: a test ends there
[[nodiscard]] Rules read_rules(const std::string& workflows);

}  // namespace hejie::authority::oracle
