// The contract of a store: lists, private tables, administration.
#include <gmock/gmock.h>

#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::add_act;
using samples::day;
using samples::open_case;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ids(const Page<CaseItem>& page) {
  std::vector<std::string> out;
  for (const auto& item : page.items) out.push_back(item.id.value);
  return out;
}

class StoreLists : public StoreContract {
 protected:
  /// c_1: open, due 9 March, handler u_1. c_2: closed, undated. c_3: another workflow, stage, sector, due 1 March.
  void SetUp() override {
    StoreContract::SetUp();
    if (!store_) return;
    Person employer{PersonId("p_2"), "employer", "Red Brick Ltd 红砖公司", "", "91510100TEST000011", "", "", "{}"};
    put(PutPerson{employer});
    must(open_case("c_1"));
    Commit second = open_case("c_2");
    Summary& s2 = second.cases[0].rows->summary;
    s2.state = "closed";
    s2.phase = engine::Phase::closed;
    s2.next_due.reset();
    s2.next_moment.reset();
    s2.handler = AccountId("u_2");
    s2.filed_on = day(2026, 3, 5);
    second.cases[0].number = NumberRequest{"arbitration", "X", 2026, "X-{n}", 0};
    second.cases[0].rows->clocks[0].status = engine::ClockStatus::stopped;
    second.cases[0].rows->clocks[1].status = engine::ClockStatus::breached;
    second.cases[0].rows->clocks[1].owner = "inspector";
    must(second);
    Commit third = open_case("c_3");
    third.cases[0].pin->procedure = "inspection";
    Summary& s3 = third.cases[0].rows->summary;
    s3.stage = "inspection";
    s3.sector = "catering";
    s3.employer = PersonId("p_3");
    s3.title = {"劳动保障监察", "Inspection of 100% of wages"};
    s3.next_due = day(2026, 3, 1);
    s3.next_moment = Moment{day(2026, 3, 1), 540};
    s3.filed_on = day(2026, 3, 4);
    third.cases[0].number = NumberRequest{"arbitration", "X", 2025, "X-{n}", 0};
    third.cases[0].rows->parties.clear();
    third.cases[0].rows->clocks.clear();
    must(third);
  }
  std::vector<std::string> list(const CaseFilter& filter) { return ids(look()->list_cases(filter).value()); }
};

TEST_P(StoreLists, FiltersAndWithValuesOr) {
  CaseFilter f;
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_2", "c_3"));
  f.workflow = {"inspection"};
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f.workflow = {"inspection", "arbitration"};
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_2", "c_3"));
  f.state = {"closed"};
  EXPECT_THAT(list(f), ElementsAre("c_2"));
  f = {};
  f.stage = {"inspection"};
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f = {};
  f.handler = {"u_2"};
  EXPECT_THAT(list(f), ElementsAre("c_2"));
  f = {};
  f.sector = {"catering", "none"};
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f = {};
  f.open = true;
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_3"));
  f.open = false;
  EXPECT_THAT(list(f), ElementsAre("c_2"));
  f = {};
  f.employer = {"p_3"};
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f.employer = {"91510100TEST000011"};
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_2"));
  f = {};
  f.overdue_on = day(2026, 3, 9);
  EXPECT_THAT(list(f), ElementsAre("c_3")) << "due today is not overdue";
  f.overdue_on = day(2026, 3, 10);
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_3"));
  f = {};
  f.due_before = day(2026, 3, 9);
  EXPECT_THAT(list(f), ElementsAre("c_3"));
}

TEST_P(StoreLists, SearchLooksAtNumberTitleAndPartyNames) {
  CaseFilter f;
  f.q = "x-1";
  EXPECT_THAT(list(f), ElementsAre("c_2", "c_3")) << "letters of either case";
  f.q = "红砖";
  EXPECT_THAT(list(f), ElementsAre("c_1", "c_2"));
  f.q = "监察";
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f.q = "100%";
  EXPECT_THAT(list(f), ElementsAre("c_3"));
  f.q = "1%0";
  EXPECT_THAT(list(f), IsEmpty()) << "no wildcards";
  f.q = "_";
  EXPECT_THAT(list(f), IsEmpty());
  f.q = "'; DROP TABLE cases; --";
  EXPECT_THAT(list(f), IsEmpty());
  EXPECT_EQ(look()->counts().value().cases, 3);
}

TEST_P(StoreLists, Sorts) {
  CaseFilter f;
  const auto sorted = [&](CaseSort sort, bool descending) {
    f.sort = sort;
    f.descending = descending;
    return list(f);
  };
  EXPECT_THAT(sorted(CaseSort::due, false), ElementsAre("c_3", "c_1", "c_2"));
  EXPECT_THAT(sorted(CaseSort::due, true), ElementsAre("c_2", "c_1", "c_3"));
  EXPECT_THAT(sorted(CaseSort::filed, false), ElementsAre("c_3", "c_2", "c_1"));
  EXPECT_THAT(sorted(CaseSort::number, false), ElementsAre("c_3", "c_2", "c_1"));
  EXPECT_THAT(sorted(CaseSort::updated, true), ElementsAre("c_3", "c_2", "c_1"));
  must(add_act("c_1", 1));
  EXPECT_THAT(sorted(CaseSort::updated, true), ElementsAre("c_1", "c_3", "c_2"));
}

TEST_P(StoreLists, PagesCoverEverythingOnceInEveryOrder) {
  for (const auto sort : {CaseSort::due, CaseSort::filed, CaseSort::number, CaseSort::updated}) {
    for (const bool descending : {false, true}) {
      CaseFilter f;
      f.sort = sort;
      f.descending = descending;
      const auto whole = list(f);
      f.page.limit = 1;
      std::vector<std::string> walked;
      do {
        const auto page = look()->list_cases(f).value();
        for (const auto& id : ids(page)) walked.push_back(id);
        f.page.cursor = page.next;
      } while (!f.page.cursor.empty() && walked.size() < 10);
      EXPECT_EQ(walked, whole);
    }
  }
}

TEST_P(StoreLists, ForeignCursorsAndLimitsAreRefused) {
  CaseFilter f;
  f.page.limit = 1;
  const std::string cursor = look()->list_cases(f).value().next;
  ASSERT_NE(cursor, "");
  f.descending = true;
  f.page.cursor = cursor;
  EXPECT_EQ(look()->list_cases(f).error().code, ErrorCode::malformed) << "of another order";
  AlertFilter alerts;
  alerts.page.cursor = cursor;
  EXPECT_EQ(look()->list_alerts(alerts).error().code, ErrorCode::malformed) << "of another list";
  for (const std::string bad : {"x", "zz", "5b5d", "0", "5b22636173657322"}) {
    f.page.cursor = bad;
    EXPECT_EQ(look()->list_cases(f).error().code, ErrorCode::malformed) << bad;
  }
  f.page.cursor = "";
  for (const int bad : {0, -1, 501}) {
    f.page.limit = bad;
    EXPECT_EQ(look()->list_cases(f).error().code, ErrorCode::invalid) << bad;
  }
}

TEST_P(StoreLists, ClocksOverCases) {
  const auto labels = [&](const ClockFilter& filter) {
    std::vector<std::string> out;
    const auto page = look()->list_clocks(filter).value();
    for (const auto& item : page.items) out.push_back(item.case_id.value + "/" + item.clock.rule);
    return out;
  };
  ClockFilter f;
  EXPECT_THAT(labels(f), ElementsAre("c_1/A10", "c_1/A11", "c_2/A11")) << "running and breached, by due day";
  f.owner = {"inspector"};
  EXPECT_THAT(labels(f), ElementsAre("c_2/A11"));
  f = {};
  f.status = {engine::ClockStatus::stopped};
  EXPECT_THAT(labels(f), ElementsAre("c_2/A10"));
  f = {};
  f.due_before = day(2026, 3, 10);
  EXPECT_THAT(labels(f), ElementsAre("c_1/A10"));
  f = {};
  f.page.limit = 2;
  const auto page = look()->list_clocks(f).value();
  EXPECT_EQ(page.items.at(0).workflow, "arbitration");
  EXPECT_EQ(page.items.at(0).handler, AccountId("u_1"));
  f.page.cursor = page.next;
  EXPECT_THAT(labels(f), ElementsAre("c_2/A11"));
  EXPECT_EQ(look()->list_clocks(f).value().next, "");
}

TEST_P(StoreLists, EachCaseAndEachDutyGoByOnce) {
  std::vector<std::string> cases, duties;
  ASSERT_TRUE(look()->each_case([&](const CaseItem& item) { cases.push_back(item.id.value); }).has_value());
  EXPECT_THAT(cases, ElementsAre("c_1", "c_2", "c_3")) << "in order of making, closed ones too";
  const auto seen = [&](Date from, Date to) {
    duties.clear();
    const auto note = [&](const ClockItem& item) {
      duties.push_back(item.case_id.value + "/" + item.clock.rule + " " + item.workflow);
    };
    EXPECT_TRUE(look()->each_duty(from, to, note).has_value());
    return duties;
  };
  Commit answered = open_case("c_4");
  auto& clocks = answered.cases[0].rows->clocks;
  clocks.resize(2);
  clocks[0].kind = clocks[1].kind = engine::ClockKind::duty;
  clocks[0].status = engine::ClockStatus::stopped;
  clocks[0].due = day(2026, 4, 10);
  clocks[0].ended_on = day(2026, 4, 8);
  clocks[1].status = engine::ClockStatus::breached;
  clocks[1].due = day(2026, 4, 20);
  must(answered);
  EXPECT_THAT(seen(day(2026, 4, 8), day(2026, 4, 8)), ElementsAre("c_4/A10 arbitration")) << "by the day it ended";
  EXPECT_THAT(seen(day(2026, 4, 9), day(2026, 4, 19)), IsEmpty());
  EXPECT_THAT(seen(day(2026, 4, 20), day(2026, 4, 20)), ElementsAre("c_4/A11 arbitration")) << "by the day it was due";
}

TEST_P(StoreLists, DueCasesComeOldestFirst) {
  EXPECT_THAT(look()->due_cases(Moment{day(2026, 2, 28), 0}, 10).value(), IsEmpty());
  EXPECT_THAT(look()->due_cases(Moment{day(2026, 3, 1), 540}, 10).value(), ElementsAre(CaseId("c_3")));
  EXPECT_THAT(look()->due_cases(Moment{day(2030, 1, 1), 0}, 10).value(), ElementsAre(CaseId("c_3"), CaseId("c_1")));
  EXPECT_THAT(look()->due_cases(Moment{day(2030, 1, 1), 0}, 1).value(), ElementsAre(CaseId("c_3")));
  EXPECT_THAT(look()->cases_with_open_clocks(CaseId(), 10).value(), ElementsAre(CaseId("c_1"), CaseId("c_2")));
  EXPECT_THAT(look()->case_ids(CaseId("c_1"), 1).value(), ElementsAre(CaseId("c_2")));
}

TEST_P(StoreLists, Counts) {
  const auto counts = look()->counts().value();
  EXPECT_EQ(counts.head, 3);
  EXPECT_EQ(counts.cases, 3);
  EXPECT_EQ(counts.open_cases, 2);
  EXPECT_EQ(counts.open_clocks, 3);
  EXPECT_EQ(counts.oldest_due, (Moment{day(2026, 3, 1), 540}));
  EXPECT_EQ(look()->head().value(), counts.head);
  EXPECT_EQ(look()->oldest_due().value(), counts.oldest_due);
  EXPECT_EQ(look()->find_version(CaseId("c_1")).value(), look()->find_case(CaseId("c_1")).value().version);
  EXPECT_EQ(look()->find_version(CaseId("c_9")).error().code, ErrorCode::not_found);
}

TEST_P(StoreLists, EmployersWithTheirCases) {
  put(PutPerson{{PersonId("p_9"), "employer", "Blue Kiln", "", "91510100TEST000099", "", "", "{}"}});
  put(PutPerson{{PersonId("p_1"), "worker", "Blue Person", "510100199001010000", "", "", "", "{}"}});
  auto all = look()->list_employers("", {}).value();
  ASSERT_EQ(all.items.size(), 2U) << "workers are not employers";
  EXPECT_EQ(all.items[0].person.id, PersonId("p_2"));
  EXPECT_EQ(all.items[0].cases, 2);
  EXPECT_EQ(all.items[0].open_cases, 1);
  EXPECT_EQ(look()->list_employers("blue", {}).value().items.size(), 1U);
  EXPECT_EQ(look()->list_employers("91510100test000099", {}).value().items.size(), 1U);
  EXPECT_EQ(look()->list_employers("TEST0000", {}).value().items.size(), 0U) << "part of a code";
  EXPECT_EQ(look()->list_employers("p_9", {}).value().items.size(), 1U);
  PageRequest page;
  page.limit = 1;
  const auto first = look()->list_employers("", page).value();
  page.cursor = first.next;
  EXPECT_EQ(look()->list_employers("", page).value().items.at(0).person.id, PersonId("p_9"));
  EXPECT_EQ(look()->find_person("91510100TEST000099").value()->id, PersonId("p_9"));
  EXPECT_EQ(look()->find_person("510100199001010000").value()->id, PersonId("p_1"));
  EXPECT_FALSE(look()->find_person("").value());
}

class StoreAdmin : public StoreContract {};

TEST_P(StoreAdmin, PersonsAndTexts) {
  const Person person{PersonId("p_1"), "worker", "Zhao",     "510100199001010000", "",
                      "13800000000",   "Road 1", "{\"a\":1}"};
  put(PutPerson{person});
  put(PutText{{TextId("t_1"), CaseId("c_1"), "a long story"}});
  EXPECT_THAT(look()->persons({PersonId("p_x"), PersonId("p_1")}).value(), ElementsAre(person));
  EXPECT_EQ(look()->texts({TextId("t_1")}).value().at(0).body, "a long story");
  EXPECT_THAT(look()->texts({TextId("t_2")}).value(), IsEmpty());
}

TEST_P(StoreAdmin, Accounts) {
  Account account{AccountId("u_1"), "zhao", "Zhao", {"clerk", "window"}, "$argon2id$...", false, Instant{5}};
  put(PutAccount{account});
  EXPECT_EQ(look()->find_account("zhao").value(), account);
  account.disabled = true;
  account.roles = {};
  put(PutAccount{account});
  EXPECT_EQ(look()->find_account(AccountId("u_1")).value(), account);
  EXPECT_THAT(look()->accounts().value(), ElementsAre(account));
  Commit taken;
  taken.puts = {PutAccount{{AccountId("u_2"), "zhao", "", {}, "", false, Instant{}}}};
  EXPECT_EQ(refused(taken).code, ErrorCode::conflict);
  EXPECT_FALSE(look()->find_account(AccountId("u_2")).value());
  EXPECT_FALSE(look()->find_account("li").value());
}

TEST_P(StoreAdmin, Sessions) {
  const Session one{"hash1", AccountId("u_1"), Instant{1}, Instant{2}, Instant{100}};
  put(PutSession{one});
  put(PutSession{{"hash2", AccountId("u_1"), Instant{1}, Instant{2}, Instant{50}}});
  put(PutSession{{"hash3", AccountId("u_2"), Instant{1}, Instant{2}, Instant{100}}});
  EXPECT_EQ(look()->find_session("hash1").value(), one);
  put(DropExpired{Instant{50}});
  EXPECT_FALSE(look()->find_session("hash2").value());
  put(DropSession{"hash3"});
  EXPECT_FALSE(look()->find_session("hash3").value());
  put(DropSessionsOf{AccountId("u_1")});
  EXPECT_FALSE(look()->find_session("hash1").value());
}

TEST_P(StoreAdmin, DraftsPreferencesMarks) {
  const Draft draft{AccountId("u_1"), "case/c_1", "half a sentence", Instant{7}};
  put(PutDraft{draft});
  EXPECT_THAT(look()->drafts(AccountId("u_1")).value(), ElementsAre(draft));
  EXPECT_THAT(look()->drafts(AccountId("u_2")).value(), IsEmpty());
  put(PutDraft{{AccountId("u_1"), "case/c_1", "", Instant{8}}});
  EXPECT_THAT(look()->drafts(AccountId("u_1")).value(), IsEmpty());
  EXPECT_EQ(look()->preferences(AccountId("u_1")).value(), "{}");
  put(PutPreferences{AccountId("u_1"), "{\"lang\":\"en\"}"});
  EXPECT_EQ(look()->preferences(AccountId("u_1")).value(), "{\"lang\":\"en\"}");
  EXPECT_EQ(look()->mark("demo").value(), std::nullopt);
  put(PutMark{"demo", "yes"});
  EXPECT_EQ(look()->mark("demo").value(), "yes");
}

TEST_P(StoreAdmin, DefinitionsAndNotices) {
  const DefinitionText text{"sha", "inspection", 2, {"sichuan"}, "{}"};
  put(PutDefinition{text});
  put(PutDefinition{{"sha", "inspection", 2, {"sichuan"}, "other text, same name"}});
  EXPECT_EQ(look()->find_definition("sha").value(), text);
  EXPECT_THAT(look()->definitions().value(), ElementsAre(text));
  EXPECT_FALSE(look()->find_definition("other").value());

  const NoticeText notice{"cn", "cn_2027", "{...}", AccountId("u_1"), Instant{9}};
  put(PutNotice{notice});
  put(PutNotice{notice});
  put(PutNotice{{"cn", "cn_2020_extended", "{}", AccountId("u_1"), Instant{10}}});
  EXPECT_EQ(look()->notices("cn").value().size(), 2U);
  EXPECT_EQ(look()->notices("cn").value().at(0), notice) << "in order of loading";
  EXPECT_THAT(look()->notices("other").value(), IsEmpty());
  Commit other;
  other.puts = {PutNotice{{"cn", "cn_2027", "different", AccountId("u_1"), Instant{9}}}};
  EXPECT_EQ(refused(other).code, ErrorCode::conflict);
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreLists, testing::ValuesIn(all_backends()), name_of_backend);
INSTANTIATE_TEST_SUITE_P(Backends, StoreAdmin, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
