#include <gmock/gmock.h>

#include "app/script.h"
#include "app/script_compare.h"
#include "app/script_data.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHead =
    R"({"title":{"zh":"一","en":"one"},"source":"publisher, title, 2020-01-01, address","workflow":"inspection","steps":[)";

std::vector<std::string> paths(const std::string& steps) {
  const auto script = read_script("x.json", kHead + steps + "]}");
  std::vector<std::string> out;
  if (!script)
    for (const auto& finding : script.error().findings) out.push_back(finding.path);
  return out;
}

TEST(Script, ReadsAStep) {
  const auto script = read_script(
      "x.json",
      std::string(kHead) +
          R"({"on":"2020-01-02","by":"clerk/lin","event":"correct","persons":["fang"],"approved_by":["a/x","b/y"],"at":"10:30",)"
          R"("recorded_on":"2020-01-05","data":{"of":"accept#2","reason":"r"},"assumed":true,"expect":{"state":"filed","opens":{"A07":null}}}]})");
  ASSERT_TRUE(script.has_value());
  const auto& step = script->steps.front();
  EXPECT_EQ(step.by.role, "clerk");
  EXPECT_EQ(step.by.name, "lin");
  EXPECT_EQ(step.of, "accept#2");
  EXPECT_EQ(step.data_json, R"({"reason":"r"})");
  EXPECT_EQ(step.minute, 10 * 60 + 30);
  EXPECT_EQ(step.approved_by.size(), 2U);
  EXPECT_EQ(step.expect.count(), 2);
  EXPECT_TRUE(step.expect.opens->contains("A07"));
}

TEST(Script, UnknownKeysAreFindings) {
  EXPECT_THAT(paths(R"({"on":"2020-01-02","by":"a","event":"e","expct":{},"expect":{"state":"s","sate":"x"}})"),
              testing::UnorderedElementsAre("/steps/0/expct", "/steps/0/expect/sate"));
}

TEST(Script, AStepMustExpectAStateOrARefusal) {
  EXPECT_THAT(paths(R"({"on":"2020-01-02","by":"a","event":"e","expect":{"opens":{}}})"), Contains("/steps/0/expect"));
  EXPECT_THAT(paths(R"({"on":"2020-01-02","tick":true})"), IsEmpty());
}

TEST(Script, StepsStandInOrderOfEntry) {
  const std::string first = R"({"on":"2020-01-09","by":"a","event":"e","expect":{"state":"s"}},)";
  EXPECT_THAT(paths(first + R"({"on":"2020-01-02","by":"a","event":"e","expect":{"state":"s"}})"),
              Contains("/steps/1/on"));
  EXPECT_THAT(
      paths(first + R"({"on":"2020-01-02","recorded_on":"2020-01-09","by":"a","event":"e","expect":{"state":"s"}})"),
      IsEmpty());
}

TEST(Script, NotJsonIsMalformed) {
  const auto script = read_script("x.json", "{");
  ASSERT_FALSE(script.has_value());
  EXPECT_EQ(script.error().code, ErrorCode::malformed);
}

TEST(Compare, AnEmptyListSaysThatNothingIsThere) {
  Expectation expected;
  expected.alerts = std::vector<std::string>{};
  StepEffects effects;
  EXPECT_THAT(compare_step(expected, effects), IsEmpty());
  effects.alerts = {"A26:0>clerk"};
  EXPECT_THAT(compare_step(expected, effects), Contains(HasSubstr("A26:0>clerk")));
  expected.alerts.reset();
  EXPECT_THAT(compare_step(expected, effects), IsEmpty());
}

TEST(Compare, TheOrderOfAListDoesNotMatterButItsLengthDoes) {
  Expectation expected;
  expected.documents = std::vector<std::string>{"a", "b"};
  StepEffects effects;
  effects.documents = {"b", "a"};
  EXPECT_THAT(compare_step(expected, effects), IsEmpty());
  effects.documents = {"b", "a", "a"};
  EXPECT_EQ(compare_step(expected, effects).size(), 1U);
}

TEST(Compare, ARefusalMustBeExpectedAndTheRightOne) {
  Expectation expected;
  expected.state = "filed";
  StepEffects effects;
  effects.state = "filed";
  effects.refused_rule = "accept.ordinary";
  EXPECT_EQ(compare_step(expected, effects).size(), 1U);
  expected.refused = "accept";
  EXPECT_THAT(compare_step(expected, effects), IsEmpty());
  expected.refused = "acc";
  EXPECT_EQ(compare_step(expected, effects).size(), 1U);
  effects.refused_rule.clear();
  EXPECT_EQ(compare_step(expected, effects).size(), 1U);
}

TEST(Compare, FailedExpectationsAreCountedOneByOne) {
  Expectation expected;
  expected.state = "filed";
  expected.documents = std::vector<std::string>{"a", "b", "c"};
  expected.closes = std::vector<std::string>{};
  ASSERT_EQ(expected.count(), 5);
  StepEffects effects;
  effects.state = "filed";
  effects.documents = {"c", "b", "a"};
  EXPECT_EQ(count_failed(expected, effects), 0);
  effects.documents = {"b"};
  EXPECT_EQ(count_failed(expected, effects), 2) << "one sentence, two documents missing";
  effects.documents = {"a", "b", "c", "d"};
  EXPECT_EQ(count_failed(expected, effects), 1) << "one too many";
  effects.documents = {};
  effects.state = "closed";
  effects.closes = {"A07"};
  EXPECT_EQ(count_failed(expected, effects), expected.count());
}

TEST(Shift, MovesDatesInForms) {
  const auto script = read_script(
      "x.json",
      std::string(kHead) +
          R"({"on":"2020-01-02","by":"a","event":"e","data":{"due":"2020-01-31","at":"2020-01-31T10:00","text":"2020-01-31 was it","n":[{"d":"2020-02-01"}]},"expect":{"state":"s","opens":{}}}]})");
  ASSERT_TRUE(script.has_value());
  const auto moved = shifted(*script, 7);
  EXPECT_EQ(moved.steps.front().on, *parse_date("2020-01-09"));
  EXPECT_EQ(moved.steps.front().data_json,
            R"({"due":"2020-02-07","at":"2020-02-07T10:00","text":"2020-01-31 was it","n":[{"d":"2020-02-08"}]})");
  EXPECT_FALSE(moved.steps.front().expect.opens.has_value());
}

}  // namespace
}  // namespace hejie::app
