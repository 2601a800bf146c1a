#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_duty_unanswered(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks) {
    if (!clock.stops.empty() || !clock.stops_by.empty()) continue;
    if (clock.kind != engine::ClockKind::duty) {
      subject.warning("duty_unanswered", clock.pointer,
                      say("没有任何事件使“{}”停止（stops 为空），也没有用 stops_by 说明何以结束",
                          "no event stops \"{}\" (stops is empty), and stops_by does not say what ends it", clock.id));
      continue;
    }
    subject.error(
        "duty_unanswered", clock.pointer,
        say("职责期限“{}”没有任何事件答复（stops 为空）；如由离开状态而结束，请用 stops_by 说明",
            "no event answers the duty \"{}\" (stops is empty); if leaving a state ends it, say so in stops_by",
            clock.id));
  }
}

}  // namespace hejie::definition
