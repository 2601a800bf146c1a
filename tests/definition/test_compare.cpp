// The comparison says in words what a change of the definitions means, and nothing of what means nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "engine/definition/calendar_json.h"
#include "engine/definition/checks.h"
#include "engine/definition/compare.h"
#include "engine/definition/reviewed.h"
#include "resources/resources.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const calendar::Calendar& shipped_calendar() {
  static const auto calendar = [] {
    std::vector<SourceFile> files;
    for (const auto& file : resources::under("workflows/calendars/"))
      files.push_back({std::string(file.path), std::string(file.bytes)});
    return *build_calendar(*read_calendar_set(files));
  }();
  return *calendar;
}

std::vector<Change> changed(const std::string& from, const std::string& to) {
  const auto before = read_text(sample_text());
  const auto after = read_text(sample_with(from, to));
  if (before.procedure == nullptr || after.procedure == nullptr) {
    ADD_FAILURE() << "does not read";
    return {};
  }
  return compare(*before.procedure, *after.procedure, shipped_calendar());
}

Change only(const std::string& from, const std::string& to) {
  const auto changes = changed(from, to);
  EXPECT_EQ(changes.size(), 1U);
  return changes.empty() ? Change{} : changes.front();
}

TEST(Compare, SaysARole) {
  const Change change = only(R"("by": ["window", "link"])", R"("by": ["window", "link", "clerk"])");
  EXPECT_EQ(change.pointer, "/events/file/by");
  EXPECT_THAT(change.what.en, HasSubstr("recorded by"));
  EXPECT_THAT(change.what.en, HasSubstr("before:"));
  EXPECT_THAT(change.what.zh, HasSubstr("原为"));
  EXPECT_FALSE(change.wording);
}

TEST(Compare, SaysALimitInWords) {
  const Change change = only(R"("length": "5wd",)", R"("length": "7d",)");
  EXPECT_EQ(change.pointer, "/clocks/A01/length");
  EXPECT_EQ(change.clock, "A01");
  EXPECT_THAT(change.what.en, HasSubstr("5 working days"));
  EXPECT_THAT(change.what.en, HasSubstr("7 "));
}

TEST(Compare, SaysATransitionAndWhereItIsFelt) {
  const Change change = only(R"("from": "filed", "to": "accepted", "issues")",
                             R"("from": ["filed", "accepted"], "to": "accepted", "issues")");
  EXPECT_EQ(change.pointer, "/events/accept/from");
  EXPECT_THAT(change.states, testing::Contains("accepted"));
}

TEST(Compare, SaysAGuardInWords) {
  const Change change = only(R"(, "when": {"day": "hearing_on", "leaves": "5wd"})", "");
  EXPECT_EQ(change.pointer, "/events/fix_hearing/when");
  EXPECT_THAT(change.what.en, HasSubstr("5 working days"));
}

TEST(Compare, SaysWhatIsNew) {
  const auto changes =
      changed(R"("archive": {"name")", R"("look": {"name": {"zh": "查看", "en": "look"}, "by": ["clerk"],
    "from": "accepted", "set": {"urgent": true}}, "archive": {"name")");
  ASSERT_EQ(changes.size(), 2U) << "the event and its row";
  EXPECT_EQ(changes.front().kind, Change::Kind::added);
  EXPECT_EQ(changes.front().pointer, "/events/look");
}

TEST(Compare, OrderWithoutMeaningIsNoChange) {
  EXPECT_THAT(changed(R"("by": ["window", "link"])", R"("by": ["link", "window"])"), IsEmpty());
  EXPECT_THAT(changed(R"({"any": [{"let": "big"}, {"fact": "urgent", "is": true}]})",
                      R"({"any": [{"fact": "urgent", "is": true}, {"let": "big"}]})"),
              IsEmpty());
}

TEST(Compare, ANameIsWordingOnly) {
  EXPECT_TRUE(only(R"({"zh": "受理", "en": "accept"})", R"({"zh": "收案", "en": "take the case"})").wording);
}

TEST(Reviewed, TellsWhatIsNotAsItWasRead) {
  std::vector<ReadProcedure> set;
  set.push_back(read_text(sample_text()));
  const Reviewed record{{"loan", digests_of(*set.front().procedure)}};
  const Library library = sample_library();
  EXPECT_EQ(lines(check_all({set, library, nullptr, &record})), std::vector<std::string>{});
  set.front() = read_text(sample_with(R"("by": ["window", "link"])", R"("by": ["window", "link", "clerk"])"));
  EXPECT_EQ(lines(check_all({set, library, nullptr, &record})),
            std::vector<std::string>{"warning reviewed /events/file"});
}

TEST(Reviewed, IsReadBackAsItWasWritten) {
  std::vector<ReadProcedure> set;
  set.push_back(read_text(sample_text()));
  const std::vector<SourceFile> files{{"workflows/laws/reviewed.json", reviewed_text(set)}};
  Findings findings;
  const auto record = reviewed_of(files, findings);
  EXPECT_EQ(lines(findings), std::vector<std::string>{});
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->at("loan"), digests_of(*set.front().procedure));
}

}  // namespace
}  // namespace hejie::definition
