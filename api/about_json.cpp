#include <nlohmann/json.hpp>

#include "api/list_json.h"
#include "app/demo_bureau.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using Json = nlohmann::ordered_json;

Json today_of(const calendar::Calendar& calendar, Date date) {
  if (!calendar.contains(date)) return {{"date", format_date(date)}, {"kind", "working"}};
  const auto day = calendar.day(date);
  Json out{{"date", format_date(date)}, {"kind", calendar::day_kind_id(day.kind)}};
  if (day.name != nullptr) out["name"] = Json{{"zh", day.name->zh}, {"en", day.name->en}};
  return out;
}

Json text_json(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Json named_json(const std::vector<definition::NamedText>& list) {
  Json out = Json::array();
  for (const auto& entry : list) out.push_back({{"id", entry.id}, {"name", text_json(entry.name)}});
  return out;
}

Json bodies_json(const std::vector<definition::MediationBody>& bodies) {
  Json out = Json::array();
  for (const auto& body : bodies)
    out.push_back({{"id", body.id},
                   {"name", text_json(body.name)},
                   {"level", definition::level_id(body.level)},
                   {"streets", body.streets},
                   {"sectors", body.sectors}});
  return out;
}

/// What the overlays say of the bureau; a later one beats an earlier one. The wage is the one of `today`.
Json bureau_json(const std::vector<definition::Overlay>& overlays, Date today) {
  Json out = Json::object();
  for (const auto& overlay : overlays) {
    const auto& bureau = overlay.bureau;
    if (!bureau.name.empty()) out["name"] = text_json(bureau.name);
    if (!bureau.units.empty()) out["units"] = named_json(bureau.units);
    if (!bureau.sectors.empty()) out["sectors"] = named_json(bureau.sectors);
    if (!bureau.streets.empty()) out["streets"] = named_json(bureau.streets);
    if (!bureau.mediation_bodies.empty()) out["mediation_bodies"] = bodies_json(bureau.mediation_bodies);
    for (const auto& wage : bureau.minimum_wage)
      if (wage.from <= today)
        out["minimum_wage"] = {{"fen", wage.fen}, {"from", format_date(wage.from)}, {"number", wage.number}};
  }
  return out;
}

/// Document number of the newest notice: of the last day in cover that a notice speaks of.
std::string newest_notice(const calendar::Calendar& calendar) {
  for (Date day = calendar.covers_to(); day >= calendar.first_day(); day = day + -1) {
    const auto told = calendar.day(day);
    if (!told.number.empty()) return std::string(told.number);
  }
  return "";
}

}  // namespace

std::string about_body(const app::Definitions& definitions, Moment now, bool demo) {
  const auto calendar = definitions.calendar();
  Json covered{
      {"id", calendar->id()}, {"version", calendar->version()}, {"covers_to", format_date(calendar->covers_to())}};
  if (const auto number = newest_notice(*calendar); !number.empty()) covered["number"] = number;
  Json body{{"version", HEJIE_VERSION},  {"unit", definitions.settings().unit},   {"demo", demo},
            {"now", format_moment(now)}, {"today", today_of(*calendar, now.day)}, {"calendar", covered}};
  body["region"] = definitions.settings().region;
  body["overlays"] = Json::array();
  for (const auto& overlay : definitions.overlays())
    body["overlays"].push_back({{"id", overlay.id}, {"version", overlay.version}, {"name", text_json(overlay.name)}});
  body["bureau"] = bureau_json(definitions.overlays(), now.day);
  if (demo) {
    Json accounts = Json::array();
    for (const auto& account : app::demo_accounts())
      accounts.push_back({{"username", account.username}, {"roles", account.roles}});
    body["accounts"] = std::move(accounts);
  }
  return json::dump(body);
}

}  // namespace hejie::api
