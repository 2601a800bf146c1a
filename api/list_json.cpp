#include "api/list_json.h"

#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "app/notice_words.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using api::to_json;

Json to_json(const app::Sides& sides) {
  Json list = Json::array();
  for (const auto& side : sides) list.push_back({{"role", side.role}, {"name", side.name}, {"count", side.count}});
  return list;
}

template <typename T, typename F>
std::string page(const app::List<T>& list, F convert) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(convert(item));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

template <typename T, typename F>
std::string whole(const std::vector<T>& list, F convert) {
  Json items = Json::array();
  for (const auto& item : list) items.push_back(convert(item));
  return json::dump(Json{{"items", std::move(items)}});
}

Json case_json(const app::CaseListItem& item) {
  Json object{{"id", item.id.value},
              {"workflow", item.workflow},
              {"workflow_name", to_json(item.workflow_name)},
              {"state", item.state},
              {"state_name", to_json(item.state_name)},
              {"title", to_json(item.title)},
              {"phase", item.phase},
              {"flags", item.flags},
              {"opened_on", format_date(item.opened_on)},
              {"version", item.version}};
  put(object, "number", item.number);
  put(object, "stage", item.stage);
  put(object, "handler", item.handler.value);
  put(object, "handler_name", item.handler_name);
  put(object, "employer", item.employer.value);
  put(object, "employer_name", item.employer_name);
  put(object, "sector", item.sector);
  put(object, "cause", item.cause);
  put(object, "next_due", item.next_due);
  put(object, "next_clock", item.next_clock);
  put(object, "filed_on", item.filed_on);
  put(object, "closed_on", item.closed_on);
  return object;
}

Json clock_json(const app::ClockListItem& item) {
  Json object{{"case_id", item.case_id.value},
              {"sides", to_json(item.sides)},
              {"workflow", item.workflow},
              {"title", to_json(item.title)},
              {"id", item.id},
              {"label", item.label},
              {"ordinal", item.ordinal},
              {"name", to_json(item.name)},
              {"kind", item.kind},
              {"status", item.status},
              {"owner", item.owner},
              {"provisional", item.provisional},
              {"halted", item.halted}};
  put(object, "number", item.number);
  put(object, "party", item.key);
  put(object, "handler", item.handler.value);
  put(object, "base", item.base);
  put(object, "nominal", item.nominal);
  put(object, "due", item.due);
  if (item.due_at) object["due_at"] = format_moment(*item.due_at);
  if (item.working_days_left) object["working_days_left"] = *item.working_days_left;
  return object;
}

}  // namespace

std::string session_body(const app::Caller& caller, bool second_factor, const std::string& token,
                         std::optional<Instant> expires_at) {
  Json body{{"account", caller.account.value},
            {"username", caller.username},
            {"display_name", caller.display_name},
            {"roles", caller.roles},
            {"second_factor", second_factor}};
  put(body, "token", token);
  if (expires_at) body["expires_at"] = format_instant(*expires_at);
  return json::dump(body);
}

std::string cases_body(const app::List<app::CaseListItem>& list) {
  return page(list, case_json);
}

std::string clock_list_body(const app::List<app::ClockListItem>& list) {
  return page(list, clock_json);
}

namespace {

Json alert_json(const app::AlertListItem& item) {
  Json object{{"id", item.id},
              {"sides", to_json(item.sides)},
              {"clock", item.clock},
              {"label", item.label},
              {"rung", item.rung},
              {"to", item.to},
              {"name", to_json(item.name)},
              {"on", format_date(item.on)},
              {"due", format_date(item.due)},
              {"told_at", format_instant(item.told_at)},
              {"superseded", item.superseded}};
  put(object, "case_id", item.case_id.value);
  put(object, "workflow", item.workflow);
  if (item.is_notice) object["notice"] = true;
  put(object, "number", item.number);
  put(object, "party", item.key);
  put(object, "acknowledged_by", item.acknowledged_by);
  if (item.risk != 0) object["risk"] = item.risk;
  if (!item.duty.empty()) object["duty"] = to_json(item.duty);
  if (const auto says = app::words_of_notice(item.rung, item.due); !says.empty()) object["says"] = to_json(says);
  if (item.wait_until) object["wait_until"] = format_moment(*item.wait_until);
  if (item.acknowledged_at) object["acknowledged_at"] = format_instant(*item.acknowledged_at);
  return object;
}

Json left_out_json(const app::LeftOutItem& item) {
  Json object{{"clock", item.clock},
              {"label", item.label},
              {"to", item.to},
              {"name", to_json(item.name)},
              {"due", format_date(item.due)},
              {"rungs", item.rungs},
              {"why", item.overtaken ? "overtaken" : "collapsed"},
              {"noted_at", format_instant(item.noted_at)}};
  put(object, "party", item.key);
  return object;
}

}  // namespace

std::string alerts_body(const app::List<app::AlertListItem>& list, const std::vector<app::LeftOutItem>& left_out) {
  Json items = Json::array();
  for (const auto& item : list.items) items.push_back(alert_json(item));
  Json body{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}};
  if (!left_out.empty()) {
    body["left_out"] = Json::array();
    for (const auto& item : left_out) body["left_out"].push_back(left_out_json(item));
  }
  return json::dump(body);
}

std::string approvals_body(const std::vector<app::ApprovalItem>& items) {
  return whole(items, [](const app::ApprovalItem& item) {
    Json object{
        {"case_id", item.case_id.value}, {"workflow", item.workflow},   {"seq", item.seq},
        {"version", item.version},       {"event", item.event},         {"event_name", to_json(item.event_name)},
        {"by", item.by.value},           {"by_name", item.by_name},     {"approver_roles", item.approver_roles},
        {"on", format_date(item.on)},    {"sides", to_json(item.sides)}};
    put(object, "number", item.number);
    return object;
  });
}

Json employer_json(const app::EmployerView& employer) {
  return Json{{"id", employer.id.value},
              {"code", employer.code},
              {"name", employer.name},
              {"cases", employer.cases},
              {"open_cases", employer.open_cases}};
}

std::string employers_body(const app::List<app::EmployerView>& list) {
  return page(list, employer_json);
}

std::string employer_body(const app::EmployerView& employer, const app::List<app::CaseListItem>& cases) {
  Json body = employer_json(employer);
  body["record"] = Json::array();
  for (const auto& item : cases.items) body["record"].push_back(case_json(item));
  return json::dump(body);
}

std::string document_body(const app::DocumentDetail& document) {
  return json::dump(Json{{"id", document.id},
                         {"case_id", document.case_id.value},
                         {"document", document.document},
                         {"name", to_json(document.name)},
                         {"copy", document.copy},
                         {"on", format_date(document.on)},
                         {"to", document.to},
                         {"cite", to_json(document.cite)}});
}

std::string hearings_body(const std::vector<app::HearingView>& hearings) {
  return whole(hearings, [](const app::HearingView& hearing) {
    Json object{{"case_id", hearing.case_id.value},
                {"workflow", hearing.workflow},
                {"sides", to_json(hearing.sides)},
                {"at", format_moment(hearing.at)},
                {"kind", hearing.kind}};
    put(object, "number", hearing.number);
    put(object, "place", hearing.place);
    return object;
  });
}

std::string drafts_body(const std::vector<app::DraftView>& drafts) {
  return whole(drafts, [](const app::DraftView& draft) {
    return Json{{"key", draft.key}, {"body", draft.body}, {"updated_at", format_instant(draft.updated_at)}};
  });
}

std::string intake_body(const app::IntakeAnswer& answer) {
  Json body{
      {"routes", Json::array()}, {"bodies", Json::array()}, {"duplicates", Json::array()}, {"notes", Json::array()}};
  for (const auto& route : answer.routes) {
    Json object{{"claim", route.claim}, {"channel", route.channel},  {"open", route.open},
                {"first", route.first}, {"why", to_json(route.why)}, {"cite", to_json(route.cite)}};
    put(object, "workflow", route.workflow);
    body["routes"].push_back(std::move(object));
  }
  for (const auto& proposal : answer.bodies)
    body["bodies"].push_back(Json{{"id", proposal.id},
                                  {"level", proposal.level},
                                  {"name", to_json(proposal.name)},
                                  {"proposed", proposal.proposed},
                                  {"why", to_json(proposal.why)},
                                  {"mediators", proposal.mediators}});
  for (const auto& duplicate : answer.duplicates) {
    Json object{{"id", duplicate.id.value},
                {"workflow", duplicate.workflow},
                {"state", duplicate.state},
                {"open", duplicate.open},
                {"why", to_json(duplicate.why)}};
    put(object, "number", duplicate.number);
    body["duplicates"].push_back(std::move(object));
  }
  for (const auto& note : answer.notes) body["notes"].push_back(to_json(note));
  return json::dump(body);
}

std::string special_hours_body(const std::vector<app::SpecialHoursView>& permits) {
  return whole(permits, [](const app::SpecialHoursView& permit) {
    Json object{{"case_id", permit.case_id.value},
                {"number", permit.number},
                {"employer", permit.employer.value},
                {"employer_name", permit.employer_name},
                {"system", permit.system},
                {"system_name", to_json(permit.system_name)},
                {"worker_count", permit.worker_count},
                {"renewal_asked", permit.renewal_asked}};
    put(object, "valid_from", permit.valid_from);
    put(object, "valid_until", permit.valid_until);
    put(object, "renewal_until", permit.renewal_until);
    if (permit.days_left) object["days_left"] = *permit.days_left;
    return object;
  });
}

std::string report_body(const app::Report& report) {
  Json body{{"id", report.id},
            {"name", to_json(report.name)},
            {"from", format_date(report.from)},
            {"to", format_date(report.to)},
            {"figures", Json::array()}};
  for (const auto& figure : report.figures) {
    Json object{{"group", figure.group},
                {"value", figure.value ? Json(*figure.value) : Json(nullptr)},
                {"numerator", figure.numerator},
                {"definition", to_json(figure.definition)},
                {"cases", Json::array()}};
    object["denominator"] = figure.denominator ? Json(*figure.denominator) : Json(nullptr);
    for (const auto& id : figure.cases) object["cases"].push_back(id.value);
    if (figure.target) object["target"] = *figure.target;
    if (!figure.name.empty()) object["name"] = to_json(figure.name);
    body["figures"].push_back(std::move(object));
  }
  return json::dump(body);
}

std::string calendar_change_body(const app::CalendarChange& change) {
  Json body{{"notice", change.notice},
            {"version_before", change.version_before},
            {"version_after", change.version_after},
            {"dry_run", change.dry_run},
            {"known", change.known},
            {"cases_looked_at", change.cases_looked_at},
            {"moved", Json::array()},
            {"failed", change.failed}};
  for (const auto& move : change.moved) {
    Json object{{"case_id", move.case_id.value},
                {"workflow", move.workflow},
                {"clock", move.label},
                {"name", to_json(move.name)},
                {"roles", move.roles}};
    put(object, "number", move.number);
    put(object, "handler", move.handler.value);
    put(object, "handler_name", move.handler_name);
    if (move.days) object["days"] = *move.days;
    put(object, "before", move.before);
    put(object, "after", move.after);
    body["moved"].push_back(std::move(object));
  }
  return json::dump(body);
}

std::string fired_body(const std::string& now, const std::vector<std::string>& fired) {
  return json::dump(Json{{"now", now}, {"fired", fired}});
}

std::string flat_body(const std::vector<Member>& members) {
  Json body = Json::object();
  for (const auto& member : members) body[member.name] = member.number ? Json(*member.number) : Json(member.text);
  return json::dump(body);
}

}  // namespace hejie::api
