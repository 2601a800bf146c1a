#include <gtest/gtest.h>

#include <limits>

#include "engine/base/money.h"

namespace hejie {
namespace {

TEST(Money, IsWrittenInYuanWithTwoDecimals) {
  EXPECT_EQ(format_yuan(0), "0.00");
  EXPECT_EQ(format_yuan(5), "0.05");
  EXPECT_EQ(format_yuan(50000001), "500000.01");
  EXPECT_EQ(format_yuan(62000000), "620000.00");
}

TEST(Money, BelowNothingKeepsItsSign) {
  EXPECT_EQ(format_yuan(-50), "-0.50");
  EXPECT_EQ(format_yuan(-100), "-1.00");
  EXPECT_EQ(format_yuan(-12345), "-123.45");
  EXPECT_EQ(format_yuan(std::numeric_limits<Fen>::min()), "-92233720368547758.08");
}

}  // namespace
}  // namespace hejie
