#include <nlohmann/json.hpp>

#include "app/case_risks.h"
#include "json/json.h"

namespace hejie::app {

using nlohmann::ordered_json;

std::string write_grounds(const RiskGrounds& grounds) {
  ordered_json json{{"figure", grounds.figure}, {"level", grounds.level_at}};
  if (!grounds.facts.empty()) json["facts"] = grounds.facts;
  for (const auto& id : grounds.cases) json["cases"].push_back(id.value);
  if (grounds.since) json["since"] = format_date(*grounds.since);
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

RiskGrounds read_grounds(const std::string& text) {
  RiskGrounds out;
  const auto parsed = json::parse(text);
  if (!parsed || !parsed->is_object()) return out;
  const ordered_json& body = *parsed;
  out.figure = body.value("figure", std::int64_t{0});
  out.level_at = body.value("level", std::int64_t{0});
  if (const auto facts = body.find("facts"); facts != body.end())
    for (const auto& [id, value] : facts->items()) out.facts[id] = value.get<std::string>();
  if (const auto cases = body.find("cases"); cases != body.end())
    for (const auto& id : *cases) out.cases.emplace_back(id.get<std::string>());
  out.since = parse_date(body.value("since", ""));
  return out;
}

}  // namespace hejie::app
