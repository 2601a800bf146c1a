// Special reports of group events: each recipient up the line and beside is a row of the ledger, written with the
// report; one that does not acknowledge is asked again by the duty officer; a report entered by mistake is taken back.
#include <gmock/gmock.h>

#include "app/special_reports.h"
#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct Reporting : testing::Test {
  WatchedBureau bureau;
  app::Caller officer = app::Bureau::person("duty_officer", "yan");
  app::SpecialReports desk{*bureau.store, app::shipped(), bureau.rules, bureau.clock, bureau.ids};

  app::CommandOutcome signal(const std::string& data) {
    app::CommandInput input;
    input.workflow = "group_event";
    input.event = "record_signal";
    input.data_json = data;
    input.occurred_at = moment("2026-03-02", 10 * 60);
    return bureau.sent(officer, input);
  }
  app::CommandOutcome act(const app::CommandOutcome& opened, const std::string& event, const std::string& data = "{}",
                          bool hour = true) {
    auto input = app::Bureau::about(opened, event, data);
    if (hour) input.occurred_at = moment("2026-03-02", 10 * 60);
    return bureau.sent(officer, input);
  }
  app::CommandOutcome site_protest() {
    const auto opened = signal(R"({"kind":"gathering","construction_site":true,"worker_count":46})");
    act(opened, "verify", R"({"event_confirmed":true})");
    return opened;
  }
  std::vector<app::SpecialReportCase> cases(const CaseId& id = {}) {
    const auto list = desk.list(officer, id, {}, 50, "");
    return list ? list->items : std::vector<app::SpecialReportCase>{};
  }
  std::vector<std::string> told(const std::string& event) {
    std::vector<std::string> out;
    for (const auto& row : bureau.rows())
      if (row.what.clock == "report:" + event) out.push_back(row.what.rung + ">" + row.what.to);
    return out;
  }
};

TEST_F(Reporting, TheLineUpwardIsToldOfEachReportAndOthersOfWagesOnASite) {
  const auto opened = site_protest();
  act(opened, "phone_report");
  EXPECT_THAT(told("phone_report"), ElementsAre("0>government", "0>superior_bureau"));
  act(opened, "first_report");
  EXPECT_THAT(told("first_report"),
              ElementsAre("0>government", "0>superior_bureau", "0>housing", "0>public_security", "0>union"));
  act(opened, "follow_up_report", R"({"worker_count":50})", false);
  act(opened, "follow_up_report", R"({"worker_count":30})", false);
  EXPECT_THAT(told("follow_up_report"), SizeIs(10)) << "each follow-up by itself";
  const auto items = cases();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_THAT(items[0].reports, SizeIs(4));
  EXPECT_EQ(items[0].reports[1].event, "first_report");
  EXPECT_THAT(items[0].reports[1].recipients, SizeIs(5));
  EXPECT_EQ(items[0].reports[1].recipients[2].name.en, "housing and construction");
  EXPECT_THAT(items[0].reports[1].recipients[2].acknowledge_by, moment("2026-03-02", 13 * 60))
      << "two hours from the next full hour";
}

TEST_F(Reporting, WhatIsNoWageProtestOnASiteIsNotTheirs) {
  const auto opened = signal(R"({"kind":"petition","worker_count":12})");
  act(opened, "verify", R"({"event_confirmed":true})");
  act(opened, "first_report");
  EXPECT_THAT(told("first_report"), ElementsAre("0>government", "0>superior_bureau", "0>petition_office"));
}

TEST_F(Reporting, ClocksOfTheReportsAreShown) {
  const auto opened = site_protest();
  std::vector<std::string> due;
  const auto shown = cases();
  for (const auto& one : shown.at(0).due)
    due.push_back(one.clock + (one.due_at ? " " + format_moment(*one.due_at) : ""));
  EXPECT_THAT(due, UnorderedElementsAre("E01", "E03", "E04 2026-03-02T12:00:00+08:00",
                                        "written_first_report 2026-03-02T13:00:00+08:00"));
  act(opened, "phone_report");
  EXPECT_THAT(cases().at(0).due, SizeIs(3));
}

TEST_F(Reporting, WhoDoesNotAcknowledgeIsAskedAgainByTheDutyOfficer) {
  const auto opened = site_protest();
  act(opened, "phone_report");
  bureau.acknowledge(cases().at(0).reports.at(0).recipients.at(0).alert);
  bureau.step(moment("2026-03-02", 12 * 60 + 59));
  EXPECT_THAT(told("phone_report"), SizeIs(2));
  bureau.step(moment("2026-03-02", 13 * 60));
  EXPECT_THAT(told("phone_report"), ElementsAre("0>government", "0>superior_bureau", "0^1>duty_officer"))
      << "of the one that is silent, not of the other";
  const auto recipients = cases().at(0).reports.at(0).recipients;
  EXPECT_FALSE(recipients[0].passed_on);
  EXPECT_TRUE(recipients[1].passed_on);
  bureau.step(moment("2026-03-04"));
  EXPECT_THAT(told("phone_report"), Contains("0^2>inspection_head"));
}

TEST_F(Reporting, AnAnswerIsKeptOnceAndEndsTheWaiting) {
  const auto opened = site_protest();
  act(opened, "phone_report");
  const auto row = cases().at(0).reports.at(0).recipients.at(1).alert;
  const app::AnswerCommand command{row, "请按预案处置，每日续报", {}, {}};
  ASSERT_TRUE(desk.answer(officer, command).has_value());
  const auto answered = cases(opened.case_id).at(0).reports.at(0).recipients.at(1);
  EXPECT_EQ(answered.answer, "请按预案处置，每日续报");
  EXPECT_TRUE(answered.answered_at && answered.acknowledged_at);
  EXPECT_EQ(desk.answer(officer, command).error().code, ErrorCode::invalid) << "one answer a row";
  EXPECT_EQ(desk.answer(officer, {row, "", {}, {}}).error().code, ErrorCode::invalid);
  EXPECT_EQ(desk.answer(officer, {9999, "x", {}, {}}).error().code, ErrorCode::not_found);
  EXPECT_EQ(desk.answer(app::Bureau::person("system_admin", "root"), {row, "x", {}, {}}).error().code,
            ErrorCode::not_found);
  bureau.step(moment("2026-03-03"));
  for (const auto& line : bureau.rows()) {
    if (line.what.rung == "0^1") {
      EXPECT_NE(line.what.key, "superior_bureau") << line.what.clock;
    }
  }
}

TEST_F(Reporting, AReportEnteredByMistakeIsTakenBack) {
  const auto opened = site_protest();
  const auto reported = act(opened, "phone_report");
  const auto data = R"({"reason":"误录","of":)" + std::to_string(reported.seq) + "}";
  act(opened, "annul", data, false);
  EXPECT_THAT(told("phone_report"),
              ElementsAre("0>government", "0>superior_bureau", "withdrawn>government", "withdrawn>superior_bureau"));
  bureau.step(moment("2026-03-02", 14 * 60));
  EXPECT_THAT(told("phone_report"), SizeIs(4)) << "nobody is asked about it any more";
  act(opened, "phone_report");
  EXPECT_THAT(told("phone_report"), SizeIs(6)) << "made again it is told again";
  const auto reports = cases().at(0).reports;
  ASSERT_THAT(reports, SizeIs(2));
  EXPECT_TRUE(reports[0].recipients[0].withdrawn);
  EXPECT_FALSE(reports[1].recipients[0].withdrawn);
}

TEST_F(Reporting, ACaseOfAnotherKindTellsNobody) {
  bureau.complaint(12);
  for (const auto& row : bureau.rows()) EXPECT_FALSE(row.what.clock.starts_with("report:")) << row.what.clock;
  EXPECT_THAT(cases(), IsEmpty());
}

TEST(ReportLines, ABureauAddsItsOwnBodiesAndLinesAndHours) {
  const auto own = app::Definitions::of(
      *app::Definitions::files_of(""),
      {.overlays = {"./own.json"},
       .overlay_files = {
           {"./own.json",
            R"({"overlay":"own","version":1,"level":"bureau","name":{"zh":"本局","en":"own"},)"
            R"("valid":{"from":"2026-01-01","to":null},"cite":["BUR:1"],"bureau":{"special_reports":)"
            R"({"acknowledge_within":"1h","recipients":{"transport":{"name":{"zh":"交通运输部门","en":"transport"}}},)"
            R"("lines":{"upward":{"events":["first_report"],"to":["superior_bureau","transport"]}}}}})"}}});
  ASSERT_TRUE(own.has_value()) << own.error().message.en;
  const auto rules = app::load_alert_rules(**own);
  ASSERT_TRUE(rules.has_value()) << rules.error().message.en;
  EXPECT_THAT(rules->reports.recipients("first_report", {}), ElementsAre("superior_bureau", "transport"));
  EXPECT_THAT(rules->reports.recipients("phone_report", {}), IsEmpty()) << "its own line stands for the shipped one";
  EXPECT_EQ(rules->reports.within.count, 1);
}

TEST(ReportLines, WhatIsWrongIsToldWithItsPlace) {
  const std::vector<definition::SourceFile> files{
      {"alerts/special_reports.json",
       R"({"special_reports":{"workflow":"group_event","tell":"nobody","acknowledge_within":"2d","recipients":)"
       R"({"up":{"name":{"zh":"上级","en":"up"}}},"lines":{"a":{"events":["no_such"],"to":["upp"],"cite":["TSF:61"]}}}})"}};
  definition::Findings findings;
  const auto rules = definition::read_alert_rules(files, app::shipped().library(), {}, findings);
  definition::check_alert_rules(rules, app::shipped().all_in_force(), findings);
  std::set<std::string> checks;
  for (const auto& finding : findings) checks.insert(finding.check + " " + finding.path);
  EXPECT_THAT(checks, Contains("unknown_name /special_reports")) << "the role";
  EXPECT_THAT(checks, Contains("bad_value /special_reports/acknowledge_within"));
  EXPECT_THAT(checks, Contains("unknown_name /special_reports/lines/a")) << "the body, the event";
}

}  // namespace
}  // namespace hejie::alerts
