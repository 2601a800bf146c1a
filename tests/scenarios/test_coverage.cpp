// What counts as touched: what an expectation names, not what merely happened.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/coverage.h"
#include "app/script_parts.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

const Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

Script script_of(const std::string& steps) {
  auto script = read_script(
      "t.json", R"({"title":{"zh":"甲","en":"a"},"source":"s","workflow":"inspection","steps":[)" + steps + "]}");
  if (!script) ADD_FAILURE() << script.error().message.en;
  return script ? std::move(*script) : Script{};
}

std::string lead(const std::string& expect) {
  return R"({"on":"2018-01-29","by":"window/zhou","event":"receive_referral","data":{"matter":"wages","worker_count":61,
    "amount_fen":134660000,"summary":"x","parties":[{"role":"respondent","kind":"employer"}]},"expect":)" +
         expect + "}";
}

std::string file_lead(const std::string& data, const std::string& expect) {
  return R"(,{"on":"2018-01-30","by":"inspector/zhao","event":"file_lead","approved_by":"inspection_head/sun","data":)" +
         data + R"(,"expect":)" + expect + "}";
}

Coverage run(const std::string& steps) {
  const std::vector<Script> scripts{script_of(steps)};
  auto coverage = coverage_of(
      shipped(), scripts, [] { return storage::memory::open_store(); }, nullptr);
  if (!coverage) {
    ADD_FAILURE() << coverage.error().message.en;
    return {};
  }
  return std::move(*coverage);
}

bool touched(const Coverage& coverage, Covered kind, const std::string& id) {
  return std::ranges::none_of(coverage.untouched, [&](const Uncovered& what) {
    return what.kind == kind && what.procedure == "inspection" && what.id == id;
  });
}

TEST(Coverage, TouchesWhatAnExpectationNames) {
  const auto coverage = run(lead(R"({"state":"lead","opens":{"J06":null}})") +
                            file_lead(R"({"violation_continues":true})",
                                      R"({"state":"filed","opens":{"J07":"2018-04-28","P01":"2018-05-02"}})"));
  EXPECT_TRUE(coverage.failed.empty());
  EXPECT_TRUE(touched(coverage, Covered::row, "J06")) << "a clock without a day of its own";
  EXPECT_TRUE(touched(coverage, Covered::row, "J07"));
  EXPECT_TRUE(touched(coverage, Covered::event, "receive_referral"));
  EXPECT_TRUE(touched(coverage, Covered::event, "file_lead")) << "it happened with the approval";
  EXPECT_TRUE(touched(coverage, Covered::passing, "file_lead.continuing"));
  EXPECT_TRUE(touched(coverage, Covered::refusal, "file_lead.within_two_years")) << "the other row was chosen";
  EXPECT_FALSE(touched(coverage, Covered::refusal, "file_lead.continuing"));
  EXPECT_TRUE(touched(coverage, Covered::state, "filed"));
  EXPECT_FALSE(touched(coverage, Covered::state, "investigating"));
  EXPECT_TRUE(touched(coverage, Covered::article, "JC:17")) << "cited by J07";
  EXPECT_FALSE(touched(coverage, Covered::row, "J12"));
  EXPECT_FALSE(touched(coverage, Covered::document, "filing_form")) << "issued, but no expectation names it";
}

TEST(Coverage, ADocumentIsTouchedByItsNameAndAServiceByItsMode) {
  const std::string filed =
      file_lead(R"({"violation_continues":true})", R"({"state":"filed","documents":["filing_form"]})");
  const std::string assigned =
      R"(,{"on":"2018-01-31","by":"inspection_head/sun","event":"assign_inspectors","data":{"lead_inspector":{"name":"x"},
    "assisting_inspector":{"name":"y"}},"expect":{"state":"investigating"}},{"on":"2018-02-01","by":"inspector/zhao",
    "event":"summon","data":{"appear_on":"2018-02-05"},"expect":{"state":"investigating"}})";
  const std::string served =
      R"(,{"on":"2018-02-01","by":"inspector/zhao","event":"serve","data":{"doc":"inquiry_notice",
    "to":"respondent","mode":"mail","received_on":"2018-02-02"},"expect":{"state":"investigating"}})";
  const auto mailed = [](const Coverage& coverage) {
    return std::ranges::none_of(coverage.untouched, [](const Uncovered& what) {
      return what.kind == Covered::article && what.procedure.empty() && what.id == "MS:91";
    });
  };
  const auto before = run(lead(R"({"state":"lead"})") + filed + assigned);
  EXPECT_TRUE(before.failed.empty());
  EXPECT_TRUE(touched(before, Covered::document, "filing_form"));
  EXPECT_FALSE(touched(before, Covered::document, "inquiry_notice"));
  EXPECT_FALSE(mailed(before));
  const auto after = run(lead(R"({"state":"lead"})") + filed + assigned + served);
  EXPECT_TRUE(after.failed.empty());
  EXPECT_TRUE(touched(after, Covered::document, "inquiry_notice"));
  EXPECT_TRUE(mailed(after));
}

TEST(Coverage, AClockThatRunsUnnamedIsNotTouched) {
  const auto coverage =
      run(lead(R"({"state":"lead"})") + file_lead(R"({"violation_continues":true})", R"({"state":"filed"})"));
  EXPECT_TRUE(coverage.failed.empty());
  EXPECT_FALSE(touched(coverage, Covered::row, "J06"));
  EXPECT_FALSE(touched(coverage, Covered::row, "J07"));
  EXPECT_TRUE(touched(coverage, Covered::event, "file_lead"));
}

TEST(Coverage, ARefusalTouchesTheGuardThatRefused) {
  const auto coverage =
      run(lead(R"({"state":"lead"})") + file_lead(R"({"violation_continues":false,"violation_ended_on":"2010-01-01"})",
                                                  R"({"refused":"file_lead"})"));
  EXPECT_TRUE(coverage.failed.empty());
  EXPECT_TRUE(touched(coverage, Covered::refusal, "file_lead.continuing"));
  EXPECT_FALSE(touched(coverage, Covered::passing, "file_lead.continuing"));
  EXPECT_FALSE(touched(coverage, Covered::event, "file_lead"));
}

TEST(Coverage, AScriptThatFailsTouchesNothing) {
  const auto coverage = run(lead(R"({"state":"filed"})"));
  ASSERT_EQ(coverage.failed.size(), 1U);
  EXPECT_EQ(coverage.failed.front().file, "t.json");
  EXPECT_EQ(coverage.failed.front().step, 1U);
  EXPECT_EQ(coverage.failed.front().procedure, "inspection");
  EXPECT_EQ(coverage.failed.front().parts.front(), "/events/receive_referral") << "where to look";
  EXPECT_FALSE(touched(coverage, Covered::event, "receive_referral"));
}

/// A story in which the time runs out in a step that names no state, and a later one that has not heard of it.
Script story_that_missed_the_expiry() {
  const std::string path = "examples/260_consent_entered_late.json";
  for (const auto& file : resources::under(path)) {
    auto script = read_script(path, std::string(file.bytes));
    if (!script) break;
    script->steps.resize(8);
    script->steps[6].expect = {};
    script->steps[7] = script->steps[5];
    script->steps[7].index = 7;
    script->steps[7].on = *parse_date("2026-05-28");
    return std::move(*script);
  }
  ADD_FAILURE() << path;
  return {};
}

TEST(WhereToLook, NamesWhatHappenedSinceTheStateWasLastRight) {
  const std::vector<Script> scripts{story_that_missed_the_expiry()};
  const auto coverage = coverage_of(
      shipped(), scripts, [] { return storage::memory::open_store(); }, nullptr);
  ASSERT_TRUE(coverage.has_value());
  ASSERT_EQ(coverage->failed.size(), 1U);
  EXPECT_EQ(coverage->failed.front().step, 8U);
  EXPECT_THAT(coverage->failed.front().parts, testing::Contains("/events/time_runs_out"));
  EXPECT_THAT(coverage->failed.front().parts, testing::Not(testing::Contains("/events/accept"))) << "long since right";
}

TEST(WhereToLook, NamesWhatShouldHaveIssuedWhatCannotBeServed) {
  const auto procedure = shipped().in_force("agreement_review", Date{});
  ASSERT_NE(procedure, nullptr);
  ScriptStep step;
  step.event = "serve";
  step.data_json = R"({"doc":"refusal_notice","to":"any","mode":"direct"})";
  StepTrouble trouble{step, procedure.get(), {}, "", "", {}, {}, ""};
  EXPECT_THAT(parts_in_trouble(trouble), testing::Not(testing::Contains("/events/refuse"))) << "it was served";
  trouble.refused_rule = "serve";
  EXPECT_THAT(parts_in_trouble(trouble), testing::Contains("/events/refuse"));
}

TEST(WhereToLook, NamesWhatShouldHaveLedThere) {
  const auto procedure = shipped().in_force("after_award", Date{});
  ASSERT_NE(procedure, nullptr);
  ScriptStep step;
  step.expect.state = "effective";
  StepTrouble trouble{step, procedure.get(), {}, {}, {}, {}, {}, "made"};
  EXPECT_THAT(parts_in_trouble(trouble), testing::Contains("/automatic/all_silent"));
  trouble.state = "effective";
  EXPECT_THAT(parts_in_trouble(trouble), testing::Not(testing::Contains("/automatic/all_silent")));
}

}  // namespace
}  // namespace hejie::app
