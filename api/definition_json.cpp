#include "api/definition_json.h"

#include <nlohmann/json.hpp>

#include "api/event_names.h"
#include "api/noun_json.h"
#include "app/clock_view.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json named(const std::vector<std::pair<std::string, Text>>& list) {
  Json out = Json::array();
  for (const auto& [id, name] : list) out.push_back({{"id", id}, {"name", to_json(name)}});
  return out;
}

Json states_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& state : procedure.states) {
    Json object{{"id", state.id}, {"name", to_json(state.name)}, {"phase", app::phase_id(state.phase)}};
    put(object, "milestone", state.milestone);
    put(object, "waits_clock", state.waits_clock);
    if (!state.waits.empty()) object["waits"] = to_json(state.waits);
    list.push_back(std::move(object));
  }
  return list;
}

Json events_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& event : procedure.events) {
    Json object{{"id", event.id},
                {"name", to_json(event.name)},
                {"by", event.by},
                {"act_of", event.act_of},
                {"starts_case", event.starts_case()},
                {"needs_approval", !event.approval.empty()},
                {"cite", to_json(event.cite)}};
    Json rows = Json::array();
    for (const auto& one : event.rows) rows.push_back(Json{{"from", one.from}, {"to", one.to}});
    object["rows"] = std::move(rows);
    object["asks"] = event.asks;
    object["may"] = event.may;
    list.push_back(std::move(object));
  }
  return list;
}

Json clocks_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& clock : procedure.clocks) {
    Json object{{"id", clock.id},       {"name", to_json(clock.name)}, {"kind", app::clock_kind_id(clock.kind)},
                {"owner", clock.owner}, {"cite", to_json(clock.cite)}, {"unit_cite", to_json(clock.unit_cite)}};
    if (!clock.length.empty() && clock.length.front().kind == engine::Length::Kind::period) {
      object["length"] = calendar::format_period(clock.length.front().period);
    }
    object["stopped_by"] = Json::array();
    for (const auto& stop : clock.stops) object["stopped_by"].push_back({{"on", name_of(stop.on)}, {"id", stop.id}});
    list.push_back(std::move(object));
  }
  return list;
}

Json facts_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& fact : procedure.facts) {
    Json object{{"id", fact.id}, {"name", to_json(fact.name)}, {"type", name_of(fact.type)}};
    if (!fact.values.empty()) object["values"] = named(fact.values);
    list.push_back(std::move(object));
  }
  return list;
}

Json documents_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& document : procedure.documents) {
    list.push_back(Json{
        {"id", document.id}, {"name", to_json(document.name)}, {"to", document.to}, {"cite", to_json(document.cite)}});
  }
  return list;
}

Json parties_json(const engine::Procedure& procedure) {
  Json list = Json::array();
  for (const auto& party : procedure.parties) {
    list.push_back(Json{{"id", party.id},
                        {"name", to_json(party.name)},
                        {"min", party.min},
                        {"max", party.max},
                        {"kinds", party.kinds}});
  }
  return list;
}

}  // namespace

std::string workflows_body(const std::vector<engine::ProcedurePtr>& procedures) {
  Json items = Json::array();
  for (const auto& procedure : procedures) {
    items.push_back(Json{{"id", procedure->id},
                         {"version", procedure->version},
                         {"sha256", procedure->sha256},
                         {"name", to_json(procedure->name)},
                         {"cite", to_json(procedure->cite)}});
  }
  return json::dump(Json{{"items", std::move(items)}});
}

std::string workflow_body(const engine::Procedure& procedure) {
  const Json body{{"id", procedure.id},
                  {"version", procedure.version},
                  {"sha256", procedure.sha256},
                  {"name", to_json(procedure.name)},
                  {"cite", to_json(procedure.cite)},
                  {"overlays", procedure.overlays},
                  {"states", states_json(procedure)},
                  {"events", events_json(procedure)},
                  {"clocks", clocks_json(procedure)},
                  {"facts", facts_json(procedure)},
                  {"documents", documents_json(procedure)},
                  {"items", Json{{"kinds", named(procedure.item_kinds)}, {"outcomes", named(procedure.item_outcomes)}}},
                  {"parties", parties_json(procedure)}};
  return json::dump(body);
}

}  // namespace hejie::api
