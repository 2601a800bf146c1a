// A bureau with overlays: what a case keeps of them, and what stays when the overlay's file is gone.
#include "app/bureau_kept.h"
#include "app/check.h"
#include "engine/machine/overlay_field.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::unique_ptr<Definitions> laid(const std::vector<std::string>& overlays) {
  DefinitionSettings settings;
  settings.overlays = overlays;
  auto made = Definitions::load(settings);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message.en);
  return made ? std::move(*made) : nullptr;
}

CaseId open_lead(CaseService& service) {
  CommandInput input;
  input.workflow = "lead";
  input.event = "record_signal";
  input.data_json = R"({"signal_source":"hotline","matter":"wages","sector":"textile"})";
  const auto result = service.execute(Bureau::person("duty_officer", "wu"), input, {});
  const auto* outcome = result ? std::get_if<CommandOutcome>(&*result) : nullptr;
  EXPECT_NE(outcome, nullptr) << (result ? "refused" : result.error().message.en);
  return outcome == nullptr ? CaseId{} : outcome->case_id;
}

TEST(BureauOverlays, ACaseKeepsWhichItRunsOnAndRunsWithoutTheirFiles) {
  Bureau bureau("2026-04-23");
  const auto definitions = laid({"example-district"});
  ASSERT_NE(definitions, nullptr);
  EXPECT_EQ(definitions->settings().unit, "示例");
  EXPECT_EQ(definitions->settings().region, "330199");
  CaseService service({*bureau.store, *definitions, bureau.clock, bureau.metrics, &bureau.ids});
  const CaseId id = open_lead(service);
  const Caller reader = Bureau::person("inspector", "zhao");
  const auto view = service.view(reader, id, {}, {});
  ASSERT_TRUE(view.has_value());
  EXPECT_THAT(view->procedure->overlays, ElementsAre("cn-zj@1", "example-district@1"));
  const auto history = service.history(reader, id);
  ASSERT_TRUE(history.has_value());
  const auto& opening = std::get<engine::Act>(history->front().event);
  EXPECT_EQ(opening.fields.at(engine::kOverlaysField), engine::Value(std::string("cn-zj@1 example-district@1")));
  EXPECT_TRUE(check_store(*bureau.store, *definitions)->findings.empty());

  ASSERT_TRUE(keep_bureau(*bureau.store, definitions->settings()).has_value());
  const auto kept = kept_bureau(*bureau.store, "");
  ASSERT_TRUE(kept.has_value());
  EXPECT_THAT(kept->overlays, ElementsAre("example-district"));
  EXPECT_EQ(kept->region, "330199");

  const auto national = laid({});
  ASSERT_NE(national, nullptr);
  {
    const auto snapshot = bureau.store->snapshot();
    ASSERT_TRUE(national->adopt(*(*snapshot)->definitions(), {}).has_value());
  }
  CaseService plain({*bureau.store, *national, bureau.clock, bureau.metrics, &bureau.ids});
  const auto again = plain.view(reader, id, {}, {});
  ASSERT_TRUE(again.has_value());
  EXPECT_THAT(again->procedure->overlays, ElementsAre("cn-zj@1", "example-district@1"));
}

TEST(BureauOverlays, ClosedDaysAndLocalHolidaysAreDaysOfTheBureau) {
  const Date closed = *parse_date("2026-04-27");
  EXPECT_TRUE(shipped().calendar()->is_working(closed));
  const auto district = laid({"example-district"});
  ASSERT_NE(district, nullptr);
  EXPECT_FALSE(district->calendar()->is_working(closed));
  EXPECT_EQ(district->calendar()->hours().opening_minute(), 8 * 60 + 30);
  const auto guangxi = laid({"cn-gx"});
  ASSERT_NE(guangxi, nullptr);
  EXPECT_FALSE(guangxi->calendar()->is_working(*parse_date("2026-04-17")));
  DefinitionSettings nanning;
  nanning.region = "450103";
  EXPECT_FALSE((*Definitions::load(nanning))->calendar()->is_working(*parse_date("2026-04-17")))
      << "a district lies in its region";
}

TEST(BureauOverlays, AnotherSetIsMadeOnceAndItsVersionsRunHere) {
  const auto national = laid({});
  const auto zhejiang = national->with({"cn-zj"}, "330100");
  ASSERT_TRUE(zhejiang.has_value()) << zhejiang.error().message.en;
  EXPECT_EQ(*national->with({"cn-zj"}, "330100"), *zhejiang);
  EXPECT_EQ(*national->with({}, "510000"), national.get()) << "no days of its own: the same set";
  const auto there = (*zhejiang)->in_force("inspection", *parse_date("2026-03-02"));
  ASSERT_NE(there, nullptr);
  const auto here = national->by_sha256(there->sha256);
  ASSERT_NE(here, nullptr);
  EXPECT_EQ(here->overlays, there->overlays);
  EXPECT_THAT(national->in_force("inspection", *parse_date("2026-03-02"))->overlays, IsEmpty());
  const auto before = (*zhejiang)->in_force("inspection", *parse_date("2019-12-31"));
  EXPECT_EQ(before->find_event("suspend_investigation"), nullptr) << "the case was opened before the regulation";
  EXPECT_NE(there->find_event("suspend_investigation"), nullptr);
}

TEST(BureauOverlays, AnUnknownOneIsToldWithThoseThereAre) {
  DefinitionSettings settings;
  settings.overlays = {"atlantis"};
  const auto refused = Definitions::load(settings);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message.en, HasSubstr("cn-zj"));
  settings.overlays = {"./nowhere.json"};
  const auto unread = Definitions::load(settings);
  ASSERT_FALSE(unread.has_value());
  EXPECT_EQ(unread.error().code, ErrorCode::io);
}

}  // namespace
}  // namespace hejie::app
