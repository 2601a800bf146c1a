#include "engine/machine/proposals.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/machine/rows.h"
#include "engine/machine/words.h"

namespace hejie::engine {
namespace {

Rejection about_proposal(const Act& act, std::string rule, std::string zh, std::string en) {
  return {Rejection::Kind::proposal, std::move(rule), std::to_string(act.of), {}, {std::move(zh), std::move(en)}, {}};
}

std::string rule_of(ActKind kind) {
  return kind == ActKind::approved ? "approve" : kind == ActKind::declined ? "decline" : "recall";
}

bool is_or_stands_for(const Actor& actor, const AccountId& person) {
  return actor.account == person || actor.for_whom == person;
}

/// Did this person already put his name to the proposal, himself or by a delegate? A delegate counts as himself and as
/// the one whose power he uses: neither of the two is a second person beside the other.
bool took_part(const Proposal& proposal, const AccountId& person) {
  const auto& officers = proposal.act.officers;
  return is_or_stands_for(proposal.act.by, person) || std::ranges::find(officers, person) != officers.end() ||
         std::ranges::any_of(proposal.approvals,
                             [&](const Actor& approver) { return is_or_stands_for(approver, person); });
}

bool is_separate(const Proposal& proposal, const Actor& by) {
  if (by.account.empty()) return false;  // nobody known: cannot be told apart from the requester
  return !took_part(proposal, by.account) && (by.for_whom.empty() || !took_part(proposal, by.for_whom));
}

std::optional<Rejection> check_separation(const Context& context, const Proposal& proposal, const Act& act) {
  const Event* event = context.procedure.find_event(proposal.act.event);
  if (event == nullptr || is_separate(proposal, act.by)) return std::nullopt;
  return Rejection{
      Rejection::Kind::separation,
      event->id,
      act.by.account.value,
      event->cite,
      {fmt::format("申请“{}”的人和各审批人须为不同的人；请由其他有审批权的人员审批", event->name.zh),
       fmt::format("the person who asked for “{}” and its approvers must all be different people; another person "
                   "with the power to approve must do it",
                   event->name.en)},
      {}};
}

std::optional<Rejection> check_step_role(const Context& context, const CaseState& state, const Proposal& proposal,
                                         const Act& act) {
  const Event* event = context.procedure.find_event(proposal.act.event);
  const ApprovalStep* step = next_step(context, state, proposal, act.on);
  if (event == nullptr || step == nullptr || contains(step->by, act.by.role)) return std::nullopt;
  return words::wrong_approver(context.procedure, *event, *step, act.by.role);
}

}  // namespace

std::vector<const ApprovalStep*> steps_of(const Context& context, const CaseState& state, const Event& event,
                                          const Act& act, Date on) {
  std::vector<const ApprovalStep*> steps;
  const Scope scope = scope_of(context, state, {.event = event, .act = act, .on = on, .party = act.party});
  for (const ApprovalStep& step : event.approval) {
    if (evaluate(step.when, scope) != Truth::no) steps.push_back(&step);
  }
  return steps;
}

const Proposal* find_proposal(const CaseState& state, Version version) {
  const auto found = std::ranges::find(state.proposals, version, &Proposal::version);
  return found == state.proposals.end() ? nullptr : &*found;
}

const ApprovalStep* next_step(const Context& context, const CaseState& state, const Proposal& proposal, Date on) {
  const Event* event = context.procedure.find_event(proposal.act.event);
  if (event == nullptr) return nullptr;
  const auto steps = steps_of(context, state, *event, proposal.act, on);
  return proposal.approvals.size() < steps.size() ? steps[proposal.approvals.size()] : nullptr;
}

std::optional<Rejection> check_new_proposal(const Context& context, const CaseState& state, const Act& act) {
  const Event* event = context.procedure.find_event(act.event);
  if (act.by.account.empty()) {
    return Rejection{
        Rejection::Kind::separation,
        act.event,
        "",
        event == nullptr ? Cites{} : event->cite,
        {"须经审批的事项须登记申请人", "an event that needs approval must name the person who asks for it"},
        {}};
  }
  if (state.proposals.size() >= kMaxProposals) {
    return about_proposal(act, act.event, fmt::format("待审批的申请过多（{}），请先处理", kMaxProposals),
                          fmt::format("too many requests wait for approval ({}); answer them first", kMaxProposals));
  }
  for (const Proposal& waiting : state.proposals) {
    if (waiting.act.event != act.event || waiting.act.party != act.party || waiting.act.fields != act.fields) continue;
    return about_proposal(act, act.event, fmt::format("相同的申请（第 {} 号）正在等待审批", waiting.version),
                          fmt::format("the same request ({}) already waits for approval", waiting.version));
  }
  return std::nullopt;
}

std::optional<Rejection> check_answer_day(const CaseState& state, const Act& act) {
  const Proposal* proposal = find_proposal(state, act.of);
  if (proposal == nullptr || act.on >= proposal->act.on) return std::nullopt;
  const std::string asked = format_date(proposal->act.on);
  return Rejection{Rejection::Kind::date,
                   rule_of(act.kind),
                   "on",
                   {},
                   {"日期早于申请日 " + asked, "the day lies before the request of " + asked},
                   {}};
}

std::optional<Rejection> check_answer(const Context& context, const CaseState& state, const Act& act) {
  const std::string rule = rule_of(act.kind);
  const Proposal* proposal = find_proposal(state, act.of);
  if (proposal == nullptr) {
    return about_proposal(
        act, rule, fmt::format("没有待审批的申请第 {} 号：它已办结、撤回，或因案件已进入下一阶段而失效", act.of),
        fmt::format("no request {} waits for approval: it was answered, recalled, or ended when the case moved on",
                    act.of));
  }
  if (auto no = check_answer_day(state, act)) return no;
  if (act.kind == ActKind::recalled) {
    if (!act.by.account.empty() && act.by.account == proposal->act.by.account) return std::nullopt;
    return about_proposal(act, rule, "只有申请人本人可以撤回申请", "only the person who made a request can recall it");
  }
  if (auto no = check_step_role(context, state, *proposal, act)) return no;
  return check_separation(context, *proposal, act);
}

bool completes(const Context& context, const CaseState& state, const Act& approval) {
  const Proposal* proposal = find_proposal(state, approval.of);
  if (proposal == nullptr) return false;
  const Event* event = context.procedure.find_event(proposal->act.event);
  return event != nullptr &&
         proposal->approvals.size() + 1 >= steps_of(context, state, *event, proposal->act, approval.on).size();
}

void end_proposals(Run& run, Date on) {
  std::vector<Version> ended;
  std::erase_if(run.state.proposals, [&](const Proposal& proposal) {
    const Event* event = run.procedure().find_event(proposal.act.event);
    if (event != nullptr && possible_in_state(*event, run.state)) return false;
    ended.push_back(proposal.version);
    return true;
  });
  for (const Version version : ended) {
    if (!run.keeps()) continue;
    run.note({.kind = OccurrenceKind::proposal_ended, .on = on, .id = std::to_string(version)});
  }
}

}  // namespace hejie::engine
