// Conditions one by one: three values, sets, clocks, services, items; and the words of a refusal.
#include "engine/machine/guard.h"

#include "engine/machine/classify.h"
#include "engine/machine/rows.h"
#include "engine/machine/words.h"
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

class Guards : public ::testing::Test {
 protected:
  Guards() {
    procedure_.id = "guards";
    procedure_.parties = {role("applicant"), role("respondent")};
    procedure_.facts = {fact("flag", FactType::boolean),  fact("count", FactType::integer),
                        fact("limit", FactType::integer), fact("found_on", FactType::day),
                        fact("other_on", FactType::day),  fact("min_wage", FactType::money)};
    procedure_.standings = {fact("standing", FactType::enumeration)};
    procedure_.states = {state("open")};
    procedure_.documents = {document("copy", {"respondent"})};
    ClockRule window = clock("L01", ClockKind::window, "15d", {}, {"open"});
    window.per = Per::party;
    procedure_.clocks = {window, clock("A26", ClockKind::duty, "45d", {}, {"open"})};
    procedure_.switches = {{"reading", Value{std::string("a")}, {}, {}, {}}};
    procedure_.index();
    state_.state = "open";
    for (const std::string key : {"applicant", "applicant_2", "respondent"}) {
      Party party;
      party.key = key;
      party.role = key.substr(0, key.find('_'));
      party.kind = party.role == "applicant" ? "worker" : "employer";
      state_.parties.push_back(party);
    }
  }
  Truth is(const Condition& condition, const std::string& self = "") {
    Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
    scope.self = self;
    return evaluate(condition, scope);
  }
  void instance(const std::string& rule, const std::string& key, ClockStatus status) {
    ClockInstance i;
    i.rule = rule;
    i.key = key;
    i.ordinal = static_cast<int>(state_.clocks.size()) + 1;
    i.status = status;
    if (status == ClockStatus::breached) i.breached_on = day("2025-03-01");
    state_.clocks.push_back(i);
  }

  Procedure procedure_;
  Context context_{procedure_, calendar_now()};
  CaseState state_;
};

TEST_F(Guards, UnknownIsNeitherTrueNorFalse) {
  EXPECT_EQ(is(fact_is("flag", true)), Truth::unknown);
  EXPECT_EQ(is(negate(fact_is("flag", true))), Truth::unknown);
  EXPECT_EQ(is(known_fact("flag")), Truth::no);
  EXPECT_EQ(is(known_fact("flag", false)), Truth::yes);
  EXPECT_EQ(is(fact_is("flag", Value{})), Truth::yes) << "null in the list asks for unknown";
  state_.facts["flag"] = false;
  EXPECT_EQ(is(fact_is("flag", true)), Truth::no);
  EXPECT_EQ(is(negate(fact_is("flag", true))), Truth::yes);
}

TEST_F(Guards, KleeneTables) {
  const Condition yes = known_fact("flag", false);
  const Condition no = known_fact("flag");
  const Condition unknown = fact_is("flag", true);
  using enum ConditionKind;
  EXPECT_EQ(is(combine(all, {})), Truth::yes);
  EXPECT_EQ(is(combine(any, {})), Truth::no);
  EXPECT_EQ(is(combine(all, {yes, unknown})), Truth::unknown);
  EXPECT_EQ(is(combine(all, {unknown, no})), Truth::no);
  EXPECT_EQ(is(combine(any, {no, unknown})), Truth::unknown);
  EXPECT_EQ(is(combine(any, {unknown, yes})), Truth::yes);
  EXPECT_EQ(is(combine(any, {no, no})), Truth::no);
}

TEST_F(Guards, Numbers) {
  using enum ConditionKind;
  EXPECT_EQ(is(number(fact_at_least, "count", 10)), Truth::unknown);
  state_.facts["count"] = std::int64_t{10};
  EXPECT_EQ(is(number(fact_at_least, "count", 10)), Truth::yes);
  EXPECT_EQ(is(number(fact_at_least, "count", 11)), Truth::no);
  EXPECT_EQ(is(number(fact_at_most, "count", 10)), Truth::yes);
  EXPECT_EQ(is(number(fact_at_most, "count", 9)), Truth::no);
  Condition other;
  other.kind = fact_at_most;
  other.id = "count";
  other.other = "limit";
  EXPECT_EQ(is(other), Truth::unknown);
  state_.facts["limit"] = std::int64_t{9};
  EXPECT_EQ(is(other), Truth::no);
}

TEST_F(Guards, Days) {
  Condition c;
  c.kind = ConditionKind::day_not_after;
  c.id = "found_on";
  c.other = "today";
  EXPECT_EQ(is(c), Truth::unknown);
  state_.facts["found_on"] = day("2025-03-10");
  EXPECT_EQ(is(c), Truth::yes);
  c.kind = ConditionKind::day_not_before;
  EXPECT_EQ(is(c), Truth::yes);
  state_.facts["found_on"] = day("2025-03-09");
  EXPECT_EQ(is(c), Truth::no);
}

TEST_F(Guards, WithinLooksBackFromItsReferenceDay) {
  Condition c;
  c.kind = ConditionKind::day_within;
  c.id = "found_on";
  c.other = "other_on";
  c.period = period("1y");
  state_.facts["found_on"] = day("2025-02-15");
  state_.facts["other_on"] = day("2026-02-14");
  EXPECT_EQ(is(c), Truth::yes);
  state_.facts["other_on"] = day("2026-02-24");  // 02-15 to 02-23 are holidays: the last day rolls to 02-24
  EXPECT_EQ(is(c), Truth::yes) << "a complaint of the last day, rolled, is in time however late it is decided";
  state_.facts["other_on"] = day("2026-02-25");
  EXPECT_EQ(is(c), Truth::no);
}

TEST_F(Guards, LeavesReadsClearDaysBySwitch) {
  Condition c;
  c.kind = ConditionKind::day_leaves;
  c.id = "found_on";
  c.period = period("5wd");
  state_.facts["found_on"] = day("2025-03-17");
  EXPECT_EQ(is(c), Truth::yes) << "reading A";
  procedure_.switches.push_back({"clear_days", Value{true}, {}, {}, {}});
  procedure_.index();
  EXPECT_EQ(is(c), Truth::no) << "reading B";
  state_.facts["found_on"] = day("2025-03-18");
  EXPECT_EQ(is(c), Truth::yes);
}

TEST_F(Guards, ClockWithAllIsFalseWhenAPartyHasNone) {
  using enum ClockTest;
  instance("L01", "applicant", ClockStatus::expired);
  EXPECT_EQ(is(clock_is("L01", over, Of::all, "applicant")), Truth::no) << "applicant_2 was never served";
  EXPECT_EQ(is(clock_is("L01", over, Of::any, "applicant")), Truth::yes);
  EXPECT_EQ(is(clock_is("L01", over, Of::any, "respondent")), Truth::no);
  EXPECT_EQ(is(clock_is("L01", over, Of::actor), "applicant"), Truth::yes);
  EXPECT_EQ(is(clock_is("L01", over, Of::actor), "applicant_2"), Truth::no);
  instance("L01", "applicant_2", ClockStatus::running);
  EXPECT_EQ(is(clock_is("L01", over, Of::all, "applicant")), Truth::no);
  EXPECT_EQ(is(clock_is("L01", running, Of::all, "applicant")), Truth::no);
  state_.clocks.back().status = ClockStatus::stopped;
  EXPECT_EQ(is(clock_is("L01", over, Of::all, "applicant")), Truth::yes);
  EXPECT_EQ(is(clock_is("L01", expired, Of::all, "applicant")), Truth::no) << "one was answered, not silent";
  EXPECT_EQ(is(clock_is("L01", over, Of::all, "nobody")), Truth::no);
}

TEST_F(Guards, SupersededDoesNotCountAndBreachedIsRunningButNotOpen) {
  using enum ClockTest;
  instance("A26", "", ClockStatus::superseded);
  EXPECT_EQ(is(clock_is("A26", over)), Truth::no);
  instance("A26", "", ClockStatus::breached);
  EXPECT_EQ(is(clock_is("A26", open)), Truth::no);
  EXPECT_EQ(is(clock_is("A26", running)), Truth::yes);
  EXPECT_EQ(is(clock_is("A26", expired)), Truth::yes);
  EXPECT_EQ(is(clock_is("A26", over)), Truth::no);
  state_.clocks.back().status = ClockStatus::stopped;
  EXPECT_EQ(is(clock_is("A26", expired)), Truth::yes) << "done late is still late";
  EXPECT_EQ(is(clock_is("A26", over)), Truth::yes);
}

TEST_F(Guards, StandingsOfParties) {
  const auto parties = [](std::vector<Value> values, Count count, const std::string& who = "applicant") {
    return where(ConditionKind::parties, {{"standing", std::move(values)}}, count, who);
  };
  EXPECT_EQ(is(parties({Value{}}, Count::all)), Truth::yes);
  EXPECT_EQ(is(parties({std::string("sued")}, Count::none)), Truth::unknown);
  state_.parties[0].standings["standing"] = std::string("sued");
  EXPECT_EQ(is(parties({std::string("sued")}, Count::some)), Truth::yes);
  EXPECT_EQ(is(parties({std::string("sued")}, Count::all)), Truth::unknown);
  state_.parties[1].standings["standing"] = std::string("silent");
  EXPECT_EQ(is(parties({std::string("sued")}, Count::all)), Truth::no);
  EXPECT_EQ(is(parties({std::string("sued")}, Count::all, "nobody")), Truth::no);
  EXPECT_EQ(is(parties({std::string("sued")}, Count::none, "nobody")), Truth::yes);
  Condition two = parties({std::string("sued"), std::string("silent")}, Count::at_least);
  two.number = 2;
  EXPECT_EQ(is(two), Truth::yes);
  Condition other = parties({std::string("sued")}, Count::some);
  other.other_than_actor = true;
  EXPECT_EQ(is(other, "applicant"), Truth::no);
  EXPECT_EQ(is(other, "applicant_2"), Truth::yes);
  EXPECT_EQ(is(where(ConditionKind::self, {{"standing", {std::string("sued")}}}), "applicant"), Truth::yes);
  EXPECT_EQ(is(where(ConditionKind::self, {{"kind", {std::string("employer")}}}), "applicant"), Truth::no);
  EXPECT_EQ(is(where(ConditionKind::self, {{"kind", {std::string("employer")}}}), ""), Truth::unknown);
}

TEST_F(Guards, HoldsDoneLinksSwitches) {
  using enum ConditionKind;
  EXPECT_EQ(is(flagged(hold_on, "suspended", false)), Truth::yes);
  state_.holds.push_back({"suspended", "", day("2025-03-01")});
  EXPECT_EQ(is(flagged(hold_on, "suspended")), Truth::yes);
  EXPECT_EQ(is(flagged(done, "award")), Truth::no);
  state_.done["award"].push_back({});
  EXPECT_EQ(is(flagged(done, "award")), Truth::yes);
  EXPECT_EQ(is(flagged(link_is, "review", false)), Truth::yes);
  state_.links.push_back({"review", CaseId{"c_2"}, "review", "opened", day("2025-03-01"), {}});
  EXPECT_EQ(is(flagged(link_is, "review")), Truth::yes);
  EXPECT_EQ(is(outcome("review", {"issued"})), Truth::no);
  state_.links[0].milestones = {"issued"};
  EXPECT_EQ(is(outcome("review", {"refused", "issued"})), Truth::yes);
  Condition reading = fact_is("reading", std::string("a"));
  reading.kind = switch_is;
  EXPECT_EQ(is(reading), Truth::yes);
  reading.values = {std::string("b")};
  EXPECT_EQ(is(reading), Truth::no);
}

TEST_F(Guards, ServedLooksAtThePartiesOfNow) {
  const Condition all_served = served_all("copy", "respondent");
  EXPECT_EQ(is(all_served), Truth::no);
  state_.documents.push_back({"copy", 1, day("2025-03-01"), 1, {"respondent"}});
  state_.services.push_back({"copy", 1, "respondent", "direct", day("2025-03-02"), day("2025-03-02"), false, 2});
  EXPECT_EQ(is(all_served), Truth::no) << "pending";
  state_.services[0].complete = true;
  EXPECT_EQ(is(all_served), Truth::yes);
  EXPECT_EQ(is(served_all("copy", "")), Truth::yes);
  EXPECT_EQ(is(served_all("copy", "actor"), "respondent"), Truth::yes);
  EXPECT_EQ(is(served_all("copy", "actor"), "applicant"), Truth::no);
  Party added = state_.parties[2];
  added.key = "respondent_2";
  state_.parties.push_back(added);
  EXPECT_EQ(is(all_served), Truth::no) << "a party added later makes it false again";
  EXPECT_EQ(is(served_all("copy", "respondent", Count::some)), Truth::yes);
}

TEST_F(Guards, ClassifyIsTestedOnTheAwardedSumOfEachItem) {
  procedure_.classify = Classify{};
  procedure_.classify->final_rows = {{{"wages"}, 12, "min_wage"}, {{"standards"}, {}, ""}};
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  Item wages{"i1", "wages", "applicant", 5'000'000, {}, ""};
  EXPECT_EQ(is_final(wages, scope), Truth::unknown) << "not decided yet";
  wages.awarded_fen = 2'400'000;
  wages.outcome = "awarded";
  EXPECT_EQ(is_final(wages, scope), Truth::unknown) << "minimum wage not recorded";
  state_.facts["min_wage"] = std::int64_t{200'000};
  EXPECT_EQ(is_final(wages, scope), Truth::yes) << "not more than twelve months includes equality";
  wages.awarded_fen = 2'400'001;
  EXPECT_EQ(is_final(wages, scope), Truth::no);
  wages.awarded_fen = std::nullopt;
  EXPECT_EQ(is_final(wages, scope), Truth::no) << "an order without an amount is never final by amount";
  EXPECT_EQ(is_final(Item{"i2", "standards", "", {}, {}, ""}, scope), Truth::yes);
  EXPECT_EQ(is_final(Item{"i3", "relation", "", {}, {}, ""}, scope), Truth::no);
  wages.awarded_fen = 1;
  procedure_.classify->none_if = where(ConditionKind::items, {{"kind", {std::string("relation")}}}, Count::some);
  EXPECT_EQ(is_final(wages, scope), Truth::yes);
  state_.items = {wages, Item{"i3", "relation", "", {}, {}, ""}};
  EXPECT_EQ(is_final(wages, scope), Truth::no) << "a claim on the relation makes none final";
  EXPECT_EQ(is(where(ConditionKind::items, {{"final", {true}}}, Count::some)), Truth::no);
  state_.items.pop_back();
  EXPECT_EQ(is(where(ConditionKind::items, {{"final", {true}}}, Count::all)), Truth::yes);
  state_.items.clear();
  EXPECT_EQ(is(where(ConditionKind::items, {{"final", {true}}}, Count::all)), Truth::no);
  EXPECT_EQ(is(where(ConditionKind::items, {{"final", {true}}}, Count::none)), Truth::yes);
}

TEST_F(Guards, EveryConditionSaysInBothLanguagesWhatItAsks) {
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  for (int kind = 0; kind <= static_cast<int>(ConditionKind::negation); ++kind) {
    Condition c;
    c.kind = static_cast<ConditionKind>(kind);
    c.id = "flag";
    c.where = {{"standing", {Value{}}}};
    c.children = {known_fact("flag")};
    const Text words = words::describe(c, scope);
    EXPECT_FALSE(words.zh.empty()) << kind;
    EXPECT_FALSE(words.en.empty()) << kind;
  }
}

TEST_F(Guards, ThePartsThatAreNotTrueAreNamed) {
  const Condition guard = combine(ConditionKind::all, {known_fact("flag", false), fact_is("count", std::int64_t{3})});
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  const auto parts = parts_not_true(guard, scope);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0]->id, "count");
  Event e = event("go", {row({"open"}, "", guard)});
  const Rejection no = words::no_row(e, {&e.rows[0]}, scope);
  EXPECT_EQ(no.kind, Rejection::Kind::unknown_fact);
  EXPECT_EQ(no.subject, "count");
  state_.facts["count"] = std::int64_t{4};
  EXPECT_EQ(words::no_row(e, {&e.rows[0]}, scope).kind, Rejection::Kind::guard);
  state_.facts["count"] = std::int64_t{3};
  EXPECT_TRUE(parts_not_true(guard, scope).empty());
}

TEST_F(Guards, AnAlternativeAndANamedConditionAreOnePart) {
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  const Condition two = combine(ConditionKind::all, {known_fact("flag"), known_fact("count")});
  EXPECT_EQ(parts_not_true(two, scope).size(), 2U);
  EXPECT_EQ(parts_not_true(combine(ConditionKind::any, {two, two}), scope).size(), 1U);
  Condition named = two;
  named.let = "complete";
  EXPECT_EQ(parts_not_true(named, scope).size(), 1U);
  EXPECT_EQ(parts_not_true(combine(ConditionKind::all, {named, known_fact("limit")}), scope).size(), 2U);
}

TEST_F(Guards, TheRowNearestToApplyIsBlamed) {
  const auto count_is = [](std::int64_t n) { return fact_is("count", n); };
  using enum ConditionKind;
  const auto ask = [&](const Event& e) {
    const Act act;
    const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
    const auto chosen = choose_row(context_, state_, {.event = e, .act = act, .on = scope.today}, scope);
    EXPECT_FALSE(chosen.has_value());
    return chosen ? Rejection{} : chosen.error();
  };
  Event e = event("go", {row({"open"}, "", combine(all, {known_fact("found_on"), count_is(5), known_fact("limit")})),
                         row({"open"}, "", combine(all, {known_fact("flag"), count_is(7)})),
                         row({"elsewhere"}, "", known_fact("limit"))});
  e.rows[0].id = "far";
  e.rows[1].id = "near";
  e.rows[2].id = "other_state";
  state_.facts["flag"] = true;
  state_.facts["count"] = std::int64_t{3};
  Rejection no = ask(e);
  EXPECT_EQ(no.rule, "go.near");
  EXPECT_EQ(no.subject, "count");
  EXPECT_THAT(no.message.en, testing::Not(testing::HasSubstr("limit"))) << "nothing of the rows that are further";

  state_.facts["limit"] = std::int64_t{1};
  state_.facts["found_on"] = day("2025-03-01");
  no = ask(e);
  EXPECT_EQ(no.rule, "go.far") << "equally near: the first is named";
  EXPECT_THAT(no.message.en, testing::AllOf(testing::HasSubstr("must be 5"), testing::HasSubstr(") or ("),
                                            testing::HasSubstr("must be 7")));
  EXPECT_THAT(no.message.zh, testing::HasSubstr("）或者（"));
}

TEST_F(Guards, WhatIsUnknownIsNearerThanWhatIsFalse) {
  Event e =
      event("go", {row({"open"}, "", fact_is("flag", true)), row({"open"}, "", fact_is("count", std::int64_t{3}))});
  e.rows[0].id = "refused";
  e.rows[1].id = "asked";
  state_.facts["flag"] = false;
  const Act act;
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  const Attempt attempt{.event = e, .act = act, .on = scope.today};
  const auto chosen = choose_row(context_, state_, attempt, scope);
  ASSERT_FALSE(chosen.has_value());
  EXPECT_EQ(chosen.error().rule, "go.asked");
  EXPECT_EQ(chosen.error().kind, Rejection::Kind::unknown_fact);
}

TEST_F(Guards, RowsThatAskTheSameAreToldOnceAndManyAreCutShort) {
  std::vector<Row> rows;
  for (int i = 0; i < 12; ++i) rows.push_back(row({"open"}, "", fact_is("count", std::int64_t{i / 2})));
  const Event e = event("go", rows);
  std::vector<const Row*> all;
  for (const Row& one : e.rows) all.push_back(&one);
  const Scope scope{.context = context_, .state = state_, .today = day("2025-03-10")};
  const auto told = [&](std::size_t n) {
    return words::no_row(e, {all.begin(), all.begin() + static_cast<long>(n)}, scope).message.en;
  };
  EXPECT_THAT(told(2), testing::Not(testing::HasSubstr(" or ")));
  EXPECT_THAT(told(8), testing::AllOf(testing::HasSubstr("must be 3"), testing::Not(testing::HasSubstr("..."))));
  EXPECT_THAT(told(12), testing::AllOf(testing::HasSubstr(" ..."), testing::Not(testing::HasSubstr("must be 4"))));
}

}  // namespace
}  // namespace hejie::engine::test
