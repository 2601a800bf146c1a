// Random lawful lives of cases of every shipped procedure, on several calendars, with late entries and corrections:
// what must hold holds after each step. The seed is printed; a failure is made short and told step by step. Short: 12
// lives a procedure; HEJIE_LONG=1: 400. HEJIE_SEED=n repeats a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "engine/definition/calendar_json.h"
#include "engine/definition/registry.h"
#include "resources/resources.h"
#include "tests/properties/properties.h"
#include "tests/properties/random_case.h"

namespace hejie::engine::properties {
namespace {

using calendar::Calendar;
using Steps = std::vector<Step>;

std::vector<definition::SourceFile> shipped() {
  std::vector<definition::SourceFile> files;
  for (const auto& file : resources::under("workflows/"))
    files.push_back({std::string(file.path), std::string(file.bytes)});
  return files;
}

/// The days as they are, as they were known half a year ago, and with days off and worked at random in one region.
std::vector<std::shared_ptr<const Calendar>> calendars(unsigned seed) {
  auto set = *definition::read_calendar_set(shipped());
  std::vector<std::shared_ptr<const Calendar>> all{*definition::build_calendar(set)};
  all.push_back(*definition::build_calendar(set, {.as_known_on = parse_date("2025-06-30")}));
  Random random(seed);
  calendar::Notice notice{.id = "drawn", .published = *parse_date("2026-01-01"), .region = "drawn"};
  std::set<Date> taken;
  for (int i = 0; i < 120; ++i) {
    const Date day = *parse_date("2025-01-01") + random.below(700);
    if (!taken.insert(day).second) continue;
    if (all[0]->kind(day) == calendar::DayKind::working) notice.off.push_back({day, "元旦", false});
    if (all[0]->kind(day) == calendar::DayKind::weekend) notice.work.push_back(day);
  }
  set.notices.push_back(notice);
  all.push_back(*definition::build_calendar(set, {.regions = {"drawn"}}));
  return all;
}

struct Counts {
  int lives = 0, accepted = 0, refused = 0, late = 0, changed = 0, dates = 0, suspended = 0, alone = 0;
  std::set<std::string> ended;  ///< procedures of which a life came to its end
};

/// Enters one step. @returns what it broke
Broken enter(const Context& context, CaseFile& file, const Step& step, Counts& counts) {
  if (!step.act) {
    advance(file, tick(context, file, {step.today, 0}));
    return broken_property(context, file);
  }
  const bool late = file.state.exists() && step.act->on < file.state.latest.day;
  if (file.state.exists() && !late) advance(file, tick(context, file, {step.act->on, 0}));
  const CaseState before = file.state;
  Decided decided = decide(context, file, *step.act);
  const auto* decision = std::get_if<Decision>(&decided);
  if (decision == nullptr) {
    ++counts.refused;
    return std::nullopt;
  }
  ++counts.accepted;
  counts.late += late ? 1 : 0;
  counts.changed += step.act->kind == ActKind::corrected || step.act->kind == ActKind::annulled ? 1 : 0;
  counts.alone += step.act->party.empty() && !step.act->serve ? 0 : 1;
  Broken wrong = before.exists() && !late ? parties_are_independent(context, before, *decision) : std::nullopt;
  advance(file, *decision);
  return wrong ? wrong : broken_property(context, file);
}

/// A whole life again, from its steps. @returns what it breaks
Broken relive(const Context& context, const Steps& steps) {
  CaseFile file;
  file.state.id = CaseId{"c_random"};
  Counts counts;
  for (const Step& step : steps) {
    if (!step.act && !file.state.exists()) continue;
    if (auto wrong = enter(context, file, step, counts)) return wrong;
  }
  return std::nullopt;
}

/// Leaves out every step that is not needed for something to break.
Steps shortest(const Context& context, Steps steps) {
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (std::size_t i = steps.size(); i-- > 1;) {
      Steps fewer = steps;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!relive(context, fewer)) continue;
      steps = std::move(fewer);
      shorter = true;
    }
  }
  return steps;
}

std::string told(const Steps& steps) {
  constexpr const char* kKinds[] = {"done",   "proposed",     "approved",  "declined", "recalled", "served",
                                    "linked", "link_outcome", "corrected", "annulled", "migrated", "calendar"};
  std::string text;
  for (const Step& step : steps) {
    text += "\n  " + format_date(step.today) + " ";
    if (!step.act) {
      text += "time passes";
      continue;
    }
    const Act& act = *step.act;
    text += std::string(kKinds[static_cast<std::size_t>(act.kind)]) + " " + act.event + " on " + format_date(act.on);
    if (!act.party.empty()) text += " of " + act.party;
    if (act.serve) text += " " + act.serve->document + " to " + act.serve->to + " by " + act.serve->mode;
    if (act.of != 0) text += " for entry " + std::to_string(act.of);
  }
  return text;
}

void live(const Context& context, const std::vector<ProcedurePtr>& procedures, Random& random, Counts& counts) {
  RandomCase source(context, procedures, random);
  CaseFile file;
  file.state.id = CaseId{"c_random"};
  Date today = *parse_date("2025-03-03") + random.below(400);
  Steps steps;
  for (int tries = 0; tries < 500 && !file.state.exists(); ++tries) {
    const auto opening = source.opening(today);
    if (!opening) return;
    steps.assign(1, *opening);
    const auto wrong = enter(context, file, *opening, counts);
    ASSERT_FALSE(wrong) << *wrong << told(steps);
  }
  ASSERT_TRUE(file.state.exists()) << "no opening act is accepted";
  ++counts.lives;
  for (int i = 0; i < 30; ++i) {
    if (!random.one_in(3)) today = today + (random.one_in(6) ? random.below(90) : random.below(10));
    steps.push_back(source.next(file, today));
    const auto wrong = enter(context, file, steps.back(), counts);
    if (wrong) FAIL() << *wrong << told(shortest(context, steps));
    for (const auto& clock : file.state.clocks) {
      counts.dates += clock.due ? 1 : 0;
      counts.suspended += clock.excluded_days > 0 ? 1 : 0;
    }
    const State* now = context.procedure.find_state(file.state.state);
    if (now == nullptr || now->phase != Phase::final) continue;
    counts.ended.insert(context.procedure.id);
    break;
  }
}

unsigned number_of(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

std::vector<ProcedurePtr> shipped_procedures() {
  std::vector<ProcedurePtr> procedures;
  const auto definitions = definition::Definitions::read(shipped(), nullptr);
  for (const auto& read : definitions.all())
    if (read.procedure != nullptr) procedures.push_back(read.procedure);
  return procedures;
}

TEST(Properties, HoldInRandomLivesOfEveryShippedProcedure) {
  const unsigned seed = number_of("HEJIE_SEED", 20261122);
  const unsigned lives = std::getenv("HEJIE_LONG") != nullptr ? 400 : 12;
  const auto days = calendars(seed);
  const auto procedures = shipped_procedures();
  Counts counts;
  for (const auto& procedure : procedures) {
    const auto more = static_cast<unsigned>(procedure->clocks.size()) / 4;
    for (unsigned i = 0; i < lives * (1 + more); ++i) {
      SCOPED_TRACE(procedure->id + ", seed " + std::to_string(seed + i) + ", calendar " +
                   std::to_string(i % days.size()));
      Random random(seed + i);
      const Context context{*procedure, *days[i % days.size()]};
      live(context, procedures, random, counts);
      if (HasFatalFailure()) return;
    }
  }
  std::cout << "seed " << seed << ": " << procedures.size() << " procedures, " << counts.lives << " lives, "
            << counts.accepted << " acts accepted (" << counts.late << " late, " << counts.changed << " corrections), "
            << counts.refused << " refused, " << counts.dates << " dates (" << counts.suspended
            << " with days excluded), " << counts.alone << " acts of one party, " << counts.ended.size()
            << " procedures lived to an end\n";
  EXPECT_GT(counts.accepted, counts.lives * 4) << "the lives must come to something";
  EXPECT_GT(counts.late, counts.lives / 2);
  EXPECT_GT(counts.changed, counts.lives / 10);
  EXPECT_GT(counts.suspended, counts.lives / 20);
  EXPECT_GT(counts.alone, counts.lives / 2);
  EXPECT_GT(counts.ended.size(), procedures.size() / 2);
}

// ---- the properties can fail

/// A life of the shipped arbitration with a running clock that has a date.
struct Sample {
  ProcedurePtr procedure;
  std::shared_ptr<const Calendar> days;
  CaseFile file;
  std::size_t clock = 0;
};

std::optional<Sample> sample() {
  const auto procedures = shipped_procedures();
  const auto found = std::ranges::find(procedures, "arbitration", &Procedure::id);
  if (found == procedures.end()) return std::nullopt;
  Sample made{*found, calendars(1).front(), {}, 0};
  const Context context{*made.procedure, *made.days};
  Random random(7);
  RandomCase source(context, procedures, random);
  Counts counts;
  for (int i = 0; i < 200 && !made.file.state.exists(); ++i) {
    const auto step = source.opening(*parse_date("2025-03-03"));
    (void)enter(context, made.file, *step, counts);
  }
  const auto& clocks = made.file.state.clocks;
  const auto dated =
      std::ranges::find_if(clocks, [](const auto& clock) { return clock.due && clock.status == ClockStatus::running; });
  if (dated == clocks.end()) return std::nullopt;
  made.clock = static_cast<std::size_t>(dated - clocks.begin());
  return made;
}

TEST(Properties, AMovedDateBreaksThem) {
  auto made = sample();
  ASSERT_TRUE(made);
  const Context context{*made->procedure, *made->days};
  ASSERT_FALSE(broken_property(context, made->file));
  auto& clock = made->file.state.clocks[made->clock];
  clock.due = *clock.due - 1;
  EXPECT_TRUE(fold_equals_state(context, made->file));
  EXPECT_TRUE(dates_follow_from_facts(context, made->file));
  EXPECT_TRUE(dates_explain_themselves(context, made->file));
  EXPECT_TRUE(suspension_lengthens(context, made->file));
}

TEST(Properties, AnUnentitledChangeOfAnothersClockBreaksIndependence) {
  auto made = sample();
  ASSERT_TRUE(made);
  const Context context{*made->procedure, *made->days};
  const auto per_party = std::ranges::find(made->procedure->clocks, Per::party, &ClockRule::per);
  ASSERT_NE(per_party, made->procedure->clocks.end());
  CaseState before = made->file.state;
  before.parties = {{"one", "respondent", "employer", PersonId{"p_1"}, false, {}},
                    {"two", "respondent", "employer", PersonId{"p_2"}, false, {}}};
  ClockInstance clock;
  clock.rule = per_party->id;
  clock.key = "two";
  before.clocks.push_back(clock);
  Decision decision;
  Act act;
  act.party = "one";
  decision.events.emplace_back(act);
  decision.after = before;
  EXPECT_FALSE(parties_are_independent(context, before, decision));
  decision.after.clocks.back().status = ClockStatus::stopped;
  EXPECT_TRUE(parties_are_independent(context, before, decision));
}

}  // namespace
}  // namespace hejie::engine::properties
