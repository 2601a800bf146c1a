#include <nlohmann/json.hpp>

#include "app/units.h"
#include "json/json.h"

namespace hejie::app {

using Json = nlohmann::ordered_json;

std::string write_units(const Units& units) {
  Json list = Json::array();
  for (const auto& unit : units.all)
    list.push_back(Json{
        {"id", unit.id}, {"kind", unit.kind}, {"parent", unit.parent}, {"zh", unit.name.zh}, {"en", unit.name.en}});
  return json::dump(Json{{"units", std::move(list)}, {"members", units.members}});
}

Result<Units> read_units(const std::string& text) {
  const auto parsed = json::parse(text);
  const bool shaped = parsed && parsed->is_object() && parsed->contains("units") && (*parsed)["units"].is_array() &&
                      parsed->contains("members") && (*parsed)["members"].is_object();
  if (!shaped)
    return fail(ErrorCode::corrupt, {"库中所存的机构无法读取", "what the store keeps of its units does not read"});
  Units units;
  for (const auto& one : (*parsed)["units"])
    if (one.is_object())
      units.all.push_back({one.value("id", ""),
                           one.value("kind", ""),
                           one.value("parent", ""),
                           {one.value("zh", ""), one.value("en", "")}});
  for (const auto& [account, unit] : (*parsed)["members"].items())
    if (unit.is_string()) units.members[account] = unit.get<std::string>();
  return units;
}

}  // namespace hejie::app
