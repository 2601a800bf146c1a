// The reader: a whole procedure comes out as the model says; a fault comes out as a finding at its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using engine::ConditionKind;
using testing::ElementsAre;
using testing::HasSubstr;

using Names = std::vector<std::string>;

class ReaderModel : public testing::Test {
 protected:
  void SetUp() override {
    read_ = read_text(sample_text());
    ASSERT_EQ(lines(read_.findings), Names{});
    ASSERT_NE(read_.procedure, nullptr);
  }
  [[nodiscard]] const engine::Procedure& loan() const { return *read_.procedure; }
  ReadProcedure read_;
};

TEST_F(ReaderModel, KeepsTheOrderOfTheFile) {
  Names clocks;
  for (const auto& clock : loan().clocks) clocks.push_back(clock.id);
  EXPECT_THAT(clocks, ElementsAre("A01", "A02", "A03", "A04"));
  EXPECT_EQ(loan().version, 2);
  EXPECT_EQ(loan().number->pattern, "{unit}借〔{year}〕{n}号");
}

TEST_F(ReaderModel, WritesAShortEventAsOneRow) {
  const auto* accept = loan().find_event("accept");
  ASSERT_NE(accept, nullptr);
  ASSERT_EQ(accept->rows.size(), 1U);
  EXPECT_EQ(accept->rows[0].from, Names{"filed"});
  EXPECT_EQ(accept->rows[0].to, "accepted");
  EXPECT_EQ(accept->rows[0].issues[0].document, "copy");
  EXPECT_EQ(accept->approval[0].by, Names{"committee_head"});
  EXPECT_FALSE(accept->starts_case());
  EXPECT_TRUE(loan().find_event("file")->starts_case());
}

TEST_F(ReaderModel, ExpandsStatesAndDefaults) {
  EXPECT_EQ(loan().find_event("suspend")->rows[0].from, (Names{"filed", "accepted"}));
  EXPECT_EQ(loan().find_event("archive")->rows[0].from, Names{"decided"});
  EXPECT_EQ(loan().find_hold("suspended")->lives, (Names{"filed", "accepted"}));
  EXPECT_EQ(loan().find_clock("A01")->lives, (Names{"filed", "accepted"}));
  EXPECT_EQ(loan().find_clock("A03")->lives, Names{"accepted"});
  EXPECT_EQ(loan().find_clock("A04")->lives, Names{"decided"});
}

TEST_F(ReaderModel, ExpandsNamedConditions) {
  const auto& when = loan().find_event("decide")->rows[0].issues[0].when;
  EXPECT_EQ(when.kind, ConditionKind::any);
  EXPECT_EQ(when.let, "grave");
  ASSERT_EQ(when.children.size(), 2U);
  EXPECT_EQ(when.children[0].let, "big");
  EXPECT_EQ(when.children[0].kind, ConditionKind::fact_at_least);
  EXPECT_EQ(std::get<std::int64_t>(when.children[0].values[0]), 5000);
}

TEST_F(ReaderModel, ReadsSettersByType) {
  const auto& set = loan().find_event("decide")->rows[0].set;
  ASSERT_EQ(set.size(), 2U);
  EXPECT_EQ(std::get<std::string>(set[0].literal), "simple");
  EXPECT_EQ(set[1].source, engine::Setter::Source::today);
}

TEST_F(ReaderModel, ReadsClocks) {
  const auto* decide = loan().find_clock("A02");
  ASSERT_EQ(decide->length.size(), 2U);
  EXPECT_EQ(decide->length[0].when.kind, ConditionKind::fact_in);
  EXPECT_EQ(decide->length[1].period.count, 45);
  EXPECT_EQ(decide->roll, engine::RollRule::by_switch);
  EXPECT_EQ(decide->extends[0].by_fact, "extra");
  EXPECT_FALSE(decide->variants[0].to.has_value());
  const auto* answer = loan().find_clock("A03");
  EXPECT_EQ(answer->length[0].kind, engine::Length::Kind::by_switch);
  EXPECT_TRUE(std::holds_alternative<engine::Period>(loan().find_switch("reply_time")->value));
}

TEST_F(ReaderModel, CopiesLaddersWithRecipients) {
  const auto& ladder = loan().find_clock("A02")->ladder;
  ASSERT_EQ(ladder.size(), 3U);
  EXPECT_EQ(ladder[0].offset, -5);
  EXPECT_EQ(ladder[0].to, "arbitrator");
  EXPECT_EQ(ladder[2].to, "clerk");                        // records most events
  ASSERT_EQ(loan().find_clock("A01")->ladder.size(), 2U);  // owner and handler are one
  ASSERT_EQ(loan().find_clock("A03")->ladder.size(), 1U);
  EXPECT_EQ(loan().find_clock("A03")->ladder[0].to, "clerk");
}

TEST_F(ReaderModel, TextReadsAsTheSameProcedure) {
  const auto again = read_text(read_.text);
  EXPECT_EQ(lines(again.findings), Names{});
  EXPECT_EQ(again.text, read_.text);
  ASSERT_NE(again.procedure, nullptr);
  EXPECT_EQ(again.procedure->clocks.size(), loan().clocks.size());
}

struct Fault {
  std::string name;
  std::string from;
  std::string to;
  Names expected;    ///< all findings, in order
  std::string hint;  ///< in one English message
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.name;
}

class ReaderFault : public testing::TestWithParam<Fault> {};

TEST_P(ReaderFault, IsToldAtItsPlace) {
  const auto read = read_text(sample_with(GetParam().from, GetParam().to));
  EXPECT_EQ(lines(read.findings), GetParam().expected);
  EXPECT_EQ(read.procedure, nullptr);
  std::string all;
  for (const auto& finding : read.findings) all += finding.message.en + "\n";
  EXPECT_THAT(all, HasSubstr(GetParam().hint));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ReaderFault,
    testing::Values(
        Fault{"key",
              R"("gives_number": true)",
              R"("gives_numbers": true)",
              {"error unknown_key /events/accept/gives_numbers"},
              "did you mean \"gives_number\"?"},
        Fault{"section",
              R"("holds":)",
              R"("hold":)",
              {"error unknown_key /hold", "error unknown_name /events/suspend/takes",
               "error unknown_name /events/resume/releases", "error unknown_name /clocks/A02/excluded_by/0"},
              "did you mean \"holds\"?"},
        Fault{"state",
              R"("from": "filed", "to": "accepted")",
              R"("from": "filed", "to": "acepted")",
              {"error unknown_name /events/accept/to"},
              "did you mean \"accepted\"?"},
        Fault{"fact",
              R"({"day": "hearing_on", "leaves")",
              R"({"day": "hearing_day", "leaves")",
              {"error unknown_name /events/fix_hearing/when/day"},
              "did you mean \"hearing_on\"?"},
        Fault{"fact_of_no_order",
              R"({"fact": "sum", "at_least": 5000})",
              R"({"fact": "urgent", "at_least": 5000})",
              {"error type /let/big/at_least"},
              "no order"},
        Fault{"enumerator",
              R"({"fact": "track", "is": "simple"})",
              R"({"fact": "track", "is": "simpel"})",
              {"error unknown_name /clocks/A02/length/0/when/is"},
              "did you mean \"simple\"?"},
        Fault{"text_in_guard",
              R"({"fact": "hearing_on", "known": true})",
              R"({"fact": "note", "known": true})",
              {"error condition /events/decide/warn/0/unless/fact"},
              "cannot be guarded"},
        Fault{"star",
              R"("from": "*open", "takes")",
              R"("from": "*final", "takes")",
              {"error unknown_name /events/suspend/from", "error rows /events/suspend"},
              "only *open and *closed"},
        Fault{"mixed_start",
              R"({"id": "refused", "from": "accepted", )",
              R"({"id": "refused", )",
              {"error rows /events/decide/rows"},
              "cannot stand with others"},
        Fault{"row_keys_outside",
              R"("items": "outcome", )",
              R"("items": "outcome", "to": "decided", )",
              {"error rows /events/decide/to"},
              "belongs into a row"},
        Fault{"row_twice",
              R"({"id": "refused",)",
              R"({"id": "granted",)",
              {"error duplicate /events/decide/rows/1"},
              "twice"},
        Fault{"recursion",
              R"("big": {"fact": "sum", "at_least": 5000})",
              R"("big": {"not": {"let": "grave"}})",
              {"error let_recursion /let/grave/any/0/let"},
              "refers to itself"},
        Fault{"no_english",
              R"("name": {"zh": "副本", "en": "copy"})",
              R"("name": {"zh": "副本"})",
              {"error translation /documents/copy/name"},
              "English half"},
        Fault{"chinese_in_english",
              R"("en": "copy"})",
              R"("en": "副本"})",
              {"error translation /documents/copy/name"},
              "Chinese characters"},
        Fault{"cite_form", R"("cite": "S1:5")", R"("cite": "S1 art 5")", {"error cite /events/accept/cite"}, "S1:43"},
        Fault{"cite_unknown",
              R"("cite": "S1:5")",
              R"("cite": ["S1:5", "S2:5"])",
              {"error cite /events/accept/cite/1"},
              "did you mean \"S1\"?"},
        Fault{"role",
              R"("by": "clerk", "approval")",
              R"("by": "clrk", "approval")",
              {"error unknown_name /events/accept/by"},
              "did you mean \"clerk\"?"},
        Fault{"outside_role_records",
              R"("by": "clerk", "approval")",
              R"("by": "court", "approval")",
              {"error unknown_name /events/accept/by"},
              "role that may record"},
        Fault{"case_role",
              R"("to": "respondent", "served")",
              R"("to": "respondant", "served")",
              {"error unknown_name /documents/copy/to"},
              "did you mean \"respondent\"?"},
        Fault{"clock",
              R"("within": ["A03"])",
              R"("within": ["A08"])",
              {"error unknown_name /events/answer/within/0"},
              "did you mean"},
        Fault{"switch_option",
              R"("value": true, "options")",
              R"("value": 1, "options")",
              {"error bad_value /switches/rolls/value", "error type /service/public_notice/roll",
               "error type /clocks/A02/roll"},
              "not one of the options"},
        Fault{"ladder",
              R"("ladder": "duty_long")",
              R"("ladder": "duty_longer")",
              {"error unknown_name /clocks/A02/ladder"},
              "did you mean \"duty_long\"?"},
        Fault{"period", R"("length": "1y")", R"("length": "1 year")", {"error bad_value /clocks/A04/length"}, "10wd"},
        Fault{"answer_set",
              R"("set": {"track": "simple",)",
              R"("set": {"granted": true,)",
              {"error bad_value /events/decide/rows/0/set/granted"},
              "not kept"},
        Fault{"standing",
              R"({"answered": true}, "count")",
              R"({"anwsered": true}, "count")",
              {"error unknown_name /automatic/all_answered/when/all/0/where/anwsered"},
              "did you mean \"answered\"?"},
        Fault{"two_triggers",
              R"([{"event": "accept"}], "ladder")",
              R"([{"event": "accept", "state": "accepted"}], "ladder")",
              {"error condition /clocks/A01/stops/0"},
              "exactly one"},
        Fault{"init_out_of_range",
              R"("min": 0, "max": 1000000})",
              R"("min": 0, "max": 1000000, "init": -1})",
              {"error bad_value /facts/sum/init"},
              "out of the range"},
        Fault{"automatic_changes_nothing",
              R"("set": {"urgent": true}, "cite": "S1:30"}})",
              R"("cite": "S1:30"}})",
              {"error rows /automatic/all_answered"},
              "must move"},
        Fault{"automatic_from_nowhere",
              R"("from": "accepted",
  "when": {"all")",
              R"("from": [],
  "when": {"all")",
              {"error rows /automatic/all_answered"},
              "names no state"},
        Fault{"built_in",
              R"("extend": {"name")",
              R"("correct": {"name")",
              {"error bad_id /events/correct", "error unknown_name /clocks/A02/extends/0/event"},
              "built-in"}),
    [](const auto& each) { return each.param.name; });

TEST(Reader, TellsAllFaultsNotTheFirst) {
  std::string text = sample_with(R"("to": "accepted")", R"("to": "nowhere")");
  text.replace(text.find(R"("phase": "final")"), 16, R"("phase": "ended")");
  const auto read = read_text(text);
  EXPECT_EQ(lines(read.findings),
            (Names{"error bad_value /states/archived/phase", "error unknown_name /events/accept/to"}));
}

TEST(Reader, MergesFilesKeyByKey) {
  const std::string text = sample_text();
  const auto clocks = text.find("\"clocks\"");
  const std::vector<SourceFile> files{{"b/clocks.json", "{" + text.substr(clocks)},
                                      {"a/head.json", text.substr(0, text.rfind(',', clocks)) + "}"}};
  const auto read = read_procedure(files, sample_library(), nullptr);
  EXPECT_EQ(lines(read.findings), Names{});
  EXPECT_EQ(read.text, read_text(text).text);
}

TEST(Reader, TellsAKeyInTwoFiles) {
  const std::vector<SourceFile> files{{"a.json", sample_text()},
                                      {"b.json", R"({"clocks": {"A01": {}, "A09": {}}, "version": 3})"}};
  const auto read = read_procedure(files, sample_library(), nullptr);
  ASSERT_EQ(lines(read.findings), (Names{"error duplicate /clocks/A01", "error duplicate /version"}));
  EXPECT_EQ(read.findings[0].file, "b.json");
  EXPECT_THAT(read.findings[0].message.en, HasSubstr("a.json"));
}

TEST(Reader, TellsBrokenJsonWithFileAndPlace) {
  const auto read = read_text(R"({"procedure": "x", "procedure": "y"})");
  ASSERT_EQ(lines(read.findings), Names{"error duplicate_key /procedure"});
  EXPECT_EQ(read.findings[0].file, "loan.json");
}

TEST(Reader, UsesTheDigestItIsGiven) {
  const std::vector<SourceFile> files{{"loan.json", sample_text()}};
  const auto read =
      read_procedure(files, sample_library(), [](std::string_view bytes) { return std::to_string(bytes.size()); });
  ASSERT_NE(read.procedure, nullptr);
  EXPECT_EQ(read.procedure->sha256, std::to_string(read.text.size()));
}

}  // namespace
}  // namespace hejie::definition
