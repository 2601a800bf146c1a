// Errors as values, bilingual text, strong ids, clocks, CHECK.
#include <gtest/gtest.h>

#include <unordered_set>

#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return fail(ErrorCode::invalid, {"奇数", "odd"}, {{"/n", "odd", {"奇数", "odd"}}});
  return n / 2;
}

Result<int> quarter(int n) {
  TRY(const int first, half(n));
  TRY(const int second, half(first));
  return second;
}

Status needs_even(int n) {
  TRY_VOID(half(n));
  return {};
}

TEST(Result, TryPassesValuesAndErrorsOn) {
  EXPECT_EQ(quarter(12).value(), 3);
  const auto odd_inside = quarter(6);
  ASSERT_FALSE(odd_inside.has_value());
  EXPECT_EQ(odd_inside.error().code, ErrorCode::invalid);
  EXPECT_EQ(odd_inside.error().findings, (std::vector<Finding>{{"/n", "odd", {"奇数", "odd"}}}));
  EXPECT_TRUE(needs_even(2).has_value());
  EXPECT_FALSE(needs_even(3).has_value());
}

TEST(Text, JoinsHalfByHalf) {
  EXPECT_EQ((Text{"甲", "a"} + Text{"乙", "b"}), (Text{"甲乙", "ab"}));
  EXPECT_TRUE(Text{}.empty());
  EXPECT_FALSE((Text{"", "a"}).empty());
}

TEST(StrongId, ComparesAndHashesByValue) {
  const std::unordered_set<CaseId> ids{CaseId("c_1"), CaseId("c_2"), CaseId("c_1")};
  EXPECT_EQ(ids.size(), 2U);
  EXPECT_LT(CaseId("c_1"), CaseId("c_2"));
  EXPECT_TRUE(CaseId().empty());
  static_assert(!std::is_convertible_v<CaseId, PersonId> && !std::is_convertible_v<std::string, CaseId>);
}

TEST(ManualClock, StandsStillUntilTold) {
  ManualClock clock(Instant{5});
  EXPECT_EQ(clock.now(), Instant{5});
  clock.set(Instant{9});
  EXPECT_EQ(clock.now(), Instant{9});
}

TEST(CheckDeathTest, StopsAndSaysWhy) {
  EXPECT_DEATH(CHECK(1 == 2, "one is not two"), "1 == 2.*one is not two");
}

}  // namespace
}  // namespace hejie
