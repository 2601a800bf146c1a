#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

void check_never_issued(Subject& subject) {
  const auto issued = issued_documents(subject.procedure);
  for (const auto& document : subject.procedure.documents)
    if (!issued.contains(document.id))
      subject.warning("document", "/documents/" + document.id,
                      say("没有事件出具文书“{}”", "no event issues the document \"{}\"", document.id));
  for_each_condition(subject.procedure, [&](const engine::Condition& condition, const engine::Event*) {
    if (condition.kind == engine::ConditionKind::served && !issued.contains(condition.id))
      subject.error("document", condition.pointer,
                    say("条件要求送达文书“{}”，但没有事件出具它",
                        "the condition wants the document \"{}\" served, but no event issues it", condition.id));
  });
}

void check_internal(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks)
    for (const auto& trigger : clock.starts) {
      if (trigger.on != engine::Trigger::On::served) continue;
      const auto* document = subject.procedure.find_document(trigger.id);
      if (document != nullptr && document->to.empty())
        subject.error("document", clock.pointer + "/starts",
                      say("文书“{}”没有受送达人（to），不会送达",
                          "the document \"{}\" has no addressee (to) and is never served", document->id));
    }
}

}  // namespace

void check_document(Subject& subject) {
  check_never_issued(subject);
  check_internal(subject);
}

}  // namespace hejie::definition
