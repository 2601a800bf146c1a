// Internal control: exceptions are kept with the decision that made them, and a fault found in a closed file opens a
// duty to mend that has a last day.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/control_desk.h"
#include "app/served_papers.h"
#include "documents/docx.h"
#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Controlled : testing::Test {
  WatchedBureau bureau;
  app::ControlDesk desk{*bureau.store, app::shipped(), bureau.rules, bureau.clock, bureau.ids};
  app::Caller head = app::Bureau::person("inspection_head", "sun");
  app::Caller inspector = app::Bureau::person("inspector", "zhao");
  app::Caller reviewer = app::Bureau::person("legal_reviewer", "tang");

  std::vector<app::ExceptionItem> exceptions(const char* kind) {
    app::ExceptionQuery query;
    query.kind = {kind};
    const auto list = desk.exceptions(head, query);
    return list ? list->items : std::vector<app::ExceptionItem>{};
  }
  app::CommandOutcome proposed(const app::CommandOutcome& opened, const char* event, const std::string& data = "{}") {
    return bureau.sent(inspector, app::Bureau::about(opened, event, data));
  }
  void approve(const app::CommandOutcome& proposal) {
    auto input = app::Bureau::about(proposal, "approve", R"({"of":)" + std::to_string(proposal.seq) + "}");
    bureau.sent(head, input);
  }
  app::FileReviewItem drawn() {
    const auto opened = bureau.complaint();
    auto input = app::Bureau::about(opened, "withdraw_complaint");
    input.on_behalf_of = "complainant";
    bureau.sent(inspector, input);
    bureau.step(moment("2026-03-03"));
    bureau.step(moment("2026-04-01"));
    const auto reviews = desk.reviews(head, {});
    return reviews && !reviews->items.empty() ? reviews->items.front() : app::FileReviewItem{};
  }
  app::FileReviewCommand answers(long long id, const char* of_service = "ok", const char* note = "") {
    app::FileReviewCommand command;
    command.id = id;
    for (const auto& item : desk.rules().checklist) command.answers[item.id] = "ok";
    command.answers["service"] = of_service;
    command.note = note;
    return command;
  }
};

TEST_F(Controlled, AnApprovalWithinAMinuteIsTold) {
  const auto opened = bureau.complaint();
  const auto first = proposed(opened, "file_complaint");
  bureau.clock.set(Instant{bureau.clock.now().ms + 59'000});
  approve(first);
  const auto found = exceptions("quick_approval");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].what.seconds, 59);
  EXPECT_EQ(found[0].case_id, opened.case_id);
  const auto other = bureau.complaint();
  const auto second = proposed(other, "file_complaint");
  bureau.clock.set(Instant{bureau.clock.now().ms + 60'000});
  approve(second);
  EXPECT_THAT(exceptions("quick_approval"), SizeIs(1)) << "a minute is enough";
}

TEST_F(Controlled, ALateEntryIsTold) {
  const auto opened = bureau.complaint();
  bureau.clock.set(to_instant(moment("2026-03-06")));
  auto input = app::Bureau::about(opened, "withdraw_complaint");
  input.on_behalf_of = "complainant";
  input.occurred_on = *parse_date("2026-03-05");
  bureau.sent(inspector, input);
  EXPECT_THAT(exceptions("late_entry"), IsEmpty()) << "the day before is not late";
  const auto other = bureau.complaint();
  bureau.clock.set(to_instant(moment("2026-03-13")));
  input.case_id = other.case_id;
  input.occurred_on = *parse_date("2026-03-10");
  input.if_match.reset();
  bureau.sent(inspector, input);
  const auto found = exceptions("late_entry");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].what.days, 3);
  EXPECT_EQ(found[0].what.event, "withdraw_complaint");
  EXPECT_EQ(found[0].event_name.en, "Withdraw the complaint");
}

/// A template of the bureau's own that wants one field which nobody has filled in yet.
struct Served : Controlled {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("hejie_served_" + std::to_string(::getpid()));
  app::PaperDesk papers{{*bureau.store, app::shipped(), bureau.service, bureau.clock, folder.string()}};
  app::CommandOutcome opened;

  void SetUp() override {
    std::filesystem::create_directories(folder / "inspection");
    std::ofstream(folder / "inspection" / "redirect_notice.docx", std::ios::binary)
        << documents::docx_of_text("# 告知书\n{{投诉人}} {{另行告知}}", from_ymd(2026, 3, 2)).value();
    opened = bureau.complaint();
    bureau.sent(inspector, app::Bureau::about(opened, "redirect_complaint", R"({"elsewhere":"dispute_procedure"})"));
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void serve() {
    bureau.sent(inspector,
                app::Bureau::about(opened, "serve", R"({"doc":"redirect_notice","to":"complainant","mode":"direct"})"));
  }
  static void step(app::ServedPapers& watch) {
    const auto more = watch.step(to_instant(moment("2026-03-03")));
    ASSERT_TRUE(more.has_value());
    EXPECT_FALSE(*more);
  }
};

TEST_F(Served, ADocumentServedWithoutARequiredFieldIsToldOnce) {
  app::ServedPapers watch(*bureau.store, papers);
  step(watch);
  serve();
  EXPECT_THAT(exceptions("incomplete_document"), IsEmpty()) << "not in the commit of the service";
  step(watch);
  step(watch);
  app::ServedPapers restarted(*bureau.store, papers);
  step(restarted);
  const auto found = exceptions("incomplete_document");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].case_id, opened.case_id);
  EXPECT_EQ(found[0].what.event, "serve");
  EXPECT_EQ(found[0].what.paper, "redirect_notice-1");
  EXPECT_THAT(found[0].what.missing, ElementsAre("另行告知"));
}

TEST_F(Served, AWholeDocumentIsNoException) {
  app::ServedPapers watch(*bureau.store, papers);
  step(watch);
  ASSERT_TRUE(
      papers.fill_in(inspector, opened.case_id, "redirect_notice-1", {{"另行告知", "向仲裁委申请"}}, 0).has_value());
  serve();
  step(watch);
  EXPECT_THAT(exceptions("incomplete_document"), IsEmpty());
}

TEST_F(Served, WhatDiedBeforeItLookedLooksAfterwards) {
  {
    app::ServedPapers first(*bureau.store, papers);
    step(first);
  }
  serve();
  app::ServedPapers second(*bureau.store, papers);
  step(second);
  EXPECT_THAT(exceptions("incomplete_document"), SizeIs(1));
}

TEST_F(Controlled, WhatIsDoneInTimeIsNoException) {
  bureau.complaint();
  app::ExceptionQuery all;
  EXPECT_THAT(desk.exceptions(head, all)->items, IsEmpty());
}

TEST_F(Controlled, AFileWithoutFaultsIsGood) {
  const auto file = drawn();
  ASSERT_EQ(file.state, "open");
  EXPECT_EQ(desk.review(inspector, answers(file.id)).error().code, ErrorCode::forbidden);
  auto missing = answers(file.id);
  missing.answers.erase("time");
  missing.answers["weather"] = "ok";
  EXPECT_THAT(desk.review(reviewer, missing).error().findings, SizeIs(2));
  ASSERT_TRUE(desk.review(reviewer, answers(file.id)).has_value());
  EXPECT_EQ(desk.reviews(head, {})->items.at(0).state, "good");
  EXPECT_EQ(desk.review(reviewer, answers(file.id)).error().code, ErrorCode::invalid) << "once";
  EXPECT_THAT(bureau.ledger("mend"), IsEmpty());
}

TEST_F(Controlled, AFaultOpensADutyToMendWithALastDay) {
  const auto file = drawn();
  EXPECT_EQ(desk.review(reviewer, answers(file.id, "fault")).error().code, ErrorCode::invalid) << "says what is wrong";
  ASSERT_TRUE(desk.review(reviewer, answers(file.id, "fault", "缺送达回证")).has_value());
  auto found = desk.reviews(head, {})->items.at(0);
  EXPECT_EQ(found.state, "faults");
  EXPECT_EQ(found.faults, 1);
  EXPECT_EQ(found.note, "缺送达回证");
  EXPECT_EQ(found.what.mend_due, *parse_date("2026-04-16")) << "ten working days after 1 April, 6 April is off";
  EXPECT_THAT(bureau.ledger("mend"), ElementsAre("mend:-1>inspector", "mend:-1>inspection_head"));
  bureau.step(moment("2026-04-15"));
  EXPECT_THAT(bureau.ledger("mend:0"), IsEmpty());
  bureau.step(moment("2026-04-16"));
  bureau.step(moment("2026-04-17"));
  EXPECT_THAT(bureau.ledger("mend:0"), ElementsAre("mend:0>inspector", "mend:0>inspection_head")) << "once";
  app::FileReviewCommand mended;
  mended.id = file.id;
  EXPECT_EQ(desk.mend(inspector, mended).error().code, ErrorCode::invalid) << "how";
  mended.note = "已补送达回证";
  EXPECT_EQ(desk.mend(reviewer, mended).error().code, ErrorCode::forbidden) << "not by who found it";
  ASSERT_TRUE(desk.mend(inspector, mended).has_value());
  EXPECT_EQ(desk.reviews(head, {})->items.at(0).state, "mended");
  EXPECT_EQ(desk.mend(inspector, mended).error().code, ErrorCode::invalid);
}

TEST_F(Controlled, MendedInTimeIsNotToldAgain) {
  const auto file = drawn();
  ASSERT_TRUE(desk.review(reviewer, answers(file.id, "fault", "缺送达回证")).has_value());
  app::FileReviewCommand mended;
  mended.id = file.id;
  mended.note = "已补";
  ASSERT_TRUE(desk.mend(inspector, mended).has_value());
  bureau.step(moment("2026-05-11"));
  EXPECT_THAT(bureau.ledger("mend:0"), IsEmpty());
}

TEST(ControlRules, TheMostExactTargetHolds) {
  definition::ControlRules rules;
  rules.targets = {{"closing_rate", "", "", "", 90},
                   {"closing_rate", "textile", "", "", 92},
                   {"closing_rate", "", "", "2026-Q4", 95},
                   {"closing_rate", "textile", "", "2026-Q4", 97}};
  EXPECT_EQ(rules.target_of("closing_rate", "", "", "2026-Q3"), 90);
  EXPECT_EQ(rules.target_of("closing_rate", "", "textile", "2026-Q3"), 92);
  EXPECT_EQ(rules.target_of("closing_rate", "", "", "2026-Q4"), 95);
  EXPECT_EQ(rules.target_of("closing_rate", "", "textile", "2026-Q4"), 97);
  EXPECT_FALSE(rules.target_of("on_time", "", "", "2026-Q4"));
}

TEST(ControlRules, WhatIsWrongIsToldWithItsPlace) {
  const std::vector<definition::SourceFile> files{
      {"alerts/control.json",
       R"({"control":{"review_by":"nobody","late_day":2,"checklist":{"a":{"zh":"甲","en":"a"}},"risk_points":)"
       R"({"p":{"workflow":"inspection","event":"no_such","risk":{"zh":"a","en":"a"},"check":{"zh":"a","en":"a"},)"
       R"("by":"inspection_head","every":"often","cite":["JC:18"]}}}})"}};
  definition::Findings findings;
  const auto rules = definition::read_alert_rules(files, app::shipped().library(), {}, findings);
  definition::check_alert_rules(rules, app::shipped().all_in_force(), findings);
  std::set<std::string> checks;
  for (const auto& finding : findings) checks.insert(finding.check + " " + finding.path);
  EXPECT_THAT(checks, Contains("unknown_name /control")) << "the role";
  EXPECT_THAT(checks, Contains("unknown_key /control/late_day"));
  EXPECT_THAT(checks, Contains("bad_value /control/risk_points/p"));
  EXPECT_THAT(checks, Contains("unknown_name /control/risk_points/p")) << "the event";
}

}  // namespace
}  // namespace hejie::alerts
