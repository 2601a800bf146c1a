// The comparison says in words what a change of the definitions means, and nothing of what means nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "engine/definition/checks.h"
#include "engine/definition/compare.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/reviewed.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

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
  const std::vector<SourceFile> files{{"workflows/laws/reviewed.json", reviewed_text(set, {})}};
  Findings findings;
  const auto record = reviewed_of(files, findings);
  EXPECT_EQ(lines(findings), std::vector<std::string>{});
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->at("loan"), digests_of(*set.front().procedure));
}

// ---- the record of overlays

constexpr const char* kOverlay = R"json({
"overlay": "district", "version": 1, "level": "bureau", "name": {"zh": "示例区", "en": "Example District"}, "cite": "S1:1",
"valid": {"from": "2026-01-01"},
"changes": [
  {"op": "replace", "at": "/loan/clocks/A01/length", "expect": "5wd", "value": "3wd", "cite": "S1:6"},
  {"op": "append", "at": "/loan/events/accept/by", "value": "window", "cite": "S1:5"}]})json";

std::vector<std::string> overlay_against_record(const std::string& from, const std::string& to) {
  const Library library = sample_library();
  Findings findings;
  const Overlay then = read_overlay({"district.json", kOverlay}, library, findings);
  std::string text = kOverlay;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  const Overlay now = read_overlay({"district.json", text}, library, findings);
  EXPECT_EQ(lines(findings), std::vector<std::string>{});
  const Reviewed record{{"overlay district", digests_of(then)}};
  compare_reviewed(record, now, findings);
  return lines(findings);
}

TEST(ReviewedOverlay, TellsTheChangeThatIsNotAsItWasRead) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(overlay_against_record("", ""), Lines{});
  EXPECT_EQ(overlay_against_record("\"3wd\"", "\"4wd\""), Lines{"warning reviewed /changes/0"});
  EXPECT_EQ(overlay_against_record("\"cite\": \"S1:5\"", "\"cite\": \"S1:7\""), Lines{"warning reviewed /changes/1"});
  EXPECT_EQ(overlay_against_record("2026-01-01", "2025-01-01"),
            (Lines{"warning reviewed ", "warning reviewed /changes/0", "warning reviewed /changes/1"}));
  EXPECT_EQ(overlay_against_record("accept/by", "decide/by"),
            (Lines{"warning reviewed /changes/1", "warning reviewed /changes"}));
}

TEST(ReviewedOverlay, IsSilentOnOneTheRecordDoesNotHave) {
  Findings findings;
  const Overlay own = read_overlay({"district.json", kOverlay}, sample_library(), findings);
  compare_reviewed({}, own, findings);
  EXPECT_EQ(lines(findings), std::vector<std::string>{});
}

}  // namespace
}  // namespace hejie::definition
