#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_uncited(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks)
    if (clock.cite.empty())
      subject.warning("uncited", clock.pointer,
                      say("期限“{}”没有引用依据", "the clock \"{}\" cites nothing", clock.id));
}

}  // namespace hejie::definition
