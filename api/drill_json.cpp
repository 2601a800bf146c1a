#include <nlohmann/json.hpp>

#include "api/list_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using Json = nlohmann::ordered_json;

Json head_of(const app::KeptDrill& drill) {
  Json out{{"id", drill.id}, {"made_at", format_instant(drill.made_at)}};
  if (auto body = json::parse(drill.body); body && body->is_object()) out.update(*body);
  out["finding_count"] = out.value("findings", Json::array()).size();
  return out;
}

}  // namespace

std::string drills_body(const std::vector<app::KeptDrill>& drills) {
  Json items = Json::array();
  for (const auto& drill : drills) {
    Json head = head_of(drill);
    head.erase("findings");
    head.erase("missed");
    items.push_back(std::move(head));
  }
  return json::dump(Json{{"items", std::move(items)}});
}

std::string drill_body(const app::KeptDrill& drill) {
  return json::dump(head_of(drill));
}

}  // namespace hejie::api
