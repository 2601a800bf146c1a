// T12 and T13: simulated years of a bureau, judged by an oracle of its own. HEJIE_YEARS=n runs n seeds from HEJIE_SEED
// on, HEJIE_YEAR_CASES=n makes the years larger, HEJIE_YEAR_DISK=1 keeps them in a file whose power fails; HEJIE_LONG=1
// is a year of 20,000 cases on disk.
#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>
#include <set>

#include "tests/year/oracle/verdict.h"
#include "tests/year/simulation.h"

namespace hejie::year {
namespace {

constexpr std::size_t kMostShown = 5;  // cases with a fault

int number_of(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::atoi(text);
}

using oracle::text_of;
const std::string kTop = HEJIE_SOURCE_DIR;

const oracle::Rules& rules() {
  static const auto read = oracle::read_rules(kTop + "/workflows");
  return read;
}
const oracle::Days& days() {
  static const oracle::Days read(kTop + "/workflows/calendars/cn");
  return read;
}

oracle::Verdict judged(const oracle::Year& year) {
  oracle::Verdict all;
  for (const auto& one : year.cases) all.add(oracle::judge(year, one, rules(), days()));
  return all;
}

std::string told(const YearOptions& options, const YearRun& run, const oracle::Verdict& verdict) {
  std::string text = "seed " + std::to_string(options.seed) + (options.bureau.on_disk ? " on disk" : "") + ": ";
  const auto add = [&text](long long n, const char* what) { text += std::to_string(n) + " " + what + ", "; };
  add(run.lives, "lives");
  add(static_cast<long long>(run.year.cases.size()), "cases");
  add(run.events, "events");
  add(run.accepted, "steps accepted");
  add(run.refused, "refused");
  add(run.looks, "looks");
  add(run.races, "of them a race");
  add(run.deaths, "deaths");
  add(run.jumps, "days of a wrong clock");
  add(run.answers, "answers");
  text += "\n  ";
  add(verdict.dates, "dates counted");
  add(verdict.beyond, "beyond the notices");
  add(verdict.told, "rungs told once");
  add(verdict.collapsed, "collapsed");
  add(verdict.overtaken, "overtaken by the end of their clock");
  add(verdict.superseded, "superseded");
  add(verdict.again, "of them true again");
  add(verdict.changes, "changes told");
  add(verdict.passed_on, "passed on");
  add(verdict.answered, "lines ended by an answer");
  add(verdict.late_entries, "derived again");
  add(verdict.other_rows, "rows of risks");
  return text + std::to_string(verdict.faulty) + " faults\n";
}

std::string listed(const oracle::Verdict& verdict) {
  std::string text;
  for (const auto& fault : verdict.faults) text += fault + "\n";
  return text;
}

/// What the oracle was told of a case, for whoever looks for a fault.
void show(const oracle::Year& year, const std::string& id) {
  for (const auto& one : year.cases) {
    if (one.id != id) continue;
    for (const auto& seen : one.seen) {
      const auto& op = year.operations[seen.op];
      std::cout << seen.op << " " << text_of(op.at) << (op.look ? " look" : " act") << (op.whole ? "" : " died")
                << (seen.derived_again ? " derived again" : "") << "\n";
      for (const auto& clock : seen.clocks)
        std::cout << "    " << clock.rule << "/" << clock.key << "#" << clock.ordinal << " status "
                  << static_cast<int>(clock.status) << " from " << text_of(clock.base) << " due " << clock.says_due
                  << "\n";
    }
    for (const auto& row : one.rows)
      std::cout << row.op << " " << text_of(row.told_at) << " " << row.clock << "/" << row.key << "#" << row.ordinal
                << ":" << row.rung << ">" << row.to << " due " << text_of(row.due)
                << (row.superseded ? " superseded" : "") << "\n";
    for (const auto& left : one.left_out)
      std::cout << left.op << " left out " << left.clock << "/" << left.key << "#" << left.ordinal << ":" << left.rung
                << ">" << left.to << " due " << text_of(left.due) << (left.overtaken ? " overtaken" : "") << "\n";
  }
}

struct Lived {
  YearRun run;
  oracle::Verdict verdict;
};

Lived live(const YearOptions& options) {
  Lived lived{run_year(options, kTop), {}};
  lived.verdict = judged(lived.run.year);
  std::cout << told(options, lived.run, lived.verdict) << std::flush;
  return lived;
}

TEST(Year, EveryRungOnceOrCollapsedNoneLostNoneEarly) {
  const bool big = std::getenv("HEJIE_LONG") != nullptr;
  YearOptions options;
  options.cases = number_of("HEJIE_YEAR_CASES", big ? 20'000 : 250);
  options.bureau.on_disk = big || number_of("HEJIE_YEAR_DISK", 0) != 0;
  const int first = number_of("HEJIE_SEED", 20261122);
  const int years = number_of("HEJIE_YEARS", big ? 1 : 2);
  for (int i = 0; i < years; ++i) {
    options.seed = static_cast<unsigned>(first + i);
    const auto [run, verdict] = live(options);
    if (const char* which = std::getenv("HEJIE_YEAR_SHOW")) show(run.year, which);
    std::set<std::string> shown;
    for (const auto& fault : verdict.faults) {
      const std::string id = fault.substr(0, fault.find(' '));
      if (shown.size() < kMostShown && shown.insert(id).second) show(run.year, id);
    }
    EXPECT_EQ(verdict.faulty, 0) << "HEJIE_SEED=" << options.seed << " HEJIE_YEARS=1 HEJIE_YEAR_CASES=" << options.cases
                                 << " repeats it\n"
                                 << listed(verdict);
  }
}

TEST(Year, TheSameOverAFileWhosePowerFails) {
  if (std::getenv("HEJIE_YEARS") != nullptr || std::getenv("HEJIE_LONG") != nullptr)
    GTEST_SKIP() << "the years asked for are told above";
  const auto [run, verdict] = live({.seed = 20261123, .cases = 50, .bureau = {.on_disk = true}});
  EXPECT_GT(run.deaths, 5);
  EXPECT_EQ(verdict.faulty, 0) << listed(verdict);
}

// ---- the oracle can find what it looks for

struct Control {
  Break broken;
  const char* finds;
};

class BrokenYear : public testing::TestWithParam<Control> {};

TEST_P(BrokenYear, IsFound) {
  const auto [run, verdict] = live({.seed = 7, .cases = 30, .bureau = {.broken = GetParam().broken}});
  EXPECT_GT(verdict.faulty, 2);
  EXPECT_THAT(verdict.faults, testing::Contains(testing::HasSubstr(GetParam().finds)));
}

INSTANTIATE_TEST_SUITE_P(Control, BrokenYear,
                         testing::Values(Control{Break::drops_a_rung, "lost: "},
                                         Control{Break::tells_twice, "told twice"},
                                         Control{Break::looks_ahead, "is told early"},
                                         Control{Break::forgets_what_it_left_out, "is not recorded"}));

}  // namespace
}  // namespace hejie::year
