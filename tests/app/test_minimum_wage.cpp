// The minimum wage an award is measured by: known by region and day, else asked for with its document.
#include <gmock/gmock.h>

#include "app/minimum_wage.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::ElementsAre;

const Definitions& in_region(const std::string& region, const std::vector<std::string>& overlays = {}) {
  static std::map<std::string, std::unique_ptr<Definitions>> made;
  auto& definitions = made[region];
  if (definitions == nullptr) {
    auto loaded = Definitions::load({.overlays = overlays, .region = region});
    if (!loaded) std::abort();
    definitions = std::move(*loaded);
  }
  return *definitions;
}

Date day(const char* text) {
  return *parse_date(text);
}

TEST(MinimumWage, IsThatOfTheRegionOnTheDay) {
  const auto& beijing = in_region("110105");
  ASSERT_TRUE(minimum_wage_on(beijing, day("2025-08-31")).has_value());
  EXPECT_THAT(minimum_wage_on(beijing, day("2025-08-31"))->tiers, ElementsAre(242'000));
  const auto now = minimum_wage_on(beijing, day("2025-09-01"));
  ASSERT_TRUE(now.has_value());
  EXPECT_THAT(now->tiers, ElementsAre(254'000));
  EXPECT_EQ(now->number, "京人社劳发〔2025〕7号");
  EXPECT_FALSE(minimum_wage_on(beijing, day("2021-07-31")).has_value()) << "before the first that is known";
  EXPECT_FALSE(minimum_wage_on(in_region("650000"), day("2026-03-02")).has_value());
  EXPECT_FALSE(minimum_wage_on(shipped(), day("2026-03-02")).has_value()) << "no region";
}

TEST(MinimumWage, OfTheBureauComesFirst) {
  const auto& district = in_region("", {"cn-zj", "example-district"});
  const auto known = minimum_wage_on(district, day("2026-03-02"));
  ASSERT_TRUE(known.has_value());
  EXPECT_THAT(known->tiers, ElementsAre(226'000)) << "not the tiers of the province";
  EXPECT_FALSE(known->number.empty());
}

struct Award {
  engine::CaseState state;
  engine::Act act;

  Award() {
    state.facts["received_on"] = day("2025-08-31");
    act.event = "award";
    act.on = day("2025-10-10");
  }
  Result<std::vector<Text>> complete(const Definitions& definitions) {
    return complete_minimum_wage(definitions, *definitions.in_force("arbitration", act.on), state, act);
  }
};

TEST(MinimumWage, LeftOutIsPutInAndTold) {
  Award award;
  const auto told = award.complete(in_region("110105"));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(award.act.fields.at("min_wage_fen"), engine::Value(std::int64_t{242'000})) << "that of the application";
  ASSERT_EQ(told->size(), 1U);
  EXPECT_THAT(told->front().en, testing::HasSubstr("2420 yuan"));
}

TEST(MinimumWage, NotKnownIsAskedForWithItsDocument) {
  Award award;
  const auto asked = award.complete(in_region("650000"));
  ASSERT_FALSE(asked.has_value());
  ASSERT_EQ(asked.error().findings.size(), 1U);
  EXPECT_EQ(asked.error().findings.front().path, "/data/min_wage_fen");
  EXPECT_THAT(asked.error().findings.front().message.en, testing::HasSubstr("undetermined"));
  award.act.fields["min_wage_fen"] = std::int64_t{200'000};
  const auto told = award.complete(in_region("650000"));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->size(), 1U) << "the number of the document is missing";
  award.act.fields["min_wage_number"] = std::string("t_1");
  EXPECT_THAT(*award.complete(in_region("650000")), testing::IsEmpty());
}

TEST(MinimumWage, OneOfSeveralTiersIsNotChosenForTheArbitrator) {
  Award award;
  award.state.facts["received_on"] = day("2026-01-05");
  const auto asked = award.complete(in_region("330106"));
  ASSERT_FALSE(asked.has_value());
  EXPECT_THAT(asked.error().findings.front().message.en, testing::HasSubstr("2660, 2430, 2180"));
  award.act.fields["min_wage_fen"] = std::int64_t{243'000};
  EXPECT_THAT(*award.complete(in_region("330106")), testing::IsEmpty());
}

TEST(MinimumWage, AnotherFigureThanTheKnownOneIsTold) {
  Award award;
  award.act.fields["min_wage_fen"] = std::int64_t{254'000};
  EXPECT_EQ(award.complete(in_region("110105"))->size(), 1U) << "that of the award, not of the application";
  award.act.fields["min_wage_fen"] = std::int64_t{242'000};
  EXPECT_THAT(*award.complete(in_region("110105")), testing::IsEmpty());
}

TEST(MinimumWage, OtherActsAreLeftAlone) {
  Award award;
  award.act.event = "deliberate";
  EXPECT_THAT(*award.complete(in_region("650000")), testing::IsEmpty());
  EXPECT_TRUE(award.act.fields.empty());
}

}  // namespace
}  // namespace hejie::app
