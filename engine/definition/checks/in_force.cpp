// What is cited must still be law. A dated variant of a clock may cite what was in force in its time.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

void check(Subject& subject, const std::string& at, const engine::Cites& cites) {
  for (const auto& cite : cites) {
    const auto* law = subject.library.find_instrument(cite.law);
    if (law == nullptr || !law->repealed_on) continue;
    subject.error("in_force", at,
                  say("所引“{}”（{}）已于 {} 废止", "\"{}\" ({}), cited here, was repealed on {}", cite.law,
                      law->title.en, format_date(*law->repealed_on)));
  }
}

}  // namespace

void check_in_force(Subject& subject) {
  const auto& procedure = subject.procedure;
  check(subject, "/cite", procedure.cite);
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) {
      check(subject, event.pointer + "/cite", event.cite);
      for (const auto& warning : event.warn) check(subject, event.pointer + "/warn", warning.cite);
    }
  for (const auto& clock : procedure.clocks) {
    check(subject, clock.pointer + "/cite", clock.cite);
    check(subject, clock.pointer + "/unit_cite", clock.unit_cite);
    for (const auto& variant : clock.variants)
      if (!variant.to) check(subject, clock.pointer + "/variants", variant.cite);
  }
  for (const auto& document : procedure.documents) check(subject, "/documents/" + document.id + "/cite", document.cite);
  for (const auto& hold : procedure.holds) check(subject, "/holds/" + hold.id + "/cite", hold.cite);
  for (const auto& mode : procedure.service) check(subject, "/service/" + mode.id + "/cite", mode.cite);
}

}  // namespace hejie::definition
