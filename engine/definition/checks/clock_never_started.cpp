#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Trigger;

/// Whether anything can make the trigger happen.
bool can_happen(const Subject& subject, const Trigger& trigger, const StateSet& reached) {
  switch (trigger.on) {
    case Trigger::On::served:
      return issued_documents(subject.procedure).contains(trigger.id);
    case Trigger::On::state:
      return reached.contains(trigger.id);
    case Trigger::On::expiry: {
      const auto* clock = subject.procedure.find_clock(trigger.id);
      return clock != nullptr && !clock->starts.empty();
    }
    case Trigger::On::event:
    case Trigger::On::released:
    case Trigger::On::link:
      return true;
  }
  return true;
}

}  // namespace

void check_clock_never_started(Subject& subject) {
  const StateSet reached = reachable_states(subject.procedure);
  for (const auto& clock : subject.procedure.clocks) {
    bool started = false;
    for (std::size_t i = 0; i < clock.starts.size(); ++i) {
      const bool can = can_happen(subject, clock.starts[i], reached);
      started = started || can;
      if (!can)
        subject.warning("clock_never_started", clock.pointer + "/starts/" + std::to_string(i),
                        say("“{}”从不发生", "\"{}\" never happens", clock.starts[i].id));
    }
    if (!started)
      subject.error("clock_never_started", clock.pointer,
                    say("没有任何事由开始期限“{}”", "nothing starts the clock \"{}\"", clock.id));
  }
}

}  // namespace hejie::definition
