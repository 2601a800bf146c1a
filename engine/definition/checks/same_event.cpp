// Two events that do the same under two names: one act could then be recorded in two ways.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/diff/parts.h"

namespace hejie::definition {
namespace {

/// What an event and its rows say, without their names.
std::map<std::string, std::string> contents(const engine::Procedure& procedure) {
  std::map<std::string, std::string> out;
  for (const auto& part : parts_of(procedure, nullptr)) {
    if (!part.pointer.starts_with("/events/")) continue;
    const auto end = part.pointer.find('/', 8);
    std::string& text = out[part.pointer.substr(8, end == std::string::npos ? end : end - 8)];
    text += "|";
    for (const auto& aspect : part.aspects)
      if (!aspect.wording) text += aspect.path + "=" + aspect.key + ";";
  }
  return out;
}

}  // namespace

void check_same_event(Subject& subject) {
  std::map<std::string, std::string> first;
  for (const auto& [event, text] : contents(subject.procedure)) {
    const auto [at, fresh] = first.emplace(text, event);
    if (!fresh)
      subject.warning("same_event", "/events/" + event,
                      say("事件“{}”与“{}”内容相同", "the event \"{}\" is the same as \"{}\"", event, at->second));
  }
}

}  // namespace hejie::definition
