#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "api/oversight_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json ids(const std::vector<CaseId>& cases) {
  Json list = Json::array();
  for (const auto& id : cases) list.push_back(id.value);
  return list;
}

/// What a list says of one, without its content.
Json head_json(const app::BulletinView& bulletin) {
  return Json{{"id", bulletin.id},
              {"kind", bulletin.kind},
              {"subject", bulletin.subject},
              {"subject_name", to_json(bulletin.subject_name)},
              {"period", bulletin.period},
              {"from", format_date(bulletin.body.from)},
              {"to", format_date(bulletin.body.to)},
              {"made_at", format_instant(bulletin.made_at)}};
}

Json figure_json(const app::KeptFigure& figure) {
  Json object{{"report", figure.report},
              {"name", to_json(figure.name)},
              {"definition", to_json(figure.definition)},
              {"numerator", figure.numerator},
              {"cases", ids(figure.cases)}};
  object["denominator"] = figure.denominator ? Json(*figure.denominator) : Json(nullptr);
  if (figure.target) object["target"] = *figure.target;
  return object;
}

Json line_json(const app::KeptLine& line) {
  Json object{{"case_id", line.case_id.value}, {"workflow", line.workflow},    {"clock", line.clock},
              {"name", to_json(line.name)},    {"due", format_date(line.due)}, {"status", line.status}};
  put(object, "number", line.number);
  return object;
}

}  // namespace

std::string bulletins_body(const app::List<app::BulletinView>& list) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(head_json(item));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

std::string bulletin_body(const app::BulletinView& bulletin) {
  Json object = head_json(bulletin);
  object["figures"] = Json::array();
  for (const auto& figure : bulletin.body.figures) object["figures"].push_back(figure_json(figure));
  object["lines"] = Json::array();
  for (const auto& line : bulletin.body.lines) object["lines"].push_back(line_json(line));
  object["key_cases"] = ids(bulletin.body.key_cases);
  return json::dump(object);
}

}  // namespace hejie::api
