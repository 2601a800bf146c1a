// What the readers of the sections share: the names that exist, the findings so far, the model being built.
// Internal to engine/definition.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/library.h"
#include "engine/definition/node.h"
#include "engine/definition/read/say.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// Kinds of names a definition refers to.
enum class Name {
  fact,
  standing,
  item_kind,
  item_outcome,
  switch_,
  let,
  state,
  hold,
  event,
  automatic,
  clock,
  document,
  service,
  link,
  case_role,
  party,
  kind,
  staff_role,
  recorder,
  actor,
  ladder
};
inline constexpr std::size_t kNameKinds = static_cast<std::size_t>(Name::ladder) + 1;

class Context {
 public:
  Context(const Library& shared, Findings& to) : library(shared), findings(to) {}

  void error(const Node& at, std::string check, Text message);
  void warning(const Node& at, std::string check, Text message);

  [[nodiscard]] const std::vector<std::string>& names(Name kind) const;
  std::vector<std::string>& names(Name kind);
  /// Whether `kind` can be checked at all (no roles given: not).
  [[nodiscard]] bool knows(Name kind) const;
  [[nodiscard]] bool has(Name kind, std::string_view id) const;
  /// The id in a string node if such a thing exists; else a finding with the nearest name, and "".
  std::string refer(const Node& node, Name kind);

  [[nodiscard]] const engine::Fact* fact(std::string_view id) const;
  [[nodiscard]] const engine::Fact* standing(std::string_view id) const;
  [[nodiscard]] const engine::Switch* find_switch(std::string_view id) const;

  const Library& library;
  Findings& findings;
  engine::Procedure procedure;
  std::map<std::string, const Node*> let_nodes;
  std::map<std::string, engine::Condition> lets;  ///< expanded
  std::string handler;                            ///< role that records most events: $handler of the ladders

 private:
  std::array<std::vector<std::string>, kNameKinds> names_;
};

/// "a fact", "一个事实": what a kind is called in findings.
[[nodiscard]] Text name_of(Name kind);
/// "; did you mean "x"?" or the short list of what exists, or nothing.
[[nodiscard]] Text suggestion(std::string_view wrong, const std::vector<std::string>& known);

/// A node that is one thing or a list of such things.
[[nodiscard]] std::vector<const Node*> one_or_many(const Node& node);
/// An id or a list of ids, each referred to; duplicates are findings.
[[nodiscard]] std::vector<std::string> read_names(Context& context, const Node& node, Name kind);
/// Like read_names for states, with *open and *closed expanded, in order, each once.
[[nodiscard]] std::vector<std::string> read_state_list(Context& context, const Node& node);
[[nodiscard]] Text read_text(Context& context, const Node& node);
[[nodiscard]] engine::Cites read_cites(Context& context, const Node& node);
[[nodiscard]] std::optional<engine::Period> read_period(Context& context, const Node& node);
/// A finding unless the id is snake_case: letters, digits, underscores, a letter first. Clocks may be A26.
void check_id(Context& context, const Node& node, std::string_view id, bool clock = false);

void wrong_type(Context& context, const Node& node, const Text& wanted);

}  // namespace hejie::definition
