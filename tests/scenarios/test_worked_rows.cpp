// The worked rows of the law reference (X01 ... X55) through the procedures: each date is one that a story under
// examples/ really opens or ends with. `hejie due` is held to the same rows in tests/calendar.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "app/import.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

Date day(std::string_view text) {
  return parse_date(text).value();
}

Script script_of(const std::string& file, const std::string& text) {
  auto script = read_script(file, text);
  EXPECT_TRUE(script.has_value()) << file;
  return script ? std::move(*script) : Script{};
}

Script example(const std::string& name) {
  const std::string file = "examples/" + name + ".json";
  const auto bytes = resources::find(file);
  EXPECT_TRUE(bytes.has_value()) << file;
  return script_of(file, std::string(bytes.value_or("{}")));
}

Result<Story> told(const Script& script, const Definitions& definitions) {
  CountingIds ids;
  return run_story(
      script, definitions, [] { return storage::memory::open_store(); }, ids);
}

const Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

/// The date a clock got on the day it began: stands in the script, and the story comes out as the script says.
struct Opened {
  std::string row, script, on, clock, due;
};
const Opened kOpened[] = {
    {"X01", "60_worked_national_day", "2025-09-26", "A07", "2025-10-10"},
    {"X03", "60_worked_national_day", "2025-09-30", "A12/respondent", "2025-10-21"},
    {"X05", "99_overdue_suit", "2025-08-18", "A26", "2025-10-09"},
    {"X07", "60_worked_national_day", "2025-09-26", "A26", "2025-11-10"},
    {"X09", "67_worked_award_windows", "2026-01-30", "L01/respondent", "2026-02-14"},
    {"X11", "67_worked_award_windows", "2025-09-26", "L01/applicant", "2025-10-11"},
    {"X13", "53_worked_limitation", "2024-03-05", "A01", "2025-02-28"},
    {"X15", "52_worked_limitation_wages", "2025-05-08", "A03", "2026-05-06"},
    {"X21", "63_worked_hearing_backwards", "2026-09-18", "A25", "2026-10-08"},
    {"X23", "62_worked_reset_and_recusal", "2026-04-30", "A12/respondent#2", "2026-05-18"},
    {"X25", "62_worked_reset_and_recusal", "2026-04-30", "A19", "2026-05-08"},
    {"X27", "64_worked_outside_mediation", "2026-09-22", "M12", "2026-10-13"},
    {"X31", "92_mediation_review", "2026-01-22", "C05", "2026-02-24"},
    {"X33", "65_worked_collective_spring", "2026-02-10", "A15", "2026-02-24"},
    {"X37", "58_worked_two_employers", "2025-12-01", "J07", "2026-03-02"},
    {"X39", "58_worked_two_employers", "2025-12-01", "P01", "2026-03-02"},
    {"X41", "90_long_inspection", "2025-08-31", "R08/respondent", "2026-02-28"},
    {"X41", "90_long_inspection", "2026-03-01", "P12", "2026-05-28"},
    {"X43", "58_worked_two_employers", "2026-03-06", "P04", "2026-03-11"},
    {"X45", "105_early_removal_undone", "2026-01-22", "W06", "2026-02-24"},
    {"X47", "57_worked_fine_on_saturday", "2026-01-31", "P08/respondent", "2026-02-24"},
    {"X53", "56_worked_pay_day", "2026-02-10", "W01", "2026-02-14"},
    {"X55", "105_early_removal_undone", "2026-09-21", "W11", "2026-10-19"},
};

/// How a clock stands after the story: extended, reset, with days not counted, before and after the roll.
struct Ended {
  std::string row, script, rule, key, base, nominal, due;
};
const Ended kEnded[] = {
    {"X05", "99_overdue_suit", "A26", "", "2025-08-18", "2025-10-02", "2025-10-09"},
    {"X15", "52_worked_limitation_wages", "A03", "", "2025-05-03", "2026-05-03", "2026-05-06"},
    {"X17", "61_worked_two_suspensions", "A26", "", "2026-01-05", "2026-03-28", "2026-03-30"},
    {"X19", "66_worked_public_notice", "A12", "respondent", "2026-02-19", "2026-03-06", "2026-03-06"},
    {"X23", "62_worked_reset_and_recusal", "A26", "", "2026-04-30", "2026-06-14", "2026-06-15"},
    {"X29", "91_mediation_new_form", "M07", "", "2026-09-17", "2026-10-17", "2026-10-19"},
    {"X31", "92_mediation_review", "C05", "", "2026-01-22", "2026-02-21", "2026-02-24"},
    {"X37", "58_worked_two_employers", "J07", "", "2025-12-01", "2026-04-14", "2026-04-14"},
    {"X39", "58_worked_two_employers", "P01", "", "2025-12-01", "2026-03-01", "2026-03-02"},
    {"X45", "105_early_removal_undone", "W06", "", "2026-01-20", "2026-03-23", "2026-03-23"},
    {"X47", "57_worked_fine_on_saturday", "P08", "respondent", "2026-01-31", "2026-02-15", "2026-02-24"},
    {"X51", "138_work_injury_suspended", "I04", "", "2026-03-06", "2026-06-26", "2026-06-26"},
};

/// A guard, not a clock: the last day is in time, the next is not.
struct Judged {
  std::string row, script, event, state, refused;
};
const Judged kJudged[] = {
    {"X49", "54_worked_look_back", "file_complaint", "filed", ""},
    {"X49", "55_worked_look_back_over", "file_complaint", "", "file_complaint"},
};

TEST(WorkedRows, ClocksOpenWithTheirDates) {
  for (const auto& row : kOpened) {
    SCOPED_TRACE(row.row + " " + row.script);
    const auto script = example(row.script);
    const auto story = told(script, shipped());
    ASSERT_TRUE(story.has_value() && story->ok());
    const bool said = std::any_of(script.steps.begin(), script.steps.end(), [&](const ScriptStep& step) {
      if (step.on != day(row.on) || !step.expect.opens) return false;
      const auto found = step.expect.opens->find(row.clock);
      return found != step.expect.opens->end() && found->second == day(row.due);
    });
    EXPECT_TRUE(said) << row.clock << " " << row.due;
  }
}

TEST(WorkedRows, ClocksEndWithTheirDates) {
  for (const auto& row : kEnded) {
    SCOPED_TRACE(row.row + " " + row.script);
    const auto story = told(example(row.script), shipped());
    ASSERT_TRUE(story.has_value() && story->ok());
    std::vector<std::string> found;
    for (const auto& item : story->bundle.cases)
      for (const auto& clock : item.rows.clocks)
        if (clock.rule == row.rule && clock.key == row.key && clock.nominal && clock.due)
          found.push_back(format_date(clock.base) + " " + format_date(*clock.nominal) + " " + format_date(*clock.due));
    EXPECT_THAT(found, ::testing::Contains(row.base + " " + row.nominal + " " + row.due));
  }
}

TEST(WorkedRows, GuardsKnowTheLastDay) {
  for (const auto& row : kJudged) {
    SCOPED_TRACE(row.row + " " + row.script);
    const auto story = told(example(row.script), shipped());
    ASSERT_TRUE(story.has_value() && story->ok());
    const auto& steps = story->report.steps;
    const auto step = std::find_if(steps.begin(), steps.end(), [&](const auto& s) { return s.event == row.event; });
    ASSERT_NE(step, steps.end());
    EXPECT_EQ(step->refused.empty(), row.refused.empty());
    if (row.refused.empty()) {
      EXPECT_EQ(step->state, row.state);
    }
  }
}

/// The disputed readings: stories told with one switch turned.
struct Reading {
  std::string row, script;
};
const Reading kReadings[] = {
    {"X19", "250_reading_notice_rolls"},
    {"X21", "251_reading_clear_days"},
    {"X35", "252_reading_online_filing"},
    {"X43", "253_reading_clear_days_of_a_hearing"},
    {"left for three days", "254_reading_left_for"},
    {"objection", "255_reading_objection_excluded"},
    {"uncorrected", "256_reading_uncorrected_rejected"},
};

TEST(WorkedRows, TheOtherReadingComesOutToo) {
  for (const auto& reading : kReadings) {
    SCOPED_TRACE(reading.row + " " + reading.script);
    auto script = example(reading.script);
    ASSERT_FALSE(script.readings.empty());
    const auto story = told(script, shipped());
    ASSERT_TRUE(story.has_value());
    for (const auto& step : story->report.steps)
      for (const auto& failure : step.failures)
        ADD_FAILURE() << "step " << step.index + 1 << " " << step.event << ": " << failure;
    script.readings.clear();
    const auto as_shipped = told(script, shipped());
    EXPECT_TRUE(!as_shipped || !as_shipped->ok()) << "the reading changes nothing";
  }
}

TEST(WorkedRows, AReadingThatIsNoneIsRefused) {
  auto script = example("250_reading_notice_rolls");
  for (const auto& [procedure, id, value] :
       {std::tuple("arbitration", "notice_rolls", "7"), std::tuple("arbitration", "nothing", "true"),
        std::tuple("nothing", "notice_rolls", "true")}) {
    script.readings = {{procedure, {{id, value}}}};
    const auto story = told(script, shipped());
    EXPECT_FALSE(story.has_value()) << procedure << " " << id << " " << value;
  }
}

TEST(WorkedRows, NoneIsLeftOut) {
  std::set<std::string> shown;
  for (const auto& row : kOpened) shown.insert(row.row);
  for (const auto& row : kEnded) shown.insert(row.row);
  for (const auto& row : kJudged) shown.insert(row.row);
  for (const auto& row : kReadings) shown.insert(row.row);
  std::ifstream file(HEJIE_SOURCE_DIR "/tests/calendar/worked_dates.json");
  std::set<std::string> wanted;
  for (const auto& row : nlohmann::json::parse(file)) {
    const auto id = row["id"].get<std::string>().substr(0, 3);
    if (id.front() == 'X') wanted.insert(id);
  }
  EXPECT_EQ(wanted.size(), 28U);
  for (const auto& row : wanted) EXPECT_TRUE(shown.contains(row)) << row;
}

}  // namespace
}  // namespace hejie::app
