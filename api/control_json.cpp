#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "api/oversight_json.h"
#include "app/definitions.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json point_json(const app::ControlDesk& desk, const definition::RiskPoint& point) {
  Json object{{"id", point.id},
              {"workflow", point.workflow},
              {"event", point.event},
              {"by", point.by},
              {"every", point.every},
              {"risk", to_json(point.risk)},
              {"check", to_json(point.check)},
              {"cite", to_json(point.cite)}};
  for (const auto& procedure : desk.definitions().all_in_force()) {
    if (procedure->id != point.workflow) continue;
    object["workflow_name"] = to_json(procedure->name);
    if (const auto* event = procedure->find_event(point.event)) object["event_name"] = to_json(event->name);
  }
  return object;
}

Json exception_json(const app::ExceptionItem& item) {
  Json object{{"id", item.id},
              {"kind", item.kind},
              {"case_id", item.case_id.value},
              {"workflow", item.workflow},
              {"version", item.what.version},
              {"on", format_date(item.what.on)},
              {"found_at", format_instant(item.found_at)}};
  put(object, "number", item.number);
  put(object, "event", item.what.event);
  if (!item.event_name.empty()) object["event_name"] = to_json(item.event_name);
  put(object, "clock", item.what.clock);
  put(object, "by", item.by);
  if (item.what.of > 0) object["of"] = item.what.of;
  if (item.kind == "late_entry" || item.kind == "extended_in_last_days") object["days"] = item.what.days;
  if (item.kind == "quick_approval") object["seconds"] = item.what.seconds;
  put(object, "paper", item.what.paper);
  put(object, "reason", item.reason);
  if (!item.what.missing.empty()) object["missing"] = item.what.missing;
  return object;
}

Json review_json(const app::FileReviewItem& item) {
  Json object{{"id", item.id},
              {"case_id", item.case_id.value},
              {"workflow", item.workflow},
              {"title", to_json(item.title)},
              {"period", item.period},
              {"state", item.state},
              {"faults", item.faults},
              {"answers", item.what.answers.empty() ? Json::object() : Json(item.what.answers)}};
  put(object, "number", item.number);
  put(object, "reviewed_by", item.reviewed_by);
  put(object, "reviewed_on", item.what.reviewed_on);
  put(object, "note", item.note);
  put(object, "mend_due", item.what.mend_due);
  put(object, "mended_on", item.what.mended_on);
  put(object, "mended_by", item.mended_by);
  put(object, "mend_note", item.mend_note);
  return object;
}

Json draw_json(const app::KeptDraw& draw) {
  return Json{{"seed", draw.seed},       {"from", format_date(draw.from)}, {"to", format_date(draw.to)},
              {"percent", draw.percent}, {"closed", draw.closed},          {"drawn", draw.drawn.size()}};
}

}  // namespace

std::string risk_points_body(const app::ControlDesk& desk) {
  Json points = Json::array(), checklist = Json::array();
  for (const auto& point : desk.rules().points) points.push_back(point_json(desk, point));
  for (const auto& item : desk.rules().checklist) checklist.push_back({{"id", item.id}, {"name", to_json(item.name)}});
  return json::dump(Json{{"items", std::move(points)},
                         {"checklist", std::move(checklist)},
                         {"review_by", desk.rules().review_by},
                         {"review_percent", desk.rules().review_percent},
                         {"mend_days", desk.rules().mend_days}});
}

std::string exceptions_body(const app::List<app::ExceptionItem>& list) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(exception_json(item));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

std::string file_reviews_body(const app::List<app::FileReviewItem>& list, const std::vector<app::KeptDraw>& draws) {
  Json items = Json::array(), made = Json::array();
  for (const auto& item : list.items) items.push_back(review_json(item));
  for (const auto& draw : draws) made.push_back(draw_json(draw));
  return json::dump(Json{{"items", std::move(items)},
                         {"draws", std::move(made)},
                         {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

Result<app::FileReviewCommand> read_file_review(const std::string& body) {
  TRY(const auto json, json::parse(body));
  app::FileReviewCommand command;
  std::vector<Finding> findings;
  if (!json.is_object()) return fail(app::invalid_form({app::bad_value("", {"应为对象", "must be an object"})}));
  for (const auto& [key, value] : json.items()) {
    if (key == "note" && value.is_string())
      command.note = value.get<std::string>();
    else if (key == "answers" && value.is_object()) {
      for (const auto& [id, answer] : value.items())
        command.answers[id] = answer.is_string() ? answer.get<std::string>() : "";
    } else
      findings.push_back(app::bad_value("/" + key, {"不认识或类型不对", "is unknown or of another type"}));
  }
  if (!findings.empty()) return fail(app::invalid_form(std::move(findings)));
  return command;
}

}  // namespace hejie::api
