// Holds, states, notices and links as excluded days; holds per request; interval arithmetic.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::IsEmpty;

/// One duty that excludes everything, on an open case.
Procedure excluded(const std::string& written = "45d") {
  Procedure p;
  p.id = "excluded";
  p.parties = {role("respondent")};
  p.states = {state("open"), state("deferred"), state("closed", Phase::closed)};
  const std::vector<std::string> lives{"open", "deferred"};
  Hold suspended = hold("suspended", {"resume", "settle"}, lives);
  Hold recusal = hold("recusal", {"decide_recusal", "ask_recusal", "resume"}, lives);
  recusal.per_request = true;
  p.holds = {suspended, recusal};
  p.events = {event("start", {row({}, "open")}),
              event("suspend", {row(lives)}),
              event("resume", {row(lives)}),
              event("ask_recusal", {row(lives)}),
              event("decide_recusal", {row(lives)}),
              event("defer", {row({"open"}, "deferred")}),
              event("go_on", {row({"deferred"}, "open")}),
              event("settle", {row(lives, "closed")}),
              event("note", {row(lives)})};
  p.events[0].rows[0].issues = {issue("copy")};
  p.events[1].rows[0].takes = {"suspended"};
  p.events[2].rows[0].releases = {"suspended"};
  p.events[3].rows[0].takes = {"recusal"};
  p.events[4].rows[0].releases = {"recusal"};
  ClockRule duty = clock("A26", ClockKind::duty, written, {on_event("start")}, lives);
  duty.excluded_by = {"suspended", "recusal", "state:deferred", "public_notice", "link:work_injury"};
  ClockRule resumed = clock("N01", ClockKind::duty, "3wd", {on(Trigger::On::released, "suspended")}, lives);
  p.clocks = {duty, resumed};
  p.documents = {document("copy", {"respondent"})};
  p.service = {mode("direct"), mode("left", "3wd"), mode("public_notice", "30d")};
  p.index();
  return p;
}

TEST(Holds, SuspendedDutyHasNoDateAndGoesOnWhenResumed) {
  const Procedure p = excluded();
  Driven c(p);
  c.does(opening("start", "2025-08-18", {"respondent"}));
  EXPECT_EQ(c.due("A26"), "2025-10-09");
  const Decision suspended = c.does(act("suspend", "2025-10-01"));
  EXPECT_EQ(c.due("A26"), "-");
  EXPECT_TRUE(c.clock("A26")->halted);
  EXPECT_EQ(occurrences(suspended).front(), "moved A26 2025-10-01");
  EXPECT_THAT(c.ticks("2025-12-01").events, IsEmpty());
  c.does(act("resume", "2025-12-03"));
  EXPECT_EQ(c.due("A26"),
            "2025-12-04");  // two of 45 days were left
  EXPECT_EQ(c.due("N01"), "2025-12-08");
  EXPECT_EQ(c.clock("A26")->excluded_days, 63);
}

TEST(Holds, RollSkipsAnOpenedSuspension) {
  // Accepted 2025-08-18, nominal 10-02, suspended 10-05 to 10-13: plain roll says 10-09, the walk 10-13.
  const Procedure p = excluded();
  Driven c(p);
  c.does(opening("start", "2025-08-18", {"respondent"}));
  EXPECT_EQ(format_date(*c.clock("A26")->nominal), "2025-10-02");
  c.does(act("suspend", "2025-10-05"));
  EXPECT_EQ(c.due("A26"), "-");
  c.does(act("resume", "2025-10-13"));
  EXPECT_EQ(c.due("A26"), "2025-10-13");
  EXPECT_EQ(format_date(*c.clock("A26")->nominal), "2025-10-02");
}

TEST(Holds, OverlapsCountOnce) {
  const Procedure p = excluded("20d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(act("ask_recusal", "2025-03-05"));
  c.does(act("ask_recusal", "2025-03-06"));
  ASSERT_EQ(c.state().holds.size(), 2U);
  EXPECT_NE(c.state().holds[0].key, c.state().holds[1].key);
  EXPECT_EQ(c.refused(act("note", "2025-03-06")).kind, Rejection::Kind::hold);
  c.does(act("decide_recusal", "2025-03-08"));
  EXPECT_EQ(c.due("A26"), "-");
  c.does(act("decide_recusal", "2025-03-10"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 5);
  EXPECT_EQ(c.due("A26"), "2025-03-28");
  EXPECT_THAT(c.state().holds, IsEmpty());
}

TEST(Holds, TakenAndReleasedOnOneDayExcludesNothing) {
  const Procedure p = excluded("20d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(act("suspend", "2025-03-05"));
  c.does(act("resume", "2025-03-05"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 0);
  EXPECT_THAT(c.state().intervals, IsEmpty());
}

TEST(Holds, TakenTwiceIsRefused) {
  const Procedure p = excluded();
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(act("suspend", "2025-03-05"));
  Act again = act("suspend", "2025-03-06");
  EXPECT_EQ(c.refused(again).rule, "suspended");
  again.irregular = true;
  EXPECT_EQ(c.findings(again).front().path, "/reason");
}

TEST(Holds, AStateMayExclude) {
  const Procedure p = excluded("10d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(act("defer", "2025-03-05"));
  EXPECT_EQ(c.due("A26"), "-");
  c.does(act("go_on", "2025-03-10"));
  EXPECT_EQ(c.due("A26"), "2025-03-18");
}

TEST(Holds, ALinkExcludesWhileItsOutcomeIsOpen) {
  const Procedure p = excluded("10d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  Act linked = act("", "2025-03-05");
  linked.kind = ActKind::linked;
  linked.by = {"link", {}, {}};
  linked.link = LinkInput{"work_injury", CaseId{"c_other"}, "work_injury", "adopted", ""};
  c.does(linked);
  EXPECT_EQ(c.due("A26"), "-");
  EXPECT_EQ(c.refused(linked).kind, Rejection::Kind::link);
  Act outcome_act = linked;
  outcome_act.kind = ActKind::link_outcome;
  outcome_act.on = day("2025-03-10");
  outcome_act.link->milestone = "decided";
  c.does(outcome_act);
  EXPECT_EQ(c.due("A26"), "2025-03-18");
  outcome_act.link->other = CaseId{"c_stranger"};
  EXPECT_EQ(c.refused(outcome_act).kind, Rejection::Kind::link);
}

TEST(Holds, LeavingEndsTheIntervalAndTheHold) {
  const Procedure p = excluded();
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(act("suspend", "2025-03-05"));
  const Decision settled = c.does(act("settle", "2025-03-10"));
  EXPECT_THAT(c.state().holds, IsEmpty());
  ASSERT_EQ(c.state().intervals.size(), 1U);
  EXPECT_EQ(c.state().intervals[0].to, day("2025-03-10"));
  EXPECT_THAT(occurrences(settled), ::testing::Contains("hold_ended suspended 2025-03-10"));
  EXPECT_EQ(c.clock("N01"), nullptr) << "left is not released";
}

TEST(Service, LeftIsPendingUntilDeemedAndStartsNothingBefore) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  EXPECT_EQ(c.refused(serve("copy", "respondent", "2025-03-03")).kind, Rejection::Kind::served) << "not issued yet";
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  c.does(serve("copy", "respondent", "2025-03-06", "left"));
  ASSERT_EQ(c.state().services.size(), 1U);
  EXPECT_FALSE(c.state().services[0].complete);
  EXPECT_EQ(c.state().services[0].deemed_on, day("2025-03-11"));
  EXPECT_EQ(c.clock("A12", "respondent"), nullptr);
  EXPECT_EQ(next_moment(c.context(), c.state(), 540), at("2025-03-11"));
  const Decision deemed = c.ticks("2025-03-11");
  EXPECT_THAT(occurrences(deemed),
              ::testing::ElementsAre("deemed copy/respondent 2025-03-11", "started A12/respondent 2025-03-11"));
  EXPECT_EQ(c.due("A12", "respondent"), "2025-03-21");
  EXPECT_EQ(c.refused(serve("copy", "respondent", "2025-03-12")).kind, Rejection::Kind::served) << "served already";
}

TEST(Service, PublicNoticeExcludesItsDaysAndADirectServiceEndsItEarly) {
  const Procedure p = excluded("45d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  EXPECT_EQ(c.due("A26"), "2025-04-17");
  c.does(serve("copy", "respondent", "2025-03-10", "public_notice"));
  EXPECT_EQ(c.state().services[0].deemed_on, day("2025-04-09"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 30);
  EXPECT_EQ(c.due("A26"), "2025-05-19");
  c.does(serve("copy", "respondent", "2025-03-20"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 10);
  EXPECT_EQ(c.due("A26"), "2025-04-27");
  c.ticks("2025-04-10");
  EXPECT_TRUE(c.state().services[0].complete);
}

TEST(Service, ADirectServiceEndsTheNoticePeriodOfItsAddresseeOnly) {
  const Procedure p = excluded("45d");
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent", "respondent"}));
  c.does(serve("copy", "respondent", "2025-03-10", "public_notice"));
  c.does(serve("copy", "respondent_2", "2025-03-12", "public_notice"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 32) << "from 10 March to 10 April";
  c.does(serve("copy", "respondent_2", "2025-03-20"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 30) << "the other notice goes on to 8 April";
}

TEST(Holds, AClockStopsOnlyForWhatItNames) {
  Procedure p = excluded("45d");
  ClockRule other = clock("P02", ClockKind::duty, "45d", {on_event("start")}, {"open", "deferred"});
  other.excluded_by = {"suspended"};
  p.clocks.push_back(other);
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(serve("copy", "respondent", "2025-03-10", "public_notice"));
  c.does(act("suspend", "2025-03-20"));
  c.does(act("resume", "2025-03-22"));
  EXPECT_EQ(c.clock("A26")->excluded_days, 30) << "the notice and, within it, the suspension";
  EXPECT_EQ(c.clock("P02")->excluded_days, 2) << "the suspension alone";
}

TEST(Service, NoticeRollsBySwitch) {
  Procedure p = excluded();
  p.service[2].roll = RollRule::by_switch;
  p.service[2].roll_switch = "notice_rolls";
  p.switches = {{"notice_rolls", Value{false}, {Value{true}, Value{false}}, {}, {}}};
  p.index();
  const auto deemed = [&] {
    Driven c(p);
    c.does(opening("start", "2025-03-03", {"respondent"}));
    c.does(serve("copy", "respondent", "2025-03-06", "public_notice"));  // day 30 is 2025-04-05, a holiday
    return format_date(c.state().services[0].deemed_on);
  };
  EXPECT_EQ(deemed(), "2025-04-05");
  p.switches[0].value = Value{true};
  EXPECT_EQ(deemed(), "2025-04-07");
}

TEST(Service, ReceiptDayCountsNotTheDayOfPosting) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  Act mailed = serve("copy", "respondent", "2025-03-12", "mail");
  mailed.serve->made_on = day("2025-03-06");
  mailed.serve->received_on = day("2025-03-10");
  c.does(mailed);
  EXPECT_EQ(c.clock("A12", "respondent")->base, day("2025-03-10"));
  EXPECT_EQ(c.due("A12", "respondent"), "2025-03-20");
}

TEST(Service, ANewCopyNeedsANewService) {
  const Procedure base = small_with_notices();
  Driven c(base);
  c.does(opening("start", "2025-03-03", {"respondent"}));
  c.does(serve("notice", "respondent", "2025-03-04"));
  EXPECT_EQ(c.state().services.back().copy, 1);
  c.does(act("reissue", "2025-03-05"));
  EXPECT_EQ(c.refused(act("hear", "2025-03-06")).kind, Rejection::Kind::guard);
  c.does(serve("notice", "respondent", "2025-03-06"));
  EXPECT_EQ(c.file().acts.back().serve->copy, 2) << "the engine names the copy";
  c.does(act("hear", "2025-03-06"));
}

TEST(Service, ModeMustBeOpenToDocumentCaseAndAddressee) {
  Procedure p = small_with_notices();
  p.documents[0].not_by = {"left"};
  p.service.push_back(mode("electronic"));
  p.service.back().consent = true;
  p.service.push_back(mode("simple"));
  p.service.back().when = fact_is("simplified", true);
  p.facts = {fact("simplified", FactType::boolean, Value{false})};
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03", {"applicant", "respondent"}));
  EXPECT_EQ(c.refused(serve("notice", "respondent", "2025-03-04", "left")).kind, Rejection::Kind::served);
  EXPECT_EQ(c.refused(serve("notice", "respondent", "2025-03-04", "simple")).kind, Rejection::Kind::served);
  Act electronic = serve("notice", "respondent", "2025-03-04", "electronic");
  EXPECT_EQ(c.refused(electronic).kind, Rejection::Kind::served);
  EXPECT_EQ(c.refused(serve("notice", "applicant", "2025-03-04")).kind, Rejection::Kind::served) << "not an addressee";
  EXPECT_EQ(c.refused(serve("notice", "nobody", "2025-03-04")).kind, Rejection::Kind::party);
  EXPECT_EQ(c.findings(serve("notice", "respondent", "2025-03-04", "pigeon")).front().path, "/data/mode");
  Act early = serve("notice", "respondent", "2025-03-04");
  early.serve->made_on = day("2025-03-05");
  EXPECT_EQ(c.findings(early).front().path, "/data/made_on");
  electronic.serve->consent = true;
  c.does(electronic);
}

}  // namespace
}  // namespace hejie::engine::test
