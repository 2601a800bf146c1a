// The contract of a store: alerts that wait for an answer, risks, what rules count, key cases, messages.
#include <gmock/gmock.h>

#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::day;
using samples::open_case;
using testing::ElementsAre;
using testing::IsEmpty;

class StoreAlerts : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (!store_) return;
    must(open_case("c_1"));
    must(open_case("c_2"));
  }
  static NewAlert alert(const char* to, const char* clock = "A10", int minute = 600) {
    return {{CaseId("c_1"), clock, "", 1, "0", to, day(2026, 3, 9)}, day(2026, 3, 9), Moment{day(2026, 3, 10), minute}};
  }
  std::vector<AlertRow> tell(std::vector<NewAlert> alerts) {
    Commit commit;
    commit.alerts = std::move(alerts);
    return must(std::move(commit)).alerts;
  }
  std::vector<std::string> waiting(int minute = 600) {
    std::vector<std::string> out;
    const auto rows = look()->alerts_waiting(Moment{day(2026, 3, 10), minute}, 10).value();
    for (const auto& row : rows)
      out.push_back(row.alert.what.to + (row.answered ? " answered" : "") + (row.open ? "" : " closed"));
    return out;
  }
  static NewRisk risk(int level, const char* subject = "c_1", const char* period = "") {
    return {"collective",
            subject,
            level,
            period,
            CaseId("c_1"),
            day(2026, 3, 4),
            R"({"worker_count":31})",
            {"inspector", "bureau_head"},
            std::nullopt};
  }
  std::vector<AlertRow> find(std::vector<NewRisk> risks) {
    Commit commit;
    commit.risks = std::move(risks);
    return must(std::move(commit)).alerts;
  }
  static OutboxRow message(const char* channel, long long alert, Instant at = Instant{5}) {
    OutboxRow row;
    row.case_id = CaseId("c_1");
    row.channel = channel;
    row.payload = "{}";
    row.next_try_at = at;
    row.alert = alert;
    return row;
  }
};

TEST_P(StoreAlerts, MayBeAboutNoCase) {
  NewAlert of_none = alert("bureau_head", "delegation");
  of_none.what.case_id = CaseId();
  of_none.wait_until = std::nullopt;
  const auto told = tell({of_none, alert("clerk")});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(tell({of_none}).empty()) << "told once";
  const auto first = look()->find_alert(told[0].id).value();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->what, of_none.what);
  EXPECT_EQ(look()->alerts_since(0, 10).value().size(), 2U);
  AlertFilter filter;
  filter.to = {"bureau_head"};
  filter.page.limit = 10;
  ASSERT_EQ(look()->list_alerts(filter).value().items.size(), 1U);
  filter.to = {};
  EXPECT_EQ(look()->list_alerts(filter).value().items.size(), 2U);
  filter.case_id = CaseId("c_1");
  EXPECT_EQ(look()->list_alerts(filter).value().items.size(), 1U) << "of one case";
  filter.case_id = CaseId();
  const auto concerned = [&](std::vector<std::string> to, std::optional<std::vector<std::string>> all_but) {
    filter.no_case = NoCaseAlerts{std::move(to), std::move(all_but)};
    return look()->list_alerts(filter).value().items.size();
  };
  EXPECT_EQ(concerned({"bureau_head"}, {}), 2U);
  EXPECT_EQ(concerned({"clerk", "account:u_1"}, {}), 1U) << "the one about a case";
  EXPECT_EQ(concerned({}, {}), 1U);
  EXPECT_EQ(concerned({"clerk"}, std::vector<std::string>{}), 2U) << "all";
  EXPECT_EQ(concerned({"clerk"}, {{"bureau_head"}}), 1U) << "all others";
  of_none.what.ordinal = 2;
  tell({of_none});
  filter.page.limit = 1;
  filter.no_case = NoCaseAlerts{};
  EXPECT_EQ(look()->list_alerts(filter).value().items.at(0).what.to, "clerk") << "a page is full of what is listed";
  Commit answered;
  answered.puts.emplace_back(Acknowledge{told[0].id, AccountId("u_1"), Instant{9}});
  must(std::move(answered));
  EXPECT_EQ(look()->find_alert(told[0].id).value()->acknowledged_by, AccountId("u_1"));
  NewAlert of_unknown = alert("clerk");
  of_unknown.what.case_id = CaseId("c_9");
  Commit of_nothing;
  of_nothing.alerts = {of_unknown};
  EXPECT_EQ(refused(of_nothing).code, ErrorCode::not_found);
}

TEST_P(StoreAlerts, WaitUntilTheirMomentOldestFirst) {
  const auto told = tell({alert("clerk", "A10", 700), alert("arbitrator", "A10", 600)});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(look()->find_alert(told[0].id).value(), told[0]);
  EXPECT_FALSE(look()->find_alert(99).value());
  EXPECT_EQ(look()->newest_alert().value(), 2);
  EXPECT_THAT(waiting(599), IsEmpty());
  EXPECT_THAT(waiting(600), ElementsAre("arbitrator"));
  EXPECT_THAT(waiting(700), ElementsAre("arbitrator", "clerk"));
  EXPECT_EQ(look()->alerts_waiting(Moment{day(2026, 3, 10), 700}, 1).value().size(), 1U);
  put(AlertWaited{told[1].id});
  EXPECT_THAT(waiting(700), ElementsAre("clerk"));
}

TEST_P(StoreAlerts, AnAnswerOfOneAnswersForAllOfTheRung) {
  const auto told = tell({alert("clerk"), alert("arbitrator"), alert("clerk", "A11")});
  put(Acknowledge{told[0].id, AccountId("u_1"), Instant{9}});
  EXPECT_THAT(waiting(), ElementsAre("arbitrator answered", "clerk"));
  EXPECT_FALSE(look()->find_alert(told[0].id).value()->wait_until);
}

TEST_P(StoreAlerts, ALateAnswerStopsTheLineToo) {
  const auto told = tell({alert("clerk")});
  NewAlert next = alert("committee_head");
  next.what.rung = "0^1";
  tell({next});
  put(Acknowledge{told[0].id, AccountId("u_1"), Instant{9}});
  EXPECT_THAT(waiting(), ElementsAre("committee_head answered"));
}

TEST_P(StoreAlerts, WhatIsSupersededWaitsForNobodyUntilItIsToldAgain) {
  const auto told = tell({alert("clerk")});
  Commit moved;
  moved.superseded = {told[0].what};
  must(moved);
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_THAT(tell({alert("clerk")}), IsEmpty()) << "the same row, not a second one";
  EXPECT_THAT(waiting(), ElementsAre("clerk"));
}

TEST_P(StoreAlerts, AClockThatEndedIsSaidToBeClosed) {
  tell({alert("clerk", "A99")});
  EXPECT_THAT(waiting(), ElementsAre("clerk closed"));
}

TEST_P(StoreAlerts, ARiskIsFoundOncePerLevelAndPeriod) {
  const auto first = find({risk(2)});
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].what.clock, "risk:collective");
  EXPECT_EQ(first[0].what.rung, "2");
  EXPECT_EQ(first[0].what.ordinal, 1) << "the risk's id";
  EXPECT_THAT(find({risk(2)}), IsEmpty());
  EXPECT_EQ(find({risk(3), risk(2, "c_2"), risk(2, "c_1", "2026-04")}).size(), 6U);
  const auto all = look()->list_risks({}).value();
  ASSERT_EQ(all.items.size(), 4U);
  EXPECT_EQ(all.items[3].grounds, R"({"worker_count":31})");
  EXPECT_EQ(look()->find_risk(1).value(), all.items[3]);
  EXPECT_FALSE(look()->find_risk(5).value());
  RiskFilter filter;
  filter.rule = {"other"};
  EXPECT_THAT(look()->list_risks(filter).value().items, IsEmpty());
  filter.rule = {"collective"};
  filter.case_id = CaseId("c_1");
  filter.page.limit = 3;
  const auto page = look()->list_risks(filter).value();
  ASSERT_FALSE(page.next.empty());
  filter.page.cursor = page.next;
  EXPECT_EQ(look()->list_risks(filter).value().items.size(), 1U);
  Commit nowhere;
  nowhere.risks = {risk(1)};
  nowhere.risks[0].case_id = CaseId("c_x");
  EXPECT_EQ(refused(nowhere).code, ErrorCode::not_found);
}

TEST_P(StoreAlerts, CountsWhatRulesAskFor) {
  const auto watch = [&](const char* id, const char* employer, Date on, bool open = true) {
    put(PutWatched{{CaseId(id), PersonId(employer), AccountId("u_1"), "textile", "wages", on, open}});
  };
  EXPECT_FALSE(look()->watched(CaseId("c_1")).value());
  watch("c_1", "p_1", day(2026, 1, 5));
  watch("c_2", "p_1", day(2026, 3, 5));
  EXPECT_EQ(look()->watched(CaseId("c_2")).value()->opened_on, day(2026, 3, 5));
  EXPECT_THAT(look()->matters_of(PersonId("p_1"), day(2026, 1, 1), 9).value(),
              ElementsAre(CaseId("c_2"), CaseId("c_1")));
  EXPECT_THAT(look()->matters_of(PersonId("p_1"), day(2026, 1, 6), 9).value(), ElementsAre(CaseId("c_2")));
  EXPECT_THAT(look()->matters_of(PersonId(""), day(2026, 1, 1), 9).value(), IsEmpty());
  EXPECT_EQ(look()->open_cases_of(AccountId("u_1")).value(), 2);
  EXPECT_EQ(look()->sector_spans("textile", day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 31)).value(),
            (SpanCounts{1, 1}));
  EXPECT_EQ(look()->sector_spans("", day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 31)).value(), SpanCounts{});
  watch("c_2", "p_1", day(2026, 3, 5), false);
  EXPECT_EQ(look()->open_cases_of(AccountId("u_1")).value(), 1);
  EXPECT_THAT(look()->changed_since(0, 10).value(),
              ElementsAre(ChangedCase{1, CaseId("c_1")}, ChangedCase{2, CaseId("c_2")}));
  EXPECT_THAT(look()->changed_since(1, 10).value(), ElementsAre(ChangedCase{2, CaseId("c_2")}));
}

TEST_P(StoreAlerts, TimersAreOneARuleAndCase) {
  const Moment at{day(2026, 3, 9), 540};
  put(PutRiskTimer{"stalled", CaseId("c_1"), at});
  put(PutRiskTimer{"stalled", CaseId("c_1"), Moment{day(2026, 3, 8), 540}});
  put(PutRiskTimer{"festival", CaseId("c_2"), at});
  EXPECT_THAT(look()->risk_timers_due(Moment{day(2026, 3, 8), 539}, 9).value(), IsEmpty());
  EXPECT_THAT(look()->risk_timers_due(at, 9).value(),
              ElementsAre(RiskTimer{"stalled", CaseId("c_1"), Moment{day(2026, 3, 8), 540}},
                          RiskTimer{"festival", CaseId("c_2"), at}));
  put(PutRiskTimer{"festival", CaseId("c_2"), std::nullopt});
  EXPECT_EQ(look()->risk_timers_due(at, 9).value().size(), 1U);
}

TEST_P(StoreAlerts, ACaseHasOneOpenKeyMark) {
  KeyCase mark;
  mark.case_id = CaseId("c_1");
  mark.since = day(2026, 3, 4);
  mark.rule = "collective";
  mark.report_due = day(2026, 3, 11);
  put(PutKeyCase{mark});
  put(PutKeyCase{mark});
  auto open = look()->key_cases({}).value();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_THAT(look()->key_reports_due(day(2026, 3, 11), 9).value(), IsEmpty());
  EXPECT_EQ(look()->key_reports_due(day(2026, 3, 12), 9).value().size(), 1U);
  open[0].ended_on = day(2026, 3, 20);
  open[0].report_due.reset();
  put(PutKeyCase{open[0]});
  EXPECT_THAT(look()->key_cases({}).value(), IsEmpty());
  EXPECT_THAT(look()->key_cases(CaseId("c_1")).value(), ElementsAre(open[0]));
  put(PutKeyCase{mark});
  EXPECT_EQ(look()->key_cases(CaseId("c_1")).value().size(), 2U) << "marked again";
}

TEST_P(StoreAlerts, AMessageLeavesByItsChannelOnce) {
  Commit commit;
  commit.outbox = {message("mail", 1, Instant{10}), message("mail", 2), message("hook", 1), message("mail", 1)};
  must(commit);
  EXPECT_EQ(look()->counts().value().outbox_depth, 3) << "one message an alert and channel";
  EXPECT_EQ(look()->outbox_due("mail", Instant{5}, 10).value().at(0).alert, 2);
  const auto due = look()->outbox_due("mail", Instant{10}, 10).value();
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].alert, 2) << "the longest waiting first";
  put(OutboxSent{due[0].id, Instant{11}});
  put(OutboxFailed{due[1].id, Instant{20}, "503", false});
  EXPECT_THAT(look()->outbox_due("mail", Instant{19}, 10).value(), IsEmpty());
  const auto again = look()->outbox_due("mail", Instant{20}, 10).value();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempts, 1);
  EXPECT_EQ(again[0].last_error, "503");
  EXPECT_EQ(look()->outbox_due("hook", Instant{10}, 10).value().size(), 1U) << "another channel is as it was";
}

TEST_P(StoreAlerts, ADeadMessageIsSeenAndMaySetOutAgain) {
  Commit commit;
  commit.outbox = {message("mail", 1)};
  must(commit);
  Commit early;
  early.puts = {OutboxAgain{1, Instant{9}}};
  EXPECT_EQ(refused(early).code, ErrorCode::not_found) << "it still waits";
  put(OutboxFailed{1, Instant{20}, "no such host", true});
  EXPECT_THAT(look()->outbox_due("mail", Instant{99}, 10).value(), IsEmpty());
  EXPECT_THAT(look()->outbox_counts().value(), ElementsAre(OutboxCount{"mail", 0, 1}));
  OutboxFilter filter;
  filter.state = OutboxState::dead;
  ASSERT_EQ(look()->list_outbox(filter).value().items.size(), 1U);
  EXPECT_EQ(look()->list_outbox(filter).value().items[0].ended_at, Instant{20});
  put(OutboxAgain{1, Instant{30}});
  EXPECT_THAT(look()->list_outbox(filter).value().items, IsEmpty());
  EXPECT_EQ(look()->outbox_due("mail", Instant{30}, 10).value().at(0).attempts, 0);
  put(OutboxSent{1, Instant{31}});
  EXPECT_THAT(look()->outbox_counts().value(), IsEmpty());
  filter.state = OutboxState::sent;
  filter.channel = {"mail"};
  EXPECT_EQ(look()->list_outbox(filter).value().items.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreAlerts, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
