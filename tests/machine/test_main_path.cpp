// The main path of the small arbitration, with catch-up, approval, service and effect.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

/// Filed 2025-03-03 (Monday), accepted with approval on 03-05, served 03-06.
Driven accepted_case() {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  return c;
}

TEST(MainPath, FilingStartsTheDutyToDecide) {
  Driven c(small());
  const Decision& filed = c.does(opening("file", "2025-03-03", {"applicant", "respondent", "respondent"}));
  EXPECT_EQ(c.state().state, "filed");
  ASSERT_EQ(c.state().parties.size(), 3U);
  EXPECT_EQ(c.state().parties[1].key, "respondent");
  EXPECT_EQ(c.state().parties[2].key, "respondent_2");
  EXPECT_EQ(c.due("A07"), "2025-03-10");
  EXPECT_THAT(occurrences(filed), ElementsAre("started A07 2025-03-03"));
  EXPECT_EQ(c.version(), 2);
}

TEST(MainPath, AProposalChangesNothingElse) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  const Decision proposed = c.does(act("accept", "2025-03-04"));
  EXPECT_TRUE(proposed.proposal);
  EXPECT_THAT(proposed.approver_roles, ElementsAre("institute_head"));
  EXPECT_EQ(c.state().state, "filed");
  EXPECT_EQ(c.status("A07"), ClockStatus::running);
  EXPECT_FALSE(proposed.effects.gives_number);
  const Decision approved = c.does(answer(ActKind::approved, c.last_act(), "2025-03-06", by("institute_head")));
  EXPECT_EQ(c.state().state, "in_answer");
  EXPECT_EQ(c.status("A07"), ClockStatus::stopped);
  EXPECT_EQ(c.clock("A07")->ended_on, day("2025-03-06"));
  EXPECT_EQ(c.due("A26"), "2025-04-21");  // 45 days from the approval are 2025-04-20, a Sunday
  EXPECT_TRUE(approved.effects.gives_number);
  EXPECT_FALSE(approved.proposal);
  ASSERT_EQ(c.file().acts.back().approvers.size(), 1U);
  EXPECT_EQ(c.file().acts.back().event, "accept");
  EXPECT_TRUE(c.state().proposals.empty());
}

TEST(MainPath, DutyOverdueIsBreachedAtTheStartOfTheNextDay) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.ticks("2025-03-10");
  EXPECT_EQ(c.status("A07"), ClockStatus::running);
  const Decision late = c.ticks("2025-03-11");
  EXPECT_THAT(occurrences(late), ElementsAre("breached A07 2025-03-11"));
  EXPECT_TRUE(c.ticks("2025-03-11").events.empty());
  c.does(act("accept", "2025-03-12"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-12", by("institute_head")));
  EXPECT_EQ(c.status("A07"), ClockStatus::stopped);
  EXPECT_EQ(c.clock("A07")->breached_on, day("2025-03-11"));
}

TEST(MainPath, WindowOfThePartyIsOpenOnItsLastDayAndClosedAfter) {
  Driven c = accepted_case();
  c.does(serve("copy", "respondent", "2025-03-06"));
  EXPECT_EQ(c.due("A12", "respondent"), "2025-03-17");  // 03-16 is a Sunday
  Driven in_time = c;
  in_time.does(act_of("respondent", "answer", "2025-03-17"));
  EXPECT_EQ(in_time.status("A12", "respondent"), ClockStatus::stopped);
  const Rejection late = c.refused(act_of("respondent", "answer", "2025-03-18"));
  EXPECT_EQ(late.kind, Rejection::Kind::window);
  EXPECT_EQ(late.rule, "A12");
  EXPECT_EQ(c.status("A12", "respondent"), ClockStatus::running) << "a refused act stores nothing";
}

TEST(MainPath, AHumanActMeetsTheStateAfterAnUnfiredExpiry) {
  Driven c = accepted_case();
  c.does(serve("copy", "respondent", "2025-03-06"));
  EXPECT_EQ(c.refused([] {
               Act a = act("hear", "2025-03-17");
               a.by = by("arbitrator");
               return a;
             }())
                .kind,
            Rejection::Kind::guard);
  Act hear = act("hear", "2025-03-18");
  hear.by = by("arbitrator");
  const Decision heard = c.does(hear);
  EXPECT_EQ(occurrences(heard).front(), "expired A12/respondent 2025-03-18");
  EXPECT_EQ(c.state().state, "heard");
}

TEST(MainPath, EffectNeedsEveryWindowAndComesOnTheDayAfterTheLast) {
  Driven c = accepted_case();
  c.does(serve("copy", "respondent", "2025-03-06"));
  Act hear = act("hear", "2025-03-18");
  hear.by = by("arbitrator");
  c.does(hear);
  Act award = act("award", "2025-04-01");
  award.by = by("arbitrator");
  const Decision awarded = c.does(award);
  ASSERT_EQ(awarded.effects.outcomes.size(), 1U);
  EXPECT_EQ(awarded.effects.outcomes[0].milestone, "awarded");
  c.does(serve("award_doc", "applicant", "2025-04-02"));
  c.ticks("2025-04-25");
  EXPECT_EQ(c.status("L01", "applicant"), ClockStatus::expired);
  EXPECT_EQ(c.state().state, "awarded") << "an unserved respondent is not silent";
  c.does(serve("award_doc", "respondent", "2025-04-28"));
  EXPECT_EQ(c.due("L01", "respondent"), "2025-05-13");
  c.ticks("2025-05-13");
  EXPECT_EQ(c.state().state, "awarded");
  c.ticks("2025-05-20");
  EXPECT_EQ(c.state().state, "effective");
  EXPECT_EQ(c.state().since, day("2025-05-14"));
}

TEST(MainPath, NotOpenedIsRefusedInItsOwnWords) {
  const Driven c(small());
  const Rejection no = c.refused(act("accept", "2025-03-03"));
  EXPECT_EQ(no.kind, Rejection::Kind::state);
  EXPECT_EQ(c.refused(act("fly", "2025-03-03")).kind, Rejection::Kind::unknown_event);
}

TEST(MainPath, RefusalsComeInTheFixedOrder) {
  Driven c = accepted_case();
  c.does(act("suspend", "2025-03-06"));
  Act wrong_everything = act("award", "2025-03-07", {{"nothing", true}});
  wrong_everything.by = by("window");
  EXPECT_EQ(c.refused(wrong_everything).kind, Rejection::Kind::state);
  Act held = act_of("applicant", "answer", "2025-03-07", {{"nothing", true}});
  held.by = by("window");
  EXPECT_EQ(c.refused(held).kind, Rejection::Kind::hold);
  c.does(act("resume", "2025-03-10"));
  held.on = day("2025-03-10");
  EXPECT_EQ(c.refused(held).kind, Rejection::Kind::role);
  held.by = by("clerk");
  EXPECT_EQ(c.refused(held).kind, Rejection::Kind::party);
  held.party = "respondent";
  EXPECT_EQ(c.findings(held).front().path, "/data/nothing");
  held.fields.clear();
  EXPECT_EQ(c.refused(held).kind, Rejection::Kind::window);
}

}  // namespace
}  // namespace hejie::engine::test
