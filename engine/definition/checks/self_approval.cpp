// Requester and approver must be two persons; where one role alone does both, a small bureau may have nobody left.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_self_approval(Subject& subject) {
  for (const auto& event : subject.procedure.events) {
    for (std::size_t i = 0; i < event.approval.size(); ++i) {
      const auto& by = event.approval[i].by;
      const bool same =
          !by.empty() && std::all_of(by.begin(), by.end(), [&](const auto& role) { return contains(event.by, role); });
      if (same)
        subject.warning(
            "self_approval", event.pointer,
            say("“{}”第 {} 步只能由申请人的角色批准；须另有一人任此角色",
                "step {1} of \"{0}\" can be approved by the requester's role only: a second person must hold it",
                event.id, i + 1));
    }
  }
}

}  // namespace hejie::definition
