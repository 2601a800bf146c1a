// Exactly one row of an event must apply: two whose guards can be true in one state are a fault of the definition.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/possible.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Event;
using engine::Row;

std::string shared_state(const Row& left, const Row& right) {
  if (left.from.empty() && right.from.empty()) return "-";
  for (const auto& state : left.from)
    if (contains(right.from, state)) return state;
  return {};
}

void check_pair(Subject& subject, const Event& event, const Row& left, const Row& right) {
  const std::string state = shared_state(left, right);
  if (state.empty()) return;
  const Overlap found = overlap(subject.procedure, left.when, right.when);
  if (found == Overlap::never) return;
  if (found == Overlap::exact) {
    subject.error(
        "rows_overlap", right.pointer,
        say("“{}”的行“{}”与“{}”在状态“{}”可以同时成立",
            "the rows \"{1}\" and \"{2}\" of \"{0}\" can both apply in \"{3}\"", event.id, left.id, right.id, state));
    return;
  }
  subject.warning(
      "rows_overlap", right.pointer,
      say("无法证明“{}”的行“{}”与“{}”在状态“{}”互斥；可用 let 命名条件并在另一行取 not",
          "the rows \"{1}\" and \"{2}\" of \"{0}\" are not provably disjoint in \"{3}\"; name the condition in "
          "let and use its not in the other row",
          event.id, left.id, right.id, state));
}

}  // namespace

void check_rows_overlap(Subject& subject) {
  for (const auto& event : subject.procedure.events)
    for (std::size_t i = 0; i < event.rows.size(); ++i)
      for (std::size_t j = i + 1; j < event.rows.size(); ++j) check_pair(subject, event, event.rows[i], event.rows[j]);
}

}  // namespace hejie::definition
