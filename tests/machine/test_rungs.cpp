// Rungs of a ladder: when they are told, once, to whom, and when they are no longer true.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::IsEmpty;

TEST(Rungs, AreToldOnTheirDayOnceAndCollapseAfterDowntime) {
  ClockRule rule = clock("A26", ClockKind::duty, "20wd", {on_event("start")}, {"open"});
  rule.ladder = {make_rung(-5, Unit::working_days, "clerk"), make_rung(-1, Unit::working_days, "clerk"),
                 make_rung(0, Unit::working_days, "clerk"), make_rung(1, Unit::working_days, "head"),
                 make_rung(-30, Unit::working_days, "clerk")};
  rule.stops = {on_event("b")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_EQ(c.due("A26"), "2025-03-31");
  EXPECT_EQ(c.clock("A26")->next_on, day("2025-03-24"));
  EXPECT_EQ(next_moment(c.context(), c.state(), 540), at("2025-03-24", 540));
  EXPECT_THAT(c.ticks("2025-03-23").effects.alerts, IsEmpty());
  const Decision told = c.ticks("2025-03-24");
  ASSERT_EQ(told.effects.alerts.size(), 1U);
  EXPECT_EQ(told.effects.alerts[0].rung, "-5wd");
  EXPECT_EQ(told.effects.alerts[0].due, day("2025-03-31"));
  EXPECT_THAT(told.events, IsEmpty());
  EXPECT_THAT(c.ticks("2025-03-24").effects.alerts, IsEmpty());
  const Decision after_downtime = c.ticks("2025-04-10");
  ASSERT_EQ(after_downtime.effects.alerts.size(), 2U) << "the highest of the clerk, and the head's";
  EXPECT_EQ(after_downtime.effects.alerts[0].rung, "0");
  EXPECT_EQ(after_downtime.effects.alerts[1].rung, "+1wd");
  EXPECT_FALSE(c.clock("A26")->told.contains("-30wd>clerk")) << "before the clock began";
}

TEST(Rungs, NotToldWhenTheSameDecisionAnswersTheDuty) {
  ClockRule rule = clock("A26", ClockKind::duty, "5wd", {on_event("start")}, {"open"});
  rule.ladder = {make_rung(0, Unit::working_days, "clerk")};
  rule.stops = {on_event("b")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  EXPECT_THAT(c.does(act("b", "2025-03-10")).effects.alerts, IsEmpty());
  const Decision again = c.does(change(ActKind::annulled, c.last_act(), "2025-03-11"));
  ASSERT_EQ(again.effects.alerts.size(), 1U) << "nobody has heard that the duty, which runs again, is due";
  EXPECT_EQ(again.effects.alerts[0].rung, "0");
}

TEST(Rungs, AnExtensionSupersedesWhatWasToldAndTellsAgain) {
  ClockRule rule = clock("A26", ClockKind::duty, "20wd", {on_event("start")}, {"open"});
  rule.ladder = {make_rung(-5, Unit::working_days, "clerk")};
  rule.extends = {extension("a", "10wd")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  c.ticks("2025-03-24");
  const Decision extended = c.does(act("a", "2025-03-25"));
  ASSERT_EQ(extended.effects.alerts_superseded.size(), 1U);
  EXPECT_EQ(extended.effects.alerts_superseded[0].due, day("2025-03-31"));
  const Decision again = c.ticks("2025-04-08");
  ASSERT_EQ(again.effects.alerts.size(), 1U);
  EXPECT_EQ(again.effects.alerts[0].due, day("2025-04-15"));
}

TEST(Rungs, ToldAndUndoneInOneDecisionNobodyHeardOf) {
  ClockRule rule = clock("A26", ClockKind::duty, "20wd", {on_event("start")}, {"open"});
  rule.ladder = {make_rung(-5, Unit::working_days, "clerk")};
  rule.extends = {extension("a", "10wd")};
  const Procedure p = bare({rule});
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  const Decision extended = c.does(act("a", "2025-03-25"));
  EXPECT_THAT(extended.effects.alerts, IsEmpty());
  EXPECT_THAT(extended.effects.alerts_superseded, IsEmpty());
}

TEST(Rungs, InHoursForHourClocks) {
  ClockRule rule = clock("E04", ClockKind::duty, "24h", {on_event("a")}, {"open"});
  rule.ladder = {make_rung(-4, Unit::hours, "duty_officer")};
  Procedure p = bare({rule});
  p.events[1].hour = true;
  p.index();
  Driven c(p);
  c.does(opening("start", "2025-03-03"));
  Act a = act("a", "2025-03-04");
  a.minute = 9 * 60;
  c.does(a);
  EXPECT_EQ(next_moment(c.context(), c.state(), 540), at("2025-03-05", 6 * 60));
  EXPECT_THAT(c.ticks(at("2025-03-05", 5 * 60)).effects.alerts, IsEmpty());
  ASSERT_EQ(c.ticks(at("2025-03-05", 6 * 60)).effects.alerts.size(), 1U);
}

}  // namespace
}  // namespace hejie::engine::test
