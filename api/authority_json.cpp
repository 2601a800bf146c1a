#include "api/authority_json.h"

#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "json/json.h"

namespace hejie::api {

using Json = nlohmann::ordered_json;

std::string grant_body(Instant until) {
  return json::dump(Json{{"until", format_instant(until)}});
}

std::string units_body(const app::Units& units, const AccountId& caller) {
  Json items = Json::array();
  for (const auto& unit : units.all)
    items.push_back(Json{{"id", unit.id},
                         {"kind", unit.kind},
                         {"kind_name", to_json(app::unit_kind_name(unit.kind))},
                         {"name", to_json(unit.name)},
                         {"parent", unit.parent}});
  return json::dump(Json{{"items", std::move(items)}, {"members", units.members}, {"mine", units.of(caller)}});
}

std::string delegations_body(const std::vector<app::DelegationView>& delegations,
                             const std::vector<std::pair<std::string, std::vector<std::string>>>& may,
                             const std::function<Text(const std::string& power)>& name_of) {
  Json items = Json::array();
  for (const auto& view : delegations) {
    const auto& what = view.what;
    Json item{{"id", what.id},
              {"from", what.from.value},
              {"from_name", view.from_name},
              {"to", what.to.value},
              {"to_name", view.to_name},
              {"roles", what.roles},
              {"events", what.events},
              {"event_names", Json::array()},
              {"first", format_date(what.first)},
              {"last", format_date(what.last)},
              {"basis", what.basis},
              {"made_at", format_instant(what.made_at)},
              {"state", view.state}};
    for (const auto& power : what.events) item["event_names"].push_back(to_json(name_of(power)));
    if (!what.case_id.empty()) item["case_id"] = what.case_id.value;
    if (!view.reason.empty()) item["reason"] = view.reason;
    if (what.ended_at) {
      item["ended_at"] = format_instant(*what.ended_at);
      item["ended_by"] = view.ended_by_name;
    }
    items.push_back(std::move(item));
  }
  Json own = Json::array();
  for (const auto& [role, powers] : may) {
    Json named = Json::array();
    for (const auto& power : powers) named.push_back(Json{{"id", power}, {"name", to_json(name_of(power))}});
    own.push_back(Json{{"role", role}, {"powers", std::move(named)}});
  }
  return json::dump(Json{{"items", std::move(items)}, {"may", std::move(own)}});
}

std::string handed_over_body(const std::vector<std::pair<CaseId, Version>>& cases) {
  Json items = Json::array();
  for (const auto& [id, version] : cases) items.push_back(Json{{"case_id", id.value}, {"version", version}});
  return json::dump(Json{{"cases", std::move(items)}});
}

}  // namespace hejie::api
