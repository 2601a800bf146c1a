// Risk rules: found when their figures are reached, once a level, with the facts and the records behind them.
#include <gmock/gmock.h>

#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

struct Watching : testing::Test {
  WatchedBureau bureau;
  std::vector<storage::RiskRow> risks(const char* rule) {
    storage::RiskFilter filter;
    filter.rule = {rule};
    const auto snapshot = std::move(bureau.store->snapshot().value());
    return snapshot->list_risks(filter).value().items;
  }
  std::vector<storage::KeyCase> key_cases() {
    const auto snapshot = std::move(bureau.store->snapshot().value());
    return snapshot->key_cases({}).value();
  }
};

TEST_F(Watching, ACollectiveDisputeIsToldInTheTransactionThatMadeIt) {
  bureau.complaint(9);
  EXPECT_THAT(risks("collective"), IsEmpty());
  const auto opened = bureau.complaint(12);
  const auto found = risks("collective");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].level, 1);
  EXPECT_EQ(found[0].case_id, opened.case_id);
  const auto grounds = app::read_grounds(found[0].grounds);
  EXPECT_EQ(grounds.figure, 12);
  EXPECT_EQ(grounds.level_at, 10);
  EXPECT_EQ(grounds.facts.at("worker_count"), "12");
  EXPECT_THAT(bureau.ledger("risk:collective"),
              ElementsAre("risk:collective:1>inspector", "risk:collective:1>inspection_head"));
  EXPECT_THAT(key_cases(), IsEmpty()) << "not from ten workers on";
}

TEST_F(Watching, FromThirtyWorkersTheCaseIsKeyAndReportsAreDue) {
  const auto opened = bureau.complaint(61);
  ASSERT_EQ(risks("collective").size(), 1U) << "the highest level reached, not each";
  EXPECT_EQ(risks("collective")[0].level, 3);
  const auto marks = key_cases();
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].case_id, opened.case_id);
  EXPECT_EQ(marks[0].rule, "collective");
  EXPECT_EQ(marks[0].report_due, *parse_date("2026-03-09"));
  bureau.step(moment("2026-03-06"));
  EXPECT_THAT(bureau.ledger("key_report"), IsEmpty());
  bureau.step(moment("2026-03-09"));
  bureau.step(moment("2026-03-10"));
  EXPECT_THAT(bureau.ledger("key_report"), ElementsAre("key_report:0>inspector", "key_report:0>inspection_head"));
}

TEST_F(Watching, ClosureEndsTheKeyMark) {
  const auto opened = bureau.complaint(31);
  ASSERT_EQ(key_cases().size(), 1U);
  auto input = app::Bureau::about(opened, "withdraw_complaint");
  input.on_behalf_of = "complainant";
  bureau.sent(app::Bureau::person("inspector", "zhao"), input);
  bureau.step(moment("2026-03-03"));
  EXPECT_THAT(key_cases(), IsEmpty());
  bureau.step(moment("2026-03-20"));
  EXPECT_THAT(bureau.ledger("key_report"), IsEmpty());
}

TEST_F(Watching, MattersAgainstOneEmployerAreCountedTogether) {
  const auto first = bureau.complaint();
  bureau.complaint();
  bureau.complaint(3, "91510000TEST00009X");
  bureau.step(moment("2026-03-02", 601));
  EXPECT_THAT(risks("same_employer"), IsEmpty()) << "two, and one against another";
  const auto third = bureau.complaint();
  bureau.step(moment("2026-03-02", 602));
  const auto found = risks("same_employer");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].case_id, third.case_id);
  const auto grounds = app::read_grounds(found[0].grounds);
  EXPECT_EQ(grounds.figure, 3);
  EXPECT_THAT(grounds.cases, Contains(first.case_id));
  bureau.complaint();
  bureau.step(moment("2026-03-02", 603));
  EXPECT_EQ(risks("same_employer").size(), 1U) << "once a level and month";
  EXPECT_THAT(bureau.ledger("risk:same_employer"), ElementsAre("risk:same_employer:1>inspection_head"));
}

TEST_F(Watching, OldMattersDoNotCount) {
  bureau.complaint();
  bureau.complaint();
  bureau.step(moment("2026-06-15"));
  bureau.complaint();
  bureau.step(moment("2026-06-15", 601));
  EXPECT_THAT(risks("same_employer"), IsEmpty());
}

TEST_F(Watching, ACaseThatStandsStillIsToldByHowLong) {
  const auto opened = bureau.complaint();
  bureau.step(moment("2026-03-02", 601));
  bureau.step(moment("2026-03-20"));
  EXPECT_THAT(risks("stalled"), IsEmpty()) << "fourteen working days";
  bureau.step(moment("2026-03-23"));
  ASSERT_EQ(risks("stalled").size(), 1U);
  EXPECT_EQ(app::read_grounds(risks("stalled")[0].grounds).figure, 15);
  EXPECT_EQ(app::read_grounds(risks("stalled")[0].grounds).since, *parse_date("2026-03-02"));
  bureau.step(moment("2026-04-30"));
  ASSERT_EQ(risks("stalled").size(), 2U);
  EXPECT_EQ(risks("stalled")[0].level, 2);
  EXPECT_EQ(risks("stalled")[0].case_id, opened.case_id);
}

TEST_F(Watching, OpenCasesOfOneHandler) {
  for (int i = 0; i < 40; ++i) bureau.complaint(1, "91510000TEST0" + std::to_string(1000 + i));
  bureau.step(moment("2026-03-02", 601));
  ASSERT_EQ(risks("handler_load").size(), 1U);
  EXPECT_EQ(app::read_grounds(risks("handler_load")[0].grounds).figure, 40);
  EXPECT_EQ(risks("handler_load")[0].subject, "handler:u_zhou");
}

/// Rules over many cases look at any case; the sector of a lead is said by whoever records it.
struct Rising : testing::Test {
  WatchedBureau bureau{"2026-03-02"};
  void lead(const char* sector) {
    app::CommandInput input;
    input.workflow = "lead";
    input.event = "record_signal";
    input.occurred_at = to_bureau(bureau.clock.now());
    input.data_json = std::string(R"({"signal_source":"hotline","matter":"migrant_wages","sector":")") + sector +
                      R"(","worker_count":2,"parties":[{"role":"employer","kind":"employer","name":"示例公司"},)"
                      R"({"role":"informant","kind":"worker","name":"甲某"}]})";
    bureau.sent(app::Bureau::person("duty_officer", "yan"), input);
  }
  std::vector<storage::RiskRow> risks(const char* rule) {
    storage::RiskFilter filter;
    filter.rule = {rule};
    return std::move(bureau.store->snapshot().value())->list_risks(filter).value().items;
  }
};

TEST_F(Rising, ASectorIsToldWhenItRisesAgainstItsOwnMean) {
  for (int i = 0; i < 6; ++i) lead("catering");
  bureau.step(moment("2026-03-02", 601));
  EXPECT_THAT(risks("sector_rise"), IsEmpty()) << "without a base there is nothing to rise against";
  bureau.step(moment("2026-06-15"));
  for (int i = 0; i < 4; ++i) lead("catering");
  for (int i = 0; i < 4; ++i) lead("dispatch");
  bureau.step(moment("2026-06-15", 601));
  EXPECT_THAT(risks("sector_rise"), IsEmpty()) << "fewer than five in thirty days";
  lead("catering");
  bureau.step(moment("2026-06-15", 602));
  const auto found = risks("sector_rise");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject, "sector:catering");
  EXPECT_EQ(found[0].level, 2) << "six in 180 days are one in thirty: five is 500 percent";
  const auto grounds = app::read_grounds(found[0].grounds);
  EXPECT_EQ(grounds.figure, 500);
  EXPECT_EQ(grounds.facts.at("recent"), "5");
  EXPECT_EQ(grounds.facts.at("before"), "6");
}

TEST_F(Rising, AStreetIsToldByItsMediationOrganization) {
  const auto mediate = [&](const char* body) {
    app::CommandInput input;
    input.workflow = "mediation";
    input.event = "receive_application";
    input.on_behalf_of = "applicant";
    input.data_json = std::string(R"({"worker_count":1,"mediation_body":")") + body +
                      R"(","parties":[{"role":"applicant","kind":"worker","name":"甲某"},)"
                      R"({"role":"respondent","kind":"employer","name":"示例公司"}],)"
                      R"("items":[{"kind":"wages","party":"applicant","claimed_fen":100000}]})";
    bureau.sent(app::Bureau::person("window", "zhou"), input);
  };
  for (const char* body : {"street", "district", "street", "district", "street", "district"}) mediate(body);
  bureau.step(moment("2026-03-02", 601));
  bureau.step(moment("2026-06-15"));
  for (int i = 0; i < 5; ++i) mediate("street");
  for (int i = 0; i < 5; ++i) mediate("district");
  bureau.step(moment("2026-06-15", 601));
  const auto found = risks("body_rise");
  ASSERT_EQ(found.size(), 1U) << "the district's own organization is no place of its own";
  EXPECT_EQ(found[0].subject, "body:street");
  EXPECT_EQ(app::read_grounds(found[0].grounds).figure, 1000);
}

TEST(Season, WagesOpenBeforeSpringFestival) {
  WatchedBureau bureau("2026-11-02");
  bureau.complaint();
  bureau.step(moment("2026-11-02", 601));
  bureau.step(moment("2026-12-01"));
  EXPECT_THAT(bureau.ledger("before_spring_festival"), IsEmpty());
  bureau.step(moment("2026-12-20"));
  EXPECT_THAT(bureau.ledger("before_spring_festival"),
              ElementsAre("risk:before_spring_festival:1>inspector", "risk:before_spring_festival:1>inspection_head"))
      << "the festival is on 6 February 2027";
  bureau.step(moment("2027-01-20"));
  EXPECT_EQ(bureau.ledger("before_spring_festival:1>").size(), 2U);
}

TEST_F(Watching, FollowsTheLogFromWhereItStoppedAlsoAfterACrash) {
  bureau.complaint();
  bureau.complaint();
  bureau.step(moment("2026-03-02", 601));
  bureau.complaint();
  // The counts of the batch are written, and then nothing more: as if killed between the two commits.
  storage::Commit counted;
  {
    const auto snapshot = std::move(bureau.store->snapshot().value());
    const auto changed = snapshot->changed_since(0, 100).value();
    const auto last = snapshot->find_case(changed.back().case_id).value();
    const auto& s = last.summary;
    counted.puts.emplace_back(
        storage::PutWatched{{last.id, s.employer, s.handler, s.sector, s.cause, s.opened_on, true}});
  }
  ASSERT_TRUE(bureau.store->commit(std::move(counted)).has_value());
  Desk again{*bureau.store, bureau.service, app::shipped(), shipped_rules(), bureau.metrics};
  ASSERT_TRUE(again.step(to_instant(moment("2026-03-02", 602))).has_value());
  EXPECT_EQ(risks("same_employer").size(), 1U);
}

TEST_F(Watching, ARiskNobodyAnswersGoesUp) {
  bureau.complaint(12);
  bureau.step(moment("2026-03-04"));
  EXPECT_THAT(bureau.ledger("risk:collective:1^"), Not(IsEmpty()));
}

TEST(RiskRules, ABureauSaysItsOwnThresholds) {
  const auto own = app::Definitions::of(
      *app::Definitions::files_of(""),
      {.overlays = {"./own.json"},
       .overlay_files = {{"./own.json",
                          R"({"overlay":"own","version":1,"level":"bureau","name":{"zh":"本局","en":"own"},)"
                          R"("valid":{"from":"2026-01-01","to":null},"cite":["BUR:1"],"bureau":{"risks":)"
                          R"({"collective":{"levels":[{"at":5,"to":["bureau_head"]}]}}}})"}}});
  ASSERT_TRUE(own.has_value()) << own.error().message.en;
  const auto rules = app::load_alert_rules(**own);
  ASSERT_TRUE(rules.has_value()) << rules.error().message.en;
  EXPECT_EQ(rules->find("collective")->level_of(4), 0);
  EXPECT_EQ(rules->find("collective")->level_of(5), 1);
  EXPECT_EQ(rules->find("collective")->cite.front().law, "BUR");
  EXPECT_EQ(shipped_rules().find("collective")->level_of(5), 0);
}

TEST(RiskRules, WhatIsWrongIsToldWithItsPlace) {
  const definition::SourceFile file{
      "alerts/risks.json",
      R"({"risks":{"x":{"kind":"matters","name":{"zh":"a","en":"a"},"says":{"zh":"a","en":"a"},"duty":{"zh":"a","en":"a"},)"
      R"("levels":[{"at":3,"to":["inspecter"]},{"at":2,"to":["clerk"],"keys":true}],"cite":["ZZ:1"]}}})"};
  const definition::SourceFile lines{
      "alerts/escalation.json", R"({"escalation":{"within":"8d","next":{"clerk":"inspector","inspector":"clerk"}}})"};
  definition::Findings findings;
  const std::vector<definition::SourceFile> files{file, lines};
  (void)definition::read_alert_rules(files, app::shipped().library(), {}, findings);
  std::set<std::string> checks;
  for (const auto& finding : findings) checks.insert(finding.check + " " + finding.path);
  EXPECT_THAT(checks, Contains("unknown_name /risks/x/levels/0")) << "the role";
  EXPECT_THAT(checks, Contains("bad_value /risks/x/levels/1")) << "levels must rise";
  EXPECT_THAT(checks, Contains("unknown_key /risks/x/levels/1/keys"));
  EXPECT_THAT(checks, Contains("missing_key /risks/x")) << "days";
  EXPECT_THAT(checks, Contains("cite /risks/x/cite/0")) << "the instrument";
  EXPECT_THAT(checks, Contains("bad_value /escalation/within"));
  EXPECT_THAT(checks, Contains("endless /escalation/next"));
}

}  // namespace
}  // namespace hejie::alerts
