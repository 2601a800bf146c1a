// Late entry, correction, annulment, new calendar: what is refused, what is derived again, what is told.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Act by_arbitrator(Act a) {
  a.by = by("arbitrator");
  return a;
}

/// Awarded 2025-04-01, both served 04-02: windows to 04-17.
Driven awarded_case() {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  c.does(serve("copy", "respondent", "2025-03-06"));
  c.does(by_arbitrator(act("hear", "2025-03-18")));
  c.does(by_arbitrator(act("award", "2025-04-01")));
  c.does(serve("award_doc", "applicant", "2025-04-02"));
  c.does(serve("award_doc", "respondent", "2025-04-02"));
  return c;
}

TEST(LateEntry, ASuitInTimeUndoesTheEffectThatWasDerived) {
  Driven c = awarded_case();
  c.ticks("2025-04-25");
  EXPECT_EQ(c.state().state, "effective");
  const Decision late = c.does(act_of("respondent", "sue", "2025-04-15"));
  EXPECT_EQ(c.state().state, "in_court");
  EXPECT_EQ(c.state().since, day("2025-04-15"));
  const Rederived* changed = rederived(late);
  ASSERT_NE(changed, nullptr);
  EXPECT_EQ(changed->state_before, "effective");
  EXPECT_EQ(changed->state_after, "in_court");
  EXPECT_EQ(changed->because, c.last_act());
  EXPECT_EQ(changed->gone.size(), 3U) << "two expiries and the effect";
  EXPECT_EQ(changed->appeared.size(), 2U) << "both windows left";
  ASSERT_EQ(late.effects.outcomes.size(), 1U);
  EXPECT_EQ(late.effects.outcomes[0].milestone, "in_court");
  EXPECT_EQ(c.version(), changed->version);
}

TEST(LateEntry, ASuitAfterTheWindowIsRefusedWheneverItIsEntered) {
  Driven c = awarded_case();
  c.ticks("2025-04-25");
  EXPECT_EQ(c.refused(act_of("respondent", "sue", "2025-04-18")).kind, Rejection::Kind::state)
      << "effective since 04-18";
  const Driven never_ticked = awarded_case();
  EXPECT_EQ(never_ticked.refused(act_of("respondent", "sue", "2025-04-18")).kind, Rejection::Kind::state);
}

TEST(LateEntry, BehindALaterActThatWouldBeUnlawfulIsAConflictWithTheList) {
  Driven c = awarded_case();
  const Version hear = c.file().acts[4].version;
  const Version award = c.file().acts[5].version;
  Act late = act("suspend", "2025-03-10");
  const Rejection no = c.refused(late);
  EXPECT_EQ(no.kind, Rejection::Kind::conflict);
  EXPECT_THAT(no.conflicts, ElementsAre(hear, award));
  EXPECT_EQ(c.state().state, "awarded");
  late.cascade = true;
  const Decision forced = c.does(late);
  EXPECT_EQ(c.state().state, "awarded") << "what a person did stays";
  EXPECT_THAT(c.state().irregular, ElementsAre(hear, award));
  EXPECT_THAT(rederived(forced)->irregular, ElementsAre(hear, award));
}

TEST(LateEntry, ASuspensionEnteredLateMovesTheDate) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  c.ticks("2025-04-22");
  EXPECT_EQ(c.status("A26"), ClockStatus::breached);
  const Decision suspended = c.does(act("suspend", "2025-03-10"));
  EXPECT_EQ(c.status("A26"), ClockStatus::running);
  ASSERT_EQ(suspended.moved.size(), 1U);
  EXPECT_EQ(suspended.moved[0].before, day("2025-04-21"));
  EXPECT_FALSE(suspended.moved[0].after.has_value());
  EXPECT_EQ(suspended.effects.alerts_superseded.size(), 3U) << "two rungs before, one after the breach";
  c.does(act("resume", "2025-03-20"));
  EXPECT_EQ(c.due("A26"), "2025-04-29");
}

TEST(LateEntry, MeasuredAgainstWhatHappenedNotAgainstTheLastTick) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.ticks("2025-03-06");
  const Decision quiet = c.does(act("suspend", "2025-03-04"));
  EXPECT_EQ(rederived(quiet), nullptr) << "nothing had happened meanwhile: an ordinary act";
  EXPECT_EQ(c.state().through, at("2025-03-06"));
  EXPECT_EQ(c.state().intervals[0].from, day("2025-03-04"));
}

TEST(LateEntry, OfARequestThatNeedsApprovalIsStillARequest) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.ticks("2025-03-12");
  EXPECT_EQ(c.status("A07"), ClockStatus::breached);
  const Decision late = c.does(act("accept", "2025-03-06"));
  EXPECT_TRUE(late.proposal);
  EXPECT_THAT(late.approver_roles, ElementsAre("institute_head"));
  const Decision approved = c.does(answer(ActKind::approved, c.last_act(), "2025-03-07", by("institute_head")));
  EXPECT_EQ(c.status("A07"), ClockStatus::stopped);
  EXPECT_FALSE(c.clock("A07")->breached_on.has_value());
  EXPECT_TRUE(approved.effects.gives_number);
}

TEST(Correction, OfTheReceiptDayMovesTheWindow) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  c.does(serve("copy", "respondent", "2025-03-06"));
  const Version service = c.last_act();
  c.ticks("2025-03-20");
  EXPECT_EQ(c.status("A12", "respondent"), ClockStatus::expired);
  Act corrected = change(ActKind::corrected, service, "2025-03-11");
  corrected.serve = serve("copy", "respondent", "2025-03-11").serve;
  const Decision changed = c.does(corrected);
  EXPECT_EQ(c.due("A12", "respondent"), "2025-03-21");
  EXPECT_EQ(c.status("A12", "respondent"), ClockStatus::running);
  ASSERT_EQ(changed.moved.size(), 1U);
  EXPECT_EQ(changed.moved[0].after, day("2025-03-21"));
  EXPECT_EQ(c.file().acts.back().kind, ActKind::corrected) << "nothing is deleted";
}

TEST(Correction, OfFieldsReplacesOneByOneAndUnknownRemoves) {
  Driven c(small());
  Act file = opening("file", "2025-03-03");
  file.fields["claim_fen"] = std::int64_t{100};
  c.does(file);
  c.does(change(ActKind::corrected, c.last_act(), "2025-03-03", {{"claim_fen", std::int64_t{900}}}));
  EXPECT_EQ(c.state().facts.at("claim_fen"), Value{std::int64_t{900}});
  EXPECT_EQ(c.due("A07"), "2025-03-10");
  c.does(change(ActKind::corrected, c.file().acts[0].version, "2025-03-03", {{"claim_fen", Value{}}}));
  EXPECT_FALSE(c.state().facts.contains("claim_fen"));
  EXPECT_EQ(
      c.findings(change(ActKind::corrected, c.file().acts[0].version, "2025-03-03", {{"claim_fen", true}}))[0].code,
      "wrong_type");
  c.does(change(ActKind::corrected, c.file().acts[0].version, "2025-03-04"));
  EXPECT_EQ(c.due("A07"), "2025-03-11");
}

TEST(Correction, NeedsAReasonAndAnEntry) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  Act none = change(ActKind::annulled, 77, "2025-03-03");
  none.reason = {};
  std::vector<std::string> codes;
  for (const Finding& f : c.findings(none)) codes.push_back(f.code);
  EXPECT_THAT(codes, ElementsAre("unknown_entry", "missing"));
  EXPECT_EQ(c.findings(change(ActKind::corrected, 2, "2025-03-03"))[0].code, "unknown_entry") << "an occurrence";
  EXPECT_EQ(c.refused(change(ActKind::annulled, 1, "2025-03-03")).kind, Rejection::Kind::conflict) << "the opening";
}

TEST(Correction, RefusedWhereAServedDocumentRestsOnTheEntry) {
  Driven c = awarded_case();
  const Version award = c.file().acts[5].version;
  const Rejection no = c.refused(change(ActKind::corrected, award, "2025-03-31"));
  EXPECT_EQ(no.kind, Rejection::Kind::served);
  EXPECT_THAT(no.conflicts, ElementsAre(c.file().acts[6].version, c.file().acts[7].version));
  EXPECT_EQ(c.refused(change(ActKind::annulled, award, "2025-04-01")).kind, Rejection::Kind::served);
  Act forced = change(ActKind::corrected, award, "2025-03-31");
  forced.cascade = true;
  c.does(forced);
  EXPECT_EQ(c.state().done.at("award").front().on, day("2025-03-31"));
  EXPECT_THAT(c.state().irregular, IsEmpty());
}

TEST(Correction, RefusedWhereAnotherPersonsActRestsOnTheEntry) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  const Version request = c.last_act();
  c.does(answer(ActKind::approved, request, "2025-03-05", by("institute_head")));
  const Rejection no = c.refused(change(ActKind::annulled, request, "2025-03-04"));
  EXPECT_EQ(no.kind, Rejection::Kind::conflict);
  EXPECT_THAT(no.conflicts, ElementsAre(c.last_act()));
  const Version approval = c.last_act();
  c.does(change(ActKind::annulled, approval, "2025-03-05"));
  EXPECT_EQ(c.state().state, "filed") << "the approval itself may be annulled: nothing rests on it";
  EXPECT_EQ(c.state().proposals.size(), 1U);
  c.does(change(ActKind::annulled, request, "2025-03-04"));
  EXPECT_THAT(c.state().proposals, IsEmpty());
}

TEST(Correction, WithCascadeWhatRestedOnAnAnnulledEntryIsListed) {
  Driven c = awarded_case();
  const Version award = c.file().acts[5].version;
  Act forced = change(ActKind::annulled, award, "2025-04-01");
  forced.cascade = true;
  const Decision undone = c.does(forced);
  EXPECT_EQ(c.state().state, "heard");
  EXPECT_THAT(c.state().irregular, ElementsAre(c.file().acts[6].version, c.file().acts[7].version))
      << "services of nothing";
  EXPECT_THAT(c.state().services, ::testing::SizeIs(1));
  EXPECT_EQ(rederived(undone)->state_after, "heard");
}

/// An awarded case whose award was annulled: what was served rests on nothing.
Driven without_award() {
  Driven c = awarded_case();
  Act forced = change(ActKind::annulled, c.file().acts[5].version, "2025-04-01");
  forced.cascade = true;
  c.does(forced);
  return c;
}

TEST(Correction, OfAnIrregularEntryStillMindsItsData) {
  Driven c = without_award();
  const Act& service = c.file().acts[6];
  const Act earlier = change(ActKind::corrected, service.version, format_date(service.on - 1));
  EXPECT_EQ(c.findings(earlier).front().path, "/data/made_on") << "the day of the act before the service was made";
}

TEST(LateEntry, BeforeAnIrregularEntryMakesItLawfulAgain) {
  Driven c = without_award();
  const Date served = c.file().acts[7].on;
  EXPECT_GE(c.state().latest.day, served) << "the irregular entries lie in the life of the case";
  Act award = act("award", "2025-04-01");
  award.by = by("arbitrator");
  c.does(award);
  EXPECT_EQ(c.state().state, "awarded");
  EXPECT_THAT(c.state().irregular, IsEmpty());
  EXPECT_THAT(c.state().services, ::testing::SizeIs(3));
}

TEST(Correction, NeverCarriesThroughWhatWouldLeaveWrongData) {
  Procedure p = bare({});
  p.events[1].items = ItemsUse::replace;
  p.events[2].items = ItemsUse::outcome;
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  Act claims = act("a", "2025-03-04");
  claims.items = {Item{"", "wages", "", 100, {}, ""}};
  c.does(claims);
  const Version claimed = c.last_act();
  Act outcome = act("b", "2025-03-05");
  outcome.items = {Item{"wages", "wages", "", 100, 50, "granted"}};
  c.does(outcome);
  const Version decided = c.last_act();
  Act gone = change(ActKind::annulled, claimed, "2025-03-04");
  gone.cascade = true;
  const Rejection no = c.refused(gone);
  EXPECT_EQ(no.kind, Rejection::Kind::conflict);
  EXPECT_THAT(no.conflicts, ElementsAre(decided)) << "it speaks of a claim that would not be there";
}

TEST(Correction, AnAnnulmentCanBeAnnulled) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("suspend", "2025-03-04"));
  const Version suspended = c.last_act();
  c.does(change(ActKind::annulled, suspended, "2025-03-04"));
  EXPECT_THAT(c.state().holds, IsEmpty());
  EXPECT_FALSE(c.state().done.contains("suspend")) << "an annulled event was never done";
  c.does(change(ActKind::annulled, c.last_act(), "2025-03-04"));
  EXPECT_EQ(c.state().holds.size(), 1U);
}

TEST(Correction, OfTheDayThatMakesALaterActUnlawfulIsAConflict) {
  Driven c = awarded_case();
  const Version hear = c.file().acts[4].version;
  const Rejection no = c.refused(change(ActKind::corrected, hear, "2025-04-10"));
  EXPECT_EQ(no.kind, Rejection::Kind::conflict);
  EXPECT_THAT(no.conflicts, Contains(c.file().acts[5].version));
  EXPECT_EQ(c.refused(change(ActKind::corrected, hear, "2025-03-10")).kind, Rejection::Kind::guard)
      << "the entry itself would have been refused on that day";
}

TEST(FoldAsOf, KnowsOnlyWhatHadBeenEntered) {
  Driven c = awarded_case();
  c.ticks("2025-04-25");
  const Version before = c.version();
  c.does(act_of("respondent", "sue", "2025-04-15"));
  const auto then = fold_as_of(c.context(), c.state().id, c.file().acts, before, at("2025-04-25"));
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->state, "effective");
  const auto now = fold(c.context(), c.state().id, c.file().acts, at("2025-04-25"));
  ASSERT_TRUE(now.has_value());
  EXPECT_EQ(now->state, "in_court");
}

TEST(Fold, AnActThatDoesNotFitTheDefinitionIsCorrupt) {
  Driven c = awarded_case();
  std::vector<Act> acts = c.file().acts;
  acts[4].event = "dance";
  const auto folded = fold(c.context(), c.state().id, acts, at("2025-04-25"));
  ASSERT_FALSE(folded.has_value());
  EXPECT_EQ(folded.error().code, ErrorCode::corrupt);
}

/// The extension of the 2020 Spring Festival, moved into the years of the test calendar.
calendar::Calendar extended_holiday() {
  calendar::Notice extra{
      .id = "cn_2025_extra", .authority = "x", .number = "y", .published = day("2025-04-10"), .years = {}};
  calendar::test::add_off(extra, "清明节", "2025-04-17", "2025-04-18");
  return calendar::test::must_build({calendar::test::notice_2025(), calendar::test::notice_2026(), extra});
}

TEST(NewCalendar, UndoesAnEffectAlreadyReached) {
  Driven c = awarded_case();
  c.ticks("2025-04-18");
  EXPECT_EQ(c.state().state, "effective");
  const calendar::Calendar cal = extended_holiday();
  Act loaded = act("", "2025-04-18");
  loaded.kind = ActKind::calendar_changed;
  loaded.by = {"law", {}, {}};
  const Decided decided = decide({small(), cal}, c.file(), loaded);
  ASSERT_TRUE(std::holds_alternative<Decision>(decided));
  const auto& changed = std::get<Decision>(decided);
  EXPECT_EQ(changed.after.state, "awarded");
  ASSERT_EQ(changed.moved.size(), 2U);
  EXPECT_EQ(changed.moved[0].before, day("2025-04-17"));
  EXPECT_EQ(changed.moved[0].after, day("2025-04-21"));  // 04-17 and 04-18 off, then a weekend
  const Rederived* why = rederived(changed);
  ASSERT_NE(why, nullptr);
  EXPECT_EQ(why->gone.size(), 2U);
  EXPECT_EQ(why->state_before, "effective");
  CaseFile file = c.file();
  advance(file, changed);
  EXPECT_EQ(tick({small(), cal}, file, at("2025-04-22")).after.state, "effective");
}

TEST(NewCalendar, WhatAPersonDidMeanwhileStaysAndIsListed) {
  Driven c = awarded_case();
  c.ticks("2025-04-18");
  c.does(act("archive", "2025-04-18"));
  const calendar::Calendar cal = extended_holiday();
  Act loaded = act("", "2025-04-18");
  loaded.kind = ActKind::calendar_changed;
  loaded.by = {"law", {}, {}};
  const Decided decided = decide({small(), cal}, c.file(), loaded);
  ASSERT_TRUE(std::holds_alternative<Decision>(decided));
  EXPECT_THAT(std::get<Decision>(decided).after.irregular, ElementsAre(c.last_act()));
  EXPECT_THAT(rederived(std::get<Decision>(decided))->irregular, ElementsAre(c.last_act()));
}

TEST(NewCalendar, ThatMovesNothingStoresOnlyTheAct) {
  Driven c = awarded_case();
  Act loaded = act("", "2025-04-10");
  loaded.kind = ActKind::calendar_changed;
  loaded.by = {"law", {}, {}};
  const Decision same = c.does(loaded);
  EXPECT_EQ(same.events.size(), 1U);
  EXPECT_THAT(same.moved, IsEmpty());
}

TEST(Migration, IsRefusedWithTheListWhenAnActNoLongerFits) {
  Driven c = awarded_case();
  Procedure other = small_with_notices();
  Act migrated = act("", "2025-04-10");
  migrated.kind = ActKind::migrated;
  const Decided decided = decide({other, calendar_now()}, c.file(), migrated);
  ASSERT_TRUE(std::holds_alternative<Rejection>(decided));
  EXPECT_EQ(std::get<Rejection>(decided).kind, Rejection::Kind::conflict);
  EXPECT_EQ(std::get<Rejection>(decided).conflicts.size(), c.file().acts.size());
  c.does(migrated);
  EXPECT_EQ(c.state().state, "awarded");
}

TEST(Hours, AnActBeforeAnHourThatPassedIsLate) {
  Procedure p;
  p.id = "hours";
  p.states = {state("open"), state("over")};
  p.events = {event("start", {row({}, "open")}), event("note", {row({"open", "over"})}), event("stop", {row({"open"})}),
              event("expired", {row({"open"}, "over")}, {"clock"})};
  p.events[0].hour = true;
  ClockRule rule = clock("T02", ClockKind::timer, "2h", {on_event("start")}, {"open"});
  rule.stops = {on_event("stop")};
  rule.expiry_event = "expired";
  p.clocks = {rule};
  p.index();
  Driven c(p);
  Act start = act("start", "2025-03-04");
  start.minute = 600;
  c.does(start);
  c.ticks(at("2025-03-04", 900));
  EXPECT_EQ(c.state().state, "over");
  Act stop = act("stop", "2025-03-04");
  stop.minute = 700;
  const Decision late = c.does(stop);
  EXPECT_EQ(c.state().state, "open");
  EXPECT_EQ(rederived(late)->state_before, "over");
  EXPECT_EQ(c.clock("T02")->status, ClockStatus::stopped);
}

}  // namespace
}  // namespace hejie::engine::test
