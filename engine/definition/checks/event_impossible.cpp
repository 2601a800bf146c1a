// Events and rows that can never happen: from states nobody comes to, or waiting for a clock or a link that never
// calls.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/possible.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Event;

bool only(const Event& event, std::string_view role) {
  return event.by.size() == 1 && event.by.front() == role;
}

bool fired_by_a_clock(const Subject& subject, const Event& event) {
  return std::any_of(subject.procedure.clocks.begin(), subject.procedure.clocks.end(),
                     [&](const auto& clock) { return clock.expiry_event == event.id; });
}

/// Whether some procedure of the set opens a case by this event or sends it as a signal.
bool sent_by_a_link(const Subject& subject, const Event& event) {
  for (const auto& other : subject.others) {
    if (other.procedure == nullptr) continue;
    bool found = false;
    for_each_row(*other.procedure, [&](const Event&, const engine::Row& row) {
      for (const auto& open : row.opens) found = found || open.event == event.id;
      for (const auto& signal : row.signals) found = found || signal.event == event.id;
    });
    if (found) return true;
  }
  return false;
}

void check_rows(Subject& subject, const Event& event, const StateSet& reached) {
  for (const auto& row : event.rows) {
    const bool start = row.from.empty();
    const bool here = std::any_of(row.from.begin(), row.from.end(), [&](const auto& s) { return reached.contains(s); });
    if (!start && !here)
      subject.error("event_impossible", row.pointer,
                    say("“{}”的 from 状态都无法到达", "no state of the from of \"{}\" can be reached", event.id));
    if (overlap(subject.procedure, row.when, engine::Condition{}) == Overlap::never)
      subject.error("event_impossible", row.pointer,
                    say("“{}”的条件永远不成立", "the guard of \"{}\" is never true", event.id));
  }
}

}  // namespace

void check_event_impossible(Subject& subject) {
  const StateSet reached = reachable_states(subject.procedure);
  for (const auto* events : {&subject.procedure.events, &subject.procedure.automatic})
    for (const auto& event : *events) check_rows(subject, event, reached);
  for (const auto& event : subject.procedure.events) {
    if (only(event, "clock") && !fired_by_a_clock(subject, event))
      subject.error("event_impossible", event.pointer,
                    say("事件“{}”只由期限引发，但没有期限以它届满",
                        "the event \"{}\" is by clock only, but no clock expires with it", event.id));
    if (only(event, "link") && !sent_by_a_link(subject, event))
      subject.warning("event_impossible", event.pointer,
                      say("事件“{}”只由关联案件引发，但没有程序发出它",
                          "the event \"{}\" is by link only, but no procedure of the set sends it", event.id));
  }
}

}  // namespace hejie::definition
