// An expiry must find its event open in every state where its clock lives; else the machine would refuse what the law
// does. Static: it also tells of states where the clock has always ended before; there `lives` says too much.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

bool open_in(const engine::Event& event, const std::string& state) {
  for (const auto& row : event.rows)
    if (contains(row.from, state)) return true;
  return false;
}

void check_clock(Subject& subject, const engine::ClockRule& clock, const engine::Event& event) {
  const std::string at = clock.pointer + "/expiry";
  if (!contains(event.by, "clock"))
    subject.error("expiry_refused", at,
                  say("事件“{}”的 by 里没有 clock，期限届满不能引发它",
                      "the event \"{}\" does not list \"clock\" in by, so no expiry can fire it", event.id));
  if (!event.asks.empty())
    subject.error("expiry_refused", at,
                  say("事件“{}”要求填写“{}”，期限届满无法提供",
                      "the event \"{}\" asks for \"{}\", which an expiry cannot give", event.id, event.asks.front()));
  std::string missing;
  for (const auto& state : clock.lives)
    if (!open_in(event, state)) missing += (missing.empty() ? "" : ", ") + state;
  if (!missing.empty())
    subject.error(
        "expiry_refused", at,
        say("期限“{}”在这些状态存续，但事件“{}”在其中不能发生：{}；请收窄 lives 或补充 from",
            "the clock \"{}\" lives in states where the event \"{}\" cannot happen: {}; narrow lives or add from",
            clock.id, event.id, missing));
}

}  // namespace

void check_expiry_refused(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks) {
    const auto* event = subject.procedure.find_event(clock.expiry_event);
    if (event != nullptr) check_clock(subject, clock, *event);
  }
}

}  // namespace hejie::definition
