// Clocks: every length, start, stop, restart, extension, exclusion, roll, life and tie.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Clock, PromptlyIsShownAndNeverExpires) {
  const Procedure p = bare({clock("J12", ClockKind::duty, "", {on_event("start")}, {"open"})});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_EQ(c.due("J12"), "-");
  c.ticks("2026-03-03");
  EXPECT_EQ(c.status("J12"), ClockStatus::running);
  EXPECT_FALSE(next_moment(c.context(), c.state(), 540).has_value());
  EXPECT_FALSE(explain(c.context(), c.state(), *c.clock("J12")).value_or(PeriodTrace(1)).size() > 0);
}

TEST(Clock, FixedDateOfAnAgreementDoesNotRollUnlessSaid) {
  ClockRule plain = clock("F01", ClockKind::duty, "", {on_event("start")}, {"open"});
  plain.length = {length_of(Length::Kind::until, "agreed_on")};
  ClockRule rolled = plain;
  rolled.id = "F02";
  rolled.roll = RollRule::forward;
  ClockRule back = plain;
  back.id = "W01";
  back.roll = RollRule::back;
  const Procedure p = bare({plain, rolled, back}, {fact("agreed_on", FactType::day)});
  Driven c(p);
  Act start = opening("start", "2025-03-03");
  start.fields["agreed_on"] = day("2025-03-16");  // Sunday
  c.does(start);
  EXPECT_EQ(c.due("F01"), "2025-03-16");
  EXPECT_EQ(c.due("F02"), "2025-03-17");
  EXPECT_EQ(c.due("W01"), "2025-03-14");
  EXPECT_EQ(format_date(*c.clock("F02")->nominal), "2025-03-16");
}

TEST(Clock, BackwardKeepsBothReadings) {
  ClockRule rule = clock("A20", ClockKind::duty, "", {on_event("start")}, {"open"});
  rule.length = {length_of(Length::Kind::back, "hearing_on", "5wd")};
  Procedure p = bare({rule}, {fact("hearing_on", FactType::day)});
  Act start = opening("start", "2025-03-03");
  start.fields["hearing_on"] = day("2025-03-24");
  {
    Driven c(p);
    c.does(start);
    EXPECT_EQ(c.due("A20"), "2025-03-17");
    EXPECT_EQ(format_date(*c.clock("A20")->clear_days_due), "2025-03-14");
    const auto why = explain(c.context(), c.state(), *c.clock("A20"));
    ASSERT_TRUE(why.has_value());
    EXPECT_FALSE(why->empty());
  }
  p.switches = {{"clear_days", Value{true}, {Value{true}, Value{false}}, {}, {}}};
  p.index();
  Driven c(p);
  c.does(start);
  EXPECT_EQ(c.due("A20"), "2025-03-14");
}

TEST(Clock, LengthByWhenListIsResolvedOnceAtTheStart) {
  ClockRule rule = clock("A30", ClockKind::duty, "", {on_event("start")}, {"open"});
  Length collective = length("10d");
  collective.when = number(ConditionKind::fact_at_least, "workers", 10);
  rule.length = {collective, length("30d")};
  const Procedure p = bare({rule}, {fact("workers", FactType::integer, std::int64_t{1})});
  Driven few(p);
  few.does(opening("start", "2025-03-03"));
  EXPECT_EQ(few.due("A30"), "2025-04-02");
  few.does(act("note", "2025-03-04", {{"workers", std::int64_t{12}}}));
  EXPECT_EQ(few.due("A30"), "2025-04-02");
  Driven many(p);
  Act start = opening("start", "2025-03-03");
  start.fields["workers"] = std::int64_t{10};
  many.does(start);
  EXPECT_EQ(many.due("A30"), "2025-03-13");
}

TEST(Clock, LengthByFactAndBySwitch) {
  ClockRule by_fact = clock("K01", ClockKind::timer, "", {on_event("start")}, {"open"});
  by_fact.length = {length_of(Length::Kind::fact, "given")};
  ClockRule by_switch = clock("K02", ClockKind::timer, "", {on_event("start")}, {"open"});
  by_switch.length = {length_of(Length::Kind::by_switch, "filing")};
  Procedure p = bare({by_fact, by_switch}, {fact("given", FactType::period)});
  p.switches = {{"filing", Value{period("10wd")}, {}, {}, {}}};
  p.index();
  Driven c(p);
  Act start = opening("start", "2025-03-03");
  start.fields["given"] = period("7d");
  c.does(start);
  EXPECT_EQ(c.due("K01"), "2025-03-10");
  EXPECT_EQ(c.due("K02"), "2025-03-17");
  Driven unknown(p);
  unknown.does(opening("start", "2025-03-03"));
  EXPECT_EQ(unknown.due("K01"), "-");
}

TEST(Clock, DatedVariantIsChosenByTheTriggerDay) {
  ClockRule rule = clock("P01", ClockKind::duty, "60wd", {on_event("a")}, {"open"});
  ClockVariant later;
  later.from = day("2025-07-01");
  later.length = {length("30wd")};
  rule.variants = {later};
  const Procedure p = bare({rule});
  Driven old_law(p);
  old_law.does(opening("start", "2025-06-02"));
  old_law.does(act("a", "2025-06-30"));
  EXPECT_EQ(old_law.clock("P01")->variant, 0U);
  EXPECT_EQ(old_law.clock("P01")->length, period("60wd"));
  Driven new_law(p);
  new_law.does(opening("start", "2025-06-02"));
  new_law.does(act("a", "2025-07-01"));
  EXPECT_EQ(new_law.clock("P01")->variant, 1U);
  EXPECT_EQ(new_law.clock("P01")->length, period("30wd"));
}

TEST(Clock, DatedVariantHoldsOnItsLastDay) {
  ClockRule rule = clock("P01", ClockKind::duty, "30wd", {on_event("a")}, {"open"});
  ClockVariant earlier;
  earlier.to = day("2025-06-30");
  earlier.length = {length("60wd")};
  rule.variants = {earlier};
  const Procedure p = bare({rule});
  Driven last_day(p);
  last_day.does(opening("start", "2025-06-02"));
  last_day.does(act("a", "2025-06-30"));
  EXPECT_EQ(last_day.clock("P01")->length, period("60wd"));
  Driven day_after(p);
  day_after.does(opening("start", "2025-06-02"));
  day_after.does(act("a", "2025-07-01"));
  EXPECT_EQ(day_after.clock("P01")->length, period("30wd"));
}

TEST(Clock, StartsFromADayFactWhenTheTriggerSaysSo) {
  Trigger from_receipt = on_event("a");
  from_receipt.from = "received_on";
  const Procedure p =
      bare({clock("A07", ClockKind::duty, "5wd", {from_receipt}, {"open"})}, {fact("received_on", FactType::day)});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("a", "2025-03-07", {{"received_on", day("2025-03-05")}}));
  EXPECT_EQ(c.due("A07"), "2025-03-12");
}

TEST(Clock, ExtensionContinuesOnTheNominalDayAndIsRefusedWhenUsedUpOverOrMissing) {
  ClockRule rule = clock("A26", ClockKind::duty, "45d", {on_event("start")}, {"open", "later"});
  rule.extends = {extension("a", "15d")};
  rule.stops = {on_event("b")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-06"));
  EXPECT_EQ(c.due("A26"), "2025-04-21");  // nominal Sunday 04-20
  const Decision extended = c.does(act("a", "2025-04-10"));
  EXPECT_EQ(c.due("A26"),
            "2025-05-06");                                         // 05-05 is a holiday
  EXPECT_EQ(format_date(*c.clock("A26")->nominal), "2025-05-05");  // 15 days from the nominal 04-20
  EXPECT_THAT(occurrences(extended), ElementsAre("moved A26 2025-04-10"));
  const Rejection again = c.refused(act("a", "2025-04-11"));
  EXPECT_EQ(again.kind, Rejection::Kind::clock);
  EXPECT_EQ(again.subject, "A26");
  Driven breached(p);
  breached.does(opening("start", "2025-03-06"));
  const Rejection overdue = breached.refused(act("a", "2025-04-22"));
  EXPECT_EQ(overdue.kind, Rejection::Kind::clock);
  EXPECT_THAT(overdue.message.en, ::testing::HasSubstr("overdue")) << "the reason is the true one";
  breached.does(act("b", "2025-03-07"));
  EXPECT_EQ(breached.refused(act("a", "2025-03-08")).kind, Rejection::Kind::clock);
}

TEST(Clock, ExtensionToADay) {
  ClockRule rule = clock("M06", ClockKind::timer, "15d", {on_event("start")}, {"open"});
  Extension to;
  to.event = "a";
  to.to_fact = "agreed_on";
  rule.extends = {to};
  const Procedure p = bare({rule}, {fact("agreed_on", FactType::day)});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_EQ(c.due("M06"), "2025-03-18");
  c.does(act("a", "2025-03-10", {{"agreed_on", day("2025-03-30")}}));
  EXPECT_EQ(c.due("M06"), "2025-03-30");
  EXPECT_EQ(c.refused(act("a", "2025-03-11", {{"agreed_on", day("2025-04-30")}})).kind, Rejection::Kind::clock);
}

TEST(Clock, RestartDropsTheExtensionUnlessKept) {
  ClockRule drops = clock("D01", ClockKind::duty, "45d", {on_event("start")}, {"open"});
  drops.extends = {extension("a", "15d")};
  drops.restarts = {on_event("b")};
  ClockRule keeps = drops;
  keeps.id = "D02";
  keeps.restarts[0].keeps_extension = true;
  const Procedure p = bare({drops, keeps});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("a", "2025-03-04"));
  c.does(act("b", "2025-03-10"));
  EXPECT_EQ(c.due("D01"), "2025-04-24");
  EXPECT_EQ(c.due("D02"), "2025-05-09");
  EXPECT_EQ(c.clock("D01")->restarts, 1);
}

TEST(Clock, RestartOfAnOverdueDutyNeedsReopen) {
  ClockRule strict = clock("D01", ClockKind::duty, "5d", {on_event("start")}, {"open"});
  strict.restarts = {on_event("b")};
  ClockRule reopens = strict;
  reopens.id = "D02";
  reopens.restarts[0].reopen = true;
  const Procedure p = bare({strict, reopens});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("b", "2025-03-20"));
  EXPECT_EQ(c.status("D01"), ClockStatus::breached);
  EXPECT_EQ(c.status("D02"), ClockStatus::running);
  EXPECT_EQ(c.due("D02"), "2025-03-25");
}

TEST(Clock, StopAndStartByOneEventMakesAFreshInstance) {
  ClockRule rule = clock("J01", ClockKind::duty, "5wd", {on_event("start"), on_event("a")}, {"open"});
  rule.stops = {on_event("a")};
  ClockRule only_starts = clock("J02", ClockKind::duty, "5wd", {on_event("start"), on_event("a")}, {"open"});
  const Procedure p = bare({rule, only_starts});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("a", "2025-03-05"));
  EXPECT_EQ(c.status("J01", "", 1), ClockStatus::stopped);
  EXPECT_EQ(c.status("J01", "", 2), ClockStatus::running);
  EXPECT_EQ(c.status("J02", "", 1), ClockStatus::superseded);
  EXPECT_EQ(c.status("J02", "", 2), ClockStatus::running);
  EXPECT_EQ(c.due("J01"), "2025-03-12");
}

TEST(Clock, OpensWhereItLivesJudgedAfterTheMoveAndLeavesWithIt) {
  ClockRule in_later = clock("J02", ClockKind::duty, "5wd", {on_event("next")}, {"later"});
  ClockRule in_open = clock("J03", ClockKind::duty, "5wd", {on_event("next")}, {"open"});
  ClockRule by_state = clock("J04", ClockKind::duty, "5wd", {on(Trigger::On::state, "later")}, {"later"});
  const Procedure p = bare({in_later, in_open, by_state});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("next", "2025-03-04"));
  EXPECT_EQ(c.status("J02"), ClockStatus::running);
  EXPECT_EQ(c.clock("J03"), nullptr);
  EXPECT_EQ(c.status("J04"), ClockStatus::running);
  const Decision closed = c.does(act("close", "2025-03-05"));
  EXPECT_EQ(c.status("J02"), ClockStatus::left);
  EXPECT_THAT(occurrences(closed), ElementsAre("left J04 2025-03-05", "left J02 2025-03-05"));
  EXPECT_THAT(c.ticks("2025-06-01").events, IsEmpty());
}

TEST(Clock, ChainedClockStartsOnTheDueDayOfTheFirst) {
  ClockRule first = clock("R08", ClockKind::timer, "1mo", {on_event("start")}, {"open"});
  ClockRule second = clock("P12", ClockKind::duty, "3mo", {on(Trigger::On::expiry, "R08")}, {"open"});
  const Procedure p = bare({first, second});
  Driven c(p);
  c.does(opening("start", "2026-01-28"));
  c.ticks("2026-03-20");
  EXPECT_EQ(c.due("R08"), "2026-02-28");  // a Saturday worked as make-up day: no roll
  EXPECT_EQ(c.due("P12"), "2026-05-28");  // from the day of expiry it would be 06-01
}

TEST(Clock, PerActInstancesStandSideBySideAndTheOldestIsAnsweredFirst) {
  ClockRule rule = clock("A18", ClockKind::duty, "3wd", {on_event("a")}, {"open"});
  rule.per = Per::act;
  rule.stops = {on_event("b")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("a", "2025-03-03"));
  c.does(act("a", "2025-03-04"));
  c.does(act("b", "2025-03-05"));
  EXPECT_EQ(c.status("A18", "", 1), ClockStatus::stopped);
  EXPECT_EQ(c.status("A18", "", 2), ClockStatus::running);
  c.does(act("b", "2025-03-05"));
  EXPECT_EQ(c.status("A18", "", 2), ClockStatus::stopped);
}

TEST(Clock, HourClockCountsFromTheNextFullHourAndExpiresToTheMinute) {
  ClockRule rule = clock("T02", ClockKind::window, "24h", {on_event("a")}, {"open"});
  Procedure p = bare({rule});
  p.events[1].hour = true;
  Event in_time = event("in_time", {row({"open"})});
  in_time.within = {"T02"};
  p.events.push_back(in_time);
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_EQ(c.findings(act("a", "2025-03-04")).front().path, "/occurred_at");
  Act a = act("a", "2025-03-04");
  a.minute = 10 * 60 + 30;
  c.does(a);
  EXPECT_EQ(c.clock("T02")->due_at, at("2025-03-05", 11 * 60));
  EXPECT_EQ(next_moment(c.context(), c.state(), 540), at("2025-03-05", 11 * 60 + 1));
  Act last = act("in_time", "2025-03-05");
  last.minute = 11 * 60;
  Driven ok = c;
  ok.does(last);
  last.minute = 11 * 60 + 1;
  EXPECT_EQ(c.refused(last).kind, Rejection::Kind::window);
  c.ticks(at("2025-03-05", 11 * 60));
  EXPECT_EQ(c.status("T02"), ClockStatus::running);
  c.ticks(at("2025-03-05", 11 * 60 + 1));
  EXPECT_EQ(c.status("T02"), ClockStatus::expired);
  c.does(act("note", "2025-03-05"));  // no hour given: stands where its day has got to, before the expiry
  EXPECT_EQ(c.status("T02"), ClockStatus::expired);
}

TEST(Clock, WithdrawnWindowAndTimersEndSoftDutiesAreNotBreached) {
  ClockRule soft = clock("A31", ClockKind::duty, "5d", {on_event("start")}, {"open"});
  soft.soft = true;
  soft.ladder = {make_rung(0, Unit::working_days, "clerk")};
  const Procedure p = bare({soft});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  const Decision told = c.ticks("2025-03-10");
  EXPECT_EQ(c.status("A31"), ClockStatus::running);
  EXPECT_THAT(told.events, IsEmpty());
  ASSERT_EQ(told.effects.alerts.size(), 1U);
  EXPECT_EQ(told.effects.alerts[0].rung, "0");
  EXPECT_FALSE(c.clock("A31")->breached_on.has_value());
}

TEST(Clock, ExpirySetsFactsAndFiresItsEventAsTheClock) {
  ClockRule rule = clock("M06", ClockKind::timer, "15d", {on_event("start")}, {"open"});
  rule.expiry_event = "failed";
  rule.expiry_set = {set("why", std::string("time"))};
  ClockRule follows = clock("M09", ClockKind::duty, "5wd", {on(Trigger::On::expiry, "M06")}, {"later"});
  Procedure p = bare({rule, follows}, {fact("why", FactType::text)});
  p.events.push_back(event("failed", {row({"open"}, "later", known_fact("why"))}, {"clock"}));
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_EQ(c.refused(act("failed", "2025-03-04")).kind, Rejection::Kind::role);
  const Decision expired = c.ticks("2025-03-25");
  EXPECT_EQ(c.state().state, "later");
  EXPECT_EQ(c.state().since, day("2025-03-19"));
  EXPECT_THAT(occurrences(expired),
              ElementsAre("expired M06 2025-03-19", "automatic failed 2025-03-19", "started M09 2025-03-19"));
  EXPECT_EQ(c.due("M09"), "2025-03-25");  // from the due day 03-18
}

TEST(Clock, HoldsDoNotStopAnExpiry) {
  ClockRule rule = clock("A25", ClockKind::timer, "10wd", {on_event("start")}, {"open"});
  rule.expiry_event = "over";
  Procedure p = bare({rule});
  p.holds = {hold("recusal", {}, {"open"})};
  p.events[1].rows[0].takes = {"recusal"};
  p.events.push_back(event("over", {row({"open"}, "later")}, {"clock"}));
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.does(act("a", "2025-03-04"));
  EXPECT_EQ(c.refused(act("note", "2025-03-05")).kind, Rejection::Kind::hold);
  c.ticks("2025-03-18");
  EXPECT_EQ(c.state().state, "later");
  EXPECT_THAT(c.state().holds, IsEmpty()) << "a hold ends where it does not live";
}

TEST(Clock, TiesRunInFileOrder) {
  ClockRule first = clock("Z01", ClockKind::timer, "5d", {on_event("start")}, {"open"});
  first.expiry_set = {set("who", std::string("Z01"))};
  ClockRule second = clock("B01", ClockKind::timer, "5d", {on_event("start")}, {"open"});
  second.expiry_set = {set("who", std::string("B01"))};
  const Procedure p = bare({first, second}, {fact("who", FactType::text)});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_THAT(occurrences(c.ticks("2025-03-20")), ElementsAre("expired Z01 2025-03-11", "expired B01 2025-03-11"));
  EXPECT_EQ(c.state().facts.at("who"), Value{std::string("B01")});
}

TEST(Clock, AClockThatBeganInThePastExpiresWhenItIsNoticed) {
  Trigger from = on_event("a");
  from.from = "since";
  const Procedure p = bare({clock("W05", ClockKind::window, "5d", {from}, {"open"})}, {fact("since", FactType::day)});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  const Decision late = c.does(act("a", "2025-03-20", {{"since", day("2025-03-04")}}));
  EXPECT_THAT(occurrences(late), ElementsAre("started W05 2025-03-20", "expired W05 2025-03-20"));
}

TEST(Clock, BeyondTheNoticesIsProvisionalBeyondTheCalendarHasNoDate) {
  const Procedure p = bare({clock("C01", ClockKind::timer, "1y", {on_event("start")}, {"open"}),
                            clock("C02", ClockKind::timer, "40y", {on_event("start")}, {"open"})});
  Driven c(p);
  c.does(opening("start", "2026-06-01"));
  EXPECT_EQ(c.due("C01"), "2027-06-01");
  EXPECT_TRUE(c.clock("C01")->provisional);
  EXPECT_EQ(c.due("C02"), "-");
  EXPECT_TRUE(c.clock("C02")->provisional);
}

}  // namespace
}  // namespace hejie::engine::test
