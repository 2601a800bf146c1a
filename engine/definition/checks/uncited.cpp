// What a case is told to do or to expect rests on law: clocks, acts, what follows by itself, documents, holds,
// warnings, every mode of service but handing over.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

void need(Subject& subject, const engine::Cites& cites, const std::string& pointer, const std::string& id) {
  if (cites.empty()) subject.warning("uncited", pointer, say("“{}”没有引用依据", "\"{}\" cites nothing", id));
}

}  // namespace

void check_uncited(Subject& subject) {
  const auto& procedure = subject.procedure;
  for (const auto& clock : procedure.clocks) need(subject, clock.cite, clock.pointer, clock.id);
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) {
      need(subject, event.cite, event.pointer, event.id);
      for (const auto& warning : event.warn) need(subject, warning.cite, event.pointer + "/warn", event.id);
    }
  for (const auto& document : procedure.documents)
    need(subject, document.cite, "/documents/" + document.id, document.id);
  for (const auto& hold : procedure.holds) need(subject, hold.cite, "/holds/" + hold.id, hold.id);
  for (const auto& mode : procedure.service)
    if (mode.id != "direct") need(subject, mode.cite, "/service/" + mode.id, mode.id);
}

}  // namespace hejie::definition
