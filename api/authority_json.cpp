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

std::string delegations_body(const std::vector<app::DelegationView>& delegations) {
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
              {"first", format_date(what.first)},
              {"last", format_date(what.last)},
              {"basis", what.basis},
              {"made_at", format_instant(what.made_at)},
              {"state", view.state}};
    if (!what.case_id.empty()) item["case_id"] = what.case_id.value;
    if (!view.reason.empty()) item["reason"] = view.reason;
    if (what.ended_at) {
      item["ended_at"] = format_instant(*what.ended_at);
      item["ended_by"] = view.ended_by_name;
    }
    items.push_back(std::move(item));
  }
  return json::dump(Json{{"items", std::move(items)}});
}

std::string handed_over_body(const std::vector<std::pair<CaseId, Version>>& cases) {
  Json items = Json::array();
  for (const auto& [id, version] : cases) items.push_back(Json{{"case_id", id.value}, {"version", version}});
  return json::dump(Json{{"cases", std::move(items)}});
}

}  // namespace hejie::api
