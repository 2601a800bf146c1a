#include "app/command.h"

#include <algorithm>

#include "app/case_rows.h"
#include "app/form.h"
#include "app/texts.h"

namespace hejie::app {
namespace {

using engine::Event;
using engine::Procedure;

bool contains(const std::vector<std::string>& list, const std::string& id) {
  return std::ranges::find(list, id) != list.end();
}

bool is_known_role(const Procedure& procedure, const std::string& role) {
  return std::ranges::any_of(procedure.events, [&](const Event& event) {
    return contains(event.by, role) ||
           std::ranges::any_of(event.approval, [&](const auto& step) { return contains(step.by, role); });
  });
}

std::string first_of(const Caller& caller, const std::vector<std::string>& roles) {
  for (const auto& role : caller.roles)
    if (contains(roles, role)) return role;
  return {};
}

const engine::Proposal* find_proposal(const OpenedCase* opened, Version version) {
  if (opened == nullptr) return nullptr;
  for (const auto& proposal : opened->file.state.proposals)
    if (proposal.version == version) return &proposal;
  return nullptr;
}

/// The role that fits best; the engine judges whether it suffices.
std::string choose_role(const CommandQuestion& question, const engine::Act& act) {
  if (!question.input.role.empty()) return question.input.role;
  std::string role;
  if (const auto* event = question.procedure->find_event(act.event);
      event != nullptr && act.kind == engine::ActKind::done)
    role = first_of(question.caller, event->by);
  if (act.kind == engine::ActKind::approved || act.kind == engine::ActKind::declined)
    if (const auto* proposal = find_proposal(question.opened, act.of))
      role = first_of(question.caller, waiting_roles({*question.procedure, *question.source.calendar()},
                                                     question.opened->file.state, *proposal));
  if (role.empty()) role = any_role(*question.procedure, question.caller);
  return role;
}

Refused refuse_role(const Procedure& procedure, const std::string& event) {
  engine::Rejection rejection;
  rejection.kind = engine::Rejection::Kind::role;
  rejection.rule = event;
  rejection.message = {"您的岗位不能办理“" + procedure.name.zh + "”中的这一事项",
                       "none of your roles takes part in '" + procedure.name.en + "'"};
  return Refused{std::move(rejection), true};
}

void check_day(const CommandQuestion& question, const Event* event, Date on, std::vector<Finding>& findings) {
  const auto& calendar = *question.source.calendar();
  const std::string path = question.input.occurred_at ? "/occurred_at" : "/occurred_on";
  const bool may_be_future = event != nullptr && event->may_be_future;
  if (on > question.now.day && !may_be_future)
    findings.push_back({path,
                        "in_future",
                        {"不能晚于今天 " + format_date(question.now.day),
                         "must not be after today, " + format_date(question.now.day)}});
  else if (question.input.occurred_at && *question.input.occurred_at > question.now && !may_be_future)
    findings.push_back(
        {path,
         "in_future",
         {"不能晚于现在 " + format_moment(question.now), "must not be after now, " + format_moment(question.now)}});
  else if (!calendar.contains(on) || !calendar.contains(on + 3660))
    findings.push_back({path, "out_of_range", {"超出日历范围", "outside the calendar"}});
  else if (question.opened != nullptr && on < question.opened->file.state.opened_on)
    findings.push_back({path,
                        "before_case",
                        {"早于案件第一条记录 " + format_date(question.opened->file.state.opened_on),
                         "before the case's first event, " + format_date(question.opened->file.state.opened_on)}});
}

/// By user name, else by id.
std::optional<AccountId> account_of(SnapshotSource& source, const std::string& name) {
  const auto look = source.snapshot();
  if (!look) return {};
  if (const auto account = (*look)->find_account(name); account && *account) return (*account)->id;
  if (const auto account = (*look)->find_account(AccountId(name)); account && *account) return (*account)->id;
  return {};
}

/// May this account record the event itself? Two inspectors are two inspectors, not one and somebody beside.
bool is_officer_for(SnapshotSource& source, const engine::Event* event, const AccountId& id) {
  const auto look = source.snapshot();
  if (!look) return false;
  const auto account = (*look)->find_account(id);
  if (!account || !*account || (*account)->disabled) return false;
  return event == nullptr || std::ranges::any_of((*account)->roles, [&](const std::string& role) {
           return std::ranges::find(event->by, role) != event->by.end();
         });
}

/// Who is unknown cannot take part: two officers are two persons of this bureau.
std::vector<AccountId> officers_of(const CommandQuestion& question, const engine::Event* event,
                                   std::vector<Finding>& findings) {
  auto officers = question.input.officers;
  const auto& names = question.input.officer_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto account = account_of(question.source, names[i]);
    if (account && !is_officer_for(question.source, event, *account))
      findings.push_back(bad_value("/officers/" + std::to_string(i), {"此人没有办理本事项的岗位",
                                                                      "this person has no role "
                                                                      "for this event"}));
    else if (account)
      officers.push_back(std::move(*account));
    else
      findings.push_back(bad_value("/officers/" + std::to_string(i), {"没有这个账号", "there is no such account"}));
  }
  return officers;
}

FormQuestion form_question(const CommandQuestion& question, const std::string& event, Date on) {
  FormQuestion form{*question.procedure,
                    question.opened != nullptr ? &question.opened->file : nullptr,
                    event,
                    on,
                    question.input.on_behalf_of,
                    {},
                    {},
                    {},
                    {},
                    {},
                    question.ids};
  form.version_of = [&source = question.source, id = question.input.case_id](Seq seq) -> std::optional<Version> {
    const auto look = source.snapshot();
    if (!look || seq <= 0) return {};
    const auto events = (*look)->events_since(seq - 1, 1);
    if (!events || events->empty() || events->front().seq != seq || events->front().case_id != id) return {};
    return events->front().version;
  };
  form.account_of = [&source = question.source](const std::string& name) { return account_of(source, name); };
  form.person_of = [&source = question.source](const std::string& key) -> std::optional<PersonId> {
    const auto look = source.snapshot();
    if (!look) return {};
    if (const auto person = (*look)->find_person(key); person && *person) return (*person)->id;
    return {};
  };
  form.has_person = [&source = question.source](const PersonId& id) {
    const auto look = source.snapshot();
    const auto found = look ? (*look)->persons({id}) : Result<std::vector<storage::Person>>{};
    return found && !found->empty();
  };
  form.procedure_of_case = [&source = question.source](const CaseId& id) -> std::optional<std::string> {
    const auto look = source.snapshot();
    if (!look) return {};
    if (const auto item = (*look)->find_case(id)) return item->pin.procedure;
    return {};
  };
  return form;
}

std::string opening_event(const CommandQuestion& question) {
  if (!question.input.event.empty()) return question.input.event;
  const auto starts = start_events(*question.procedure);
  for (const auto* event : starts)
    if (!first_of(question.caller, event->by).empty()) return event->id;
  return starts.empty() ? "" : starts.front()->id;
}

}  // namespace

std::vector<const Event*> start_events(const Procedure& procedure) {
  std::vector<const Event*> starts;
  for (const auto& event : procedure.events)
    if (event.starts_case() && !(event.by.size() == 1 && event.by.front() == "link")) starts.push_back(&event);
  return starts;
}

std::string any_role(const Procedure& procedure, const Caller& caller) {
  for (const auto& role : caller.roles)
    if (is_known_role(procedure, role)) return role;
  return {};
}

Result<std::variant<PreparedCommand, Refused>> prepare_command(const CommandQuestion& question) {
  const auto& input = question.input;
  if (!input.role.empty() && !question.caller.has(input.role))
    return fail(ErrorCode::forbidden, {"您没有岗位 " + input.role, "you do not have the role " + input.role},
                {{"/role", "not_yours", {"不是您的岗位", "not one of your roles"}}});
  const std::string event_id = question.opened == nullptr ? opening_event(question) : input.event;
  if (any_role(*question.procedure, question.caller).empty()) return refuse_role(*question.procedure, event_id);
  const Date on = input.occurred_at ? input.occurred_at->day : input.occurred_on.value_or(question.now.day);
  const auto* event = question.procedure->find_event(event_id);
  if (question.opened == nullptr && event != nullptr && !event->starts_case())
    return fail(
        invalid_form({{"/event", "not_a_start", {"这个事件不能立一个新案件", "this event does not open a case"}}}));

  std::vector<Finding> findings;
  check_day(question, event, on, findings);
  const auto officers = officers_of(question, event, findings);
  auto form = read_form(input.data_json, form_question(question, event_id, on));
  if (!form) {
    auto error = std::move(form).error();
    error.findings.insert(error.findings.begin(), findings.begin(), findings.end());
    return fail(std::move(error));
  }
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));

  PreparedCommand prepared{std::move(form->act), std::move(form->persons), std::move(form->texts)};
  auto& act = prepared.act;
  act.on = form->occurred_on.value_or(on);
  if (input.occurred_at) act.minute = input.occurred_at->minute;
  act.officers.insert(act.officers.end(), officers.begin(), officers.end());
  act.by = engine::Actor{choose_role(question, act), question.caller.account, question.caller.for_whom,
                         question.caller.delegation};
  return prepared;
}

}  // namespace hejie::app
