// Parts without a store: ids, cache, metrics, masks and cells.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "app/case_cache.h"
#include "app/export.h"
#include "app/id_maker.h"
#include "app/metrics.h"

namespace hejie::app {
namespace {

using testing::HasSubstr;

TEST(IdMaker, HasItsFormAndNeverRepeats) {
  ManualClock clock(Instant{1'700'000'000'000});
  RandomIds random(clock);
  CountingIds counting;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i)
    for (auto* maker : {static_cast<IdMaker*>(&random), static_cast<IdMaker*>(&counting)}) {
      const auto id = maker->next("c");
      EXPECT_EQ(id.size(), 28U);
      EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz", 2), std::string::npos);
      EXPECT_TRUE(seen.insert(id).second);
    }
}

TEST(IdMaker, LaterIdsSortLater) {
  ManualClock clock(Instant{1'700'000'000'000});
  RandomIds ids(clock);
  const auto first = ids.next("c");
  clock.set(Instant{1'700'000'000'001});
  EXPECT_LT(first, ids.next("c"));
}

OpenedCasePtr opened(const std::string& id, Version version) {
  auto made = std::make_shared<OpenedCase>();
  made->file.state.id = CaseId(id);
  made->file.state.version = version;
  made->calendar_version = "1";
  return made;
}

TEST(CaseCache, GivesOnlyTheVersionAskedFor) {
  CaseCache cache(2);
  cache.put(opened("a", 3));
  EXPECT_TRUE(cache.find(CaseId("a"), 3, "1"));
  EXPECT_FALSE(cache.find(CaseId("a"), 4, "1"));
  EXPECT_FALSE(cache.find(CaseId("a"), 3, "2"));
  cache.put(opened("a", 2));
  EXPECT_TRUE(cache.find(CaseId("a"), 3, "1")) << "a slower reader must not put the older fold back";
}

TEST(CaseCache, ForgetsTheLeastRecentlyUsed) {
  CaseCache cache(2);
  cache.put(opened("a", 1));
  cache.put(opened("b", 1));
  EXPECT_TRUE(cache.find(CaseId("a"), 1, "1"));
  cache.put(opened("c", 1));
  EXPECT_TRUE(cache.find(CaseId("a"), 1, "1"));
  EXPECT_FALSE(cache.find(CaseId("b"), 1, "1"));
  EXPECT_EQ(cache.size(), 2U);
}

TEST(CaseCache, StandsManyThreads) {
  CaseCache cache(8);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 500; ++i) {
        const std::string id(1, static_cast<char>('a' + (i + t) % 12));
        cache.put(opened(id, i));
        if (const auto found = cache.find(CaseId(id), i, "1")) {
          EXPECT_EQ(found->file.state.id.value, id);
        }
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LE(cache.size(), 8U);
}

TEST(Metrics, WritesPrometheusText) {
  Metrics metrics;
  metrics.counter("hejie_things_total", "kind=\"a\"", "Things").add(2);
  metrics.gauge("hejie_depth").set(-3);
  metrics.histogram("hejie_wait_seconds").observe_us(300);
  const auto text = metrics.text();
  EXPECT_THAT(
      text,
      HasSubstr(
          "# HELP hejie_things_total Things\n# TYPE hejie_things_total counter\nhejie_things_total{kind=\"a\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("hejie_depth -3\n"));
  EXPECT_THAT(text, HasSubstr("hejie_wait_seconds_bucket{le=\"0.000250\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("hejie_wait_seconds_bucket{le=\"0.000500\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("hejie_wait_seconds_bucket{le=\"+Inf\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("hejie_wait_seconds_count 1\n"));
}

TEST(Export, NoCellIsAFormula) {
  for (const auto* text : {"=1+1", "+1", "-1", "@x", "\tx"}) {
    const auto line = csv_line({{"a", std::string(text)}});
    EXPECT_EQ(line.find(std::string("'") + text), line.front() == '"' ? 1U : 0U) << text;
  }
  EXPECT_EQ(csv_line({{"a", std::int64_t{-5}}, {"b", std::string("x,\"y\"")}, {"c", ExportCell()}}),
            "-5,\"x,\"\"y\"\"\",\r\n");
  EXPECT_EQ(json_line({{"a", std::int64_t{1}}, {"b", true}, {"c", ExportCell()}}), "{\"a\":1,\"b\":true,\"c\":null}\n");
}

TEST(Export, MasksNamesAndNumbers) {
  EXPECT_EQ(mask_name("张三丰"), "张**");
  EXPECT_EQ(mask_name(""), "");
  EXPECT_EQ(mask_number("510000199001011234"), "51**************34");
  EXPECT_EQ(mask_number("123"), "***");
}

}  // namespace
}  // namespace hejie::app
