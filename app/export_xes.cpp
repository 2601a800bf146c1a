#include <map>

#include "app/clock_view.h"
#include "app/export.h"
#include "documents/escape.h"
#include "storage/codec.h"

namespace hejie::app {
namespace {

std::string attribute(const char* type, const char* key, const std::string& value) {
  return std::string("<") + type + " key=\"" + key + "\" value=\"" + documents::escape(value) + "\"/>";
}

/// What the trace calls an event: the acts of people by their id, what followed by clock or rule.
std::string concept_of(const engine::CaseEvent& event) {
  if (const auto* act = std::get_if<engine::Act>(&event)) {
    if (act->kind == engine::ActKind::served && act->serve) return "serve " + act->serve->document;
    return act->event.empty() ? std::string(storage::kind_name(event)) : act->event;
  }
  if (const auto* what = std::get_if<engine::Occurrence>(&event))
    return std::string(storage::kind_name(event)) + " " + what->id;
  return std::string(storage::kind_name(event));
}

std::string event_xml(const storage::StoredEvent& stored) {
  std::string xml = "<event>" + attribute("string", "concept:name", concept_of(stored.event));
  const Date on = std::visit([](const auto& event) { return event.on; }, stored.event);
  int minute = 0;
  std::string role = "clock";
  if (const auto* act = std::get_if<engine::Act>(&stored.event)) {
    minute = act->minute.value_or(0);
    role = act->by.role;
    if (!act->by.account.empty()) xml += attribute("string", "org:resource", act->by.account.value);
  }
  xml += attribute("string", "org:role", role);
  xml += attribute("date", "time:timestamp", format_moment({on, minute}));
  xml += attribute("date", "hejie:recorded_at", format_instant(stored.recorded_at));
  xml += attribute("int", "hejie:seq", std::to_string(stored.seq));
  return xml + "</event>\n";
}

Status write_case(storage::Snapshot& snapshot, const CaseId& id, const std::function<void(const std::string&)>& write) {
  TRY(const auto item, snapshot.find_case(id));
  TRY(const auto events, snapshot.history(id));
  write("<trace>" + attribute("string", "concept:name", item.number.empty() ? id.value : item.number) +
        attribute("string", "hejie:id", id.value) + attribute("string", "hejie:workflow", item.pin.procedure) +
        attribute("string", "hejie:state", item.summary.state) + "\n");
  for (const auto& stored : events) write(event_xml(stored));
  write("</trace>\n");
  return {};
}

}  // namespace

Status export_xes(storage::Snapshot& snapshot, const std::function<void(const std::string&)>& write) {
  constexpr int kPage = 200;
  write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1849-2016\" xes.features=\"\" "
      "xmlns=\"http://www.xes-standard.org/\">\n"
      "<extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>\n"
      "<extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>\n"
      "<extension name=\"Organizational\" prefix=\"org\" uri=\"http://www.xes-standard.org/org.xesext\"/>\n");
  CaseId last;
  for (;;) {
    TRY(const auto ids, snapshot.case_ids(last, kPage));
    if (ids.empty()) break;
    for (const auto& id : ids) TRY_VOID(write_case(snapshot, id, write));
    last = ids.back();
  }
  write("</log>\n");
  return {};
}

}  // namespace hejie::app
