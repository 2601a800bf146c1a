// Several cases in one decision: opens, adopts, signals, milestones, exclusion by a link, basis gone; all or nothing.
#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Opens an award case for each of two documents; takes its milestone back; may adopt and signal another.
Procedure parent() {
  Procedure p;
  p.id = "parent";
  p.parties = {role("applicant"), role("respondent")};
  p.facts = {fact("made_on", FactType::day), fact("amount", FactType::money)};
  p.item_kinds = {{"wages", text("wages")}};
  p.item_outcomes = {{"awarded", text("awarded")}};
  p.states = {state("open"), state("awarded", Phase::closed), state("over", Phase::closed, "over")};
  p.links = {{"after_award", "child", text("after_award")}, {"work_injury", "child", text("work_injury")}};
  Event start = event("start", {row({}, "open")}, {"clerk", "link"});
  start.items = ItemsUse::replace;
  Event award = event("award", {row({"open"}, "awarded")});
  award.may = {"amount"};
  OpenRule final_part;
  final_part.link = "after_award";
  final_part.event = "open";
  final_part.facts = {set_today("made_on"), set("kind", std::string("final"))};
  final_part.parties = {{"applicant", "worker"}, {"respondent", "employer"}};
  final_part.with_items = true;
  OpenRule other_part = final_part;
  other_part.facts[1] = set("kind", std::string("other"));
  award.rows[0].opens = {final_part, other_part};
  Event adopt = event("adopt", {row({"open"})});
  adopt.adopts = "work_injury";
  Event settle = event("settle", {row({"open", "awarded"}, "over")});
  settle.rows[0].signals = {{"work_injury", "close", {}}};
  ClockRule duty = clock("A26", ClockKind::duty, "10d", {on_event("start")}, {"open"});
  duty.excluded_by = {"link:work_injury"};
  ClockRule wait = clock("W01", ClockKind::timer, "30d", {on_event("start")}, {"open"});
  wait.expiry_event = "award_late";
  Event award_late = event("award_late", {row({"open"}, "awarded")}, {"clock"});
  award_late.rows[0].opens = {final_part};
  p.events = {start, award, adopt, settle, award_late, event("stop_wait", {row({"open"})})};
  wait.stops = {on_event("stop_wait")};
  p.clocks = {duty, wait};
  p.automatic = {automatic("all_done", {row({"awarded"}, "over", outcome("after_award", {"effective"}))})};
  p.index();
  return p;
}

Procedure child() {
  Procedure p;
  p.id = "child";
  p.parties = {role("worker", 1), role("employer", 1)};
  p.facts = {fact("made_on", FactType::day), fact("kind", FactType::enumeration)};
  p.facts[1].values = {{"final", text("final")}, {"other", text("other")}};
  p.item_kinds = {{"wages", text("wages")}};
  p.states = {state("made"), state("effective", Phase::closed, "effective"), state("closed", Phase::closed)};
  Event open = event("open", {row({}, "made")}, {"clerk", "link"});
  open.asks = {"made_on", "kind"};
  open.items = ItemsUse::replace;
  p.events = {open, event("take_effect", {row({"made"}, "effective")}),
              event("close", {row({"made"}, "closed")}, {"clerk", "link"})};
  p.index();
  return p;
}

class Store final : public CaseSource {
 public:
  Store() {
    add(parent());
    add(child());
  }
  void add(Procedure&& p) {
    const std::string id = p.id;
    procedures_[id] = std::make_shared<Procedure>(std::move(p));
  }
  Procedure& change(const std::string& id) { return *procedures_.at(id); }

  Result<std::shared_ptr<const CaseFile>> load(const CaseId& id) override {
    const auto found = files_.find(id.value);
    if (found == files_.end()) return fail(ErrorCode::not_found, {"无", "none"});
    return std::make_shared<const CaseFile>(found->second);
  }
  Result<ProcedurePtr> procedure_of(const CaseId& id) override {
    return ProcedurePtr{procedures_.at(of_.at(id.value))};
  }
  Result<ProcedurePtr> procedure(const std::string& id, Date) override {
    const auto found = procedures_.find(id);
    if (found == procedures_.end()) return fail(ErrorCode::not_found, {"无", "none"});
    return ProcedurePtr{found->second};
  }
  CaseId new_case_id() override { return CaseId{"c_" + std::to_string(++made_)}; }

  void commit(const std::vector<CascadeCase>& cases) {
    for (const CascadeCase& one : cases) {
      CaseFile& file = files_[one.id.value];
      EXPECT_EQ(file.state.version, one.expected);
      of_[one.id.value] = one.procedure->id;
      advance(file, one.decision);
      EXPECT_EQ(file.state.version, one.expected + static_cast<Version>(one.decision.events.size()));
      const Context context{*one.procedure, calendar_now()};
      auto folded = fold(context, one.id, file.acts, file.state.through);
      ASSERT_TRUE(folded.has_value());
      folded->version = file.state.version;
      EXPECT_TRUE(*folded == file.state) << one.id.value;
    }
  }
  std::vector<CascadeCase> does(const std::string& id, const Act& a, const std::string& procedure = "parent") {
    auto done = decide_cascade(*this, calendar_now(), CaseId{id}, procedure, a);
    EXPECT_TRUE(done.has_value());
    if (const auto* no = std::get_if<Rejection>(&*done)) ADD_FAILURE() << no->message.en;
    if (const auto* bad = std::get_if<FormFindings>(&*done))
      ADD_FAILURE() << bad->front().path << bad->front().message.en;
    if (!std::holds_alternative<std::vector<CascadeCase>>(*done)) return {};
    auto cases = std::get<std::vector<CascadeCase>>(std::move(*done));
    commit(cases);
    return cases;
  }
  std::vector<CascadeCase> ticks(const std::string& id, const std::string& until) {
    auto done = tick_cascade(*this, calendar_now(), CaseId{id}, at(until));
    EXPECT_TRUE(done.has_value());
    auto cases = std::get<std::vector<CascadeCase>>(std::move(*done));
    commit(cases);
    return cases;
  }
  Rejection refused(const std::string& id, const Act& a) {
    auto done = decide_cascade(*this, calendar_now(), CaseId{id}, "parent", a);
    EXPECT_TRUE(done.has_value());
    EXPECT_TRUE(std::holds_alternative<Rejection>(*done));
    return std::holds_alternative<Rejection>(*done) ? std::get<Rejection>(*done) : Rejection{};
  }
  const CaseState& state(const std::string& id) { return files_.at(id).state; }
  const CaseFile& file(const std::string& id) { return files_.at(id); }
  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  std::map<std::string, CaseFile> files_;
  std::map<std::string, std::string> of_;
  std::map<std::string, std::shared_ptr<Procedure>> procedures_;
  int made_ = 0;
};

Act start_parent() {
  Act a = opening("start", "2025-03-03", {"applicant", "applicant", "respondent"});
  a.items = {{"", "wages", "applicant_2", 100, {}, ""}};
  return a;
}

/// A parent, c_1, and a child of its own, c_2.
void two_unlinked(Store& store) {
  store.does("", start_parent());
  Act open_child = act("open", "2025-03-03", {{"made_on", day("2025-03-03")}, {"kind", std::string("final")}});
  open_child.parties = {{"", "worker", "worker", {}, false}, {"", "employer", "employer", {}, false}};
  store.does("", open_child, "child");
}

void adopt_a_child(Store& store) {
  two_unlinked(store);
  Act adopt = act("adopt", "2025-03-05");
  adopt.link = LinkInput{"", CaseId{"c_2"}, "child", "", ""};
  store.does("c_1", adopt);
}

TEST(Cascade, TwoDocumentsOfOneActAreTwoCases) {
  Store store;
  store.does("", start_parent());
  const auto cases = store.does("c_1", act("award", "2025-03-05"));
  ASSERT_THAT(cases, SizeIs(3));
  EXPECT_EQ(cases[0].id.value, "c_1") << "the commanded case comes first";
  EXPECT_EQ(cases[1].opened_by.value, "c_1");
  EXPECT_EQ(cases[1].link, "after_award");
  EXPECT_EQ(cases[1].expected, 0);
  const CaseState& one = store.state("c_2");
  EXPECT_EQ(one.state, "made");
  EXPECT_EQ(one.facts.at("kind"), Value{std::string("final")});
  EXPECT_EQ(one.facts.at("made_on"), Value{day("2025-03-05")});
  ASSERT_THAT(one.parties, SizeIs(3));
  EXPECT_EQ(one.parties[1].key, "worker_2");
  ASSERT_THAT(one.items, SizeIs(1));
  EXPECT_EQ(one.items[0].party, "worker_2") << "parties of claims are mapped too";
  EXPECT_EQ(store.state("c_3").facts.at("kind"), Value{std::string("other")});
  ASSERT_THAT(one.links, SizeIs(1));
  EXPECT_EQ(one.links[0].kind, "origin");
  EXPECT_EQ(one.links[0].other.value, "c_1");
  EXPECT_THAT(store.state("c_1").links, SizeIs(2));
}

TEST(Cascade, AMilestoneMovesTheLinkedCaseInTheSameBreath) {
  Store store;
  store.does("", start_parent());
  store.does("c_1", act("award", "2025-03-05"));
  const auto cases = store.does("c_2", act("take_effect", "2025-04-01"));
  ASSERT_THAT(cases, SizeIs(3)) << "child, parent, and the second child that hears of the parent's end";
  EXPECT_EQ(store.state("c_1").state, "over");
  EXPECT_THAT(store.state("c_1").links[0].milestones, ElementsAre("effective"));
  EXPECT_THAT(store.state("c_3").links[0].milestones, ElementsAre("over"));
}

TEST(Cascade, RefusedTogetherWhenTheOpenedCaseRefuses) {
  Store store;
  store.does("", start_parent());
  store.change("child").events[0].asks.push_back("kind2");
  const Rejection no = store.refused("c_1", act("award", "2025-03-05"));
  EXPECT_EQ(no.kind, Rejection::Kind::link);
  EXPECT_EQ(no.subject, "child");
  EXPECT_NE(no.message.en.find("/data/kind2"), std::string::npos);
  EXPECT_EQ(store.state("c_1").state, "open");
  EXPECT_EQ(store.size(), 1U);
}

TEST(Cascade, AdoptLinksBothAndExcludesUntilTheOutcome) {
  Store store;
  two_unlinked(store);
  Act adopt = act("adopt", "2025-03-05");
  EXPECT_TRUE(
      std::holds_alternative<FormFindings>(*decide_cascade(store, calendar_now(), CaseId{"c_1"}, "parent", adopt)));
  adopt.link = LinkInput{"", CaseId{"c_2"}, "child", "", ""};
  store.does("c_1", adopt);
  EXPECT_EQ(store.state("c_1").links[0].direction, "adopted");
  EXPECT_EQ(store.state("c_2").links[0].kind, "origin");
  EXPECT_TRUE(store.state("c_1").clocks[0].halted);
  store.does("c_2", act("take_effect", "2025-03-10"));
  EXPECT_FALSE(store.state("c_1").clocks[0].halted);
  EXPECT_EQ(store.state("c_1").clocks[0].due, day("2025-03-18"));
}

TEST(Cascade, ASignalIsAnEventInTheLinkedCase) {
  Store store;
  adopt_a_child(store);
  store.does("c_1", act("settle", "2025-03-06"));
  EXPECT_EQ(store.state("c_2").state, "closed");
  EXPECT_EQ(store.file("c_2").acts.back().by.role, "link");
  EXPECT_EQ(store.refused("c_1", act("settle", "2025-03-07")).kind, Rejection::Kind::state);
}

TEST(Cascade, ASignalTheOtherCaseRefusesRefusesTheAct) {
  Store store;
  adopt_a_child(store);
  store.does("c_2", act("close", "2025-03-06"));
  EXPECT_EQ(store.refused("c_1", act("settle", "2025-03-07")).kind, Rejection::Kind::link);
  EXPECT_EQ(store.state("c_1").state, "open");
}

TEST(Cascade, CatchUpOpensCasesToo) {
  Store store;
  store.does("", start_parent());
  const auto cases = store.ticks("c_1", "2025-04-20");
  ASSERT_THAT(cases, SizeIs(2));
  EXPECT_EQ(store.state("c_2").facts.at("made_on"), Value{day("2025-04-03")});
  EXPECT_THAT(store.ticks("c_1", "2025-04-21"), SizeIs(1));
  EXPECT_EQ(store.size(), 2U);
}

TEST(Cascade, ACaseWhoseGroundVanishedIsToldAndNotDeleted) {
  Store store;
  store.does("", start_parent());
  store.ticks("c_1", "2025-04-20");
  EXPECT_EQ(store.state("c_1").state, "awarded");
  store.does("c_1", act("stop_wait", "2025-03-20"));
  EXPECT_EQ(store.state("c_1").state, "open");
  EXPECT_EQ(store.state("c_2").state, "made") << "a person decides what becomes of it";
  EXPECT_THAT(store.state("c_2").links[0].milestones, ElementsAre("basis_gone"));
}

TEST(Cascade, LateEntryRunsTheLinkEffectsThatAreNew) {
  Store store;
  store.does("", start_parent());
  store.ticks("c_1", "2025-03-14");
  const auto cases = store.does("c_1", act("award", "2025-03-05"));
  EXPECT_THAT(cases, SizeIs(3));
  EXPECT_EQ(store.state("c_2").facts.at("made_on"), Value{day("2025-03-05")}) << "dated as the act";
  EXPECT_EQ(store.state("c_1").links[0].since, day("2025-03-05"));
  EXPECT_THAT(store.state("c_1").links, SizeIs(2));
}

TEST(Cascade, IsBoundedInDepth) {
  Store store;
  Procedure chain;
  chain.id = "chain";
  chain.states = {state("open")};
  chain.links = {{"next", "chain", text("next")}};
  Event start = event("start", {row({}, "open")}, {"clerk", "link"});
  OpenRule again;
  again.link = "next";
  again.event = "start";
  start.rows[0].opens = {again};
  chain.events = {start};
  chain.index();
  store.add(std::move(chain));
  auto done = decide_cascade(store, calendar_now(), CaseId{}, "chain", act("start", "2025-03-03"));
  ASSERT_TRUE(done.has_value());
  ASSERT_TRUE(std::holds_alternative<Rejection>(*done));
  EXPECT_EQ(std::get<Rejection>(*done).kind, Rejection::Kind::link);
  EXPECT_EQ(store.size(), 0U);
}

TEST(Cascade, AnErrorOfTheSourceIsAnError) {
  Store store;
  EXPECT_FALSE(decide_cascade(store, calendar_now(), CaseId{"c_9"}, "", act("award", "2025-03-05")).has_value());
  EXPECT_FALSE(decide_cascade(store, calendar_now(), CaseId{}, "nothing", act("award", "2025-03-05")).has_value());
  EXPECT_FALSE(tick_cascade(store, calendar_now(), CaseId{"c_9"}, at("2025-03-05")).has_value());
}

}  // namespace
}  // namespace hejie::engine::test
