// What is made at fixed times: bulletins of a quarter, work lists and the draw of a month. Each once, through rest and
// two desks; kept as made.
#include <gmock/gmock.h>

#include "app/bulletins.h"
#include "app/control_desk.h"
#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct Making : testing::Test {
  WatchedBureau bureau;
  app::Bulletins bulletins{*bureau.store, app::shipped()};
  app::ControlDesk control{*bureau.store, app::shipped(), bureau.rules, bureau.clock, bureau.ids};
  app::Caller head = app::Bureau::person("bureau_head", "li");

  std::vector<storage::KeptRow> kept(const char* kind, const std::string& period = "") {
    const auto snapshot = std::move(bureau.store->snapshot().value());
    storage::KeptFilter filter;
    filter.kind = {kind};
    filter.period = period;
    filter.page.limit = 500;
    return snapshot->list_kept(filter).value().items;
  }
  std::vector<std::string> subjects(const char* kind, const std::string& period) {
    std::vector<std::string> out;
    for (const auto& row : kept(kind, period)) out.push_back(row.subject);
    return out;
  }
  app::BulletinView bulletin(const std::string& subject, const std::string& period) {
    app::BulletinQuery query;
    query.subject = {subject};
    query.period = period;
    const auto list = bulletins.list(head, query);
    if (!list || list->items.empty()) {
      ADD_FAILURE() << "no bulletin of " << subject << " for " << period;
      return {};
    }
    return list->items.front();
  }
  void withdraw(const app::CommandOutcome& opened) {
    auto input = app::Bureau::about(opened, "withdraw_complaint");
    input.on_behalf_of = "complainant";
    bureau.sent(app::Bureau::person("inspector", "zhao"), input);
  }
};

TEST_F(Making, AQuarterIsToldAtTheOpeningHourOfTheFirstWorkingDayAfterIt) {
  const auto big = bureau.complaint(31);
  const auto small = bureau.complaint(3);
  withdraw(small);
  bureau.step(moment("2026-03-31", 1000));
  bureau.step(moment("2026-04-01", 539));
  EXPECT_THAT(kept("bulletin"), IsEmpty()) << "the office is not open yet";
  bureau.step(moment("2026-04-01", 540));
  EXPECT_THAT(subjects("bulletin", "2026-Q1"),
              UnorderedElementsAre("bureau", "unit:mediation", "unit:arbitration", "unit:inspection"));
  const auto all = bulletin("bureau", "2026-Q1");
  ASSERT_THAT(all.body.figures, SizeIs(3));
  EXPECT_EQ(all.body.figures[0].report, "collective");
  EXPECT_EQ(all.body.figures[0].numerator, 1);
  EXPECT_EQ(all.body.figures[0].denominator, 2);
  EXPECT_THAT(all.body.figures[0].cases, ElementsAre(big.case_id));
  EXPECT_THAT(all.body.key_cases, ElementsAre(big.case_id));
  EXPECT_EQ(bulletin("unit:inspection", "2026-Q1").body.figures[1].report, "inspection_closing_rate");
  EXPECT_THAT(bulletin("unit:mediation", "2026-Q1").body.key_cases, IsEmpty());
  const auto page = app::bulletin_page(all, "en", "示例局");
  EXPECT_THAT(page, HasSubstr("Bulletin of 2026-Q1"));
  EXPECT_THAT(page, HasSubstr("/cases/" + big.case_id.value)) << "a figure opens its cases";
  EXPECT_THAT(page, Not(HasSubstr("甲某"))) << "no names of parties";
  EXPECT_THAT(app::bulletin_csv(all, "zh"), HasSubstr("集体争议,1,2,50.0 %"));
}

TEST_F(Making, OnceThroughRestAndTwoDesks) {
  Desk other{*bureau.store, bureau.service, app::shipped(), shipped_rules(), bureau.metrics};
  bureau.complaint();
  bureau.step(moment("2026-03-02", 601));
  bureau.step(moment("2026-11-02"));
  ASSERT_TRUE(other.step(to_instant(moment("2026-11-02", 541))).has_value());
  Desk restarted{*bureau.store, bureau.service, app::shipped(), shipped_rules(), bureau.metrics};
  ASSERT_TRUE(restarted.step(to_instant(moment("2026-11-02", 542))).has_value());
  for (const char* period : {"2026-Q1", "2026-Q2", "2026-Q3"})
    EXPECT_THAT(subjects("bulletin", period), SizeIs(4)) << period << ": each one missed, once";
  EXPECT_THAT(kept("bulletin", "2025"), IsEmpty()) << "nothing from before the store began";
  EXPECT_THAT(kept("work_list", "2026-10"), IsEmpty()) << "a list of work of a month that is over helps nobody";
  EXPECT_THAT(subjects("work_list", "2026-11"), ElementsAre("account:u_zhou"));
}

TEST_F(Making, AClockThatGoesBackMakesNothingTwice) {
  bureau.complaint();
  bureau.step(moment("2026-03-02", 601));
  bureau.step(moment("2026-04-01"));
  const auto made = kept("bulletin").size() + kept("work_list").size() + kept("draw").size();
  ASSERT_TRUE(bureau.desk.step(to_instant(moment("2026-03-20"))).has_value());
  ASSERT_TRUE(bureau.desk.step(to_instant(moment("2026-04-01", 600))).has_value());
  EXPECT_EQ(kept("bulletin").size() + kept("work_list").size() + kept("draw").size(), made);
}

TEST_F(Making, AWorkListIsOfItsPersonAndHeads) {
  const auto opened = bureau.complaint();
  bureau.step(moment("2026-03-02", 601));
  bureau.step(moment("2026-04-01"));
  const auto list = bulletin("account:u_zhou", "2026-04");
  ASSERT_FALSE(list.body.lines.empty());
  EXPECT_EQ(list.body.lines[0].case_id, opened.case_id);
  EXPECT_EQ(list.body.lines[0].clock, "J02");
  EXPECT_EQ(list.body.lines[0].status, "breached");
  EXPECT_THAT(app::bulletin_csv(list, "en"), HasSubstr("2026-03-09,"));
  EXPECT_TRUE(bulletins.show(app::Bureau::person("window", "zhou"), list.id).has_value());
  EXPECT_EQ(bulletins.show(app::Bureau::person("inspector", "zhao"), list.id).error().code, ErrorCode::not_found);
  EXPECT_THAT(bulletins.list(app::Bureau::person("inspector", "zhao"), {{"work_list"}, {}, "", 50, ""})->items,
              IsEmpty());
}

TEST_F(Making, AShareOfTheFilesClosedInAMonthIsDrawnBySeed) {
  std::vector<CaseId> closed;
  for (int i = 0; i < 3; ++i) {
    const auto opened = bureau.complaint();
    withdraw(opened);
    closed.push_back(opened.case_id);
  }
  bureau.complaint();
  bureau.step(moment("2026-03-03"));
  bureau.step(moment("2026-04-01"));
  const auto draws = control.draws(head);
  ASSERT_THAT(*draws, SizeIs(1));
  const auto& draw = draws->front();
  EXPECT_EQ(draw.closed, 3);
  EXPECT_THAT(draw.seed, SizeIs(32));
  EXPECT_EQ(draw.drawn, app::drawn_by(draw.seed, closed, 5, 1)) << "anybody can repeat it";
  const auto reviews = control.reviews(head, {});
  ASSERT_THAT(reviews->items, SizeIs(1));
  EXPECT_THAT(bureau.ledger("file_review"), ElementsAre("file_review:0>legal_reviewer"));
}

TEST(Draw, IsTheSameForASeedAndHasItsShare) {
  std::vector<CaseId> files;
  for (int i = 0; i < 200; ++i) files.emplace_back("c_" + std::to_string(i));
  const auto drawn = app::drawn_by("a", files, 5, 1);
  EXPECT_THAT(drawn, SizeIs(10));
  auto turned = files;
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(app::drawn_by("a", turned, 5, 1), drawn);
  EXPECT_NE(app::drawn_by("b", files, 5, 1), drawn);
  EXPECT_THAT(app::drawn_by("a", files, 0, 3), SizeIs(3));
  EXPECT_THAT(app::drawn_by("a", {}, 5, 1), IsEmpty());
}

}  // namespace
}  // namespace hejie::alerts
