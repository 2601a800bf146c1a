// Every check finds the fault it is made for, at its place, and nothing in the sound sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/definition/checks.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

class CheckFinds : public testing::TestWithParam<Flaw> {};

TEST_P(CheckFinds, TheFlawItIsMadeFor) {
  const auto set = one(sample_with(GetParam().from, GetParam().to));
  EXPECT_EQ(lines(check_all({set, sample_library()})), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, CheckFinds,
    testing::Values(
        Flaw{"unreachable_state",
             R"("archived": {)",
             R"("lost": {"name": {"zh": "遗失", "en": "lost"}, "phase": "final"}, "archived": {)",
             {"error unreachable_state /states/lost"}},
        Flaw{"no_way_out",
             R"("from": "*closed", "to": "archived")",
             R"("from": "*closed")",
             {"error unreachable_state /states/archived", "error no_way_out /states/filed",
              "error no_way_out /states/accepted", "error no_way_out /states/decided"}},
        Flaw{"silent_wait_open",
             R"("phase": "open", "waits": "A01")",
             R"("phase": "open")",
             {"error silent_wait /states/filed"}},
        Flaw{"silent_wait_closed",
             R"("milestone": "decided",
              "waits": {"zh": "等待送达", "en": "service"})",
             R"("milestone": "decided")",
             {"warning silent_wait /states/decided"}},
        Flaw{"waits_for_a_clock_not_there",
             R"("phase": "open", "waits": "A01")",
             R"("phase": "open", "waits": "A03")",
             {"error silent_wait /states/filed/waits"}},
        Flaw{"clock_never_started",
             R"("starts": [{"event": "file"}])",
             R"("starts": [])",
             {"error clock_never_started /clocks/A01"}},
        Flaw{"clock_started_by_what_never_happens",
             R"("from": "filed", "to": "accepted", "issues": ["copy"])",
             R"("from": "filed", "to": "accepted")",
             {"warning clock_never_started /clocks/A03/starts/0", "error clock_never_started /clocks/A03",
              "warning document /documents/copy"}},
        Flaw{"clock_never_lives",
             R"("starts": [{"state": "decided"}])",
             R"("starts": [{"event": "accept"}])",
             {"error clock_never_lives /clocks/A04/starts/0"}},
        Flaw{"duty_unanswered",
             R"("stops": [{"event": "accept"}])",
             R"("stops": [])",
             {"error duty_unanswered /clocks/A01"}},
        Flaw{"expiry_refused_in_a_state",
             R"("lives": "closed", "expiry")",
             R"("lives": "any", "expiry")",
             {"error expiry_refused /clocks/A04/expiry"}},
        Flaw{"expiry_not_by_clock",
             R"("by": ["clerk", "clock"])",
             R"("by": ["clerk"])",
             {"error expiry_refused /clocks/A04/expiry"}},
        Flaw{"expiry_cannot_fill_a_form",
             R"("by": ["clerk", "clock"],)",
             R"("by": ["clerk", "clock"], "asks": ["granted"],)",
             {"error expiry_refused /clocks/A04/expiry"}},
        Flaw{"event_only_by_a_clock_that_never_fires",
             R"("by": ["clerk"], "asks": ["extra"])",
             R"("by": ["clock"], "asks": ["extra"])",
             {"error event_impossible /events/extend"}},
        Flaw{"event_only_by_a_link_nobody_sends",
             R"("by": ["clerk"], "asks": ["extra"])",
             R"("by": ["link"], "asks": ["extra"])",
             {"warning event_impossible /events/extend"}},
        Flaw{"guard_never_true",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted",
                "when": {"all": [{"fact": "track", "is": "plain"}, {"not": {"fact": "track", "in": ["plain", "simple"]}}]})",
             {"error event_impossible /events/extend"}},
        Flaw{"sum_never_so",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted",
                "when": {"all": [{"let": "big"}, {"fact": "sum", "at_most": 4999}]})",
             {"error event_impossible /events/extend"}},
        Flaw{"hold_nobody_releases",
             R"("releases": "suspended")",
             R"("set": {"urgent": true})",
             {"error hold_unreleased /holds/suspended"}},
        Flaw{"hold_not_released_where_it_lives",
             R"("from": "*open", "releases")",
             R"("from": "accepted", "releases")",
             {"error hold_unreleased /events/suspend"}},
        Flaw{"hold_lives_too_wide",
             R"("allows": ["resume"],)",
             R"("allows": ["resume"], "lives": ["filed", "accepted", "decided"],)",
             {"error hold_unreleased /holds/suspended/lives"}},
        Flaw{"hold_bars_its_release",
             R"("allows": ["resume"])",
             R"("allows": ["extend"])",
             {"error hold_unreleased /holds/suspended/allows"}},
        Flaw{"hold_never_taken",
             R"("takes": "suspended")",
             R"("set": {"urgent": true})",
             {"warning hold_unreleased /holds/suspended"}},
        Flaw{"self_approval",
             R"("approval": [{"by": ["committee_head"]}])",
             R"("approval": [{"by": ["clerk"]}])",
             {"warning self_approval /events/accept"}},
        Flaw{"rows_overlap",
             R"({"id": "refused", "from": "accepted", "when": {"fact": "granted", "is": false})",
             R"({"id": "refused", "from": "accepted", "when": {"fact": "urgent", "is": false})",
             {"error rows_overlap /events/decide/rows/1"}},
        Flaw{
            "rows_overlap_in_sums",
            R"({"id": "refused", "from": "accepted", "when": {"fact": "granted", "is": false})",
            R"({"id": "refused", "from": "accepted", "when": {"any": [{"fact": "granted", "is": false}, {"let": "big"}]})",
            {"error rows_overlap /events/decide/rows/1"}},
        Flaw{"rows_perhaps_overlap",
             R"({"id": "refused", "from": "accepted", "when": {"fact": "granted", "is": false})",
             R"({"id": "refused", "from": "accepted", "when": {"clock": "A03", "is": "over", "of": "all"})",
             {"warning rows_overlap /events/decide/rows/1"}},
        Flaw{"unknown_fact",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted", "when": {"day": "hearing_on", "not_before": "today"})",
             {"warning unknown_fact /events/extend"}},
        Flaw{"known_from_the_start",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted", "when": {"let": "big"})",
             {}},
        Flaw{"known_by_its_guard",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted",
                "when": {"all": [{"fact": "hearing_on", "known": true}, {"day": "hearing_on", "not_before": "today"}]})",
             {}},
        Flaw{
            "document_never_issued",
            R"("award": {"name")",
            R"("letter": {"name": {"zh": "信", "en": "letter"}, "to": "any", "fields": ["sum"], "cite": "S1:1"}, "award": {"name")",
            {"warning document /documents/letter"}},
        Flaw{"service_of_an_internal_document",
             R"("to": "respondent", "served": true)",
             R"("served": false)",
             {"error document /clocks/A03/starts"}},
        Flaw{"uncited", R"(, "cite": "S1:6")", "", {"warning uncited /clocks/A01"}},
        Flaw{"act_uncited",
             R"(, "to": "filed", "cite": "S1:4")",
             R"(, "to": "filed")",
             {"warning uncited /events/file"}},
        Flaw{"warning_uncited",
             R"("en": "no hearing was held"}, "cite": "S1:35"})",
             R"("en": "no hearing was held"}})",
             {"warning uncited /events/decide/warn"}},
        Flaw{"document_uncited", R"(, "cite": "S1:46")", "", {"warning uncited /documents/award"}},
        Flaw{"hold_uncited",
             R"("allows": ["resume"], "cite": "S1:3")",
             R"("allows": ["resume"])",
             {"warning uncited /holds/suspended"}},
        Flaw{"time_of_service_uncited",
             R"("left": {"length": "3wd", "cite": "S1:7"})",
             R"("left": {"length": "3wd"})",
             {"warning uncited /service/left"}},
        Flaw{"clock_open_in_a_final_state",
             R"("lives": "closed", "expiry")",
             R"("lives": ["decided", "archived"], "expiry")",
             {"error expiry_refused /clocks/A04/expiry", "error final_clock /clocks/A04/lives"}},
        Flaw{"event_past_the_end",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": ["accepted", "archived"])",
             {"error final_clock /events/extend/from"}},
        Flaw{"guard_never_false",
             R"("asks": ["extra"], "from": "accepted")",
             R"("asks": ["extra"], "from": "accepted",
                "when": {"any": [{"fact": "track", "is": "plain"}, {"fact": "track", "is": "simple"}]})",
             {"error guard_always /events/extend/when"}},
        Flaw{"fact_without_use",
             R"("note": {"type")",
             R"("spare": {"type": "bool", "name": {"zh": "备用", "en": "spare"}, "init": false}, "note": {"type")",
             {"warning unused_fact /facts/spare"}},
        Flaw{
            "event_twice",
            R"("extend": {"name")",
            R"("extend_again": {"name": {"zh": "再延期", "en": "again"}, "by": ["clerk"], "asks": ["extra"], "from": "accepted",
                  "cite": "S1:43"},
                "extend": {"name")",
            {"warning same_event /events/extend_again"}},
        Flaw{"hour_clock", R"("length": "5wd",)", R"("length": "24h",)", {"error hour_clock /clocks/A01/starts/0"}}),
    [](const auto& each) { return each.param.name; });

TEST(Checks, FindNothingInASoundProcedure) {
  EXPECT_EQ(lines(check_all({one(sample_text()), sample_library()})), Names{});
}

TEST(Checks, FindAGuardOnADocumentNeverIssued) {
  std::string text =
      sample_with(R"({"day": "hearing_on", "leaves": "5wd"})", R"({"served": "letter", "count": "all"})");
  text.replace(text.find(R"("award": {"name")"), 0,
               R"("letter": {"name": {"zh": "信", "en": "letter"}, "to": "any", "fields": ["sum"], "cite": "S1:1"}, )");
  EXPECT_EQ(lines(check_all({one(text), sample_library()})),
            (Names{"warning document /documents/letter", "error document /events/fix_hearing/when"}));
}

TEST(Checks, FindAGuardOnAClockOfAnEarlierStage) {
  std::string text = sample_with(R"("stops": [{"event": "accept"}], "ladder")",
                                 R"("stops": [{"event": "accept"}], "lives": ["filed"], "ladder")");
  const std::string archive = R"("from": "*closed", "to": "archived")";
  text.replace(text.find(archive), archive.size(), archive + R"(, "when": {"clock": "A01", "is": "expired"})");
  EXPECT_EQ(lines(check_all({one(text), sample_library()})), Names{"warning stale_clock /events/archive/when"});
}

TEST(Checks, FindACitationOfWhatWasRepealed) {
  Library library = sample_library();
  library.instruments.front().repealed_on = parse_date("2020-01-01");
  const auto found = lines(check_all({one(sample_text()), library}));
  EXPECT_THAT(found, testing::Contains("error in_force /clocks/A01/cite"));
  EXPECT_THAT(found, testing::Contains("error in_force /events/accept/cite"));
}

TEST(ReaderLists, TellWhatStandsInThemTwice) {
  const auto read = read_text(sample_with(R"("issues": ["copy"])", R"("issues": ["copy", "copy"])"));
  EXPECT_EQ(lines(read.findings), Names{"error duplicate /events/accept/issues/1"});
}

TEST(Checks, NamesAreDistinct) {
  std::set<std::string_view> seen;
  for (const auto& check : checks()) EXPECT_TRUE(seen.insert(check.id).second) << check.id;
}

// ---- the register

DeadlineRule rule(std::string id, std::vector<std::pair<std::string, std::optional<std::string>>> versions) {
  DeadlineRule out;
  out.id = std::move(id);
  for (const auto& [length, to] : versions) {
    DeadlineVersion version;
    version.length = calendar::parse_period(length);
    if (to) version.to = parse_date(*to);
    out.versions.push_back(std::move(version));
  }
  return out;
}

Names against(const DeadlineRegister& deadlines) {
  const auto set = one(sample_text());
  return lines(check_all({set, sample_library(), &deadlines}));
}

DeadlineRegister sample_register() {
  DeadlineRegister out;
  for (auto&& each :
       {rule("A01", {{"5wd", {}}}), rule("A02", {{"45d", {}}}), rule("A03", {{"10d", {}}}), rule("A04", {{"1y", {}}})})
    out.rules.emplace(each.id, each);
  out.rules["A02"].versions.back().cases.push_back({{"简易", "simple"}, {calendar::Unit::days, 30}, {}, {}});
  return out;
}

TEST(Register, AgreesWithTheSample) {
  EXPECT_EQ(against(sample_register()), Names{});
}

TEST(Register, MissesAClockItDoesNotKnow) {
  auto deadlines = sample_register();
  deadlines.rules.erase("A03");
  EXPECT_EQ(against(deadlines), Names{"error register /clocks/A03"});
}

TEST(Register, TellsAnotherLength) {
  auto deadlines = sample_register();
  deadlines.rules["A01"] = rule("A01", {{"5d", {}}});
  EXPECT_EQ(against(deadlines), Names{"warning register /clocks/A01"});
}

TEST(Register, TellsAnotherTimeUntilAServiceIsDeemedMade) {
  auto deadlines = sample_register();
  deadlines.rules["A29"] = rule("A29", {{"3wd", {}}});
  deadlines.rules["A30"] = rule("A30", {{"30d", {}}});
  EXPECT_EQ(against(deadlines), Names{});
  deadlines.rules["A29"] = rule("A29", {{"3d", {}}});
  deadlines.rules["A30"] = rule("A30", {{"60d", {}}});
  EXPECT_EQ(against(deadlines),
            (Names{"error register /service/left/length", "error register /service/public_notice/length"}));
}

TEST(Register, TellsAnOlderLawTheClockDoesNotKnow) {
  auto deadlines = sample_register();
  deadlines.rules["A01"] = rule("A01", {{"7wd", "2010-12-31"}, {"5wd", {}}});
  EXPECT_EQ(against(deadlines), Names{"warning register /clocks/A01"});
}

TEST(Register, TellsALengthOfSomeCasesThatItDoesNotHave) {
  auto deadlines = sample_register();
  deadlines.rules["A02"].versions.back().cases.clear();
  EXPECT_EQ(against(deadlines), Names{"error register /clocks/A02/length"});
}

TEST(Register, TellsAnArticleTheClockDoesNotCite) {
  auto deadlines = sample_register();
  auto& version = deadlines.rules["A01"].versions.back();
  version.cite = {{"S1", "6(2)"}};
  EXPECT_EQ(against(deadlines), Names{}) << "a paragraph of the article cited";
  version.cite.push_back({"S1", "7"});
  EXPECT_EQ(against(deadlines), Names{"error register /clocks/A01/cite"});
  version.cite = {{"S2", ""}};
  EXPECT_EQ(against(deadlines), Names{"error register /clocks/A01/cite"}) << "a whole instrument, cited nowhere";
}

TEST(Register, TellsAnExtensionItDoesNotHave) {
  auto deadlines = sample_register();
  const auto text = sample_with(R"("by": {"fact": "extra"}, "times": 1)", R"("by": "15d", "times": 1)");
  const auto found = [&] {
    const auto set = one(text);
    auto all = lines(check_all({set, sample_library(), &deadlines}));
    std::erase_if(all, [](const auto& line) { return line.find(" register ") == std::string::npos; });
    return all;
  };
  EXPECT_EQ(found(), Names{"error register /clocks/A02/extends"});
  deadlines.rules["A02"].versions.back().extension = DeadlineExtension{{calendar::Unit::days, 15}, 1, {}};
  EXPECT_EQ(found(), Names{});
  deadlines.rules["A02"].versions.back().extension->times = 2;
  EXPECT_EQ(found(), Names{"error register /clocks/A02/extends"});
}

// ---- two procedures

constexpr const char* kCopyShop = R"json({
"procedure": "copy_shop", "version": 1, "name": {"zh": "复印", "en": "copy shop"},
"parties": {"applicant": {"name": {"zh": "申请人", "en": "applicant"}, "min": 1}},
"facts": {"pages": {"type": "int", "name": {"zh": "页数", "en": "pages"}},
          "color": {"type": "bool", "name": {"zh": "彩色", "en": "color"}, "init": false}},
"states": {
  "open": {"name": {"zh": "受理", "en": "open"}, "phase": "open", "waits": {"zh": "等待复印", "en": "copying"}},
  "done": {"name": {"zh": "完成", "en": "done"}, "phase": "final", "milestone": "copied"}},
"events": {
  "order": {"name": {"zh": "下单", "en": "order"}, "by": ["clerk", "link"], "asks": ["pages"], "may": ["color"], "to": "open"},
  "cancel": {"name": {"zh": "取消", "en": "cancel"}, "by": ["clerk", "link"], "from": "open", "to": "done"}}
})json";

Names findings_of_links(const std::string& opens, const std::string& more) {
  std::string text =
      sample_with(R"("from": "*open", "takes")", R"("opens": )" + opens + more + R"(, "from": "*open", "takes")");
  text.replace(text.find("\"service\": {"), 0,
               R"("links": {"copies": {"procedure": "copy_shop", "name": {"zh": "复印件", "en": "copies"}}}, )");
  std::vector<ReadProcedure> set;
  set.push_back(read_text(text));
  set.push_back(read_text(kCopyShop));
  EXPECT_EQ(lines(set[0].findings), Names{});
  EXPECT_EQ(lines(set[1].findings), Names{});
  return lines(check_one(set[0], {set, sample_library()}));
}

TEST(Links, ThatFitAreSilent) {
  EXPECT_EQ(findings_of_links(R"([{"link": "copies", "event": "order", "facts": {"pages": 3, "color": true},
      "parties": {"respondent": "applicant"}}])",
                              R"(, "signals": [{"link": "copies", "event": "cancel"}])"),
            Names{});
}

TEST(Links, AskForWhatIsNotGiven) {
  EXPECT_EQ(findings_of_links(R"([{"link": "copies", "event": "order", "parties": "all"}])", ""),
            Names{"error link /events/suspend/opens"});
}

TEST(Links, KnowTheFieldsTypesAndRolesOfTheOther) {
  EXPECT_EQ(findings_of_links(R"([{"link": "copies", "event": "order", "facts": {"pages": true, "paper": 4},
      "parties": {"applicant": "customer"}}])",
                              ""),
            (Names{"error link /events/suspend/opens", "error link /events/suspend/opens",
                   "error link /events/suspend/opens", "error link /events/suspend/opens"}));
}

TEST(Links, NeedAStartEventAndASignalThatExist) {
  EXPECT_EQ(findings_of_links(R"([{"link": "copies", "event": "cancel", "parties": "all"}])",
                              R"(, "signals": [{"link": "copies", "event": "order"}])"),
            (Names{"error link /events/suspend/opens", "error link /events/suspend/signals"}));
}

TEST(Links, NeedMilestonesThatExist) {
  const std::string order = R"([{"link": "copies", "event": "order", "facts": {"pages": 1}, "parties": "all"}])";
  EXPECT_EQ(findings_of_links(order, R"(, "when": {"link": "copies", "outcome": ["copied"]})"), Names{});
  EXPECT_EQ(findings_of_links(order, R"(, "when": {"link": "copies", "outcome": ["copied", "burnt"]})"),
            Names{"error link /events/suspend/when"});
}

TEST(Links, NeedAProcedureThatExists) {
  std::string text = sample_with(
      "\"service\": {",
      R"("links": {"copies": {"procedure": "copyshop", "name": {"zh": "复印件", "en": "copies"}}}, "service": {)");
  std::vector<ReadProcedure> set;
  set.push_back(read_text(text));
  set.push_back(read_text(kCopyShop));
  const auto findings = check_one(set[0], {set, sample_library()});
  ASSERT_EQ(lines(findings), Names{"error link /links/copies/procedure"});
  EXPECT_THAT(findings[0].message.en, HasSubstr("did you mean \"copy_shop\"?"));
  EXPECT_EQ(findings[0].file, "loan.json");
}

}  // namespace
}  // namespace hejie::definition
