// Intake, reports, calendars, the demonstration bureau: use cases over a whole store.
#include <algorithm>
#include <set>

#include "app/calendars.h"
#include "app/check.h"
#include "app/demo_bureau.h"
#include "app/intake.h"
#include "app/reports.h"
#include "app/script_run.h"
#include "app/work_lists.h"
#include "engine/definition/calendar_json.h"
#include "resources/resources.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::HasSubstr;

const Caller kInspector{AccountId("u_zhao"), "zhao", "zhao", {"inspector"}};

const IntakeRoute* find_route(const IntakeAnswer& answer, const std::string& channel) {
  for (const auto& route : answer.routes)
    if (route.channel == channel) return &route;
  return nullptr;
}

TEST(Intake, WagesGoToInspectionUnlessPendingElsewhere) {
  Bureau bureau;
  Intake intake(*bureau.store, shipped(), bureau.clock);
  const auto open = intake.routes(kInspector, R"({"claims":["wages"],"worker_count":12})");
  ASSERT_TRUE(open.has_value());
  ASSERT_NE(find_route(*open, "inspection"), nullptr);
  EXPECT_TRUE(find_route(*open, "inspection")->open);
  EXPECT_TRUE(find_route(*open, "inspection")->first);
  EXPECT_EQ(find_route(*open, "inspection")->workflow, "inspection");
  EXPECT_FALSE(open->notes.empty());
  const auto closed = intake.routes(kInspector, R"({"claims":["wages"],"pending_elsewhere":true})");
  ASSERT_TRUE(closed.has_value());
  EXPECT_FALSE(find_route(*closed, "inspection")->open);
  EXPECT_TRUE(find_route(*closed, "arbitration")->open);
  EXPECT_THAT(find_route(*closed, "inspection")->why.en, HasSubstr("JC 21"));
}

TEST(Intake, AddedPaymentNeedsTheExpiredOrder) {
  Bureau bureau;
  Intake intake(*bureau.store, shipped(), bureau.clock);
  const auto before = intake.routes(kInspector, R"({"claims":["added_payment"]})");
  const auto after = intake.routes(kInspector, R"({"claims":["added_payment"],"pay_order_expired":true})");
  ASSERT_TRUE(before && after);
  EXPECT_FALSE(find_route(*before, "arbitration")->open);
  EXPECT_TRUE(find_route(*after, "arbitration")->open);
}

TEST(Intake, FindsTheSameWorkerAndTheSameEmployer) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  Intake intake(*bureau.store, shipped(), bureau.clock);
  const auto answer = intake.routes(
      kInspector, R"({"claims":["wages"],"id_number":"510000199001011234","employer_code":"91510000TEST00001X"})");
  ASSERT_TRUE(answer.has_value());
  ASSERT_EQ(answer->duplicates.size(), 1U);
  EXPECT_EQ(answer->duplicates.front().id, opened.case_id);
  EXPECT_THAT(answer->duplicates.front().why.en, HasSubstr("worker"));
}

TEST(Intake, TellsEveryFinding) {
  Bureau bureau;
  Intake intake(*bureau.store, shipped(), bureau.clock);
  const auto answer = intake.routes(kInspector, R"({"claims":["weather"],"worker_count":0,"over_age":"yes","x":1})");
  ASSERT_FALSE(answer.has_value());
  std::vector<std::string> paths;
  for (const auto& finding : answer.error().findings) paths.push_back(finding.path);
  EXPECT_THAT(paths, testing::UnorderedElementsAre("/claims/0", "/worker_count", "/over_age", "/x"));
}

TEST(Reports, EveryReportAnswersAndCountsNothingTwice) {
  Bureau bureau;
  bureau.complaint();
  Reports reports(*bureau.store, shipped(), bureau.clock);
  for (const auto& id : Reports::ids()) {
    const auto report = reports.make(kInspector, {id, {}, {}, "", "", "", ""});
    ASSERT_TRUE(report.has_value()) << id;
    ASSERT_EQ(report->figures.size(), 1U) << id;
    EXPECT_FALSE(report->figures.front().definition.zh.empty()) << id;
    if (report->figures.front().denominator) {
      EXPECT_LE(report->figures.front().numerator, *report->figures.front().denominator) << id;
    }
  }
  const auto arrears = reports.make(kInspector, {"wage_arrears", {}, {}, "", "", "", ""});
  EXPECT_EQ(arrears->figures.front().numerator, 1);
  EXPECT_EQ(arrears->figures.front().cases.size(), 1U);
  const auto collective = reports.make(kInspector, {"collective", {}, {}, "", "", "", ""});
  EXPECT_EQ(collective->figures.front().numerator, 0);
  EXPECT_EQ(collective->figures.front().denominator, 1);
}

TEST(Reports, RefusesNonsense) {
  Bureau bureau;
  Reports reports(*bureau.store, shipped(), bureau.clock);
  EXPECT_EQ(reports.make(kInspector, {"nothing", {}, {}, "", "", "", ""}).error().code, ErrorCode::not_found);
  EXPECT_EQ(reports.make(kInspector, {"workload", {}, {}, "", "", "", "color"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(reports.make(kInspector, {"workload", parse_date("2026-02-01"), parse_date("2026-01-01"), "", "", "", ""})
                .error()
                .code,
            ErrorCode::invalid);
  EXPECT_EQ(
      reports.make({AccountId("u"), "a", "a", {"system_admin"}}, {"workload", {}, {}, "", "", "", ""}).error().code,
      ErrorCode::forbidden);
}

/// 3 to 6 March 2026 become days off.
constexpr const char* kNotice =
    R"({"id":"cn_test_2026","authority":"国务院办公厅","number":"测试〔2026〕1号","published":"2026-03-01","years":[],)"
    R"("off":[{"date":"2026-03-03","name":"测试","statutory":false},{"date":"2026-03-04","name":"测试","statutory":false}],"work":[]})";

TEST(Calendars, ANoticeMovesOpenDatesOnceAndSaysWhich) {
  const auto definitions = Definitions::load({});
  ASSERT_TRUE(definitions.has_value());
  Bureau bureau;
  CaseService service({*bureau.store, **definitions, bureau.clock, bureau.metrics, &bureau.ids});
  const auto opened = bureau.complaint();
  Calendars calendars(*bureau.store, **definitions, bureau.clock);
  const Caller head{AccountId("u_head"), "head", "head", {"bureau_head"}};
  const auto due = [&] {
    const auto view = service.view(kInspector, opened.case_id, {}, {});
    for (const auto& clock : view->clocks)
      if (clock.id == "J02") return clock.due;
    return std::optional<Date>();
  };
  const auto before = due();

  const auto dry = calendars.load(head, kNotice, true);
  ASSERT_TRUE(dry.has_value()) << dry.error().message.en;
  ASSERT_THAT(dry->moved, testing::SizeIs(testing::Ge(1)));
  EXPECT_EQ(bureau.version(opened.case_id), opened.version);
  EXPECT_EQ(due(), before);

  const auto real = calendars.load(head, kNotice, false);
  ASSERT_TRUE(real.has_value()) << real.error().message.en;
  EXPECT_EQ(real->moved.size(), dry->moved.size());
  EXPECT_EQ(real->moved.front().before, before);
  EXPECT_EQ(due(), real->moved.front().after);
  EXPECT_GT(bureau.version(opened.case_id), opened.version);
  EXPECT_TRUE(real->failed.empty());

  const auto version = bureau.version(opened.case_id);
  const auto again = calendars.load(head, kNotice, false);
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->known);
  EXPECT_EQ(bureau.version(opened.case_id), version);
  const auto checked = check_store(*bureau.store, **definitions);
  ASSERT_TRUE(checked.has_value());
  EXPECT_TRUE(checked->findings.empty());
}

/// Rows of the ledger that say a notice moved a date: "J02 inspector 2026-03-05 -> 2026-03-09".
std::vector<std::string> notices_told(storage::Store& store) {
  std::vector<std::string> told;
  const auto snapshot = store.snapshot();
  const auto rows = (*snapshot)->alerts_since(0, 500);
  for (const auto& row : *rows)
    if (row.what.rung.starts_with("notice:cn_test_2026:"))
      told.push_back(row.what.clock + " " + row.what.to + " " + row.what.rung.substr(20) + " -> " +
                     format_date(row.what.due));
  return told;
}

TEST(Calendars, WhoeverHearsOfAClockIsToldOnceThatItMoved) {
  const auto definitions = Definitions::load({});
  ASSERT_TRUE(definitions.has_value());
  Bureau bureau;
  bureau.complaint();
  Calendars calendars(*bureau.store, **definitions, bureau.clock);
  const Caller head{AccountId("u_head"), "head", "head", {"bureau_head"}};
  ASSERT_TRUE(calendars.load(head, kNotice, true).has_value());
  EXPECT_THAT(notices_told(*bureau.store), testing::IsEmpty()) << "a dry run tells nobody";
  const auto loaded = calendars.load(head, kNotice, false);
  ASSERT_TRUE(loaded.has_value());
  const auto& move = loaded->moved.front();
  const auto told = notices_told(*bureau.store);
  EXPECT_THAT(told, Contains("J02 inspector " + format_date(*move.before) + " -> " + format_date(*move.after)));
  EXPECT_EQ(std::set<std::string>(told.begin(), told.end()).size(), told.size());
  ASSERT_TRUE(calendars.load(head, kNotice, false).has_value());
  EXPECT_EQ(notices_told(*bureau.store), told) << "once";
}

/// The non-final award of examples/67 was received by the employer on 30 January 2026: fifteen days end on a Saturday
/// that is worked, until a notice takes it off.
TEST(Calendars, ANoticeReachesTheCaseAfterTheAward) {
  const auto definitions = Definitions::load({});
  ASSERT_TRUE(definitions.has_value());
  const auto store = storage::memory::open_store();
  ManualClock clock(to_instant(Moment{*parse_date("2025-08-04"), 0}));
  Metrics metrics;
  CaseService service({*store, **definitions, clock, metrics});
  const auto file = resources::under("examples/67_worked_award_windows.json");
  ASSERT_EQ(file.size(), 1U);
  const auto script = read_script("67.json", std::string(file.front().bytes));
  ASSERT_TRUE(script.has_value());
  ScriptOptions options;
  options.most_steps = script->steps.size() - 2;
  const auto story = ScriptRunner({*store, service, **definitions, clock}).run(*script, options);
  ASSERT_TRUE(story.has_value() && story->failures == 0);

  Calendars calendars(*store, **definitions, clock);
  const auto loaded = calendars.load(
      {AccountId("u_head"), "head", "head", {"bureau_head"}},
      R"({"id":"cn_test_2026","authority":"国务院办公厅","number":"测试〔2026〕2号","published":"2026-02-02","years":[],)"
      R"("off":[{"date":"2026-02-14","name":"测试","statutory":false}],"work":[]})",
      false);
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message.en;
  const auto move = std::ranges::find(loaded->moved, "L01/respondent", &CalendarMove::label);
  ASSERT_NE(move, loaded->moved.end());
  EXPECT_EQ(move->workflow, "after_award");
  EXPECT_EQ(move->case_id, story->cases.at("nonfinal"));
  EXPECT_EQ(move->before, parse_date("2026-02-14"));
  EXPECT_EQ(move->after, parse_date("2026-02-24"));
  EXPECT_THAT(notices_told(*store), Contains("L01 clerk 2026-02-14 -> 2026-02-24"));
}

TEST(Calendars, ALoadThatWasCutOffGoesOnWhereItStopped) {
  const auto definitions = Definitions::load({});
  ASSERT_TRUE(definitions.has_value());
  Bureau bureau;
  const auto first = bureau.complaint();
  const auto second = bureau.complaint();
  Calendars calendars(*bureau.store, **definitions, bureau.clock);
  const Caller head{AccountId("u_head"), "head", "head", {"bureau_head"}};
  const auto begun = [&] {
    storage::Commit commit;
    commit.puts = {storage::PutMark{"unfinished_notice", "cn_test_2026"}};
    return bureau.store->commit(commit).has_value();
  };
  // As a crash leaves it: the notice is stored and begun, and no case has been told.
  const std::string text = definition::notice_text(*definition::read_notice(kNotice));
  storage::Commit cut;
  cut.puts = {
      storage::PutNotice{{(*definitions)->calendar()->id(), "cn_test_2026", text, head.account, bureau.clock.now()}}};
  ASSERT_TRUE(bureau.store->commit(cut) && begun());
  ASSERT_TRUE((*definitions)->add_notice(text).has_value());

  const auto resumed = calendars.load(head, kNotice, false);
  ASSERT_TRUE(resumed.has_value()) << resumed.error().message.en;
  EXPECT_TRUE(resumed->known && resumed->resumed);
  EXPECT_THAT(resumed->moved, testing::SizeIs(2));
  const auto version = bureau.version(first.case_id);
  EXPECT_GT(version, first.version);
  EXPECT_GT(bureau.version(second.case_id), second.version);

  // As a crash after the last case leaves it.
  ASSERT_TRUE(begun());
  const auto nothing = calendars.load(head, kNotice, false);
  ASSERT_TRUE(nothing.has_value());
  EXPECT_TRUE(nothing->resumed);
  EXPECT_THAT(nothing->moved, testing::IsEmpty());
  EXPECT_EQ(bureau.version(first.case_id), version);
  EXPECT_FALSE(calendars.load(head, kNotice, false)->resumed);
  EXPECT_TRUE(check_store(*bureau.store, **definitions)->findings.empty());
}

TEST(Calendars, OnlyTheHeadOrTheSystemAdministratorMayLoad) {
  Bureau bureau;
  Calendars calendars(*bureau.store, shipped(), bureau.clock);
  const auto result = calendars.load(kInspector, kNotice, true);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::forbidden);
}

TEST(Demo, SameNowSameBureauWithOpenCasesAtManyStages) {
  const MakeScratch memory = [] { return storage::memory::open_store(); };
  const DemoOptions options{to_instant({*parse_date("2026-09-16"), 600}), 0, true, ""};
  std::vector<std::string> states[2];
  for (auto& list : states) {
    const auto store = storage::memory::open_store();
    const auto report = fill_demo(*store, shipped(), memory, options);
    ASSERT_TRUE(report.has_value()) << report.error().message.en;
    EXPECT_GT(report->open_cases, 20);
    EXPECT_GT(report->cases, report->open_cases);
    EXPECT_THAT(report->left_out, testing::IsEmpty());
    const auto snapshot = store->snapshot();
    storage::CaseFilter filter;
    filter.open = true;
    filter.page.limit = 500;
    const auto page = (*snapshot)->list_cases(filter);
    for (const auto& item : page->items)
      list.push_back(item.id.value + " " + item.pin.procedure + "/" + item.summary.state);
    EXPECT_TRUE((*(*snapshot)->find_account("clerk")).has_value());
    EXPECT_EQ(*(*snapshot)->mark(kDemoMark), "1");
    const auto checked = check_store(*store, shipped());
    EXPECT_TRUE(checked->findings.empty()) << checked->findings.front().message.en;
  }
  EXPECT_EQ(states[0], states[1]);
}

// What each desk shows of open clocks, over a working Wednesday and a Friday before the National Day.
TEST(Demo, TheDesksLookLikeThoseOfALivingBureau) {
  const MakeScratch memory = [] { return storage::memory::open_store(); };
  for (const std::string day : {"2026-09-16", "2026-09-25"}) {
    SCOPED_TRACE(day);
    const Date today = *parse_date(day);
    const ManualClock clock(to_instant({today, 600}));
    const auto store = storage::memory::open_store();
    ASSERT_TRUE(fill_demo(*store, shipped(), memory, {clock.now(), 0, true, ""}).has_value());
    WorkLists lists(*store, shipped(), clock);
    std::set<std::string> owners;
    int open = 0, overdue = 0, due_today = 0, duties = 0, soon = 0;
    ClockQuery query;
    query.status = {"running", "breached"};
    query.limit = 500;
    do {
      const auto page = lists.clocks(kInspector, query);
      ASSERT_TRUE(page.has_value());
      for (const auto& item : page->items) {
        owners.insert(item.owner);
        ++open;
        if (!item.due) continue;
        due_today += *item.due == today ? 1 : 0;
        if (item.kind == "duty") {
          ++duties;
          soon += *item.due >= today && *item.due <= today + 28 ? 1 : 0;
        }
        if (*item.due >= today) continue;
        ++overdue;
        EXPECT_GE(item.working_days_left.value_or(-1000), -10) << item.workflow << " " << item.label;
      }
      query.cursor = page->next;
    } while (!query.cursor.empty());
    EXPECT_THAT(owners, testing::IsSupersetOf({"clerk", "arbitrator", "inspector", "mediator"}));
    EXPECT_GT(open, 100);
    EXPECT_GT(overdue, 0);
    EXPECT_LT(overdue * 10, open);
    EXPECT_GT(due_today, 2);
    EXPECT_LT(due_today * 5, open);
    EXPECT_GT(soon * 2, duties) << "most of what must be done is due within four weeks";
  }
}

TEST(WorkLists, ACaseWithoutPartiesHasNoSides) {
  Bureau bureau;
  CommandInput input;
  input.workflow = "lead";
  input.event = "record_signal";
  input.data_json = R"({"signal_source":"hotline","matter":"wages"})";
  const auto opened = bureau.send(Bureau::person("duty_officer", "wu"), input);
  ASSERT_TRUE(opened.has_value()) << opened.error().findings.front().path;
  ASSERT_TRUE(std::holds_alternative<CommandOutcome>(*opened));
  WorkLists lists(*bureau.store, shipped(), bureau.clock);
  const auto clocks = lists.clocks(kInspector, {});
  ASSERT_TRUE(clocks.has_value());
  ASSERT_FALSE(clocks->items.empty());
  EXPECT_TRUE(clocks->items.front().sides.empty());
}

TEST(Demo, GeneratesAboutTenEventsACase) {
  const MakeScratch memory = [] { return storage::memory::open_store(); };
  const auto store = storage::memory::open_store();
  const auto report =
      fill_demo(*store, shipped(), memory, {to_instant({*parse_date("2026-09-16"), 600}), 300, false, ""});
  ASSERT_TRUE(report.has_value()) << report.error().message.en;
  EXPECT_GE(report->cases, 300);
  EXPECT_LE(report->cases, 305);
  EXPECT_NEAR(static_cast<double>(report->events) / static_cast<double>(report->cases), 10.0, 2.0);
}

}  // namespace
}  // namespace hejie::app
