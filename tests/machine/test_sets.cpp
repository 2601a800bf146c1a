// Parties with standings, award lines, automatic events with `each`, items.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Value standing(const Driven& c, const std::string& key) {
  const Party* party = c.state().find_party(key);
  const auto found = party->standings.find("standing");
  return found == party->standings.end() ? Value{} : found->second;
}

/// An award document with a line a worker: each line is sued or in force by itself.
Procedure lines() {
  Procedure p;
  p.id = "lines";
  p.parties = {role("applicant"), role("respondent")};
  p.standings = {fact("standing", FactType::enumeration)};
  p.states = {state("made", Phase::closed), state("settled", Phase::closed, "settled")};
  p.documents = {document("award_doc", {"any"})};
  p.service = {mode("direct")};
  ClockRule window = clock("L01", ClockKind::window, "15d", {on_served("award_doc")}, {"made", "settled"});
  window.per = Per::party;
  p.clocks = {window};
  Event start = event("open", {row({}, "made")});
  start.rows[0].issues = {issue("award_doc")};
  Event worker_sues = event("worker_sues", {row({"made"})});
  worker_sues.act_of = {"worker"};
  worker_sues.within = {"L01"};
  worker_sues.rows[0].set_party = {set("standing", std::string("sued"))};
  Event employer_sues = event("employer_sues", {row({"made"})});
  employer_sues.act_of = {"employer"};
  employer_sues.within = {"L01"};
  employer_sues.lines = true;
  employer_sues.rows[0].set_party = {set("standing", std::string("sued"))};
  p.events = {start, worker_sues, employer_sues};
  Event in_force = automatic(
      "in_force", {row({"made"}, "",
                       combine(ConditionKind::all, {where(ConditionKind::self, {{"standing", {Value{}}}}),
                                                    clock_is("L01", ClockTest::over, Of::actor),
                                                    clock_is("L01", ClockTest::over, Of::all, "respondent")}))});
  in_force.each = "applicant";
  in_force.rows[0].set_party = {set("standing", std::string("in_force"))};
  Event done = automatic(
      "all_settled",
      {row({"made"}, "settled",
           where(ConditionKind::parties, {{"standing", {std::string("in_force")}}}, Count::all, "applicant"))});
  p.automatic = {in_force, done};
  p.index();
  return p;
}

Driven served_lines(const Procedure& p) {
  Driven c(p);
  Act start = opening("open", "2025-04-01", {"applicant", "applicant", "applicant", "respondent"});
  c.does(start);
  c.does(serve("award_doc", "applicant", "2025-04-02"));
  c.does(serve("award_doc", "applicant_2", "2025-04-02"));
  c.does(serve("award_doc", "applicant_3", "2025-04-03"));
  c.does(serve("award_doc", "respondent", "2025-04-08"));
  return c;
}

TEST(Lines, EachLineByItself) {
  const Procedure p = lines();
  Driven c = served_lines(p);
  c.does(act_of("applicant", "worker_sues", "2025-04-10"));
  Act employer = act_of("respondent", "employer_sues", "2025-04-20", {{"lines", std::string("applicant_2")}});
  c.does(employer);
  EXPECT_EQ(standing(c, "applicant_3"), Value{});
  c.ticks("2025-04-23");
  EXPECT_EQ(standing(c, "applicant_3"), Value{}) << "the employer's window runs to 04-23";
  const Decision effect = c.ticks("2025-04-24");
  EXPECT_EQ(standing(c, "applicant_3"), Value{std::string("in_force")});
  EXPECT_EQ(standing(c, "applicant"), Value{std::string("sued")});
  EXPECT_EQ(standing(c, "applicant_2"), Value{std::string("sued")});
  EXPECT_THAT(occurrences(effect), Contains("automatic in_force/applicant_3 2025-04-24"));
  EXPECT_EQ(c.state().state, "made");
}

TEST(Lines, AreNamedAndKnown) {
  const Procedure p = lines();
  Driven c = served_lines(p);
  EXPECT_EQ(c.findings(act_of("respondent", "employer_sues", "2025-04-20"))[0].path, "/data/lines");
  EXPECT_EQ(
      c.findings(act_of("respondent", "employer_sues", "2025-04-20", {{"lines", std::string("applicant,ghost")}}))[0]
          .code,
      "unknown_party");
  c.does(act_of("respondent", "employer_sues", "2025-04-20", {{"lines", std::string("applicant,applicant_2")}}));
  EXPECT_EQ(standing(c, "applicant"), Value{std::string("sued")});
  EXPECT_EQ(standing(c, "applicant_2"), Value{std::string("sued")});
  EXPECT_EQ(standing(c, "respondent"), Value{});
}

TEST(Lines, ThePartyIsFoundWhenOnlyOneFitsAndAskedForOtherwise) {
  const Procedure p = lines();
  Driven c = served_lines(p);
  EXPECT_EQ(c.refused(act("worker_sues", "2025-04-10")).kind, Rejection::Kind::party);
  EXPECT_EQ(c.refused(act_of("respondent", "worker_sues", "2025-04-10")).kind, Rejection::Kind::party)
      << "kind decides";
  c.does(act("employer_sues", "2025-04-20", {{"lines", std::string("applicant")}}));
  EXPECT_EQ(c.file().acts.back().party, "respondent");
}

TEST(Lines, WithALargeNumberOfPartiesAllSettleAtOnce) {
  const Procedure p = lines();
  Driven c(p);
  c.does(opening("open", "2025-04-01", [] {
    std::vector<std::string> roles(60, "applicant");
    roles.emplace_back("respondent");
    return roles;
  }()));
  for (const Party& party : std::vector<Party>(c.state().parties)) c.does(serve("award_doc", party.key, "2025-04-02"));
  c.ticks("2025-04-18");
  EXPECT_EQ(c.state().state, "settled") << "`each` counts as one round of the twelve";
}

TEST(Automatic, AMarkerThatChangesNothingNeverFires) {
  Procedure p;
  p.id = "auto";
  p.states = {state("open")};
  p.facts = {fact("n", FactType::integer, std::int64_t{0})};
  p.events = {event("start", {row({}, "open")})};
  Event marker = automatic("marker", {row({"open"})});
  Event same = automatic("same", {row({"open"}, "open")});
  same.rows[0].set = {set("n", std::int64_t{0})};
  p.automatic = {marker, same};
  p.index();
  Driven c(p);
  c.does(act("start", "2025-03-03"));
  EXPECT_FALSE(c.state().done.contains("marker"));
  EXPECT_FALSE(c.state().done.contains("same"));
}

TEST(Automatic, FirstInFileOrderAgainUntilNoneAndNeverForEver) {
  Procedure p;
  p.id = "auto";
  p.states = {state("a"), state("b"), state("c")};
  p.facts = {fact("trace", FactType::text), fact("flip", FactType::boolean, Value{false})};
  p.events = {event("start", {row({}, "a")})};
  p.automatic = {automatic("to_b", {row({"a"}, "b")}), automatic("to_c", {row({"a", "b"}, "c")})};
  p.index();
  Driven c(p);
  c.does(act("start", "2025-03-03"));
  EXPECT_EQ(c.state().state, "c");
  EXPECT_EQ(c.state().done.at("to_b").size(), 1U);
  Event flip = automatic("flip", {row({"c"}, "", fact_is("flip", false)), row({"c"}, "", fact_is("flip", true))});
  flip.rows[0].set = {set("flip", true)};
  flip.rows[1].set = {set("flip", false)};
  p.automatic.push_back(flip);
  p.index();
  Driven endless(p);
  endless.does(act("start", "2025-03-03"));
  EXPECT_EQ(endless.state().done.at("flip").size(), 10U) << "twelve rounds, two of them moved the state";
}

Procedure with_items() {
  Procedure p;
  p.id = "items";
  p.parties = {role("applicant")};
  p.item_kinds = {{"wages", text("wages")}, {"relation", text("relation")}};
  p.item_outcomes = {{"awarded", text("awarded")}, {"rejected", text("rejected")}};
  p.states = {state("open"), state("awarded", Phase::closed)};
  Event start = event("start", {row({}, "open")});
  start.items = ItemsUse::replace;
  Event change_claims = event("change_claims", {row({"open"})});
  change_claims.items = ItemsUse::replace;
  Event award = event("award", {row({"open"}, "awarded")});
  award.items = ItemsUse::outcome;
  p.events = {start, change_claims, award, event("note", {row({"open"})})};
  p.index();
  return p;
}

TEST(Items, ReplacedWholeOrGivenAnOutcome) {
  const Procedure p = with_items();
  Driven c(p);
  Act start = opening("start", "2025-03-03", {"applicant"});
  start.items = {{"", "wages", "applicant", 100, {}, ""}, {"", "relation", "applicant", {}, {}, ""}};
  c.does(start);
  EXPECT_EQ(c.state().items[0].key, "wages") << "the kind names it";
  EXPECT_EQ(c.state().items[1].key, "relation");
  Act award = act("award", "2025-03-04");
  award.items = {{"wages", "", "", {}, 80, "awarded"}};
  c.does(award);
  EXPECT_EQ(c.state().items[0].awarded_fen, 80);
  EXPECT_EQ(c.state().items[0].claimed_fen, 100);
  EXPECT_EQ(c.state().items[1].outcome, "");
}

TEST(Items, Findings) {
  const Procedure p = with_items();
  Driven c(p);
  Act start = opening("start", "2025-03-03", {"applicant"});
  start.items = {{"x", "sport", "ghost", -1, {}, "won"}, {"x", "wages", "applicant", {}, {}, ""}};
  std::vector<std::string> found;
  for (const Finding& f : c.findings(start)) found.push_back(f.path + " " + f.code);
  EXPECT_THAT(found, ElementsAre("/data/items/0/kind unknown_option", "/data/items/0/outcome unknown_option",
                                 "/data/items/0/party unknown_party", "/data/items/0 out_of_range",
                                 "/data/items/1/key duplicate"));
  start.items = {{"", "wages", "applicant", 1, {}, ""}};
  c.does(start);
  Act award = act("award", "2025-03-04");
  award.items = {{"item_9", "", "", {}, 1, "awarded"}};
  EXPECT_EQ(c.findings(award)[0].code, "unknown_item");
  Act note = act("note", "2025-03-04");
  note.items = award.items;
  EXPECT_EQ(c.findings(note)[0].code, "unknown_field");
}

TEST(Bounds, TooManyPartiesActsAndItems) {
  const Procedure p = with_items();
  const Driven c(p);
  Act start = opening("start", "2025-03-03", std::vector<std::string>(5001, "applicant"));
  EXPECT_EQ(c.findings(start)[0].code, "too_many");
  start = opening("start", "2025-03-03", {"applicant"});
  start.items.resize(5001, {"", "wages", "applicant", 1, {}, ""});
  EXPECT_EQ(c.findings(start)[0].code, "too_many");
  CaseFile full;
  full.acts.resize(10'000);
  const Decided decided = decide(c.context(), full, act("note", "2025-03-04"));
  ASSERT_TRUE(std::holds_alternative<FormFindings>(decided));
  EXPECT_EQ(std::get<FormFindings>(decided)[0].code, "too_many");
}

TEST(Available, SaysForEachEventWhetherAndWhyNot) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  const auto of = [&](const Actor& who, const std::string& id) {
    for (Availability& a : available(c.context(), c.file(), who, at("2025-03-04"))) {
      if (a.id == id) return a;
    }
    ADD_FAILURE() << id;
    return Availability{};
  };
  EXPECT_TRUE(of(by("clerk"), "accept").allowed);
  EXPECT_TRUE(of(by("clerk"), "accept").needs_approval);
  EXPECT_THAT(of(by("clerk"), "accept").approver_roles, ElementsAre("institute_head"));
  EXPECT_THAT(of(by("clerk"), "accept").from_here, ElementsAre("in_answer"));
  EXPECT_EQ(of(by("clerk"), "award").why_not->kind, Rejection::Kind::state);
  EXPECT_EQ(of(by("window"), "suspend").why_not->kind, Rejection::Kind::role);
  EXPECT_FALSE(of(by("clerk"), "approve").allowed);
  EXPECT_TRUE(of(by("institute_head"), "approve").allowed);
  EXPECT_FALSE(of(by("institute_head", "clerk"), "approve").allowed) << "his own request";
  EXPECT_TRUE(of(by("clerk"), "recall").allowed);
  EXPECT_FALSE(of(by("clerk"), "serve").allowed);
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-04", by("institute_head")));
  EXPECT_TRUE(of(by("clerk"), "serve").allowed);
  EXPECT_EQ(of(by("clerk"), "answer").why_not->kind, Rejection::Kind::window);
  EXPECT_EQ(of(by("arbitrator"), "hear").why_not->kind, Rejection::Kind::guard);
  c.does(act("suspend", "2025-03-04"));
  EXPECT_EQ(of(by("clerk"), "extend").why_not->kind, Rejection::Kind::hold);
  EXPECT_TRUE(of(by("clerk"), "resume").allowed);
}

TEST(Available, WhatTheFormDecidesIsAllowedAndSaidSo) {
  Procedure p;
  p.id = "form";
  p.states = {state("open"), state("done")};
  p.facts = {fact("ok", FactType::boolean, {}, true), fact("stored", FactType::boolean)};
  Event asks = event("asks", {row({"open"}, "done", fact_is("ok", true))});
  asks.asks = {"ok"};
  Event both = event(
      "both", {row({"open"}, "done", combine(ConditionKind::all, {fact_is("ok", true), fact_is("stored", true)}))});
  both.asks = {"ok"};
  Event needs = event("needs", {row({"open"}, "done", fact_is("stored", true))});
  Event given = event("given", {row({"open"}, "done", known_fact("ok"))});
  given.asks = {"ok"};
  p.events = {event("start", {row({}, "open")}), asks, both, needs, given};
  p.index();
  Driven c(p);
  c.does(act("start", "2025-03-03"));
  const auto list = available(c.context(), c.file(), by("clerk"), at("2025-03-03"));
  EXPECT_TRUE(list[1].allowed && list[1].depends_on_form);
  EXPECT_TRUE(list[2].allowed && list[2].depends_on_form);
  EXPECT_EQ(list[3].why_not->kind, Rejection::Kind::unknown_fact);
  EXPECT_EQ(list[3].why_not->subject, "stored");
  EXPECT_TRUE(list[4].allowed) << "a field that will be given is known";
  EXPECT_FALSE(list[0].allowed);
}

TEST(Available, CatchesUpBeforeItAnswers) {
  Driven c(small());
  c.does(opening("file", "2025-03-03"));
  c.does(act("accept", "2025-03-04"));
  c.does(answer(ActKind::approved, c.last_act(), "2025-03-05", by("institute_head")));
  c.does(serve("copy", "respondent", "2025-03-06"));
  for (const Availability& a : available(c.context(), c.file(), by("arbitrator"), at("2025-03-18"))) {
    if (a.id == "hear") {
      EXPECT_TRUE(a.allowed);
    }
  }
  EXPECT_EQ(c.status("A12", "respondent"), ClockStatus::running) << "asking changes nothing";
}

}  // namespace
}  // namespace hejie::engine::test
