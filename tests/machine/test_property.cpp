// Random lawful sequences on the small arbitration: the fold equals the state reached step by step, ticks change
// nothing and their frequency does not matter, and what happens to one party leaves the others alone. The seed is
// printed.
#include <cstdlib>

#include "tests/machine/build.h"
#include "tests/properties/random.h"

namespace hejie::engine::test {
namespace {

unsigned seed() {
  const char* given = std::getenv("HEJIE_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : 20250303U;
}

using properties::Random;

/// An act that may well be refused.
Act attempt(Random& random, const CaseState& state, Date on_day) {
  static const std::vector<std::string> kEvents{"accept",    "answer", "hear", "suspend",  "resume", "extend",
                                                "add_party", "award",  "sue",  "withdraw", "archive"};
  Act a;
  a.on = on_day;
  a.by = by("clerk");
  const int kind = random.below(10);
  if (kind < 3 && !state.documents.empty() && !state.parties.empty()) {
    a = serve(random.of(state.documents).document, random.of(state.parties).key, "2025-03-03",
              random.of(std::vector<std::string>{"direct", "left", "mail", "public_notice"}));
    a.on = on_day;
    a.serve->made_on = on_day;
    return a;
  }
  if (kind < 5 && !state.proposals.empty()) {
    a.kind = random.one_in(5) ? ActKind::declined : ActKind::approved;
    a.of = random.of(state.proposals).version;
    a.by = by("institute_head");
    return a;
  }
  a.event = random.of(kEvents);
  if (a.event == "hear" || a.event == "award") a.by = by("arbitrator");
  if ((a.event == "answer" || a.event == "sue") && !state.parties.empty()) a.party = random.of(state.parties).key;
  if (a.event == "add_party") a.parties.push_back({"", "respondent", "employer", PersonId{"p_x"}, false});
  if (a.event == "withdraw" && !random.one_in(8)) a.event = "suspend";
  if (a.event == "archive" && !random.one_in(3)) a.event = "resume";
  return a;
}

CaseState without_versions(CaseState state) {
  state.version = 0;
  return state;
}

struct Counts {
  int accepted = 0, refused = 0, late = 0, corrected = 0, conflicts = 0;
};

/// One random case; `ticked` also ticks in between. Acts of both ways of driving are the same.
void drive(Random& random, CaseFile& file, Counts& counts) {
  const Context context{small(), calendar_now()};
  file.state.id = CaseId{"c_random"};
  Act start = opening("file", "2025-03-03", {"applicant", "respondent", "respondent"});
  start.on = day("2025-03-03") + random.below(200);
  Date today = start.on;
  Decided opened = decide(context, file, start);
  ASSERT_TRUE(std::holds_alternative<Decision>(opened));
  advance(file, std::get<Decision>(opened));
  for (int step = 0; step < 40; ++step) {
    if (!random.one_in(3)) today = today + random.below(12);
    if (random.one_in(4)) advance(file, tick(context, file, {today, 0}));
    Act a = attempt(random, file.state, today);
    if (random.one_in(5)) a.on = std::max(start.on, today - random.below(30));
    if (a.serve) a.serve->made_on = a.on;
    if (random.one_in(15) && file.acts.size() > 2) {
      const Act& target = file.acts[1 + static_cast<std::size_t>(random.below(static_cast<int>(file.acts.size()) - 1))];
      a = change(random.one_in(2) ? ActKind::annulled : ActKind::corrected, target.version, "2025-03-03");
      a.on = std::max(start.on, target.on + random.below(5) - 2);
    }
    if (random.one_in(10)) a.cascade = true;
    Decided decided = decide(context, file, a);
    if (const auto* no = std::get_if<Rejection>(&decided)) {
      ++counts.refused;
      if (no->kind == Rejection::Kind::conflict) ++counts.conflicts;
      continue;
    }
    if (std::holds_alternative<FormFindings>(decided)) continue;
    ++counts.accepted;
    if (a.on < file.state.latest.day) ++counts.late;
    if (a.kind == ActKind::corrected || a.kind == ActKind::annulled) ++counts.corrected;
    advance(file, std::get<Decision>(decided));
    const auto folded = fold(context, file.state.id, file.acts, file.state.through);
    ASSERT_TRUE(folded.has_value()) << folded.error().message.en;
    ASSERT_TRUE(without_versions(*folded) == without_versions(file.state)) << "step " << step;
    const Decision again = tick(context, file, file.state.through);
    ASSERT_TRUE(again.events.empty() && again.effects.alerts.empty()) << "a second tick is empty";
    ASSERT_TRUE(again.after == file.state);
  }
}

TEST(Property, FoldEqualsStepByStepAndTicksAreIdempotent) {
  const unsigned first = seed();
  std::printf("seed %u\n", first);
  Counts counts;
  for (unsigned i = 0; i < 60; ++i) {
    SCOPED_TRACE("seed " + std::to_string(first + i));
    Random random(first + i);
    CaseFile file;
    drive(random, file, counts);
    if (HasFatalFailure()) return;
  }
  std::printf("accepted %d refused %d late %d corrected %d conflicts %d\n", counts.accepted, counts.refused,
              counts.late, counts.corrected, counts.conflicts);
  EXPECT_GT(counts.accepted, 300) << "the sequences must reach something";
  EXPECT_GT(counts.late, 30);
  EXPECT_GT(counts.corrected, 10);
  EXPECT_GT(counts.conflicts, 5);
}

TEST(Property, NeverTickedAndTickedDailyAreTheSame) {
  const unsigned first = seed() + 1000;
  std::printf("seed %u\n", first);
  const Context context{small(), calendar_now()};
  int same = 0;
  for (unsigned i = 0; i < 40; ++i) {
    SCOPED_TRACE("seed " + std::to_string(first + i));
    Random random(first + i);
    CaseFile never;
    CaseFile daily;
    never.state.id = daily.state.id = CaseId{"c_random"};
    Act start = opening("file", "2025-03-03", {"applicant", "respondent"});
    Date today = start.on;
    advance(never, std::get<Decision>(decide(context, never, start)));
    advance(daily, std::get<Decision>(decide(context, daily, start)));
    std::size_t alerts = 0;
    for (int step = 0; step < 30; ++step) {
      const Date next = today + random.below(10);
      for (; today < next; today = today + 1) {
        const Decision ticked = tick(context, daily, {today + 1, 0});
        alerts += ticked.effects.alerts.size();
        advance(daily, ticked);
      }
      Act a = attempt(random, daily.state, today);
      Decided by_never = decide(context, never, a);
      Decided by_daily = decide(context, daily, a);
      ASSERT_EQ(by_never.index(), by_daily.index()) << a.event;
      if (!std::holds_alternative<Decision>(by_never)) continue;
      ++same;
      advance(never, std::get<Decision>(by_never));
      advance(daily, std::get<Decision>(by_daily));
    }
    advance(never, tick(context, never, {today, 0}));
    ASSERT_TRUE(never.state == daily.state) << "also the versions: what followed is counted the same";
    ASSERT_EQ(never.acts, daily.acts);
  }
  EXPECT_GT(same, 200);
}

TEST(Property, OnePartysWindowDoesNotTouchAnothers) {
  Random random(seed() + 2000);
  for (int round = 0; round < 20; ++round) {
    Driven c(small());
    c.does(opening("file", "2025-03-03", {"applicant", "respondent", "respondent", "respondent"}));
    c.does(act("accept", "2025-03-04"));
    c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
    const std::vector<std::string> keys{"respondent", "respondent_2", "respondent_3"};
    std::map<std::string, Date> served;
    Date on_day = day("2025-03-06");
    for (const std::string& key : keys) {
      on_day = on_day + random.below(5);
      Act s = serve("copy", key, "2025-03-06");
      s.on = on_day;
      s.serve->made_on = on_day;
      c.does(s);
      served[key] = on_day;
    }
    const std::string who = random.of(keys);
    const CaseState before = c.state();
    Act reply = act_of(who, "answer", "2025-03-06");
    reply.on = on_day;
    if (*c.clock("A12", who)->due < on_day) continue;
    c.does(reply);
    for (const std::string& key : keys) {
      if (key == who) continue;
      const auto dates = calendar::compute(calendar_now(), {.from = served[key], .periods = {period("10d")}});
      EXPECT_EQ(c.clock("A12", key)->due, dates->due) << key;
      EXPECT_NE(c.status("A12", key), ClockStatus::stopped) << key;
    }
    EXPECT_EQ(c.status("A12", who), ClockStatus::stopped);
  }
}

}  // namespace
}  // namespace hejie::engine::test
