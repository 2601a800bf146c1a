// Conditions over a case: three-valued, closed list, exhaustive. Reads facts, the form of the act laid over them,
// parties, items, clocks, services, holds and links; never who acts, other cases or the day of recording. Called
// wherever the definition says `when`, and by the refusals, which ask for the conditions that are not true.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/machine.h"

namespace hejie::engine {

class CaseView;

/// What a condition may see.
struct Scope {
  const Context& context;
  const CaseState& state;
  Date today;                    ///< legal day of the act or occurrence
  const Values* form = nullptr;  ///< fields of the act
  bool form_stored = false;      ///< its facts are in the state already: only answers are still read from the form
  std::string_view self{};       ///< key of the acting (or `each`) party
  const std::vector<std::string>* not_yet_given = nullptr;  ///< "what may I do": fields the form will ask for
  std::set<std::string>* unknowns = nullptr;                ///< collects what was unknown
  CaseView* view = nullptr;                                 ///< index over many parties, if one was made
  bool classifying = false;                                 ///< inside `none_if`: `final` may not be asked again
};

[[nodiscard]] Truth evaluate(const Condition& condition, const Scope& scope);
inline bool holds_true(const Condition& condition, const Scope& scope) {
  return condition.kind == ConditionKind::always || evaluate(condition, scope) == Truth::yes;
}
/// Stored or just given value; monostate when unknown.
[[nodiscard]] const Value& look_up(std::string_view fact, const Scope& scope);
/// The parts that are not true, in the order written; empty when the condition is true. A named condition and an
/// alternative count as one part.
[[nodiscard]] std::vector<const Condition*> parts_not_true(const Condition& condition, const Scope& scope);

/// What a setter writes.
[[nodiscard]] Value value_of(const Setter& setter, const Scope& scope);

inline Truth truth(bool value) {
  return value ? Truth::yes : Truth::no;
}
inline Truth opposite(Truth value) {
  return value == Truth::unknown ? value : value == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace hejie::engine
