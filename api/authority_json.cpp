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

std::string handed_over_body(const std::vector<std::pair<CaseId, Version>>& cases) {
  Json items = Json::array();
  for (const auto& [id, version] : cases) items.push_back(Json{{"case_id", id.value}, {"version", version}});
  return json::dump(Json{{"cases", std::move(items)}});
}

}  // namespace hejie::api
