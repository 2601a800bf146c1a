#include "app/proposal_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/case_rows.h"
#include "engine/machine/proposals.h"

namespace hejie::app {
namespace {

using engine::ActKind;

constexpr std::array<std::pair<ActKind, const char*>, 3> kAnswers{
    {{ActKind::approved, "approve"}, {ActKind::declined, "decline"}, {ActKind::recalled, "recall"}}};

bool may_answer(const engine::Context& context, const engine::CaseState& state, const engine::Proposal& proposal,
                const Caller& caller, Date today, ActKind kind, const Covered& covered) {
  return std::ranges::any_of(caller.roles, [&](const std::string& role) {
    if (!covered(role, proposal.act.event)) return false;
    engine::Act answer;
    answer.kind = kind;
    answer.of = proposal.version;
    answer.on = std::max(today, proposal.act.on);
    answer.by = engine::Actor{role, caller.account, caller.for_whom, caller.delegation};
    return !engine::check_answer(context, state, answer);
  });
}

std::vector<std::string> answers_of(const engine::Context& context, const engine::CaseState& state,
                                    const engine::Proposal& proposal, const Caller& caller, Date today,
                                    const Covered& covered) {
  std::vector<std::string> answers;
  for (const auto& [kind, name] : kAnswers) {
    // What another asked is not his to take back.
    if (kind == ActKind::recalled && !caller.delegation.empty()) continue;
    if (may_answer(context, state, proposal, caller, today, kind, covered)) answers.emplace_back(name);
  }
  return answers;
}

}  // namespace

Result<std::vector<ProposalView>> view_proposals(storage::Snapshot& snapshot, const engine::Context& context,
                                                 const engine::CaseState& state, const Caller& caller,
                                                 std::optional<Date> today, const Covered& covered) {
  std::vector<ProposalView> views;
  for (const auto& proposal : state.proposals) {
    ProposalView view;
    view.proposal = proposal;
    TRY(const auto entry, snapshot.history(state.id, proposal.version - 1));
    if (!entry.empty()) view.seq = entry.front().seq;
    if (const auto account = snapshot.find_account(proposal.act.by.account); account && *account)
      view.by_name = (*account)->display_name;
    view.approver_roles = waiting_roles(context, state, proposal);
    if (today) view.answers = answers_of(context, state, proposal, caller, *today, covered);
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace hejie::app
