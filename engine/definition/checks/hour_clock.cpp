// A clock counted in hours needs the hour of what starts it.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

bool in_hours(const engine::ClockRule& clock) {
  return std::any_of(clock.length.begin(), clock.length.end(), [](const auto& length) {
    const auto unit = length.period.unit;
    return length.kind == engine::Length::Kind::period &&
           (unit == calendar::Unit::hours || unit == calendar::Unit::working_hours);
  });
}

}  // namespace

void check_hour_clock(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks) {
    if (!in_hours(clock)) continue;
    for (std::size_t i = 0; i < clock.starts.size(); ++i) {
      const auto* event = subject.procedure.find_event(clock.starts[i].id);
      if (clock.starts[i].on == engine::Trigger::On::event && event != nullptr && event->hour) continue;
      subject.error("hour_clock", clock.pointer + "/starts/" + std::to_string(i),
                    say("以小时计的期限“{}”须由带时刻的事件（\"hour\": true）开始",
                        "the clock \"{}\" counts hours and must be started by an event with \"hour\": true", clock.id));
    }
  }
}

}  // namespace hejie::definition
