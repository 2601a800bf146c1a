#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "api/oversight_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json recipient_json(const app::ReportRecipient& one) {
  Json object{{"alert", one.alert},         {"id", one.id},
              {"name", to_json(one.name)},  {"told_at", format_instant(one.told_at)},
              {"passed_on", one.passed_on}, {"withdrawn", one.withdrawn}};
  put(object, "acknowledge_by", one.acknowledge_by);
  put(object, "acknowledged_by", one.acknowledged_by);
  if (one.acknowledged_at) object["acknowledged_at"] = format_instant(*one.acknowledged_at);
  put(object, "answer", one.answer);
  put(object, "answered_by", one.answered_by);
  if (one.answered_at) object["answered_at"] = format_instant(*one.answered_at);
  return object;
}

Json report_json(const app::MadeReport& report) {
  Json object{{"event", report.event},
              {"name", to_json(report.name)},
              {"version", report.version},
              {"on", format_date(report.on)},
              {"recipients", Json::array()}};
  for (const auto& one : report.recipients) object["recipients"].push_back(recipient_json(one));
  return object;
}

Json case_json(const app::SpecialReportCase& item) {
  Json object{{"case_id", item.case_id.value},
              {"workflow", item.workflow},
              {"state", item.state},
              {"state_name", to_json(item.state_name)},
              {"title", to_json(item.title)},
              {"open", item.open},
              {"opened_on", format_date(item.opened_on)},
              {"sides", Json::array()},
              {"due", Json::array()},
              {"reports", Json::array()}};
  put(object, "number", item.number);
  for (const auto& side : item.sides)
    object["sides"].push_back({{"role", side.role}, {"name", side.name}, {"count", side.count}});
  for (const auto& due : item.due) {
    Json one{{"clock", due.clock}, {"name", to_json(due.name)}, {"status", due.status}};
    put(one, "due", due.due);
    put(one, "due_at", due.due_at);
    object["due"].push_back(std::move(one));
  }
  for (const auto& report : item.reports) object["reports"].push_back(report_json(report));
  return object;
}

}  // namespace

std::string special_reports_body(const app::List<app::SpecialReportCase>& list) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(case_json(item));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

}  // namespace hejie::api
