// An act under a delegation: as whom it is done, whether it is covered, who is told. The rest of CaseService sees a
// caller with the delegated roles.
#include "app/case_delegated.h"

#include <algorithm>

#include "app/case_people.h"
#include "app/case_service_impl.h"
#include "app/hand_over.h"
#include "engine/definition/alert_rules.h"

namespace hejie::app {
namespace {

storage::PutAccess used(const storage::Commit& commit, const CommandInput& input, const CaseId& id,
                        const char* result) {
  return {{commit.recorded_at, commit.recorded_by, input.address, "use_delegation", id.value + " " + input.act_for,
           result, input.request_id}};
}

}  // namespace

Result<Acting> CaseService::Impl::act_for(SnapshotSource& source, const Caller& caller, const OpenedCase* opened,
                                          const std::string& id) {
  if (!authority) return fail(Error(authority.error()));
  TRY(auto* const snapshot, source.snapshot());
  TRY(auto acting, acting_under(*snapshot, caller, id, to_bureau(parts.clock.now()).day));
  const CaseId case_id = opened == nullptr ? CaseId{} : opened->file.state.id;
  if (!acting.delegation.case_id.empty() && acting.delegation.case_id != case_id)
    return fail(not_covered("other_case", {"授权限于另一案件", "the delegation is for another case"}));
  if (opened == nullptr) return acting;
  if (is_recused(opened->file.acts, acting.delegator.account))
    return fail(not_covered("recused", {"委托人已回避本案", "who delegated is recused from this case"}));
  if (auto sees = check_may_see(acting.delegator, case_id, true); !sees) {
    if (sees.error().code != ErrorCode::forbidden && sees.error().code != ErrorCode::not_found)
      return fail(std::move(sees).error());
    return fail(not_covered("outside_unit", {"委托人无权办理本案", "who delegated may not act in this case himself"}));
  }
  return acting;
}

bool is_covered(const AuthorityRules& rules, const Delegation& delegation, const engine::Procedure& procedure,
                const OpenedCase* opened, const engine::Act& act) {
  if (act.kind == engine::ActKind::done) return covers(rules, delegation, act.by.role, procedure.id, act.event);
  if ((act.kind != engine::ActKind::approved && act.kind != engine::ActKind::declined) || opened == nullptr)
    return false;
  for (const auto& proposal : opened->file.state.proposals)
    if (proposal.version == act.of) return covers(rules, delegation, act.by.role, procedure.id, proposal.act.event);
  return true;  // no such request: the engine says so
}

bool is_offered(const AuthorityRules& rules, const Delegation& delegation, const std::string& role,
                const OpenedCase& opened, const std::string& event) {
  if (event != "approve" && event != "decline") return covers(rules, delegation, role, opened.procedure->id, event);
  return std::ranges::any_of(opened.file.state.proposals, [&](const engine::Proposal& proposal) {
    return covers(rules, delegation, role, opened.procedure->id, proposal.act.event);
  });
}

Status CaseService::Impl::note_refused(const Caller& caller, const CommandInput& input) {
  storage::Commit commit;
  commit.recorded_at = parts.clock.now();
  commit.recorded_by = caller.account;
  commit.puts.emplace_back(used(commit, input, input.case_id, "forbidden"));
  if (const auto done = parts.store.commit(std::move(commit)); !done) return fail(to_error(done.error()));
  return {};
}

void CaseService::Impl::note_use(const Delegation& under, const CommandInput& input, const CommandOutcome& outcome,
                                 const std::string& stage, storage::Commit& commit) const {
  commit.puts.emplace_back(used(commit, input, outcome.case_id, "ok"));
  const Date today = to_bureau(commit.recorded_at).day;
  std::vector<std::string> told{kToAccount + under.from.value};
  if (parts.alerts != nullptr)
    for (auto& to : parts.alerts->recipients({1, authority->delegation_tells, false}, stage)) told.push_back(to);
  for (const auto& to : told)
    commit.alerts.push_back(
        {{outcome.case_id, kDelegationAlert, under.id, static_cast<int>(outcome.version), "0", to, today}, today});
}

}  // namespace hejie::app
