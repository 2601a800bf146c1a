// The register of minimum wages: read, checked, looked up by province and day.
#include <gtest/gtest.h>

#include "engine/definition/minimum_wage.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Names = std::vector<std::string>;

std::optional<WageRegister> read(const std::string& text, Names& found) {
  const std::vector<SourceFile> files{{"workflows/laws/minimum_wage.json", text}};
  Findings findings;
  auto wages = wage_register_of(files, findings);
  found = lines(findings);
  return wages;
}

TEST(WageRegister, IsLookedUpByProvinceAndDay) {
  Names found;
  const auto wages = read(R"({"110000": [{"from": "2023-09-01", "fen": [242000]},
    {"from": "2025-09-01", "fen": [254000, 200000], "number": "n"}]})",
                          found);
  EXPECT_EQ(found, Names{});
  ASSERT_TRUE(wages.has_value());
  EXPECT_EQ(wage_on(*wages, "110105", *parse_date("2023-08-31")), nullptr);
  EXPECT_EQ(wage_on(*wages, "110105", *parse_date("2025-08-31"))->tiers.size(), 1U);
  EXPECT_EQ(wage_on(*wages, "110000", *parse_date("2025-09-01"))->number, "n");
  EXPECT_EQ(wage_on(*wages, "120000", *parse_date("2025-09-01")), nullptr);
  EXPECT_EQ(wage_on(*wages, "", *parse_date("2025-09-01")), nullptr);
}

TEST(WageRegister, TellsWhatCannotBe) {
  Names found;
  EXPECT_FALSE(read(R"({"110000": [{"from": "2023-09-01", "fen": [200000, 242000]}]})", found).has_value());
  EXPECT_EQ(found, Names{"error bad_value /110000/0"});
  EXPECT_FALSE(read(R"({"110000": [{"from": "2023-09-01", "fen": []}]})", found).has_value());
  EXPECT_EQ(found, Names{"error bad_value /110000/0"});
  EXPECT_FALSE(read(R"({"110000": [{"from": "2023-09-01", "fen": [1]}, {"from": "2023-09-01", "fen": [2]}]})", found)
                   .has_value());
  EXPECT_EQ(found, Names{"error bad_value /110000/1"});
  EXPECT_FALSE(read(R"({"110000": [{"from": "2023", "fen": [1], "tier": 1}]})", found).has_value());
  EXPECT_EQ(found.size(), 2U);
}

}  // namespace
}  // namespace hejie::definition
