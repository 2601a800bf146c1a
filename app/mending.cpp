#include "app/mending.h"

#include <algorithm>

namespace hejie::app {
namespace {

using engine::Act;
using engine::ActKind;

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

bool is_mending(const Act& act) {
  return act.kind == ActKind::corrected || act.kind == ActKind::annulled;
}

const Act* entry_of(std::span<const Act> acts, Version version) {
  const auto found = std::ranges::find(acts, version, &Act::version);
  return found == acts.end() ? nullptr : &*found;
}

bool is_annulled(std::span<const Act> acts, Version version) {
  return std::ranges::any_of(acts, [&](const Act& act) {
    return act.kind == ActKind::annulled && act.of == version && !is_annulled(acts, act.version);
  });
}

bool is_approved(std::span<const Act> acts, Version request) {
  return std::ranges::any_of(acts, [&](const Act& act) {
    return act.kind == ActKind::approved && act.of == request && !is_annulled(acts, act.version);
  });
}

engine::Rejection refuse(engine::Rejection::Kind kind, const engine::Event& event, Text words) {
  return {kind, event.id, "", event.cite, std::move(words), {}};
}

/// By any role of theirs, or where the event is the program's own, nobody's more than another's.
bool may_record(const CaseRoleRules& rules, const engine::Procedure& procedure, std::span<const Act> acts,
                const Caller& caller, const engine::Event& event) {
  const auto is_machine = [](const std::string& role) { return role == "clock" || role == "link" || role == "law"; };
  if (std::ranges::all_of(event.by, is_machine)) return true;
  return std::ranges::any_of(caller.roles, [&](const std::string& role) {
    Act trial;
    trial.event = event.id;
    trial.by = {role, caller.account, {}};
    return contains(event.by, role) && !check_case_role(rules, procedure, acts, trial);
  });
}

bool may_answer(const Caller& caller, const engine::Event& event, const Act& answer, const Act* request) {
  if (answer.kind == ActKind::recalled) return answer.by.account == caller.account;
  if (request == nullptr) return false;
  if (request->by.account == caller.account ||
      std::ranges::find(request->officers, caller.account) != request->officers.end())
    return false;
  return std::ranges::any_of(event.approval, [&](const engine::ApprovalStep& step) {
    return std::ranges::any_of(caller.roles, [&](const std::string& role) { return contains(step.by, role); });
  });
}

}  // namespace

std::optional<engine::Rejection> check_mending(const CaseRoleRules& rules, const engine::Procedure& procedure,
                                               std::span<const Act> acts, const Caller& caller, const Act& act) {
  if (!is_mending(act)) return std::nullopt;
  const Act* target = entry_of(acts, act.of);
  while (target != nullptr && is_mending(*target)) target = entry_of(acts, target->of);
  if (target == nullptr) return std::nullopt;
  const auto* event = procedure.find_event(target->event);
  if (event == nullptr) return std::nullopt;
  using Kind = engine::Rejection::Kind;
  const bool answers =
      target->kind == ActKind::approved || target->kind == ActKind::declined || target->kind == ActKind::recalled;
  if (answers && !may_answer(caller, *event, *target, entry_of(acts, target->of)))
    return refuse(Kind::role, *event,
                  {"对“" + event->name.zh + "”申请的答复，由有审批权的人员更正、撤销，撤回由撤回人更正、撤销",
                   "an answer to the request for “" + event->name.en +
                       "” is corrected or annulled by who may approve, a recall by who recalled"});
  if (answers) return std::nullopt;
  if (!may_record(rules, procedure, acts, caller, *event))
    return refuse(Kind::role, *event,
                  {"“" + event->name.zh + "”的记录由可以办理该事项的人员更正、撤销",
                   "an entry of “" + event->name.en + "” is corrected or annulled by who may record it"});
  if (target->kind == ActKind::proposed && is_approved(acts, target->version))
    return refuse(Kind::separation, *event,
                  {"“" + event->name.zh + "”已经审批；须先由审批人撤销审批，再更正申请并重新报批",
                   "others have approved “" + event->name.en +
                       "”; they annul the approval first, then the request is corrected and approved anew"});
  return std::nullopt;
}

std::set<Version> mendable_by(const CaseRoleRules& rules, const engine::Procedure& procedure,
                              std::span<const engine::Act> acts, const Caller& caller) {
  std::set<Version> out;
  Act mending;
  mending.kind = ActKind::annulled;
  mending.by.account = caller.account;
  for (const auto& act : acts) {
    mending.of = act.version;
    if (is_annulled(acts, act.version) || check_mending(rules, procedure, acts, caller, mending)) continue;
    out.insert(act.version);
  }
  return out;
}

}  // namespace hejie::app
