// The rules that call a fault lawful take what they are made for and nothing beside it: for each rule a fault that is
// lawful, and its nearest neighbors that are not.
#include <gtest/gtest.h>

#include "tests/mutants/lawful.h"

namespace hejie::mutants {
namespace {

constexpr const char* kFile = R"json({
 "parties": {"applicant": {"max": 20}, "employer": {"max": 1}, "representative": {"max": 20}},
 "facts": {"representatives": {"max": 5}},
 "clocks": {
  "own": {"length": "5wd", "cite": "BUR:1", "extends": [{"by": "5wd", "times": 1}]},
  "both": {"length": "5wd", "cite": ["BUR:1", "S1:43"]},
  "A26": {"length": "45d", "cite": ["S1:43", "S1:43(2)", "R33:45"]}},
 "switches": {
  "report_within": {"value": "5wd", "cite": "BUR:1"},
  "left_for": {"value": "3wd", "cite": ["R33:20(2)"]}},
 "documents": {
  "sheet": {"fields": ["day", "sum"], "cite": "BUR:1"},
  "letter": {"to": "employer", "fields": ["day", "sum"], "cite": "BUR:1"},
  "award": {"fields": ["day", "sum"], "cite": "S1:46"}}})json";

std::string rule_of(Operation operation, const std::string& pointer, const std::string& what) {
  Mutant mutant;
  mutant.operation = operation;
  mutant.pointer = pointer;
  mutant.what = what;
  return lawful(mutant, kFile).rule;
}

std::string widened(const std::string& pointer, const std::string& what) {
  return rule_of(Operation::widened, pointer, what);
}

std::string removed(const std::string& pointer) {
  return rule_of(Operation::removed, pointer, "removed");
}

TEST(Lawful, ATermThatTheBureauSetsMayBeLonger) {
  EXPECT_EQ(widened("/clocks/own/length", "5wd -> 10wd"), "own term");
  EXPECT_EQ(widened("/clocks/own/extends/0/by", "5wd -> 10wd"), "own term");
  EXPECT_EQ(widened("/switches/report_within/value", "5wd -> 10wd"), "own term");
  EXPECT_EQ(widened("/switches/left_for/value", "3wd -> 8wd"), "") << "a reading of a law";
  EXPECT_EQ(removed("/switches/report_within/value"), "");
  EXPECT_EQ(widened("/clocks/A26/length", "45d -> 50d"), "") << "the term of a law";
  EXPECT_EQ(widened("/clocks/both/length", "5wd -> 10wd"), "") << "the law is cited too";
  EXPECT_EQ(widened("/clocks/own/lives", "with closed too"), "") << "where it runs is another matter";
  EXPECT_EQ(removed("/clocks/own/length"), "") << "a term gone is not a term";
}

TEST(Lawful, AnInnerFormMayStateLess) {
  EXPECT_EQ(removed("/documents/sheet/fields/1"), "own form");
  EXPECT_EQ(removed("/documents/letter/fields/1"), "") << "a party gets it";
  EXPECT_EQ(removed("/documents/award/fields/1"), "") << "the law says what it states";
  EXPECT_EQ(removed("/documents/sheet/fields"), "") << "a form that states nothing";
}

TEST(Lawful, AnArticleNamedOnceIsEnough) {
  EXPECT_EQ(removed("/clocks/A26/cite/0"), "same article");
  EXPECT_EQ(removed("/clocks/A26/cite/2"), "") << "the only citation of that article";
  EXPECT_EQ(removed("/clocks/both/cite/0"), "");
}

TEST(Lawful, ThereIsRoomForOneMoreWhereThereAreMany) {
  EXPECT_EQ(widened("/parties/applicant/max", "one more"), "own capacity");
  EXPECT_EQ(widened("/parties/employer/max", "one more"), "") << "one employer is one employer";
  EXPECT_EQ(widened("/parties/representative/max", "one more"), "") << "three to five, says the law";
  EXPECT_EQ(widened("/facts/representatives/max", "one more"), "");
}

}  // namespace
}  // namespace hejie::mutants
