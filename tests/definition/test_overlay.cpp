// Overlays: what merging gives, and each thing that is told, with the example that brings it up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/definition/overlay/laid.h"
#include "engine/definition/overlay/marks.h"
#include "engine/definition/verify.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Names = std::vector<std::string>;

std::string digest(std::string_view bytes) {
  return std::to_string(std::hash<std::string_view>{}(bytes));
}

constexpr const char* kBase = R"({
  "procedure": "loan", "version": 1, "name": {"zh": "借", "en": "loan"}, "cite": "LAW:1",
  "number": {"series": "loan", "pattern": "{n}号"},
  "parties": {"applicant": {"name": {"zh": "申请人", "en": "applicant"}, "min": 1}},
  "facts": {"sector": {"type": "enum", "name": {"zh": "板块", "en": "sector"}, "init": "other",
              "values": {"mills": {"zh": "工厂", "en": "mills"}, "other": {"zh": "其他", "en": "other"}}},
            "big": {"type": "bool", "name": {"zh": "大额", "en": "big"}, "init": false}},
  "switches": {"rolls": {"value": false, "options": [true, false], "disputed": {"zh": "争议", "en": "disputed"}, "cite": "LAW:2"}},
  "states": {"asked": {"name": {"zh": "已申请", "en": "asked"}, "phase": "open", "waits": "K1"},
             "done": {"name": {"zh": "完", "en": "done"}, "phase": "final"}},
  "events": {"ask": {"name": {"zh": "申请", "en": "ask"}, "by": ["clerk"], "may": ["sector", "big"], "to": "asked", "cite": "LAW:3"},
             "decide": {"name": {"zh": "决定", "en": "decide"}, "by": ["clerk"], "approval": [{"by": ["head"]}], "officers": 2, "cite": "LAW:4",
               "rows": [{"id": "plain", "from": "asked", "when": {"fact": "big", "is": false}, "to": "done"},
                        {"id": "big", "from": "asked", "when": {"fact": "big", "is": true}, "to": "done"}]}},
  "clocks": {"K1": {"name": {"zh": "期限", "en": "time"}, "kind": "duty", "owner": "clerk", "length": "10d", "starts": [{"event": "ask"}],
               "stops": [{"event": "decide"}], "cite": "LAW:5"}}
})";

Library library() {
  Library out;
  out.roles = {{"clerk", {"办事员", "clerk"}, RoleClass::staff, ""},
               {"head", {"负责人", "head"}, RoleClass::staff, ""}};
  for (const auto* code : {"LAW", "PROV", "OWN"}) {
    Instrument instrument;
    instrument.code = code;
    out.instruments.push_back(instrument);
  }
  return out;
}

std::string overlay_text(const std::string& id, const std::string& level, const std::string& changes,
                         const std::string& more = "") {
  return R"({"overlay": ")" + id + R"(", "version": 3, "level": ")" + level +
         R"(", "name": {"zh": "省", "en": "province"}, "valid": {"from": "2020-01-01", "to": null}, "cite": "PROV:1")" +
         more + R"(, "changes": [)" + changes + "]}";
}

std::string replace_length(const std::string& expect, const std::string& value, const std::string& more = "") {
  return R"({"op": "replace", "at": "/loan/clocks/K1/length", "expect": ")" + expect + R"(", "value": ")" + value +
         R"(", "cite": "PROV:7")" + more + "}";
}

struct Merged {
  Findings findings;
  LaidSet set;
  [[nodiscard]] Names told() const { return lines(findings); }
};

Merged merge(const std::vector<std::string>& texts, const std::vector<SourceFile>& set = {}) {
  std::vector<SourceFile> files{{"workflows/cn/loan/loan.json", kBase}};
  files.insert(files.end(), set.begin(), set.end());
  std::vector<SourceFile> chosen;
  for (std::size_t i = 0; i < texts.size(); ++i) chosen.push_back({"over" + std::to_string(i) + ".json", texts[i]});
  Merged out;
  const auto overlays = order_overlays(chosen, files, library(), out.findings);
  if (has_errors(out.findings)) return out;
  out.set = LaidSet::read(files, library(), digest, overlays);
  out.findings.insert(out.findings.end(), out.set.findings().begin(), out.set.findings().end());
  return out;
}

Merged one(const std::string& change) {
  return merge({overlay_text("prov", "province", change)});
}

Date day(std::string_view text) {
  return *parse_date(text);
}

TEST(Overlay, a_length_is_laid_beside_the_national_one_for_its_days) {
  const auto merged = one(replace_length("10d", "10wd"));
  EXPECT_THAT(merged.told(), IsEmpty());
  const auto procedure = merged.set.procedure("loan", day("2010-01-01"));
  ASSERT_NE(procedure, nullptr);
  const auto& clock = *procedure->find_clock("K1");
  EXPECT_EQ(clock.length.front().period, (engine::Period{calendar::Unit::days, 10}));
  ASSERT_EQ(clock.variants.size(), 1U);
  EXPECT_EQ(clock.variants[0].from, day("2020-01-01"));
  EXPECT_FALSE(clock.variants[0].to.has_value());
  EXPECT_EQ(clock.variants[0].length.front().period, (engine::Period{calendar::Unit::working_days, 10}));
  EXPECT_THAT(clock.variants[0].cite, ElementsAre(engine::Cite{"PROV", "7"}));
  EXPECT_THAT(procedure->overlays, ElementsAre("prov@3"));
  EXPECT_THAT(merged.set.days_of_change(), IsEmpty()) << "which length holds is chosen by the trigger's day";
}

TEST(Overlay, a_bureau_is_laid_over_its_province_and_expects_what_stands_there) {
  const auto province = overlay_text("prov", "province", replace_length("10d", "10wd"));
  const auto change = replace_length("10wd", "5wd", R"(, "from": "2026-07-01")");
  const auto bureau = overlay_text("own", "bureau", change, R"(, "over": "prov")");
  const auto merged = merge({bureau}, {{"workflows/overlays/prov/overlay.json", province}});
  EXPECT_THAT(merged.told(), IsEmpty());
  const auto procedure = merged.set.procedure("loan", day("2026-01-01"));
  ASSERT_NE(procedure, nullptr);
  EXPECT_THAT(procedure->overlays, ElementsAre("prov@3", "own@3"));
  const auto& variants = procedure->find_clock("K1")->variants;
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].from, day("2026-07-01"));
  EXPECT_EQ(variants[0].length.front().period.count, 5);
  EXPECT_EQ(variants[1].from, day("2020-01-01"));
}

TEST(Overlay, other_changes_hold_for_cases_opened_on_their_days) {
  const auto merged = one(
      R"({"op": "replace", "at": "/loan/switches/rolls/value", "expect": false, "value": true, "cite": "PROV:9", "to": "2021-12-31"})");
  EXPECT_THAT(merged.told(), IsEmpty());
  const auto before = merged.set.procedure("loan", day("2019-12-31"));
  const auto during = merged.set.procedure("loan", day("2020-01-01"));
  const auto last = merged.set.procedure("loan", day("2021-12-31"));
  const auto after = merged.set.procedure("loan", day("2022-01-01"));
  for (const auto& each : {before, during, last, after}) ASSERT_NE(each, nullptr);
  EXPECT_EQ(before->find_switch("rolls")->value, engine::Value(false));
  EXPECT_EQ(during->find_switch("rolls")->value, engine::Value(true));
  EXPECT_EQ(during, last);
  EXPECT_EQ(after->find_switch("rolls")->value, engine::Value(false));
  EXPECT_NE(before->sha256, during->sha256);
  EXPECT_THAT(during->find_switch("rolls")->cite, ElementsAre(engine::Cite{"LAW", "2"}, engine::Cite{"PROV", "9"}))
      << "who asks why gets the overlay's article too";
  EXPECT_EQ(merged.set.by_sha256(during->sha256), during);
  const auto marks = overlay_marks(*merged.set.text_of(during->sha256));
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].overlay, "prov@3");
  EXPECT_EQ(marks[0].at, "/switches/rolls/value");
  EXPECT_EQ(marks[0].valid, (DaySpan{day("2020-01-01"), day("2021-12-31")}));
}

TEST(Overlay, adds_named_items_and_rows_and_appends_to_lists) {
  const auto merged = one(
      R"({"op": "add", "at": "/loan/holds/paused", "value": {"name": {"zh": "停", "en": "paused"}, "allows": ["go_on"], "cite": "PROV:2"}, "cite": "PROV:2"},
         {"op": "add", "at": "/loan/events/pause", "value": {"name": {"zh": "停", "en": "pause"}, "by": ["clerk"], "from": "asked", "takes": ["paused"], "cite": "PROV:2"}, "cite": "PROV:2"},
         {"op": "add", "at": "/loan/events/go_on", "value": {"name": {"zh": "续", "en": "go on"}, "by": ["clerk"], "from": "asked", "releases": ["paused"], "cite": "PROV:2"}, "cite": "PROV:2"},
         {"op": "append", "at": "/loan/holds/paused/allows", "value": "decide", "cite": "PROV:2"},
         {"op": "append", "at": "/loan/events/decide/cite", "value": "PROV:2", "cite": "PROV:2"},
         {"op": "replace", "at": "/loan/events/decide/rows/big/when/is", "expect": true, "value": false, "cite": "PROV:3"},
         {"op": "replace", "at": "/loan/events/decide/rows/plain/when/is", "expect": false, "value": true, "cite": "PROV:3"},
         {"op": "replace", "at": "/loan/number/pattern", "expect": "{n}号", "value": "第{n}号", "cite": "PROV:4"})");
  EXPECT_THAT(merged.told(), IsEmpty());
  const auto procedure = merged.set.procedure("loan", day("2026-01-01"));
  ASSERT_NE(procedure, nullptr);
  EXPECT_THAT(procedure->find_hold("paused")->allows, ElementsAre("go_on", "decide"));
  EXPECT_THAT(procedure->find_event("decide")->cite,
              ElementsAre(engine::Cite{"LAW", "4"}, engine::Cite{"PROV", "2"}, engine::Cite{"PROV", "3"}));
  EXPECT_EQ(procedure->find_event("decide")->rows[0].when.values.front(), engine::Value(true));
  EXPECT_EQ(procedure->number->pattern, "第{n}号");
}

TEST(Overlay, the_merged_text_alone_reads_as_the_same_procedure) {
  const auto merged = one(replace_length("10d", "10wd") +
                          R"(, {"op": "append", "at": "/loan/events/decide/cite", "value": "PROV:2", "cite": "PROV:2"},
             {"op": "append", "at": "/loan/events/decide/cite", "value": "PROV:3", "cite": "PROV:2"})");
  const auto procedure = merged.set.procedure("loan", day("2026-01-01"));
  ASSERT_NE(procedure, nullptr);
  const std::vector<SourceFile> kept{{"kept", *merged.set.text_of(procedure->sha256)}};
  const auto again = read_procedure(kept, library(), digest);
  ASSERT_NE(again.procedure, nullptr) << (again.findings.empty() ? "" : again.findings.front().message.en);
  EXPECT_EQ(again.procedure->sha256, procedure->sha256);
  EXPECT_EQ(again.procedure->overlays, procedure->overlays);
}

TEST(Overlay, a_bureau_says_its_name_hours_sectors_and_closed_days) {
  const auto text =
      overlay_text("own", "bureau", "",
                   R"(, "region": "330199", "bureau": {"name": {"zh": "某局", "en": "bureau"}, "unit": "某",
    "units": {"court": {"zh": "院", "en": "court"}}, "streets": {"east": {"zh": "东街", "en": "East"}},
    "sectors": {"silk": {"zh": "丝绸", "en": "silk"}, "other": {"zh": "其他", "en": "other"}},
    "hours": ["08:30-12:00", "14:00-17:30"], "minimum_wage": [{"from": "2024-01-01", "fen": 226000, "number": "1号"}]},
    "closed": [{"id": "moved", "authority": "局", "number": "3号", "published": "2026-04-01", "years": [],
      "off": [{"date": "2026-04-27", "name": "迁址", "statutory": false}], "work": []}])");
  Findings findings;
  const auto overlay = read_overlay({"own.json", text}, library(), findings);
  EXPECT_THAT(lines(findings), IsEmpty());
  EXPECT_EQ(overlay.label(), "own@3");
  EXPECT_EQ(overlay.bureau.unit, "某");
  ASSERT_TRUE(overlay.bureau.hours.has_value());
  EXPECT_EQ(overlay.bureau.hours->minutes_per_day(), 210 + 210);
  ASSERT_EQ(overlay.notices.size(), 1U);
  EXPECT_EQ(overlay.notices[0].region, "overlay:own");
  EXPECT_EQ(overlay.bureau.minimum_wage.front().fen, 226000);
  const auto merged = merge({text});
  EXPECT_THAT(merged.told(), IsEmpty());
  const auto* sector = merged.set.procedure("loan", day("2026-01-01"))->find_fact("sector");
  ASSERT_EQ(sector->values.size(), 2U);
  EXPECT_EQ(sector->values[0].first, "silk");
  EXPECT_THAT(regions_of("330199"), ElementsAre("330199", "330100", "330000"));
}

struct Wrong {
  const char* name;
  const char* change;
  const char* told;  ///< "error check path"
};
void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.name;
}
class OverlayFinding : public testing::TestWithParam<Wrong> {};

TEST_P(OverlayFinding, names_check_and_place) {
  const auto merged = one(GetParam().change);
  EXPECT_THAT(merged.told(), ElementsAre(GetParam().told));
  for (const auto& finding : merged.findings) {
    EXPECT_EQ(finding.file, "over0.json");
    EXPECT_FALSE(finding.message.zh.empty());
    EXPECT_FALSE(finding.message.en.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, OverlayFinding,
    testing::Values(
        Wrong{"no_such_procedure", R"({"op": "add", "at": "/lone/holds/x", "value": {}, "cite": "PROV:1"})",
              "error overlay_path /changes/0/at"},
        Wrong{"no_such_place",
              R"({"op": "replace", "at": "/loan/clocks/K2/length", "expect": "10d", "value": "5d", "cite": "PROV:1"})",
              "error overlay_path /changes/0/at"},
        Wrong{
            "no_such_row",
            R"({"op": "replace", "at": "/loan/events/decide/rows/huge/to", "expect": "done", "value": "asked", "cite": "PROV:1"})",
            "error overlay_path /changes/0/at"},
        Wrong{
            "a_place_by_number",
            R"({"op": "replace", "at": "/loan/events/decide/rows/0/to", "expect": "done", "value": "asked", "cite": "PROV:1"})",
            "error overlay_path /changes/0/at"},
        Wrong{"not_a_pointer", R"({"op": "replace", "at": "loan.clocks", "expect": 1, "value": 2, "cite": "PROV:1"})",
              "error overlay_path /changes/0/at"},
        Wrong{"a_whole_procedure", R"({"op": "replace", "at": "/loan", "expect": 1, "value": 2, "cite": "PROV:1"})",
              "error overlay_path /changes/0/at"},
        Wrong{"the_law_below_has_moved",
              R"({"op": "replace", "at": "/loan/clocks/K1/length", "expect": "15d", "value": "5d", "cite": "PROV:1"})",
              "error overlay_expect /changes/0/expect"},
        Wrong{"changes_nothing",
              R"({"op": "replace", "at": "/loan/clocks/K1/length", "expect": "10d", "value": "10d", "cite": "PROV:1"})",
              "error overlay_same /changes/0/value"},
        Wrong{"there_already", R"({"op": "add", "at": "/loan/clocks/K1", "value": {}, "cite": "PROV:1"})",
              "error overlay_exists /changes/0/at"},
        Wrong{"in_the_list_already",
              R"({"op": "append", "at": "/loan/events/decide/by", "value": "clerk", "cite": "PROV:1"})",
              "error overlay_same /changes/0/value"},
        Wrong{"append_to_no_list", R"({"op": "append", "at": "/loan/clocks/K1/name", "value": "x", "cite": "PROV:1"})",
              "error overlay_path /changes/0/at"},
        Wrong{"a_row_without_its_id",
              R"({"op": "add", "at": "/loan/events/decide/rows/third", "value": {"from": "asked"}, "cite": "PROV:1"})",
              "error overlay_path /changes/0/value"},
        Wrong{
            "another_kind",
            R"({"op": "replace", "at": "/loan/clocks/K1/kind", "expect": "duty", "value": "window", "cite": "PROV:1"})",
            "error overlay_protected /changes/0/at"},
        Wrong{
            "an_approval_less",
            R"({"op": "replace", "at": "/loan/events/decide/approval", "expect": [{"by": ["head"]}], "value": [], "cite": "PROV:1"})",
            "error overlay_protected /changes/0/at"},
        Wrong{"fewer_officers",
              R"({"op": "replace", "at": "/loan/events/decide/officers", "expect": 2, "value": 1, "cite": "PROV:1"})",
              "error overlay_protected /changes/0/at"},
        Wrong{
            "a_citation_taken_away",
            R"({"op": "replace", "at": "/loan/events/decide/cite", "expect": "LAW:4", "value": "PROV:4", "cite": "PROV:1"})",
            "error overlay_protected /changes/0/at"},
        Wrong{"no_citation", R"({"op": "append", "at": "/loan/events/decide/by", "value": "head"})",
              "error missing_key /changes/0"},
        Wrong{"unknown_instrument",
              R"({"op": "append", "at": "/loan/events/decide/by", "value": "head", "cite": "PROVE:1"})",
              "error cite /changes/0/cite"},
        Wrong{
            "outside_its_days",
            R"({"op": "append", "at": "/loan/events/decide/by", "value": "head", "cite": "PROV:1", "from": "2019-01-01"})",
            "error overlay_dates /changes/0"},
        Wrong{
            "days_the_wrong_way",
            R"({"op": "append", "at": "/loan/events/decide/by", "value": "head", "cite": "PROV:1", "from": "2023-01-01", "to": "2022-01-01"})",
            "error overlay_dates /changes/0"},
        Wrong{"no_expectation", R"({"op": "replace", "at": "/loan/clocks/K1/length", "value": "5d", "cite": "PROV:1"})",
              "error missing_key /changes/0"},
        Wrong{"unknown_key",
              R"({"op": "append", "at": "/loan/events/decide/by", "value": "head", "cite": "PROV:1", "because": 1})",
              "error unknown_key /changes/0/because"},
        Wrong{"a_value_that_does_not_read",
              R"({"op": "append", "at": "/loan/events/decide/by", "value": "hed", "cite": "PROV:1"})",
              "error unknown_name /changes/0/value"},
        Wrong{"a_period_that_is_none",
              R"({"op": "replace", "at": "/loan/clocks/K1/length", "expect": "10d", "value": "ten", "cite": "PROV:1"})",
              "error bad_value /changes/0/value"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Overlay, header_is_told_whole) {
  const auto merged = merge({R"({"overlay": "Prov", "level": "street", "hue": 1})"});
  EXPECT_THAT(merged.told(),
              testing::UnorderedElementsAre("error bad_id /overlay", "error missing_key ", "error bad_value /level",
                                            "error missing_key ", "error missing_key ", "error missing_key ",
                                            "error unknown_key /hue"));
}

TEST(Overlay, two_of_one_level_do_not_change_one_place) {
  const auto merged = merge({overlay_text("a", "province", replace_length("10d", "5d")),
                             overlay_text("b", "province", replace_length("10d", "6d"))});
  EXPECT_THAT(merged.told(), ElementsAre("error overlay_clash /changes/0/at"));
  EXPECT_EQ(merged.findings.front().file, "over1.json");
}

TEST(Overlay, one_overlay_is_named_once_and_what_it_lies_on_is_there) {
  EXPECT_THAT(merge({overlay_text("a", "province", ""), overlay_text("a", "province", "")}).told(),
              ElementsAre("error overlay_twice /overlay"));
  EXPECT_THAT(merge({overlay_text("a", "bureau", "", R"(, "over": "prov")")}).told(),
              ElementsAre("error overlay_over /over"));
}

TEST(Overlay, closed_days_and_wages_need_their_order) {
  const auto told = [](const std::string& more) { return merge({overlay_text("a", "bureau", "", more)}).told(); };
  EXPECT_THAT(
      told(
          R"(, "closed": [{"id": "x", "authority": "局", "published": "2026-04-01", "years": [], "off": [], "work": []}])"),
      ElementsAre(HasSubstr("overlay_calendar /closed/0")));
  EXPECT_THAT(
      told(
          R"(, "closed": [{"id": "x", "authority": "局", "number": "1", "published": "2026-04-01", "years": [2027], "off": [], "work": []}])"),
      ElementsAre("error overlay_calendar /closed/0"));
  EXPECT_THAT(told(R"(, "bureau": {"minimum_wage": [{"from": "2024-01-01", "fen": 1}]})"),
              ElementsAre("error overlay_cite /bureau/minimum_wage/0"));
  EXPECT_THAT(told(R"(, "bureau": {"hours": ["12:00-08:30"]})"), ElementsAre("error bad_value /bureau/hours/0"));
  EXPECT_THAT(told(R"(, "bureau": {"sectors": {"silk": {"zh": "丝绸", "en": "silk"}}})"),
              ElementsAre("error overlay_path /bureau/sectors"));
}

TEST(Overlay, the_checks_run_on_what_it_makes_and_name_its_place) {
  const std::vector<SourceFile> files{{"workflows/cn/loan/loan.json", kBase}};
  const auto text = overlay_text(
      "prov", "province",
      R"({"op": "add", "at": "/loan/states/lost", "value": {"name": {"zh": "失", "en": "lost"}, "phase": "open", "waits": {"zh": "等", "en": "waits"}}, "cite": "PROV:1"})");
  Findings findings;
  const std::vector<SourceFile> chosen{{"over.json", text}};
  const auto overlays = order_overlays(chosen, files, library(), findings);
  ASSERT_THAT(lines(findings), IsEmpty());
  const auto verified = verify_overlays(files, overlays);
  bool found = false;
  for (const auto& finding : verified.findings)
    found = found ||
            (finding.check == "unreachable_state" && finding.file == "over.json" && finding.path == "/changes/0/value");
  EXPECT_TRUE(found) << testing::PrintToString(lines(verified.findings));
}

}  // namespace
}  // namespace hejie::definition
