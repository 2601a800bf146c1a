// Whose act an event is: case roles ("applicant") or kinds of persons ("worker"), not both in one list, since nobody
// could say then who is meant by the other half.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_acting_party(Subject& subject) {
  for (const auto& event : subject.procedure.events) {
    const auto is_role = [&](const auto& id) { return subject.procedure.find_party_role(id) != nullptr; };
    const auto roles = std::count_if(event.act_of.begin(), event.act_of.end(), is_role);
    if (roles != 0 && roles != static_cast<std::ptrdiff_t>(event.act_of.size()))
      subject.warning(
          "acting_party", event.pointer + "/act_of",
          say("“{}”的行为人混用了案件角色与人员种类", "\"{}\" is the act of case roles and kinds at once", event.id));
  }
}

}  // namespace hejie::definition
