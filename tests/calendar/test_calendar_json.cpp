#include <gmock/gmock.h>

#include <algorithm>

#include "engine/definition/calendar_json.h"
#include "tests/calendar/fixture.h"
#include "tests/calendar/shipped.h"

namespace hejie::calendar::test {
namespace {

using definition::notice_text;
using definition::read_notice;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kGood =
    R"({"id":"cn_2027","authority":"A","number":"N","published":"2026-11-05","years":[2027],
  "off":[{"date":"2027-01-01","name":"元旦","statutory":true}],"work":["2027-01-02"],"url":"https://www.gov.cn/x"})";

std::vector<std::string> paths(std::string_view text) {
  const auto read = read_notice(text);
  std::vector<std::string> all;
  EXPECT_FALSE(read.has_value()) << text;
  if (read) return all;
  for (const auto& finding : read.error().findings) {
    all.push_back(finding.path);
    EXPECT_FALSE(finding.message.zh.empty() || finding.message.en.empty()) << finding.path;
  }
  return all;
}

TEST(NoticeJson, reads_a_notice) {
  const auto notice = read_notice(kGood);
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->id, "cn_2027");
  EXPECT_EQ(notice->published, date("2026-11-05"));
  EXPECT_THAT(notice->years, ElementsAre(2027));
  EXPECT_EQ(notice->off.front().date, date("2027-01-01"));
  EXPECT_TRUE(notice->off.front().statutory);
  EXPECT_THAT(notice->work, ElementsAre(date("2027-01-02")));
  EXPECT_FALSE(notice->region.has_value());
  EXPECT_FALSE(notice->replaces.has_value());
}

TEST(NoticeJson, writes_what_it_reads) {
  for (const auto& notice : shipped_set().notices) {
    const auto again = read_notice(notice_text(notice));
    ASSERT_TRUE(again.has_value()) << notice.id;
    EXPECT_TRUE(*again == notice) << notice.id;
  }
}

TEST(NoticeJson, tells_everything_that_is_wrong_at_once) {
  EXPECT_THAT(paths(R"({"id":"cn 2027","authority":"","number":5,"published":"2026-02-30","years":[2027,"x"],
    "off":[{"date":"2027-1-1","name":"元旦","statutory":"yes"},{"name":"春节"}],"work":[7],"extra":1})"),
              UnorderedElementsAre("/id", "/authority", "/number", "/published", "/years/1", "/off/0/date",
                                   "/off/0/statutory", "/off/1", "/work/0", "/extra"));
}

TEST(NoticeJson, missing_keys) {
  EXPECT_EQ(paths("{}").size(), 7U);
  EXPECT_THAT(paths("[]"), ElementsAre(""));
  EXPECT_THAT(paths("null"), ElementsAre(""));
}

TEST(NoticeJson, refuses_days_listed_twice) {
  std::string text(kGood);
  text.replace(text.find("[\"2027-01-02\"]"), 14, "[\"2027-01-02\",\"2027-01-02\"]");
  EXPECT_THAT(paths(text), ElementsAre("/work/1"));
}

TEST(NoticeJson, hostile_input_is_an_error_and_nothing_else) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{\"id\":\"a\",\"id\":\"b\"}"), std::string(100'000, '['),
        std::string("{\"id\":\"\xff\"}"), std::string("{\"years\":[1e400]}"), std::string(2'000'000, ' '),
        std::string("{\"years\":[99999999999999999999999]}"), std::string("\0", 1)}) {
    const auto read = read_notice(text);
    ASSERT_FALSE(read.has_value());
    EXPECT_FALSE(read.error().findings.empty());
  }
  std::string many = R"({"id":"x","authority":"A","number":"N","published":"2026-11-05","years":[],"off":[],"work":[)";
  for (int i = 0; i < 1000; ++i) many += std::string(i == 0 ? "" : ",") + "\"2027-01-02\"";
  EXPECT_THAT(paths(many + "]}"), ElementsAre("/work"));
}

TEST(NoticeJson, every_cut_of_a_notice_is_refused) {
  for (std::size_t n = 0; n < kGood.size(); ++n) {
    EXPECT_FALSE(read_notice(kGood.substr(0, n)).has_value()) << n;
  }
}

TEST(CalendarSet, findings_name_file_and_place) {
  std::vector<definition::SourceFile> files = shipped_files();
  files.push_back({"workflows/calendars/cn/cn_2027.json", R"({"id":"cn_2027"})"});
  const auto set = definition::read_calendar_set(files);
  ASSERT_FALSE(set.has_value());
  EXPECT_THAT(set.error().findings.front().path, ::testing::StartsWith("workflows/calendars/cn/cn_2027.json#"));
  EXPECT_FALSE(definition::read_calendar_set(files, "fr").has_value());
  EXPECT_EQ(definition::read_calendar_set(files, "fr").error().code, ErrorCode::not_found);
  EXPECT_THAT(definition::calendar_ids(files), ElementsAre("cn"));
}

TEST(CalendarSet, building_names_the_notice) {
  auto set = shipped_set();
  auto notice = *read_notice(kGood);
  notice.work.push_back(date("2027-03-03"));
  set.notices.push_back(notice);
  const auto built = definition::build_calendar(set);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().findings.front().path, "cn_2027#/work/1");
}

TEST(StatutoryJson, refuses_broken_tables) {
  const auto findings = [](std::string_view text) {
    const auto read = definition::read_statutory(text);
    return read ? 0U : read.error().findings.size();
  };
  EXPECT_EQ(findings("{}"), 2U);
  EXPECT_EQ(findings(R"({"versions":[],"festivals":[]})"), 0U);
  EXPECT_EQ(findings(R"({"versions":[{"id":"a","published":"2000-01-01","in_force":"2000-01-01","rules":[
    {"name":"x","day":"02-29"},{"name":"x"},{"name":"x","day":"01-01","festival":"qingming"},
    {"name":"x","festival":"easter"}]}],"festivals":[]})"),
            4U);
  EXPECT_EQ(findings(R"({"versions":[],"festivals":[{"year":2007,"spring_festival":"2008-01-01","qingming":"2007-04-05",
    "dragon_boat":"2007-06-01","mid_autumn":"2007-09-01"}]})"),
            1U);
}

}  // namespace
}  // namespace hejie::calendar::test
