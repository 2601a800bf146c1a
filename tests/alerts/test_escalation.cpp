// Ladders to their end: each working day after, the next in line when nobody answers, and what a moved day tells.
#include <gmock/gmock.h>

#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// J02: five working days from 2 March to decide on a complaint: due on Monday, 9 March.
struct Escalating : testing::Test {
  WatchedBureau bureau;
  app::CommandOutcome opened = bureau.complaint();
  storage::AlertRow last() { return bureau.rows().back(); }
};

TEST_F(Escalating, NobodyWaitsBeforeTheDueDay) {
  bureau.step(moment("2026-03-06"));
  ASSERT_THAT(bureau.ledger("-1wd"), Not(IsEmpty()));
  for (const auto& row : bureau.rows()) EXPECT_FALSE(row.wait_until) << row.what.rung;
}

TEST_F(Escalating, GoesUpTheLineWhenNobodyAnswers) {
  bureau.step(moment("2026-03-09"));
  ASSERT_THAT(bureau.ledger(":0>"), ElementsAre("J02:0>inspector"));
  EXPECT_EQ(last().wait_until, moment("2026-03-10", 11 * 60)) << "eight working hours from the next full hour";
  bureau.step(moment("2026-03-10", 10 * 60 + 59));
  EXPECT_THAT(bureau.ledger("^"), IsEmpty());
  bureau.step(moment("2026-03-10", 11 * 60));
  EXPECT_THAT(bureau.ledger("0^"), ElementsAre("J02:0^1>inspection_head"));
  bureau.step(moment("2026-03-11", 14 * 60 + 30));
  EXPECT_THAT(bureau.ledger("0^"), ElementsAre("J02:0^1>inspection_head", "J02:0^2>bureau_head"));
  bureau.step(moment("2026-04-30"));
  EXPECT_EQ(bureau.ledger(":0^").size(), 2U) << "the line has an end";
}

TEST_F(Escalating, AnAnswerEndsTheLine) {
  bureau.step(moment("2026-03-09"));
  bureau.acknowledge(last().id);
  bureau.step(moment("2026-03-10", 8 * 60));
  EXPECT_THAT(bureau.ledger("^"), IsEmpty());
}

TEST_F(Escalating, SoDoesTheActItself) {
  bureau.step(moment("2026-03-09"));
  auto input = app::Bureau::about(opened, "withdraw_complaint");
  input.on_behalf_of = "complainant";
  bureau.sent(app::Bureau::person("inspector", "zhao"), input);
  bureau.step(moment("2026-03-12"));
  EXPECT_THAT(bureau.ledger("^"), IsEmpty());
}

TEST_F(Escalating, StepsAgainAndTwoDesksTellEachRowOnce) {
  Desk other{*bureau.store, bureau.service, app::shipped(), shipped_rules(), bureau.metrics};
  for (Date day = *parse_date("2026-03-02"); day <= *parse_date("2026-03-31"); day = day + 1)
    for (const int minute : {540, 1020, 1080}) {
      bureau.step({day, minute});
      ASSERT_TRUE(other.step(to_instant({day, minute})).has_value());
    }
  std::set<storage::AlertKey> keys;
  for (const auto& row : bureau.rows()) EXPECT_TRUE(keys.insert(row.what).second);
  EXPECT_THAT(bureau.ledger(), Contains("J02:0^2>bureau_head"));
}

TEST_F(Escalating, EachWorkingDayAfterFiveTimes) {
  for (Date day = *parse_date("2026-03-09"); day <= *parse_date("2026-03-31"); day = day + 1) bureau.step({day, 540});
  std::vector<std::string> after;
  for (const auto& row : bureau.rows())
    if (row.what.to == "inspector" && row.what.rung.starts_with('+') && row.what.clock == "J02")
      after.push_back(row.what.rung + " " + format_date(row.on));
  EXPECT_THAT(after, ElementsAre("+1wd 2026-03-10", "+2wd 2026-03-11", "+3wd 2026-03-12", "+4wd 2026-03-13",
                                 "+5wd 2026-03-16"));
}

TEST_F(Escalating, WhoeverWasToldADayIsToldThatTheClockNoLongerRuns) {
  bureau.step(moment("2026-03-09"));
  auto input = app::Bureau::about(opened, "withdraw_complaint");
  input.on_behalf_of = "complainant";
  input.occurred_on = *parse_date("2026-03-05");
  bureau.sent(app::Bureau::person("inspector", "zhao"), input);
  EXPECT_THAT(bureau.ledger("J02:withdrawn"), ElementsAre("J02:withdrawn>inspector"))
      << "once, though two rungs were told";
  for (const auto& row : bureau.rows()) {
    if (row.what.clock == "J02" && row.what.rung == "0") {
      EXPECT_TRUE(row.superseded);
    }
  }
  bureau.step(moment("2026-03-20"));
  EXPECT_THAT(bureau.ledger("^"), IsEmpty()) << "nobody waits for an answer to it";
}

TEST_F(Escalating, AMovedDayIsToldToWhoeverWasToldTheOldOne) {
  bureau.step(moment("2026-03-09"));
  app::CommandInput corrected = app::Bureau::about(opened, "correct");
  corrected.data_json =
      R"({"of":)" + std::to_string(opened.seq) + R"(,"reason":"收件日录错","occurred_on":"2026-03-04"})";
  // The window may put its own entry right; the day of receipt moves by two days.
  bureau.sent(app::Bureau::person("window", "zhou"), corrected);
  std::vector<std::string> moved;
  for (const auto& row : bureau.rows())
    if (row.what.clock == "J02" && row.what.rung == "moved")
      moved.push_back(row.what.to + " " + format_date(row.what.due));
  EXPECT_THAT(moved, ElementsAre("inspector 2026-03-11"));
  bureau.step(moment("2026-03-11"));
  std::vector<std::string> told;
  for (const auto& row : bureau.rows())
    if (row.what.clock == "J02" && row.what.rung == "0" && !row.superseded) told.push_back(format_date(row.what.due));
  EXPECT_THAT(told, ElementsAre("2026-03-11"));
}

/// A work injury accepted on 6 March: to be determined by 6 May (I04).
struct Halted : testing::Test {
  WatchedBureau bureau;
  app::Caller clerk = app::Bureau::person("clerk", "wang");
  app::CommandOutcome opened;

  void SetUp() override {
    app::CommandInput input;
    input.workflow = "work_injury";
    input.event = "receive_application";
    input.data_json = R"({"accident_on":"2026-02-26","applied_by":"employer","in_time":"yes","injury":"commuting",)"
                      R"("parties":[{"role":"worker","kind":"worker","name":"甲某"},)"
                      R"({"role":"employer","kind":"employer","name":"示例公司"}]})";
    opened = bureau.sent(app::Bureau::person("window", "zhou"), input);
    bureau.step(moment("2026-03-06"));
    approved("accept");
  }
  void approved(const char* event, const std::string& data = "{}") {
    const auto asked = bureau.sent(clerk, app::Bureau::about(opened, event, data));
    bureau.sent(app::Bureau::person("inspection_head", "sun"),
                app::Bureau::about(opened, "approve", R"({"of":)" + std::to_string(asked.seq) + "}"));
  }
  std::vector<std::string> told(const char* rung) {
    std::vector<std::string> out;
    for (const auto& row : bureau.rows())
      if (row.what.clock == "I04" && row.what.rung == rung)
        out.push_back(row.what.to + " " + format_date(row.what.due) + (row.superseded ? " superseded" : ""));
    return out;
  }
};

TEST_F(Halted, WhoeverWasToldADayHearsThatTheClockStandsStill) {
  bureau.step(moment("2026-05-06"));
  ASSERT_THAT(told("0"), ElementsAre("clerk 2026-05-06"));
  approved("suspend", R"({"wait_for":"traffic"})");
  EXPECT_THAT(told("halted"), ElementsAre("clerk 2026-05-06")) << "once, with the day that no longer holds";
  EXPECT_THAT(told("0"), ElementsAre("clerk 2026-05-06 superseded"));
  const auto rows = bureau.rows().size();
  bureau.step(moment("2026-06-30"));
  EXPECT_EQ(bureau.rows().size(), rows) << "a clock that stands still tells nothing, and nobody waits for an answer";
  bureau.sent(clerk, app::Bureau::about(opened, "resume"));
  bureau.step(moment("2026-07-01"));
  EXPECT_THAT(told("0"), ElementsAre("clerk 2026-05-06 superseded", "clerk 2026-06-30"))
      << "the sixtieth day, 5 May, was a holiday: the first working day that counts again";
}

TEST_F(Escalating, AClockThatJumpsForwardCollapsesAndTellsNothingTwiceWhenItComesBack) {
  bureau.step(moment("2026-03-06"));
  bureau.step(moment("2026-03-20"));
  const auto rows = bureau.rows().size();
  ASSERT_THAT(bureau.ledger("J02:"), Not(IsEmpty()));
  // The machine's clock is set back: what was told stays told.
  for (const char* day : {"2026-03-07", "2026-03-09", "2026-03-12", "2026-03-20"})
    ASSERT_TRUE(bureau.desk.step(to_instant(moment(day))).has_value());
  EXPECT_EQ(bureau.rows().size(), rows);
  std::set<storage::AlertKey> keys;
  for (const auto& row : bureau.rows()) EXPECT_TRUE(keys.insert(row.what).second) << row.what.clock << row.what.rung;
}

}  // namespace
}  // namespace hejie::alerts
