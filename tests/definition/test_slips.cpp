// Slips of an author that the language allows: names, things said twice, things left out, powers. Each check finds the
// slip it is made for, at its place, and nothing else.
#include <gtest/gtest.h>

#include "engine/definition/checks.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Names = std::vector<std::string>;

class SlipIsFound : public testing::TestWithParam<Flaw> {};

TEST_P(SlipIsFound, AtItsPlace) {
  const auto set = one(sample_with(GetParam().from, GetParam().to));
  EXPECT_EQ(lines(check_all({set, sample_library()})), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SlipIsFound,
    testing::Values(
        Flaw{"one_name_for_two_values",
             R"("simple": {"zh": "简易", "en": "simple"})",
             R"("simple": {"zh": "普通", "en": "simple"})",
             {"warning names /facts/track/values/simple"}},
        Flaw{"names_exchanged",
             R"("sum": {"type": "money", "name": {"zh": "数额", "en": "sum"}, "min": 0, "max": 1000000},
  "urgent": {"type": "bool", "name": {"zh": "紧急", "en": "urgent"})",
             R"("sum": {"type": "money", "name": {"zh": "紧急", "en": "urgent"}, "min": 0, "max": 1000000},
  "urgent": {"type": "bool", "name": {"zh": "数额", "en": "sum"})",
             {"warning names /facts/urgent"}},
        Flaw{"name_of_a_state_and_what_it_waits_for",
             R"("name": {"zh": "已决定", "en": "decided"}, "phase": "closed", "milestone": "decided",
              "waits": {"zh": "等待送达", "en": "service"})",
             R"("name": {"zh": "等待送达", "en": "service"}, "phase": "closed", "milestone": "decided",
              "waits": {"zh": "已决定", "en": "decided"})",
             {"warning names /states/decided"}},
        Flaw{"clock_started_twice_by_one_event",
             R"("starts": [{"event": "accept"}])",
             R"("starts": [{"event": "accept", "when": {"fact": "urgent", "is": true}}, {"event": "accept"}])",
             {"warning said_twice /clocks/A02/starts/1"}},
        Flaw{"clock_started_once_either_way",
             R"("starts": [{"event": "accept"}])",
             R"("starts": [{"event": "accept", "when": {"fact": "urgent", "is": true}},
                           {"event": "accept", "when": {"fact": "urgent", "is": false}}])",
             {}},
        Flaw{"document_issued_twice",
             R"("issues": [{"doc": "award", "when": {"let": "grave"}}])",
             R"("issues": [{"doc": "award", "when": {"let": "grave"}}, {"doc": "award", "when": {"let": "big"}}])",
             {"warning said_twice /events/decide/rows/0/issues"}},
        Flaw{"branch_within_another",
             R"({"any": [{"let": "big"}, {"fact": "urgent", "is": true}]})",
             R"({"any": [{"let": "big"}, {"fact": "sum", "at_least": 9000}, {"fact": "urgent", "is": true}]})",
             {"warning said_twice /events/decide/rows/0/issues/0/when"}},
        Flaw{"case_roles_and_kinds_in_one_list",
             R"("act_of": ["respondent"])",
             R"("act_of": ["respondent", "worker"])",
             {"warning acting_party /events/answer/act_of"}},
        Flaw{"row_without_a_name", R"("id": "refused", )", "", {"warning incomplete /events/decide/rows/1"}},
        Flaw{"document_that_states_nothing", R"(, "fields": ["sum"])", "", {"warning incomplete /documents/award"}},
        Flaw{"number_without_a_lower_bound",
             R"("en": "sum"}, "min": 0)",
             R"("en": "sum"}, "min": -1)",
             {"warning incomplete /facts/sum"}},
        Flaw{"clock_that_is_nobodys",
             R"("kind": "timer", "owner": "clerk")",
             R"("kind": "timer")",
             {"warning incomplete /clocks/A04"}},
        Flaw{"window_that_no_act_uses",
             R"("stops": [{"event": "answer"}], )",
             R"("stops": [], )",
             {"warning duty_unanswered /clocks/A03"}},
        Flaw{"duty_without_warnings", R"("ladder": "duty_short", )", "", {"warning incomplete /clocks/A01"}}),
    [](const auto& each) { return each.param.name; });

// ---- the table of powers

ProcedurePowers sample_powers() {
  ProcedurePowers powers;
  powers.records = {
      {"clerk", {"*"}}, {"window", {"file"}}, {"arbitrator", {"decide"}}, {"link", {"file"}}, {"clock", {"archive"}}};
  powers.approves = {{"committee_head", {"accept"}}};
  return powers;
}

Names against(const std::string& text, const ProcedurePowers& own) {
  Powers powers;
  powers.procedures["loan"] = own;
  const auto set = one(text);
  return lines(check_all({set, sample_library(), nullptr, nullptr, &powers}));
}

TEST(PowersTable, AgreesWithTheSample) {
  EXPECT_EQ(against(sample_text(), sample_powers()), Names{});
}

TEST(PowersTable, TellsWhoRecordsWithoutThePower) {
  const auto text = sample_with(R"("by": ["arbitrator"])", R"("by": ["arbitrator", "window"])");
  EXPECT_EQ(against(text, sample_powers()), Names{"error powers /events/decide/by"});
}

TEST(PowersTable, TellsAPowerNobodyUses) {
  auto powers = sample_powers();
  powers.records["arbitrator"].insert("accept");
  EXPECT_EQ(against(sample_text(), powers), Names{"error powers /events/accept/by"});
}

TEST(PowersTable, TellsAnApprovalThatIsNotItsOwn) {
  const auto text =
      sample_with(R"("approval": [{"by": ["committee_head"]}])", R"("approval": [{"by": ["arbitrator"]}])");
  EXPECT_EQ(against(text, sample_powers()),
            (Names{"error powers /events/accept/approval", "error powers /events/accept/approval"}));
}

TEST(PowersTable, TellsAnotherNumberOfOfficers) {
  auto powers = sample_powers();
  powers.officers["decide"] = 2;
  EXPECT_EQ(against(sample_text(), powers), Names{"error powers /events/decide/officers"});
}

TEST(PowersTable, TellsAnActThatIsGone) {
  auto powers = sample_powers();
  powers.records["arbitrator"].insert("hear");
  EXPECT_EQ(against(sample_text(), powers), Names{"error powers /events/hear"});
}

TEST(PowersTable, TellsAMoveBackAndAnEndAtOnce) {
  const auto back = sample_with(R"("asks": ["extra"], "from": "accepted")",
                                R"("asks": ["extra"], "from": "accepted", "to": "filed")");
  EXPECT_EQ(against(back, sample_powers()), Names{"error powers /events/extend"});
  auto powers = sample_powers();
  powers.returns["accepted"].insert("filed");
  EXPECT_EQ(against(back, powers), Names{});
  const auto end = sample_with(R"("asks": ["extra"], "from": "accepted")",
                               R"("asks": ["extra"], "from": "accepted", "to": "archived")");
  EXPECT_EQ(against(end, sample_powers()), Names{"error powers /events/extend"});
}

TEST(PowersTable, TellsAProcedureItDoesNotHave) {
  const Powers none;
  const auto set = one(sample_text());
  EXPECT_EQ(lines(check_all({set, sample_library(), nullptr, nullptr, &none})), Names{"warning powers "});
}

TEST(PowersTable, IsReadWithWhatOverlaysAdd) {
  const std::vector<SourceFile> files{{"workflows/roles/powers.json", R"({
    "loan": {"records": {"clerk": "*", "arbitrator": ["decide"]}, "officers": {"decide": 2}},
    "overlays": {"district": {"loan": {"records": {"window": ["accept"]}}}}})"}};
  Findings findings;
  const auto powers = powers_of(files, findings);
  ASSERT_TRUE(powers.has_value());
  EXPECT_EQ(lines(findings), Names{});
  EXPECT_EQ(powers_in(*powers, "loan", {})->records.size(), 2U);
  const std::vector<std::string> district{"district@1"}, elsewhere{"elsewhere@1"};
  EXPECT_EQ(powers_in(*powers, "loan", district)->records.size(), 3U);
  EXPECT_FALSE(powers_in(*powers, "loan", elsewhere).has_value());
  EXPECT_FALSE(powers_in(*powers, "lending", {}).has_value());
}

// ---- the course of cases

/// Of the sample: what may be done where, and what runs meanwhile.
ProcedurePowers sample_course() {
  auto powers = sample_powers();
  auto& course = powers.course;
  course[""].acts["filed"] = {"file"};
  course["filed"].acts = {{"accepted", {"accept"}}, {"", {"suspend", "resume"}}};
  course["filed"].terms = {"A01", "A02"};
  course["accepted"].acts = {{"decided", {"decide.granted", "decide.refused"}},
                             {"", {"answer", "fix_hearing", "suspend", "resume", "extend", "all_answered"}}};
  course["accepted"].terms = {"A01", "A02", "A03"};
  course["decided"].acts["archived"] = {"archive"};
  course["decided"].terms = {"A04"};
  course["decided"].tells = "decided";
  course["*suspended"].acts = {{"", {"resume"}}, {"on", {"suspend"}}, {"off", {"resume"}}};
  return powers;
}

TEST(Course, AgreesWithTheSample) {
  EXPECT_EQ(against(sample_text(), sample_course()), Names{});
}

TEST(Course, TellsAnActInAStageThatDoesNotHaveIt) {
  const auto text =
      sample_with(R"("asks": ["extra"], "from": "accepted")", R"("asks": ["extra"], "from": ["accepted", "filed"])");
  EXPECT_EQ(against(text, sample_course()), Names{"error course /events/extend"});
}

TEST(Course, TellsAnActThatAStageHasLost) {
  auto powers = sample_course();
  powers.course["decided"].acts[""].insert("extend");
  EXPECT_EQ(against(sample_text(), powers), Names{"error course /events/extend"});
}

TEST(Course, TellsAWayToAnotherStage) {
  auto powers = sample_course();
  powers.course["accepted"].acts["decided"].erase("decide.refused");
  powers.course["accepted"].acts["filed"] = {"decide.refused"};
  EXPECT_EQ(against(sample_text(), powers),
            (Names{"error course /events/decide/rows/1", "error course /events/decide"}));
}

TEST(Course, TellsWhatLinkedCasesAreToldOtherwise) {
  const auto silent = sample_with(R"(, "milestone": "decided")", "");
  EXPECT_EQ(against(silent, sample_course()), Names{"error course /states/decided/milestone"});
  auto powers = sample_course();
  powers.course["filed"].tells = "filed";
  EXPECT_EQ(against(sample_text(), powers), Names{"error course /states/filed/milestone"});
}

TEST(Course, TellsWhatAHoldAllowsAndWhatLiftsIt) {
  const auto more = sample_with(R"("allows": ["resume"])", R"("allows": ["resume", "answer"])");
  EXPECT_EQ(against(more, sample_course()), Names{"error course /holds/suspended"});
  auto powers = sample_course();
  powers.course["*suspended"].acts["off"] = {"resume", "decide.granted"};
  powers.course["*adjourned"].acts["on"] = {"suspend"};
  EXPECT_EQ(against(sample_text(), powers), (Names{"error course /holds/suspended", "error course /holds/adjourned"}));
}

TEST(Course, TellsATermThatRunsElsewhere) {
  auto powers = sample_course();
  powers.course["accepted"].terms.erase("A03");
  powers.course["decided"].terms.insert("A05");
  EXPECT_EQ(against(sample_text(), powers), (Names{"error course /clocks/A03/lives", "error course /clocks/A05"}));
}

TEST(Course, IsReadBesideThePowersWithWhatOverlaysAdd) {
  const std::vector<SourceFile> files{{"workflows/roles/course.json", R"({
        "loan": {"": {"to": {"filed": ["file"]}}, "filed": {"stays": ["suspend"], "terms": ["A01"]}},
        "overlays": {"district": {"loan": {"filed": {"stays": ["remind"]}}}}})"},
                                      {"workflows/roles/powers.json", R"({"loan": {"records": {"clerk": "*"}}})"}};
  Findings findings;
  const auto powers = powers_of(files, findings);
  ASSERT_TRUE(powers.has_value());
  EXPECT_EQ(lines(findings), Names{});
  const std::vector<std::string> none, district{"district@1"};
  EXPECT_EQ(powers_in(*powers, "loan", none)->course.at("filed").acts.at("").size(), 1U);
  EXPECT_EQ(powers_in(*powers, "loan", district)->course.at("filed").acts.at("").size(), 2U);
  EXPECT_EQ(powers_in(*powers, "loan", none)->course.at("filed").terms.size(), 1U);
}

TEST(PowersTable, TellsAnUnknownKey) {
  const std::vector<SourceFile> files{{"workflows/roles/powers.json", R"({"loan": {"record": {}}})"}};
  Findings findings;
  EXPECT_FALSE(powers_of(files, findings).has_value());
  EXPECT_EQ(lines(findings), Names{"error unknown_key /loan/record"});
}

}  // namespace
}  // namespace hejie::definition
