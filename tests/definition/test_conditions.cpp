// The table of conditions and the course of terms: what differs is found, either way and at its place.
#include <gtest/gtest.h>

#include <functional>

#include "engine/definition/checks.h"
#include "engine/definition/checks/matters.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Lines = std::vector<std::string>;

/// What the tables of the sample say.
Conditions sample_conditions() {
  Conditions out;
  out.matters["loan"] = {{"act fix_hearing", {"hearing_on leaves 5wd"}},
                         {"act decide.granted", {"granted"}},
                         {"act decide.refused", {"not granted"}},
                         {"act all_answered", {"all", "all respondent answered", "not urgent"}},
                         {"paper decide.granted award", {"[grave]"}},
                         {"warning decide", {"hearing_on known"}},
                         {"length A02", {"track"}},
                         {"words grave", {"any", "[big]", "urgent"}},
                         {"words big", {"sum>=5000"}}};
  out.terms["loan"] = {{"A01", {{"kind", {"duty"}}, {"whose", {"clerk"}}, {"begins", {"file"}}, {"ends", {"accept"}}}},
                       {"A02",
                        {{"kind", {"duty"}},
                         {"whose", {"arbitrator"}},
                         {"begins", {"accept"}},
                         {"ends", {"decide"}},
                         {"still", {"suspended", "public_notice"}}}},
                       {"A03",
                        {{"kind", {"window"}},
                         {"whose", {"respondent"}},
                         {"each", {"respondent"}},
                         {"begins", {"served copy to respondent"}},
                         {"ends", {"answer"}}}},
                       {"A04",
                        {{"kind", {"timer"}},
                         {"whose", {"clerk"}},
                         {"begins", {"stage decided"}},
                         {"ends", {"archive"}},
                         {"then", {"archive"}}}}};
  return out;
}

Lines against(const std::string& text, const Conditions& conditions) {
  const auto set = one(text);
  return lines(check_all({set, sample_library(), nullptr, nullptr, nullptr, nullptr, &conditions}));
}

Lines changed(const std::function<void(Conditions&)>& change) {
  Conditions conditions = sample_conditions();
  change(conditions);
  return against(sample_text(), conditions);
}

TEST(TableOfConditions, AgreesWithTheSample) {
  EXPECT_EQ(against(sample_text(), sample_conditions()), Lines{});
}

TEST(TableOfConditions, TellsAGuardThatIsGone) {
  const auto text = sample_with(R"("when": {"day": "hearing_on", "leaves": "5wd"}, )", "");
  EXPECT_EQ(against(text, sample_conditions()), Lines{"error conditions /events/fix_hearing"});
}

TEST(TableOfConditions, TellsAnotherNumber) {
  const auto text = sample_with(R"("at_least": 5000)", R"("at_least": 4000)");
  EXPECT_EQ(against(text, sample_conditions()), (Lines{"error conditions /let/big", "error conditions /let/big"}));
}

TEST(TableOfConditions, KeepsTheStartsOfATermApart) {
  const auto text =
      sample_with(R"("starts": [{"served": "copy", "to": "respondent"}])",
                  R"("starts": [{"served": "copy", "to": "respondent", "when": {"fact": "urgent", "is": true}}])");
  EXPECT_EQ(against(text, sample_conditions()), Lines{"error conditions /clocks/A03/starts"});
  Conditions conditions = sample_conditions();
  conditions.matters["loan"]["starts A03 served copy to respondent"] = {"urgent"};
  EXPECT_EQ(against(text, conditions), Lines{});
}

TEST(TableOfConditions, TellsAnyInsteadOfAll) {
  const auto text = sample_with(R"("when": {"all": [{"parties")", R"("when": {"any": [{"parties")");
  EXPECT_EQ(against(text, sample_conditions()),
            (Lines{"error conditions /automatic/all_answered/when", "error conditions /automatic/all_answered/when"}));
}

TEST(TableOfConditions, TellsTheOppositeAnswer) {
  const auto text =
      sample_with(R"("when": {"fact": "granted", "is": false})", R"("when": {"fact": "sum", "at_most": 3})");
  const auto found = against(text, sample_conditions());
  EXPECT_EQ(std::count(found.begin(), found.end(), "error conditions /events/decide/rows/1/when"), 2);
}

TEST(TableOfConditions, TellsAWarningAndAPaperWithoutTheirCondition) {
  EXPECT_EQ(changed([](Conditions& table) { table.matters["loan"]["warning decide"].insert("urgent"); }),
            Lines{"error conditions /events/decide/warn"});
  EXPECT_EQ(changed([](Conditions& table) { table.matters["loan"].erase("paper decide.granted award"); }),
            Lines{"error conditions /events/decide/rows/0/issues"});
  EXPECT_EQ(changed([](Conditions& table) { table.matters["loan"]["starts A02 accept"] = {"urgent"}; }),
            Lines{"error conditions /clocks/A02"});
}

TEST(CourseOfTerms, TellsAnotherStartAndEnd) {
  const auto text =
      sample_with(R"("starts": [{"served": "copy", "to": "respondent"}])", R"("starts": [{"served": "copy"}])");
  EXPECT_EQ(against(text, sample_conditions()), (Lines{"error terms /clocks/A03", "error terms /clocks/A03"}));
  EXPECT_EQ(changed([](Conditions& table) { table.terms["loan"]["A04"]["again"] = {"accept"}; }),
            Lines{"error terms /clocks/A04"});
}

TEST(CourseOfTerms, TellsWhatIsNotCounted) {
  const auto text = sample_with(R"("excluded_by": ["suspended", "public_notice"])", R"("excluded_by": ["suspended"])");
  EXPECT_EQ(against(text, sample_conditions()), Lines{"error terms /clocks/A02"});
}

TEST(CourseOfTerms, TellsATermThatIsGoneOrNew) {
  EXPECT_EQ(changed([](Conditions& table) { table.terms["loan"]["A05"]["kind"] = {"duty"}; }),
            Lines{"error terms /clocks/A05"});
  EXPECT_EQ(changed([](Conditions& table) { table.terms["loan"].erase("A01"); }), Lines(4, "error terms /clocks/A01"));
}

TEST(CourseOfTerms, LeavesWhatAnOverlaySetsAlone) {
  const auto laid = sample_with(R"("version": 2,)", R"("version": 2, "overlays": [{"id": "district", "version": 1}],)");
  EXPECT_EQ(against(laid, Conditions{}), Lines{});
}

TEST(ConditionFiles, AreReadAndTellAnUnknownAspect) {
  std::vector<SourceFile> files{
      {"workflows/laws/conditions.json", R"({"loan": {"act accept": ["all", "in_scope", "worker_count>=10"]}})"},
      {"workflows/laws/terms.json",
       R"({"A26": {"loan": {"kind": "duty", "begins": ["accept"], "still": "suspended"}}})"}};
  Findings findings;
  const auto read = conditions_of(files, findings);
  EXPECT_EQ(lines(findings), Lines{});
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->matters.at("loan").at("act accept").contains("worker_count>=10"));
  EXPECT_TRUE(read->terms.at("loan").at("A26").at("still").contains("suspended"));
  EXPECT_FALSE(read->terms.at("loan").at("A26").contains("ends"));
  files[1].text = R"({"A26": {"loan": {"starts": ["accept"]}}})";
  EXPECT_FALSE(conditions_of(files, findings).has_value());
  EXPECT_EQ(lines(findings), Lines{"error unknown_key /A26/loan/starts"});
}

}  // namespace
}  // namespace hejie::definition
