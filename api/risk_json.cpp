#include <nlohmann/json.hpp>

#include "api/list_json.h"
#include "api/noun_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using api::to_json;

Json grounds_json(const app::RiskGrounds& grounds) {
  Json object{{"figure", grounds.figure}, {"level", grounds.level_at}, {"facts", grounds.facts}};
  object["cases"] = Json::array();
  for (const auto& id : grounds.cases) object["cases"].push_back(id.value);
  put(object, "since", grounds.since);
  return object;
}

Json risk_json(const app::RiskItem& item) {
  Json object{{"id", item.id},
              {"rule", item.rule},
              {"name", to_json(item.name)},
              {"says", to_json(item.says)},
              {"duty", to_json(item.duty)},
              {"cite", to_json(item.cite)},
              {"level", item.level},
              {"about", item.kind},
              {"case_id", item.case_id.value},
              {"workflow", item.workflow},
              {"on", format_date(item.on)},
              {"found_at", format_instant(item.found_at)},
              {"grounds", grounds_json(item.grounds)}};
  const auto colon = item.subject.find(':');
  if (colon != std::string::npos) object["subject"] = item.subject.substr(colon + 1);
  put(object, "number", item.number);
  put(object, "period", item.period);
  return object;
}

Json key_json(const app::KeyCaseItem& item) {
  Json object{{"case_id", item.case_id.value},    {"workflow", item.workflow},     {"title", to_json(item.title)},
              {"since", format_date(item.since)}, {"every_days", item.every_days}, {"reports", item.reports}};
  object["sides"] = Json::array();
  for (const auto& side : item.sides)
    object["sides"].push_back({{"role", side.role}, {"name", side.name}, {"count", side.count}});
  put(object, "number", item.number);
  put(object, "rule", item.rule);
  if (!item.rule_name.empty()) object["rule_name"] = to_json(item.rule_name);
  put(object, "marked_by", item.marked_by);
  put(object, "leader", item.leader);
  put(object, "reason", item.reason);
  put(object, "report_due", item.report_due);
  put(object, "reported_on", item.reported_on);
  put(object, "ended_on", item.ended_on);
  put(object, "ended_by", item.ended_by);
  put(object, "ended_reason", item.ended_reason);
  return object;
}

Json message_json(const app::MessageItem& item) {
  Json object{{"id", item.id},
              {"alert", item.alert},
              {"channel", item.channel},
              {"state", item.state},
              {"case_id", item.case_id.value},
              {"attempts", item.attempts},
              {"created_at", format_instant(item.created_at)},
              {"next_try_at", format_instant(item.next_try_at)}};
  put(object, "last_error", item.last_error);
  if (item.ended_at) object["ended_at"] = format_instant(*item.ended_at);
  return object;
}

template <typename T, typename F>
std::string page(const app::List<T>& list, F convert) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(convert(item));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

}  // namespace

std::string risks_body(const app::List<app::RiskItem>& list) {
  return page(list, risk_json);
}

std::string risk_body(const app::RiskItem& item) {
  return json::dump(risk_json(item));
}

std::string key_cases_body(const std::vector<app::KeyCaseItem>& items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(key_json(item));
  return json::dump(Json{{"items", std::move(list)}});
}

std::string scheduler_body(const app::SystemState& state) {
  long long dead = 0;
  Json channels = Json::array();
  for (const auto& one : state.channels) {
    dead += one.dead;
    channels.push_back({{"channel", one.channel}, {"waiting", one.waiting}, {"dead", one.dead}});
  }
  Json object{{"now", format_moment(state.now)},
              {"open_clocks", state.open_clocks},
              {"alerts_open", state.alerts_open},
              {"outbox_depth", state.outbox_depth},
              {"dead_letters", dead},
              {"channels", std::move(channels)},
              {"ticks", state.ticks}};
  if (state.oldest_due) object["oldest_unfired"] = format_moment(*state.oldest_due);
  if (state.last_heartbeat) object["last_heartbeat"] = format_instant(*state.last_heartbeat);
  return json::dump(object);
}

std::string messages_body(const app::List<app::MessageItem>& list) {
  return page(list, message_json);
}

}  // namespace hejie::api
