#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Event;
using engine::Hold;

struct Uses {
  StateSet released_in;
  bool released = false;
  bool taken = false;
  std::vector<std::string> barred;  ///< releasing events that the hold itself bars
};

bool by_people(const Event& event) {
  return !event.automatic && std::any_of(event.by.begin(), event.by.end(),
                                         [](const auto& role) { return role != "clock" && role != "link"; });
}

Uses uses_of(const engine::Procedure& procedure, const Hold& hold) {
  Uses uses;
  for_each_row(procedure, [&](const Event& event, const engine::Row& row) {
    uses.taken = uses.taken || contains(row.takes, hold.id);
    if (!contains(row.releases, hold.id)) return;
    uses.released = true;
    uses.released_in.insert(row.from.begin(), row.from.end());
    if (by_people(event) && !contains(hold.allows, event.id) && !contains(uses.barred, event.id))
      uses.barred.push_back(event.id);
  });
  return uses;
}

void check_hold(Subject& subject, const Hold& hold) {
  const std::string at = "/holds/" + hold.id;
  const Uses uses = uses_of(subject.procedure, hold);
  if (!uses.taken)
    subject.warning("hold_unreleased", at, say("没有事件采取“{}”", "no event takes the hold \"{}\"", hold.id));
  if (!uses.released) {
    subject.error("hold_unreleased", at, say("没有事件解除“{}”", "no event releases the hold \"{}\"", hold.id));
    return;
  }
  for (const auto& event : uses.barred)
    subject.error(
        "hold_unreleased", at + "/allows",
        say("解除“{}”的事件“{}”不在 allows 中，会被它自己阻止",
            "the event \"{1}\" releases the hold \"{0}\" but is not in allows: the hold bars it", hold.id, event));
  for (const auto& state : hold.lives)
    if (!uses.released_in.contains(state))
      subject.error("hold_unreleased", at + "/lives",
                    say("“{}”可在状态“{}”存续，但那里没有事件解除它",
                        "the hold \"{}\" lives in \"{}\", where no event releases it", hold.id, state));
}

/// A hold taken where it does not live ends at once.
void check_taken(Subject& subject, const Event& event, const engine::Row& row) {
  for (const auto& id : row.takes) {
    const Hold* hold = subject.procedure.find_hold(id);
    if (hold == nullptr || hold->lives.empty()) continue;
    StateSet ends;
    for (const auto& from : row.from)
      if (!contains(hold->lives, end_of(row, from))) ends.insert(end_of(row, from));
    std::string lost;
    for (const auto& state : ends) lost += (lost.empty() ? "" : ", ") + state;
    if (!lost.empty())
      subject.error("hold_unreleased", row.pointer,
                    say("“{}”采取“{}”后处于它不存续的状态，会立即失效：{}",
                        "\"{}\" takes the hold \"{}\" and is then where it does not live, so it ends at once: {}",
                        event.id, id, lost));
  }
}

}  // namespace

void check_hold_unreleased(Subject& subject) {
  for_each_row(subject.procedure,
               [&](const Event& event, const engine::Row& row) { check_taken(subject, event, row); });
  for (const auto& hold : subject.procedure.holds) check_hold(subject, hold);
}

}  // namespace hejie::definition
