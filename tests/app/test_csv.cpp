// Tables as text: what is written reads as what it was.
#include <gmock/gmock.h>

#include "app/csv.h"

namespace hejie::app {
namespace {

using testing::ElementsAre;

TEST(Csv, EmptyCellsKeepTheirPlaces) {
  EXPECT_EQ(csv_row({"", "a", ""}), ",a,\r\n");
  EXPECT_EQ(csv_row({"", "", "b"}), ",,b\r\n");
  const auto rows = read_csv(csv_row({"", "示例,公司", "a \"b\""}) + csv_row({"x", "", ""}));
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_THAT((*rows)[0].fields, ElementsAre("", "示例,公司", "a \"b\""));
  EXPECT_THAT((*rows)[1].fields, ElementsAre("x", "", ""));
}

}  // namespace
}  // namespace hejie::app
