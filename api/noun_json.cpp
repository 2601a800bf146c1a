#include "api/noun_json.h"

#include <nlohmann/json.hpp>

#include "api/event_names.h"

namespace hejie::api {

Json to_json(const Text& text) {
  return Json{{"zh", text.zh}, {"en", text.en}};
}

Json to_json(const engine::Cites& cites) {
  Json list = Json::array();
  for (const auto& cite : cites) list.push_back(cite.law + ":" + cite.article);
  return list;
}

Json to_json(const engine::Value& value) {
  struct Visitor {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(bool v) const { return v; }
    Json operator()(std::int64_t v) const { return v; }
    Json operator()(Date v) const { return format_date(v); }
    Json operator()(Moment v) const { return format_moment(v); }
    Json operator()(engine::Period v) const { return calendar::format_period(v); }
    Json operator()(const std::string& v) const { return v; }
  };
  return std::visit(Visitor{}, value);
}

Json to_json(const engine::Values& values) {
  Json object = Json::object();
  for (const auto& [id, value] : values) object[id] = to_json(value);
  return object;
}

void put(Json& object, const char* name, const std::optional<Date>& date) {
  if (date) object[name] = format_date(*date);
}
void put(Json& object, const char* name, const std::optional<Moment>& moment) {
  if (moment) object[name] = format_moment(*moment);
}
void put(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

Json to_json(const engine::Rederived::Moved& moved) {
  Json object{{"clock", moved.clock}, {"ordinal", moved.ordinal}};
  put(object, "party", moved.key);
  put(object, "before", moved.before);
  put(object, "after", moved.after);
  return object;
}

Json to_json(const std::vector<engine::Rederived::Moved>& moved) {
  Json list = Json::array();
  for (const auto& one : moved) list.push_back(to_json(one));
  return list;
}

Json to_json(const engine::Item& item) {
  Json object{{"key", item.key}, {"kind", item.kind}};
  put(object, "party", item.party);
  if (item.claimed_fen) object["claimed_fen"] = *item.claimed_fen;
  if (item.awarded_fen) object["awarded_fen"] = *item.awarded_fen;
  put(object, "outcome", item.outcome);
  return object;
}

Json to_json(const engine::Actor& actor) {
  Json object{{"role", actor.role}};
  put(object, "account", actor.account.value);
  put(object, "for_whom", actor.for_whom.value);
  put(object, "delegation", actor.delegation);
  return object;
}

Json to_json(const engine::Occurrence& occurrence) {
  Json object{{"occurrence", name_of(occurrence.kind)}, {"on", format_date(occurrence.on)}, {"id", occurrence.id}};
  put(object, "party", occurrence.key);
  object["ordinal"] = occurrence.ordinal;
  put(object, "due", occurrence.due);
  put(object, "due_at", occurrence.due_at);
  if (occurrence.provisional) object["provisional"] = true;
  put(object, "state", occurrence.state);
  return object;
}

Json to_json(const engine::Act& act) {
  Json object{{"act", name_of(act.kind)}, {"on", format_date(act.on)}};
  put(object, "event", act.event);
  if (act.minute) object["at"] = format_moment({act.on, *act.minute});
  object["by"] = to_json(act.by);
  if (!act.officers.empty()) {
    object["officers"] = Json::array();
    for (const auto& officer : act.officers) object["officers"].push_back(officer.value);
  }
  if (!act.approvers.empty()) {
    object["approvers"] = Json::array();
    for (const auto& approver : act.approvers) object["approvers"].push_back(to_json(approver));
  }
  put(object, "party", act.party);
  if (!act.fields.empty()) object["data"] = to_json(act.fields);
  if (!act.parties.empty()) {
    object["parties"] = Json::array();
    for (const auto& party : act.parties) {
      object["parties"].push_back(
          Json{{"key", party.key}, {"role", party.role}, {"kind", party.kind}, {"person", party.person.value}});
    }
  }
  if (!act.items.empty()) {
    object["items"] = Json::array();
    for (const auto& item : act.items) object["items"].push_back(to_json(item));
  }
  if (act.serve) {
    Json serve{{"doc", act.serve->document},
               {"copy", act.serve->copy},
               {"to", act.serve->to},
               {"mode", act.serve->mode},
               {"made_on", format_date(act.serve->made_on)}};
    put(serve, "received_on", act.serve->received_on);
    put(serve, "proof", act.serve->proof);
    if (act.serve->consent) serve["consent"] = true;
    object["serve"] = std::move(serve);
  }
  if (act.link) {
    Json link{{"kind", act.link->kind},
              {"case_id", act.link->other.value},
              {"workflow", act.link->procedure},
              {"direction", act.link->direction}};
    put(link, "milestone", act.link->milestone);
    object["link"] = std::move(link);
  }
  if (act.of != 0) object["of_version"] = act.of;
  if (act.irregular) object["irregular"] = true;
  return object;
}

Json to_json(const engine::Rederived& rederived) {
  Json object{{"rederived_because", rederived.because},
              {"on", format_date(rederived.on)},
              {"moved", to_json(rederived.moved)},
              {"gone", Json::array()},
              {"appeared", Json::array()},
              {"irregular", rederived.irregular}};
  for (const auto& one : rederived.gone) object["gone"].push_back(to_json(one));
  for (const auto& one : rederived.appeared) object["appeared"].push_back(to_json(one));
  put(object, "state_before", rederived.state_before);
  put(object, "state_after", rederived.state_after);
  return object;
}

Json to_json(const engine::CaseEvent& event) {
  return std::visit([](const auto& one) { return to_json(one); }, event);
}

Json to_json(const calendar::Step& step) {
  Json object{{"date", format_date(step.date)}, {"kind", calendar::step_kind_id(step.kind)}};
  put(object, "to", step.to);
  if (step.count) object["count"] = *step.count;
  object["reason"] = to_json(step.reason);
  return object;
}

}  // namespace hejie::api
