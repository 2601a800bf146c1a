#include <nlohmann/json.hpp>

#include "engine/definition/calendar_json.h"
#include "json/json.h"

namespace hejie::definition {

std::string notice_text(const calendar::Notice& notice) {
  using Json = nlohmann::ordered_json;
  Json out{{"id", notice.id},
           {"authority", notice.authority},
           {"number", notice.number},
           {"published", format_date(notice.published)},
           {"years", notice.years}};
  out["off"] = Json::array();
  for (const auto& off : notice.off) {
    out["off"].push_back(Json{{"date", format_date(off.date)}, {"name", off.name}, {"statutory", off.statutory}});
  }
  out["work"] = Json::array();
  for (const Date day : notice.work) out["work"].push_back(format_date(day));
  if (notice.replaces) out["replaces"] = *notice.replaces;
  if (notice.region) out["region"] = *notice.region;
  if (notice.url) out["url"] = *notice.url;
  return json::dump(out);
}

}  // namespace hejie::definition
