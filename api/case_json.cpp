#include "api/case_json.h"

#include <nlohmann/json.hpp>

#include "api/body_reader.h"
#include "api/event_names.h"
#include "api/noun_json.h"
#include "app/case_rows.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using api::to_json;

Json to_json(const app::ClockView& clock) {
  Json object{{"id", clock.id},         {"label", clock.label}, {"name", to_json(clock.name)}, {"kind", clock.kind},
              {"status", clock.status}, {"owner", clock.owner}, {"ordinal", clock.ordinal}};
  put(object, "party", clock.key);
  put(object, "base", clock.base);
  put(object, "nominal", clock.nominal);
  put(object, "due", clock.due);
  put(object, "clear_days_due", clock.clear_days_due);
  put(object, "due_at", clock.due_at);
  put(object, "ended_on", clock.ended_on);
  object["provisional"] = clock.provisional;
  object["halted"] = clock.halted;
  object["excluded_days"] = clock.excluded_days;
  if (clock.working_days_left) object["working_days_left"] = *clock.working_days_left;
  object["cite"] = to_json(clock.cite);
  object["unit_cite"] = to_json(clock.unit_cite);
  return object;
}

Json to_json(const std::vector<app::ClockView>& clocks) {
  Json list = Json::array();
  for (const auto& clock : clocks) list.push_back(to_json(clock));
  return list;
}

Json to_json(const app::LinkedView& link) {
  return Json{{"case_id", link.id.value},
              {"link", link.link},
              {"workflow", link.workflow},
              {"state", link.state},
              {"version", link.version}};
}

Json to_json(const std::vector<app::LinkedView>& links) {
  Json list = Json::array();
  for (const auto& link : links) list.push_back(to_json(link));
  return list;
}

Json to_json(const std::vector<app::AlertView>& alerts) {
  Json list = Json::array();
  for (const auto& alert : alerts) {
    Json object{{"clock", alert.clock},     {"rung", alert.rung},          {"to", alert.to},
                {"ordinal", alert.ordinal}, {"on", format_date(alert.on)}, {"due", format_date(alert.due)}};
    put(object, "party", alert.key);
    list.push_back(std::move(object));
  }
  return list;
}

Json to_json(const std::vector<app::IrregularView>& acts) {
  Json list = Json::array();
  for (const auto& act : acts)
    list.push_back(Json{{"version", act.version},
                        {"event", act.event},
                        {"name", to_json(act.name)},
                        {"role", act.role},
                        {"on", format_date(act.on)}});
  return list;
}

Json holds_json(const app::CaseView& view) {
  Json list = Json::array();
  for (const auto& hold : view.raw.holds) {
    Json object{{"hold", hold.hold}, {"since", format_date(hold.since)}};
    if (const auto* def = view.procedure->find_hold(hold.hold)) object["name"] = to_json(def->name);
    put(object, "key", hold.key);
    list.push_back(std::move(object));
  }
  return list;
}

/// Values as people entered them: a text by its words, not by its id.
Json told_json(const engine::Values& values, const std::map<std::string, std::string>& texts) {
  Json object = Json::object();
  for (const auto& [id, value] : values) {
    const auto* text = std::get_if<std::string>(&value);
    const auto found = text != nullptr ? texts.find(*text) : texts.end();
    object[id] = found != texts.end() ? Json(found->second) : to_json(value);
  }
  return object;
}

Json proposal_json(const app::ProposalView& view, const app::CaseView& file) {
  const engine::Act& act = view.proposal.act;
  Json object{{"seq", view.seq},
              {"version", view.proposal.version},
              {"event", act.event},
              {"on", format_date(act.on)},
              {"by", to_json(act.by)},
              {"by_name", view.by_name},
              {"data", told_json(act.fields, file.texts)},
              {"approver_roles", view.approver_roles},
              {"approvals", Json::array()},
              {"answers", view.answers}};
  put(object, "party", act.party);
  if (const auto* event = file.procedure->find_event(act.event)) object["name"] = to_json(event->name);
  for (const auto& approval : view.proposal.approvals) object["approvals"].push_back(to_json(approval));
  return object;
}

Json proposals_json(const app::CaseView& view) {
  Json list = Json::array();
  for (const auto& proposal : view.proposals) list.push_back(proposal_json(proposal, view));
  return list;
}

Json field_json(const engine::Procedure& procedure, const std::string& id, bool required) {
  Json field{{"id", id}, {"required", required}};
  const engine::Fact* fact = procedure.find_fact(id);
  if (fact == nullptr) return field;
  field["type"] = name_of(fact->type);
  field["name"] = to_json(fact->name);
  if (!fact->values.empty()) {
    field["values"] = Json::array();
    for (const auto& [value, name] : fact->values)
      field["values"].push_back(Json{{"id", value}, {"name", to_json(name)}});
  }
  if (fact->min) field["min"] = *fact->min;
  if (fact->max) field["max"] = *fact->max;
  return field;
}

Json refusal_json(const engine::Rejection& rejection) {
  Json object{{"rule", rejection.rule}, {"message", to_json(rejection.message)}, {"cite", to_json(rejection.cite)}};
  put(object, "subject", rejection.subject);
  return object;
}

}  // namespace

Result<CommandBody> read_command(const std::string& body, bool opens_case) {
  TRY(auto reader, BodyReader::open(body));
  CommandBody command;
  command.workflow = opens_case ? reader.text("workflow", true, 64) : std::string{};
  command.event = reader.text("event", !opens_case, 64);
  command.data_json = reader.object("data");
  command.occurred_on = reader.day("occurred_on");
  if (const auto instant = reader.instant("occurred_at")) command.occurred_at = to_bureau(*instant);
  command.on_behalf_of = reader.text("on_behalf_of", false, 64);
  command.role = reader.text("role", false, 64);
  command.act_for = reader.text("act_for", false, 64);
  command.officers = reader.texts("officers", 20);
  command.dry_run = reader.flag("dry_run").value_or(false);
  TRY_VOID(reader.finish());
  if (command.occurred_on && command.occurred_at && command.occurred_at->day != *command.occurred_on) {
    return fail(ErrorCode::invalid, {"两个日期不一致", "The two dates differ"},
                {{"/occurred_at",
                  "contradiction",
                  {"与 occurred_on 不是同一天(北京时间)", "Not on the day of occurred_on (UTC+8)"}}});
  }
  return command;
}

std::string outcome_body(const app::CommandOutcome& outcome) {
  Json body{{"case_id", outcome.case_id.value},
            {"version", outcome.version},
            {"workflow", outcome.workflow},
            {"state", outcome.state}};
  put(body, "state_before", outcome.state_before);
  put(body, "number", outcome.number);
  if (outcome.seq != 0) body["seq"] = outcome.seq;
  if (outcome.dry_run) body["dry_run"] = true;
  if (outcome.proposal) {
    body["proposal"] = Json{{"seq", outcome.seq}, {"approver_roles", outcome.approver_roles}};
  }
  body["clocks"] = Json{{"opened", to_json(outcome.clocks_opened)},
                        {"closed", to_json(outcome.clocks_closed)},
                        {"moved", to_json(outcome.clocks_moved)}};
  body["alerts"] = to_json(outcome.alerts);
  body["alerts_withdrawn"] = to_json(outcome.alerts_withdrawn);
  body["documents"] = Json::array();
  for (const auto& document : outcome.documents) {
    body["documents"].push_back(Json{{"id", app::document_id(outcome.case_id, document.document, document.copy)},
                                     {"document", document.document},
                                     {"copy", document.copy},
                                     {"name", to_json(document.name)},
                                     {"on", format_date(document.on)},
                                     {"to", document.to}});
  }
  body["linked"] = to_json(outcome.linked);
  body["moved"] = to_json(outcome.moved);
  body["irregular"] = to_json(outcome.irregular);
  if (outcome.rederived) body["rederived"] = to_json(*outcome.rederived);
  body["warnings"] = Json::array();
  for (const auto& warning : outcome.warnings) body["warnings"].push_back(to_json(warning));
  return json::dump(body);
}

std::string case_body(const app::CaseView& view) {
  Json body{{"id", view.id.value},
            {"workflow",
             Json{{"id", view.workflow}, {"version", view.workflow_version}, {"name", to_json(view.workflow_name)}}},
            {"state", Json{{"id", view.state}, {"name", to_json(view.state_name)}}},
            {"phase", view.phase},
            {"version", view.version},
            {"opened_on", format_date(view.opened_on)},
            {"since", format_date(view.since)}};
  body["workflow"]["overlays"] = view.procedure->overlays;
  put(body, "number", view.number);
  put(body, "title", view.title);
  body["facts"] = told_json(view.raw.facts, view.texts);
  body["parties"] = Json::array();
  for (const auto& party : view.parties) {
    Json object{{"key", party.key},
                {"role", party.role},
                {"kind", party.kind},
                {"name", party.name},
                {"representative", party.representative},
                {"standings", to_json(party.standings)}};
    put(object, "person", party.person.value);
    body["parties"].push_back(std::move(object));
  }
  body["items"] = Json::array();
  for (const auto& item : view.raw.items) body["items"].push_back(to_json(item));
  body["holds"] = holds_json(view);
  body["proposals"] = proposals_json(view);
  body["documents"] = Json::array();
  for (const auto& document : view.raw.documents) {
    Json object{{"id", app::document_id(view.id, document.document, document.copy)},
                {"document", document.document},
                {"copy", document.copy},
                {"on", format_date(document.on)},
                {"to", document.to}};
    if (const auto* def = view.procedure->find_document(document.document)) object["name"] = to_json(def->name);
    body["documents"].push_back(std::move(object));
  }
  body["services"] = Json::array();
  for (const auto& service : view.raw.services) {
    body["services"].push_back(Json{{"document", service.document},
                                    {"copy", service.copy},
                                    {"to", service.to},
                                    {"mode", service.mode},
                                    {"made_on", format_date(service.made_on)},
                                    {"deemed_on", format_date(service.deemed_on)},
                                    {"complete", service.complete}});
  }
  body["links"] = to_json(view.links);
  body["clocks"] = to_json(view.clocks);
  return json::dump(body);
}

std::string clocks_body(const std::vector<app::ClockView>& clocks,
                        const std::vector<std::vector<calendar::Step>>& steps,
                        const std::vector<std::vector<engine::SourceInterval>>& suspensions) {
  Json items = Json::array();
  for (std::size_t i = 0; i < clocks.size(); ++i) {
    Json object = to_json(clocks[i]);
    object["steps"] = Json::array();
    if (i < steps.size()) {
      for (const auto& step : steps[i]) object["steps"].push_back(to_json(step));
    }
    object["suspensions"] = Json::array();
    if (i < suspensions.size()) {
      for (const auto& interval : suspensions[i]) {
        Json one{{"source", interval.source}, {"from", format_date(interval.from)}};
        put(one, "to", interval.to);
        object["suspensions"].push_back(std::move(one));
      }
    }
    items.push_back(std::move(object));
  }
  return json::dump(Json{{"items", std::move(items)}});
}

std::string history_body(const std::vector<app::HistoryItem>& items) {
  Json list = Json::array();
  for (const auto& item : items) {
    Json object{{"seq", item.seq}, {"version", item.version}, {"recorded_at", format_instant(item.recorded_at)}};
    put(object, "recorded_by", item.recorded_by.value);
    put(object, "recorded_by_name", item.recorded_by_name);
    object["event"] = to_json(item.event);
    if (item.mendable) object["mendable"] = true;
    put(object, "for_whom_name", item.for_whom_name);
    list.push_back(std::move(object));
  }
  return json::dump(Json{{"items", std::move(list)}});
}

std::string actions_body(const std::vector<engine::Availability>& actions, const app::CaseView& view) {
  Json list = Json::array();
  for (const auto& action : actions) {
    Json object{{"event", action.id},
                {"allowed", action.allowed},
                {"depends_on_form", action.depends_on_form},
                {"needs_approval", action.needs_approval},
                {"approver_roles", action.approver_roles}};
    if (action.event != nullptr) {
      object["name"] = to_json(action.event->name);
      object["cite"] = to_json(action.event->cite);
      object["fields"] = Json::array();
      for (const auto& id : action.event->asks) object["fields"].push_back(field_json(*view.procedure, id, true));
      for (const auto& id : action.event->may) object["fields"].push_back(field_json(*view.procedure, id, false));
    }
    if (!action.from_here.empty()) object["leads_to"] = action.from_here;
    if (action.why_not) object["why_not"] = refusal_json(*action.why_not);
    list.push_back(std::move(object));
  }
  return json::dump(Json{{"items", std::move(list)}, {"proposals", proposals_json(view)}});
}

std::string stale_body(const std::string& problem_body, const app::Stale& stale) {
  Json body = Json::parse(problem_body, nullptr, false);
  if (!body.is_object()) return problem_body;
  body["current_version"] = stale.current;
  body["events"] = Json::array();
  for (const auto& event : stale.since) body["events"].push_back(to_json(event));
  return json::dump(body);
}

}  // namespace hejie::api
