// The contract of a store: commits, versions, sequence, numbers, keys, alerts.
#include <gmock/gmock.h>

#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::add_act;
using samples::day;
using samples::open_case;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, OpensACaseAndReadsItBack) {
  const auto result = must(open_case("c_1"));
  EXPECT_THAT(result.versions, ElementsAre(std::pair(CaseId("c_1"), Version{1})));
  EXPECT_THAT(result.seqs, ElementsAre(ElementsAre(1)));
  EXPECT_FALSE(result.repeat);
  const auto loaded = look()->load_case(CaseId("c_1")).value();
  EXPECT_EQ(loaded.version, 1);
  EXPECT_EQ(loaded.pin, samples::pin());
  EXPECT_EQ(loaded.number, "");
  EXPECT_EQ(loaded.summary, samples::rows().summary);
  EXPECT_THAT(loaded.acts, ElementsAre(samples::small_act(1)));
  EXPECT_EQ(look()->load_rows(CaseId("c_1")).value(), samples::rows());
  EXPECT_EQ(look()->find_case(CaseId("c_1")).value().updated, 1);
}

TEST_P(StoreContract, NothingIsDueInAnEmptyStore) {
  EXPECT_EQ(look()->head().value(), 0);
  EXPECT_EQ(look()->oldest_due().value(), std::nullopt);
}

TEST_P(StoreContract, UnknownCaseIsNotFound) {
  EXPECT_EQ(look()->load_case(CaseId("c_x")).error().code, ErrorCode::not_found);
  EXPECT_EQ(look()->find_case(CaseId("c_x")).error().code, ErrorCode::not_found);
  EXPECT_EQ(look()->load_rows(CaseId("c_x")).error().code, ErrorCode::not_found);
  EXPECT_EQ(look()->history(CaseId("c_x")).error().code, ErrorCode::not_found);
  EXPECT_EQ(look()->find_document("d_x").error().code, ErrorCode::not_found);
}

TEST_P(StoreContract, EveryFieldOfAnEventSurvives) {
  Commit commit = open_case("c_1");
  commit.cases[0].events = {samples::at_version(samples::full_act(engine::ActKind::done), 1),
                            samples::at_version(samples::full_occurrence(engine::OccurrenceKind::clock_started), 2),
                            samples::at_version(samples::full_rederived(), 3)};
  const auto events = commit.cases[0].events;
  must(commit);
  const auto history = look()->history(CaseId("c_1")).value();
  ASSERT_EQ(history.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(history[i].event, events[i]);
    EXPECT_EQ(history[i].seq, static_cast<Seq>(i) + 1);
    EXPECT_EQ(history[i].version, static_cast<Version>(i) + 1);
    EXPECT_EQ(history[i].recorded_at, commit.recorded_at);
    EXPECT_EQ(history[i].recorded_by, AccountId("u_1"));
    EXPECT_EQ(history[i].case_id, CaseId("c_1"));
  }
  EXPECT_EQ(look()->load_case(CaseId("c_1")).value().acts.size(), 1U) << "deciding loads acts only";
  EXPECT_EQ(look()->history(CaseId("c_1"), 2).value().size(), 1U);
  EXPECT_EQ(look()->events_since(1, 1).value().at(0).seq, 2);
  EXPECT_THAT(look()->events_since(3, 10).value(), IsEmpty());
}

TEST_P(StoreContract, StaleVersionIsAConflictThatNamesTheCurrentOne) {
  must(open_case("c_1"));
  must(add_act("c_1", 1));
  const auto error = refused(add_act("c_1", 1));
  EXPECT_EQ(error.code, ErrorCode::conflict);
  EXPECT_EQ(error.case_id, CaseId("c_1"));
  EXPECT_EQ(error.current, 2);
  EXPECT_EQ(refused(open_case("c_1")).current, 2) << "a new case that exists";
  EXPECT_EQ(refused(add_act("c_2", 4)).current, 0) << "a case that does not exist";
  EXPECT_EQ(head(), 2);
}

TEST_P(StoreContract, SeveralCasesAreWrittenTogetherOrNotAtAll) {
  must(open_case("c_1"));
  Commit both = add_act("c_1", 1);
  both.cases.push_back(open_case("c_2").cases[0]);
  EXPECT_THAT(must(both).seqs, ElementsAre(ElementsAre(2), ElementsAre(3)));
  Commit half = open_case("c_3");
  half.cases.push_back(add_act("c_1", 1).cases[0]);
  half.puts.push_back(PutMark{"left", "behind"});
  EXPECT_EQ(refused(half).code, ErrorCode::conflict);
  EXPECT_EQ(look()->find_case(CaseId("c_3")).error().code, ErrorCode::not_found);
  EXPECT_EQ(look()->mark("left").value(), std::nullopt);
  EXPECT_THAT(must(open_case("c_4")).seqs, ElementsAre(ElementsAre(4))) << "a refused commit uses no seq";
}

TEST_P(StoreContract, ACaseMayOnlyBeGuarded) {
  must(open_case("c_1"));
  must(open_case("c_2"));
  Commit commit = add_act("c_1", 1);
  CaseChange guard;
  guard.id = CaseId("c_2");
  guard.expected = 1;
  commit.cases.push_back(guard);
  const auto result = must(commit);
  EXPECT_EQ(result.versions[1].second, 1);
  EXPECT_EQ(look()->find_case(CaseId("c_2")).value().updated, 2);
  EXPECT_EQ(look()->load_rows(CaseId("c_2")).value(), samples::rows()) << "its rows stay";
  commit = add_act("c_1", 2);
  guard.expected = 7;
  commit.cases.push_back(guard);
  EXPECT_EQ(refused(commit).case_id, CaseId("c_2"));
}

TEST_P(StoreContract, BadCommitsAreInvalid) {
  Commit gap = open_case("c_1");
  gap.cases[0].events = {samples::small_act(2)};
  EXPECT_EQ(refused(gap).code, ErrorCode::invalid);
  Commit unpinned = open_case("c_1");
  unpinned.cases[0].pin.reset();
  EXPECT_EQ(refused(unpinned).code, ErrorCode::invalid);
  Commit rowless = open_case("c_1");
  rowless.cases[0].rows.reset();
  EXPECT_EQ(refused(rowless).code, ErrorCode::invalid);
  Commit twice = open_case("c_1");
  twice.cases.push_back(twice.cases[0]);
  EXPECT_EQ(refused(twice).code, ErrorCode::invalid);
  Commit number = open_case("c_1");
  number.cases[0].number = NumberRequest{"A", "Chengdu", 2026, "{n}", 5};
  EXPECT_EQ(refused(number).code, ErrorCode::invalid);
  Commit alert;
  alert.alerts.push_back({{CaseId("c_x"), "A07", "", 1, "0", "clerk", day(2026, 3, 9)}, day(2026, 3, 9)});
  EXPECT_EQ(refused(alert).code, ErrorCode::not_found);
  EXPECT_EQ(head(), 0);
}

TEST_P(StoreContract, DerivedRowsAreReplaced) {
  Commit first = open_case("c_1");
  CaseRows rows = samples::rows(3);
  rows.documents = {{"d_1", "award", 1, day(2026, 3, 2), 1, {"p1", "p2"}}};
  rows.services = {{"award", 1, "p1", "mail", day(2026, 3, 2), day(2026, 3, 5), false, 1}};
  rows.links = {{"referral", CaseId("c_9"), "inspection", "opened", day(2026, 3, 2), {}}};
  rows.proposals = {{1, "suspend", AccountId("u_1"), {"committee_head"}, day(2026, 3, 2)}};
  rows.hearings = {{Moment{day(2026, 3, 20), 540}, "hearing", "room 3"}};
  first.cases[0].rows = rows;
  must(first);
  EXPECT_EQ(look()->load_rows(CaseId("c_1")).value(), rows);
  EXPECT_EQ(look()->find_document("d_1").value().document, rows.documents[0]);
  EXPECT_EQ(look()->hearings(day(2026, 3, 20)).value().at(0).hearing.place, "room 3");
  EXPECT_THAT(look()->hearings(day(2026, 3, 21)).value(), IsEmpty());
  EXPECT_EQ(look()->proposals({"committee_head"}, 10).value().size(), 1U);
  EXPECT_THAT(look()->proposals({"clerk"}, 10).value(), IsEmpty());

  Commit second = add_act("c_1", 1);
  rows.clocks[0].status = engine::ClockStatus::stopped;
  rows.clocks[0].ended_on = day(2026, 3, 3);
  rows.clocks.erase(rows.clocks.begin() + 1);
  rows.documents[0].to = {"p1"};
  rows.services[0].complete = true;
  rows.links[0].milestones = {"closed"};
  rows.proposals.clear();
  rows.hearings = {{Moment{day(2026, 3, 21), 600}, "hearing", "room 4"}};
  rows.parties.erase(rows.parties.begin());
  rows.summary.state = "decided";
  rows.summary.phase = engine::Phase::closed;
  rows.summary.closed_on = day(2026, 3, 3);
  rows.summary.filed_on = day(2026, 3, 2);
  rows.summary.handler = AccountId("u_2");
  rows.summary.next_moment.reset();
  rows.summary.next_due.reset();
  second.cases[0].rows = rows;
  must(second);
  EXPECT_EQ(look()->load_rows(CaseId("c_1")).value(), rows);
  EXPECT_THAT(look()->hearings(day(2026, 3, 20)).value(), IsEmpty());
  EXPECT_THAT(look()->proposals({"committee_head"}, 10).value(), IsEmpty());
  EXPECT_EQ(look()->find_case(CaseId("c_1")).value().summary, rows.summary);
}

TEST_P(StoreContract, ThroughNeverGoesBack) {
  must(open_case("c_1"));
  Commit later = add_act("c_1", 1);
  later.cases[0].rows->summary.through = Moment{day(2026, 4, 1), 0};
  must(later);
  must(add_act("c_1", 2));
  EXPECT_EQ(look()->load_case(CaseId("c_1")).value().summary.through, (Moment{day(2026, 4, 1), 0}));
}

TEST_P(StoreContract, APinChangesOnlyWhenGiven) {
  must(open_case("c_1"));
  must(add_act("c_1", 1));
  EXPECT_EQ(look()->find_case(CaseId("c_1")).value().pin, samples::pin());
  Commit migrate = add_act("c_1", 2);
  migrate.cases[0].pin = samples::pin();
  migrate.cases[0].pin->version = 2;
  must(migrate);
  EXPECT_EQ(look()->load_case(CaseId("c_1")).value().pin.version, 2);
}

TEST_P(StoreContract, NumbersHaveNoGapsAndStandInTheEvent) {
  const auto numbered = [](const std::string& id, int year = 2026) {
    Commit commit = open_case(id);
    commit.cases[0].events = {samples::small_act(1), samples::small_act(2)};
    commit.cases[0].number = NumberRequest{"arbitration", "川成", year, "{unit}劳人仲案〔{year}〕{n}号", 1};
    return commit;
  };
  EXPECT_EQ(must(numbered("c_1")).numbers.at(0).number, "川成劳人仲案〔2026〕1号");
  Commit bad = numbered("c_2");
  bad.cases.push_back(add_act("c_1", 9).cases[0]);
  refused(bad);
  EXPECT_EQ(must(numbered("c_2")).numbers.at(0).n, 2) << "a refused command uses no number";
  EXPECT_EQ(must(numbered("c_3", 2027)).numbers.at(0).n, 1) << "each year has its own";
  const auto history = look()->history(CaseId("c_1")).value();
  EXPECT_EQ(history[0].number, "");
  EXPECT_EQ(history[1].number, "川成劳人仲案〔2026〕1号");
  EXPECT_EQ(look()->load_case(CaseId("c_2")).value().number, "川成劳人仲案〔2026〕2号");

  Commit cancel = add_act("c_1", 2);
  cancel.cases[0].cancels_number = true;
  must(cancel);
  EXPECT_TRUE(look()->find_case(CaseId("c_1")).value().number_cancelled);
  EXPECT_EQ(must(numbered("c_4")).numbers.at(0).n, 3) << "a cancelled number is not given again";
  const auto list = look()->numbers("arbitration", "川成", 2026).value();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_TRUE(list[0].cancelled);
  EXPECT_FALSE(list[1].cancelled);
  EXPECT_EQ(list[1].case_id, CaseId("c_2"));
}

Commit with_key(Commit commit, const std::string& key, const std::string& hash) {
  IdempotencyRecord record;
  record.account = AccountId("u_1");
  record.key = key;
  record.request_hash = hash;
  record.answer = [](const CommitResult& result) {
    const Seq seq = result.seqs.empty() ? 0 : result.seqs[0][0];
    return StoredAnswer{201, "\"1\"", "/cases/x", "{\"seq\":" + std::to_string(seq) + "}"};
  };
  commit.idempotency = std::move(record);
  return commit;
}

TEST_P(StoreContract, AKeyTakesEffectOnce) {
  const auto first = must(with_key(open_case("c_1"), "k1", "hash"));
  ASSERT_TRUE(first.answer);
  EXPECT_EQ(first.answer->body, "{\"seq\":1}");
  const auto again = must(with_key(add_act("c_1", 77), "k1", "hash"));
  EXPECT_TRUE(again.repeat) << "the key is looked up before the version";
  EXPECT_EQ(again.answer, first.answer);
  EXPECT_THAT(again.seqs, IsEmpty());
  EXPECT_EQ(refused(with_key(open_case("c_2"), "k1", "other")).code, ErrorCode::key_reused);
  Commit other_account = with_key(open_case("c_2"), "k1", "other");
  other_account.idempotency->account = AccountId("u_2");
  EXPECT_FALSE(must(other_account).repeat);
  EXPECT_EQ(head(), 2);
  EXPECT_EQ(look()->find_answer(AccountId("u_1"), "k1").value()->request_hash, "hash");
  EXPECT_EQ(look()->find_answer(AccountId("u_1"), "k1").value()->answer, *first.answer);
  EXPECT_FALSE(look()->find_answer(AccountId("u_1"), "k2").value());
}

TEST_P(StoreContract, ARefusedCommitKeepsNoAnswer) {
  EXPECT_EQ(refused(with_key(add_act("c_1", 1), "k1", "hash")).code, ErrorCode::conflict);
  EXPECT_FALSE(look()->find_answer(AccountId("u_1"), "k1").value());
  EXPECT_FALSE(must(with_key(open_case("c_1"), "k1", "hash")).repeat);
}

TEST_P(StoreContract, AnExpiredKeyMayBeUsedAgain) {
  Commit commit;
  commit.recorded_at = Instant{1000};
  commit = with_key(commit, "k1", "hash");
  commit.idempotency->expires_at = Instant{2000};
  must(commit);
  commit.recorded_at = Instant{1999};
  EXPECT_TRUE(must(commit).repeat);
  commit.recorded_at = Instant{2000};
  commit.idempotency->request_hash = "new";
  EXPECT_FALSE(must(commit).repeat);
  put(DropExpired{Instant{1999}});
  EXPECT_TRUE(look()->find_answer(AccountId("u_1"), "k1").value());
  put(DropExpired{Instant{2000}});
  EXPECT_FALSE(look()->find_answer(AccountId("u_1"), "k1").value());
}

TEST_P(StoreContract, ACommandIdTakesEffectOnce) {
  Commit tick = open_case("c_1");
  tick.command_id = "tick/c_1/2026-03-09";
  EXPECT_FALSE(must(tick).repeat);
  Commit again = add_act("c_1", 1);
  again.command_id = tick.command_id;
  EXPECT_TRUE(must(again).repeat);
  EXPECT_EQ(head(), 1);
  Commit refused_one = add_act("c_1", 5);
  refused_one.command_id = "tick/2";
  refused(refused_one);
  refused_one.cases[0] = add_act("c_1", 1).cases[0];
  EXPECT_FALSE(must(refused_one).repeat) << "a refused command did not use its id";
}

NewAlert alert(const std::string& rung, Date due) {
  return {{CaseId("c_1"), "A07", "p1", 1, rung, "clerk", due}, due - 3};
}

TEST_P(StoreContract, AnAlertIsToldOnce) {
  must(open_case("c_1"));
  Commit commit;
  commit.recorded_at = Instant{5000};
  commit.alerts = {alert("-3wd", day(2026, 3, 9)), alert("0", day(2026, 3, 9))};
  const auto first = must(commit);
  ASSERT_EQ(first.alerts.size(), 2U);
  EXPECT_EQ(first.alerts[0].id, 1);
  EXPECT_EQ(first.alerts[1].what.rung, "0");
  EXPECT_EQ(first.alerts[1].told_at, Instant{5000});
  commit.alerts.push_back(alert("0", day(2026, 3, 10)));
  const auto second = must(commit);
  ASSERT_EQ(second.alerts.size(), 1U) << "only the new day's alert is new";
  EXPECT_EQ(second.alerts[0].id, 3);
  EXPECT_EQ(look()->list_alerts({}).value().items.size(), 3U);
}

TEST_P(StoreContract, AnAlertNoLongerTrueIsHiddenAndComesBack) {
  must(open_case("c_1"));
  Commit commit;
  commit.alerts = {alert("0", day(2026, 3, 9))};
  must(commit);
  Commit supersede;
  supersede.superseded = {alert("0", day(2026, 3, 9)).what, alert("0", day(2026, 1, 1)).what};
  must(supersede);
  EXPECT_THAT(look()->list_alerts({}).value().items, IsEmpty());
  AlertFilter all;
  all.with_superseded = true;
  EXPECT_TRUE(look()->list_alerts(all).value().items.at(0).superseded);
  EXPECT_THAT(must(commit).alerts, IsEmpty()) << "told again, but not for the first time";
  EXPECT_EQ(look()->list_alerts({}).value().items.size(), 1U);
}

TEST_P(StoreContract, WhatIsNoLongerTrueIsHiddenWhateverDayItWasToldWith) {
  must(open_case("c_1"));
  Commit commit;
  commit.alerts = {alert("-3wd", day(2026, 3, 9)), alert("0", day(2026, 3, 9))};
  must(commit);
  Commit supersede;  // the date had moved meanwhile, and the rung stayed true
  supersede.superseded = {alert("-3wd", day(2026, 3, 12)).what};
  supersede.alerts = {alert("-3wd", day(2026, 3, 20))};
  must(supersede);
  const auto items = look()->list_alerts({}).value().items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].what, alert("-3wd", day(2026, 3, 20)).what);
  EXPECT_EQ(items[1].what, alert("0", day(2026, 3, 9)).what);
}

TEST_P(StoreContract, AlertsAreAcknowledgedOnceAndListed) {
  must(open_case("c_1"));
  Commit commit;
  commit.alerts = {alert("-3wd", day(2026, 3, 9)), alert("0", day(2026, 3, 9))};
  commit.alerts[1].what.to = "committee_head";
  must(commit);
  put(Acknowledge{1, AccountId("u_1"), Instant{10}});
  put(Acknowledge{1, AccountId("u_2"), Instant{20}});
  const auto rows = look()->alerts_since(0, 10).value();
  EXPECT_EQ(rows.at(0).acknowledged_by, AccountId("u_1"));
  EXPECT_EQ(rows.at(0).acknowledged_at, Instant{10});
  EXPECT_FALSE(rows.at(1).acknowledged_at);
  EXPECT_THAT(look()->alerts_since(1, 10).value().size(), 1U);
  AlertFilter open;
  open.acknowledged = false;
  EXPECT_EQ(look()->list_alerts(open).value().items.at(0).id, 2);
  AlertFilter role;
  role.to = {"clerk"};
  EXPECT_EQ(look()->list_alerts(role).value().items.at(0).id, 1);
  AlertFilter other_case;
  other_case.case_id = CaseId("c_2");
  EXPECT_THAT(look()->list_alerts(other_case).value().items, IsEmpty());
  AlertFilter page;
  page.page.limit = 1;
  auto first = look()->list_alerts(page).value();
  EXPECT_EQ(first.items.at(0).id, 2) << "newest first";
  page.page.cursor = first.next;
  auto second = look()->list_alerts(page).value();
  EXPECT_EQ(second.items.at(0).id, 1);
  EXPECT_EQ(second.next, "");
  Commit unknown;
  unknown.puts = {Acknowledge{99, AccountId("u_1"), Instant{}}};
  EXPECT_EQ(refused(unknown).code, ErrorCode::not_found);
}

TEST_P(StoreContract, StoppedStoreAcceptsNothing) {
  must(open_case("c_1"));
  store_->stop();
  store_->stop();
  EXPECT_EQ(refused(open_case("c_2")).code, ErrorCode::unavailable);
  EXPECT_TRUE(store_->health().stopping);
  EXPECT_EQ(head(), 1) << "reads go on";
}

TEST_P(StoreContract, ASnapshotSeesOneMoment) {
  must(open_case("c_1"));
  auto before = look();
  EXPECT_EQ(before->counts().value().head, 1);
  must(open_case("c_2"));
  EXPECT_EQ(before->counts().value().head, 1);
  EXPECT_EQ(before->find_case(CaseId("c_2")).error().code, ErrorCode::not_found);
  before.reset();
  EXPECT_EQ(look()->counts().value().cases, 2);
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
