// Forms, officers, approvals, warnings, irregular acts.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Procedure penalty() {
  Procedure p;
  p.id = "penalty";
  p.parties = {role("applicant", 0, 1), role("respondent", 1, 2)};
  p.parties[1].kinds = {"employer"};
  p.facts = {fact("amount", FactType::money), fact("reason", FactType::enumeration), fact("on", FactType::day),
             fact("ok", FactType::boolean, {}, true), fact("note", FactType::text)};
  p.facts[0].max = 1'000'000;
  p.facts[1].values = {{"wages", text("wages")}, {"hours", text("hours")}};
  p.states = {state("open"), state("decided"), state("end", Phase::final)};
  Event decide_event = event("decide", {row({"open"}, "decided")}, {"inspector"});
  decide_event.officers = 2;
  decide_event.approval = {{{"reviewer"}, {}},
                           {{"bureau_head"}, number(ConditionKind::fact_at_least, "amount", 50'000)}};
  decide_event.asks = {"amount"};
  Event hear = event("hear", {row({"open", "decided"})}, {"inspector", "reviewer"});
  hear.not_by_actor_of = {"investigate"};
  Event form = event("form", {row({"open"})});
  form.asks = {"amount", "reason"};
  form.may = {"on", "note"};
  form.adds_parties = {"respondent"};
  Event answered = event("answered", {row({"open"}, "", fact_is("ok", true))});
  answered.rows[0].set = {set_copy("note", "ok")};
  answered.asks = {"ok"};
  Event warned = event("warned", {row({"open"})});
  warned.warn = {{fact_is("reason", std::string("wages")), text("late"), {}}};
  Event late = event("late", {row({"open"}, "decided", fact_is("reason", std::string("wages")))});
  late.approval = {};
  p.events = {event("start", {row({}, "open")}),
              decide_event,
              event("investigate", {row({"open"})}, {"inspector"}),
              hear,
              form,
              answered,
              warned,
              late,
              event("close", {row({"open", "decided"}, "end")})};
  p.index();
  return p;
}

class Acts : public ::testing::Test {
 protected:
  Acts() { c_.does(opening("start", "2025-03-03", {"respondent"})); }
  Act decision(const std::string& amount_on, std::int64_t amount, const std::string& who = "li") {
    Act a = act("decide", amount_on, {{"amount", amount}});
    a.by = by("inspector", who);
    a.officers = {AccountId{"u_wang"}};
    return a;
  }
  Procedure procedure_ = penalty();
  Driven c_{procedure_};
};

TEST_F(Acts, FindingsAreAllTold) {
  Act a = act("form", "2025-03-04", {{"reason", std::string("sport")}, {"on", std::string("x")}, {"extra", true}});
  a.parties = {{"", "referee", "", {}, false},
               {"", "respondent", "worker", {}, false},
               {"respondent", "respondent", "employer", {}, false}};
  a.minute = 2000;
  std::vector<std::string> paths;
  for (const Finding& f : c_.findings(a)) paths.push_back(f.path + " " + f.code);
  EXPECT_THAT(paths, ElementsAre("/occurred_at out_of_range")) << "what cannot be placed in time is not read further";
  a.minute = {};
  paths.clear();
  for (const Finding& f : c_.findings(a)) paths.push_back(f.path + " " + f.code);
  EXPECT_THAT(paths, ElementsAre("/data/amount missing", "/data/extra unknown_field", "/data/on wrong_type",
                                 "/data/reason unknown_option", "/data/parties/0/role unknown_role",
                                 "/data/parties/1/kind unknown_kind", "/data/parties/2/key duplicate",
                                 "/data/parties too_many"));
}

TEST_F(Acts, RangesOfNumbersAndDays) {
  EXPECT_EQ(
      c_.findings(act("form", "2025-03-04", {{"amount", std::int64_t{-1}}, {"reason", std::string("wages")}}))[0].code,
      "out_of_range");
  EXPECT_EQ(
      c_.findings(act("form", "2025-03-04", {{"amount", std::int64_t{1'000'001}}, {"reason", std::string("wages")}}))[0]
          .code,
      "out_of_range");
  EXPECT_EQ(
      c_.findings(act("form", "2025-03-04",
                      {{"amount", std::int64_t{1}}, {"reason", std::string("wages")}, {"on", day("1999-01-01")}}))[0]
          .code,
      "outside_calendar");
  EXPECT_EQ(c_.findings(act("form", "1999-01-01"))[0].path, "/occurred_on");
  EXPECT_EQ(c_.findings(act("form", "2025-03-02"))[0].code, "before_opening");
}

TEST_F(Acts, OpeningAsksForItsParties) {
  const Driven c(procedure_);
  EXPECT_EQ(c.findings(opening("start", "2025-03-03", {"applicant"}))[0].code, "too_few");
  EXPECT_EQ(c.refused(opening("form", "2025-03-03", {"respondent"})).kind, Rejection::Kind::state);
  EXPECT_EQ(c_.refused(opening("start", "2025-03-04", {"respondent"})).kind, Rejection::Kind::state);
}

TEST_F(Acts, AnAnswerIsReadByItsEventAndNotKept) {
  EXPECT_EQ(c_.refused(act("answered", "2025-03-04", {{"ok", false}})).kind, Rejection::Kind::guard);
  c_.does(act("answered", "2025-03-04", {{"ok", true}}));
  EXPECT_FALSE(c_.state().facts.contains("ok"));
  EXPECT_EQ(c_.state().facts.at("note"), Value{true}) << "setters read it";
}

TEST_F(Acts, TwoOfficersAreTwoPersons) {
  Act a = decision("2025-03-04", 100);
  a.officers = {AccountId{"u_li"}};
  const Rejection no = c_.refused(a);
  EXPECT_EQ(no.kind, Rejection::Kind::officers);
  EXPECT_EQ(no.subject, "2");
}

TEST_F(Acts, WhoInvestigatedDoesNotHear) {
  Act investigate = act("investigate", "2025-03-04");
  investigate.by = by("inspector", "li");
  investigate.officers = {AccountId{"u_wang"}};
  c_.does(investigate);
  Act hear = act("hear", "2025-03-05");
  hear.by = by("inspector", "li");
  EXPECT_EQ(c_.refused(hear).kind, Rejection::Kind::separation);
  hear.by = by("reviewer", "wang");
  EXPECT_EQ(c_.refused(hear).kind, Rejection::Kind::separation) << "also who stood beside";
  hear.by = by("reviewer", "zhao");
  hear.officers = {AccountId{"u_li"}};
  EXPECT_EQ(c_.refused(hear).kind, Rejection::Kind::separation);
  hear.officers.clear();
  c_.does(hear);
}

TEST_F(Acts, StepsOfApprovalAreTakenInOrderByDistinctPersons) {
  c_.does(decision("2025-03-04", 60'000));
  const Version proposal = c_.last_act();
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-05", by("bureau_head"))).kind,
            Rejection::Kind::approval);
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-05", by("reviewer", "li"))).kind,
            Rejection::Kind::separation)
      << "the requester, in another of his roles";
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-05", by("reviewer", "wang"))).kind,
            Rejection::Kind::separation)
      << "a fellow officer of the request";
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-03", by("reviewer"))).kind, Rejection::Kind::date)
      << "before the request";
  const Decision first = c_.does(answer(ActKind::approved, proposal, "2025-03-05", by("reviewer", "zhao")));
  EXPECT_TRUE(first.proposal);
  EXPECT_THAT(first.approver_roles, ElementsAre("bureau_head"));
  EXPECT_EQ(c_.state().state, "open");
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", by("bureau_head", "zhao"))).kind,
            Rejection::Kind::separation);
  Actor delegate = by("bureau_head", "li");
  delegate.for_whom = AccountId{"u_head"};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", delegate)).kind, Rejection::Kind::separation)
      << "a delegate counts as himself";
  delegate = by("bureau_head", "deputy");
  delegate.for_whom = AccountId{"u_li"};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", delegate)).kind, Rejection::Kind::separation)
      << "nor with the power of the requester";
  delegate.for_whom = AccountId{"u_head"};
  c_.does(answer(ActKind::approved, proposal, "2025-03-06", delegate));
  EXPECT_EQ(c_.state().state, "decided");
  EXPECT_EQ(c_.state().since, day("2025-03-06"));
  const DoneEvent& done = c_.state().done.at("decide").front();
  EXPECT_THAT(done.actors, ElementsAre(AccountId{"u_li"}, AccountId{"u_wang"}));
  EXPECT_THAT(done.approvers, ElementsAre(AccountId{"u_zhao"}, AccountId{"u_deputy"}));
  EXPECT_EQ(c_.state().facts.at("amount"), Value{std::int64_t{60'000}});
}

TEST_F(Acts, DelegateAndDelegatorAreOnePersonOfARequest_046) {
  Actor delegate = by("reviewer", "zhao");
  delegate.for_whom = AccountId{"u_head"};
  c_.does(decision("2025-03-04", 60'000));
  const Version proposal = c_.last_act();
  c_.does(answer(ActKind::approved, proposal, "2025-03-05", delegate));
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", by("bureau_head", "head"))).kind,
            Rejection::Kind::separation)
      << "the delegator after his delegate";
  Actor second = by("bureau_head", "deputy");
  second.for_whom = AccountId{"u_head"};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", second)).kind, Rejection::Kind::separation)
      << "two delegates of one person";
  second.for_whom = AccountId{"u_zhao"};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", second)).kind, Rejection::Kind::separation)
      << "the delegate of who approved";
  c_.does(answer(ActKind::approved, proposal, "2025-03-06", by("bureau_head", "deputy")));
}

TEST_F(Acts, TheDelegatorDoesNotApproveWhatWasAskedWithHisPower_046) {
  Act asked = decision("2025-03-04", 100);
  asked.by.for_whom = AccountId{"u_head"};
  asked.by.delegation = "dg_1";
  c_.does(asked);
  const Version proposal = c_.last_act();
  EXPECT_EQ(c_.state().proposals.at(0).act.by.delegation, "dg_1");
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-05", by("reviewer", "head"))).kind,
            Rejection::Kind::separation);
  Actor delegate = by("reviewer", "zhao");
  delegate.for_whom = AccountId{"u_head"};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-05", delegate)).kind, Rejection::Kind::separation);
  c_.does(answer(ActKind::approved, proposal, "2025-03-05", by("reviewer", "zhao")));
}

TEST_F(Acts, DelegateAndDelegatorAreNotTwoOfficers_046) {
  Act asked = decision("2025-03-04", 100);
  asked.by.for_whom = asked.officers.at(0);
  const Rejection no = c_.refused(asked);
  EXPECT_EQ(no.kind, Rejection::Kind::officers);
  EXPECT_EQ(no.subject, "2");
}

TEST_F(Acts, WhoInvestigatedDoesNotHearThroughADelegate_046) {
  Act investigate = act("investigate", "2025-03-04");
  investigate.by = by("inspector", "li");
  investigate.by.for_whom = AccountId{"u_head"};
  c_.does(investigate);
  Act hear = act("hear", "2025-03-05");
  hear.by = by("reviewer", "head");
  EXPECT_EQ(c_.refused(hear).kind, Rejection::Kind::separation) << "his delegate investigated";
  hear.by = by("reviewer", "zhao");
  hear.by.for_whom = AccountId{"u_li"};
  EXPECT_EQ(c_.refused(hear).kind, Rejection::Kind::separation) << "with the power of who investigated";
  hear.by.for_whom = AccountId{"u_wang"};
  c_.does(hear);
}

TEST_F(Acts, AStepThatDoesNotApplyIsLeftOut) {
  c_.does(decision("2025-03-04", 100));
  c_.does(answer(ActKind::approved, c_.last_act(), "2025-03-05", by("reviewer")));
  EXPECT_EQ(c_.state().state, "decided");
}

TEST_F(Acts, NobodyKnownCannotAskNorApprove) {
  Act a = decision("2025-03-04", 100);
  a.by.account = {};
  a.officers = {AccountId{"u_a"}, AccountId{"u_b"}};
  EXPECT_EQ(c_.refused(a).kind, Rejection::Kind::separation);
  c_.does(decision("2025-03-04", 100));
  Actor nobody{"reviewer", {}, {}};
  EXPECT_EQ(c_.refused(answer(ActKind::approved, c_.last_act(), "2025-03-05", nobody)).kind,
            Rejection::Kind::separation);
}

TEST_F(Acts, DeclineAndRecallEndTheProposal) {
  c_.does(decision("2025-03-04", 100));
  const Version first = c_.last_act();
  EXPECT_EQ(c_.refused(decision("2025-03-04", 100)).kind, Rejection::Kind::proposal) << "the same request twice";
  EXPECT_EQ(c_.refused(answer(ActKind::declined, first, "2025-03-05", by("inspector", "zhao"))).kind,
            Rejection::Kind::approval);
  EXPECT_EQ(c_.refused(answer(ActKind::declined, first, "2025-03-05", by("reviewer", "li"))).kind,
            Rejection::Kind::separation);
  EXPECT_EQ(c_.refused(answer(ActKind::recalled, first, "2025-03-05", by("reviewer"))).kind, Rejection::Kind::proposal);
  c_.does(answer(ActKind::declined, first, "2025-03-05", by("reviewer")));
  EXPECT_EQ(c_.refused(answer(ActKind::approved, first, "2025-03-06", by("reviewer"))).kind, Rejection::Kind::proposal);
  c_.does(decision("2025-03-06", 100));
  c_.does(answer(ActKind::recalled, c_.last_act(), "2025-03-06", by("inspector", "li")));
  EXPECT_THAT(c_.state().proposals, IsEmpty());
  EXPECT_EQ(c_.state().state, "open");
}

TEST_F(Acts, ProposalsDieWhenTheCaseMovesOn) {
  c_.does(decision("2025-03-04", 100));
  const Version proposal = c_.last_act();
  const Decision closed = c_.does(act("close", "2025-03-05"));
  EXPECT_THAT(occurrences(closed), ElementsAre("proposal_ended " + std::to_string(proposal) + " 2025-03-05"));
  EXPECT_THAT(c_.state().proposals, IsEmpty());
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", by("reviewer"))).kind,
            Rejection::Kind::proposal);
}

TEST_F(Acts, GuardsAreAskedAgainAtTheLastApproval) {
  procedure_.events[1].rows[0].when = fact_is("reason", std::string("wages"));
  c_.does(act("form", "2025-03-03", {{"amount", std::int64_t{1}}, {"reason", std::string("wages")}}));
  c_.does(decision("2025-03-04", 100));
  const Version proposal = c_.last_act();
  c_.does(act("form", "2025-03-05", {{"amount", std::int64_t{1}}, {"reason", std::string("hours")}}));
  EXPECT_EQ(c_.refused(answer(ActKind::approved, proposal, "2025-03-06", by("reviewer"))).kind, Rejection::Kind::guard);
}

TEST_F(Acts, WarningsAreStoredAndRefuseNothing) {
  const Decision warned = c_.does(act("warned", "2025-03-04"));
  ASSERT_EQ(warned.warnings.size(), 1U);
  EXPECT_EQ(warned.warnings[0].event, "warned");
  EXPECT_EQ(c_.state().warnings[0].version, c_.last_act());
  c_.does(act("form", "2025-03-04", {{"amount", std::int64_t{1}}, {"reason", std::string("wages")}}));
  EXPECT_THAT(c_.does(act("warned", "2025-03-05")).warnings, IsEmpty());
}

TEST_F(Acts, AnIrregularActPassesItsGuardWithAReasonAndIsListed) {
  Act late = act("late", "2025-03-04");
  EXPECT_EQ(c_.refused(late).kind, Rejection::Kind::unknown_fact);
  late.irregular = true;
  EXPECT_EQ(c_.findings(late)[0].path, "/reason");
  late.reason = TextId{"t_1"};
  late.by = by("window");
  EXPECT_EQ(c_.refused(late).kind, Rejection::Kind::role) << "role, party and fields still hold";
  late.by = by("clerk");
  c_.does(late);
  EXPECT_EQ(c_.state().state, "decided");
  EXPECT_THAT(c_.state().irregular, ElementsAre(c_.last_act()));
  late.on = day("2025-03-05");
  EXPECT_EQ(c_.refused(late).kind, Rejection::Kind::state) << "so does the state";
}

TEST_F(Acts, TwoRowsAtOnceIsADefectOfTheDefinition) {
  procedure_.events[7].rows = {row({"open"}, "decided"), row({"open"}, "end")};
  procedure_.events[7].rows[0].id = "one";
  procedure_.events[7].rows[1].id = "two";
  EXPECT_EQ(c_.refused(act("late", "2025-03-04")).subject, "late.two");
}

TEST_F(Acts, NothingMoreInAFinalState) {
  c_.does(act("close", "2025-03-05"));
  EXPECT_EQ(c_.refused(serve("x", "respondent", "2025-03-06")).kind, Rejection::Kind::state);
  EXPECT_EQ(c_.refused(act("form", "2025-03-06")).kind, Rejection::Kind::state);
}

}  // namespace
}  // namespace hejie::engine::test
