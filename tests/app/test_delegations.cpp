// Delegation: who may make one, what it carries, when it ends, and that it never makes one person two.
#include "app/delegations.h"

#include "app/access_log.h"
#include "app/alert_rules_load.h"
#include "app/control_desk.h"
#include "app/hand_over.h"
#include "app/work_lists.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const definition::AlertRules& alert_rules() {
  static const auto rules = load_alert_rules(shipped());
  if (!rules) std::abort();
  return *rules;
}

/// Sun heads the inspection; Qian and Zhao are inspectors, Zhao asks for the filing.
struct TwoHands : testing::Test {
  Bureau bureau;
  AuthorityRules rules = load_authority_rules(shipped()).value();
  Delegations desk{*bureau.store, rules, alert_rules(), bureau.clock, bureau.ids};
  Caller zhao = Bureau::person("inspector", "zhao"), qian = Bureau::person("inspector", "qian"),
         sun = Bureau::person("inspection_head", "sun");
  CaseService service{{*bureau.store, shipped(), bureau.clock, bureau.metrics, &bureau.ids, 2000, &alert_rules()}};
  CommandOutcome opened = bureau.complaint();

  TwoHands() {
    for (const auto& caller : {zhao, qian, sun, Bureau::person("system_admin", "root")}) keep(caller);
  }
  void keep(const Caller& caller, bool disabled = false) {
    storage::Commit commit;
    storage::Account account;
    account.id = caller.account;
    account.username = caller.username;
    account.display_name = caller.display_name;
    account.roles = caller.roles;
    account.disabled = disabled;
    commit.puts.emplace_back(storage::PutAccount{account});
    ASSERT_TRUE(bureau.store->commit(std::move(commit)).has_value());
  }
  static DelegationCommand wish() {
    DelegationCommand command;
    command.to = "qian";
    command.roles = {"inspection_head"};
    command.first = *parse_date("2026-03-02");
    command.last = *parse_date("2026-03-10");
    command.basis = "示人社委〔2026〕1号";
    command.reason = "出差";
    return command;
  }
  std::vector<std::string> faults(const Caller& caller, const DelegationCommand& command) {
    const auto made = desk.make(caller, command);
    std::vector<std::string> out;
    if (made) return {"made"};
    for (const auto& finding : made.error().findings) out.push_back(finding.path);
    return out;
  }
  std::string make(const DelegationCommand& command) {
    const auto made = desk.make(sun, command);
    EXPECT_TRUE(made.has_value());
    return made ? desk.list(sun)->front().what.id : "";
  }
  Seq asks(const Caller& caller) {
    const auto asked = bureau.send(caller, Bureau::about(opened, "file_complaint"));
    EXPECT_TRUE(asked && std::holds_alternative<CommandOutcome>(*asked));
    return std::get<CommandOutcome>(*asked).seq;
  }
  Result<CommandResult> approves(const Caller& caller, Seq seq, const std::string& act_for) {
    auto input = Bureau::about(opened, "approve", R"({"of":)" + std::to_string(seq) + "}");
    input.act_for = act_for;
    input.if_match = bureau.version(opened.case_id);
    return service.execute(caller, input, {});
  }
  /// Code of the refusal at /act_for; "" = it went through.
  std::string refusal(const Caller& caller, Seq seq, const std::string& act_for) {
    const auto result = approves(caller, seq, act_for);
    if (result) return std::holds_alternative<Refused>(*result) ? "refused" : "";
    return result.error().findings.empty() ? "no finding" : result.error().findings[0].code;
  }
  std::vector<std::string> told(const std::string& clock, const CaseId& id) {
    std::vector<std::string> out;
    const auto snapshot = std::move(bureau.store->snapshot().value());
    const auto rows = snapshot->alerts_since(0, 1000);
    for (const auto& row : *rows)
      if (row.what.clock == clock && row.what.case_id == id) out.push_back(row.what.to);
    return out;
  }
  void on(const char* day) { bureau.clock.set(to_instant({*parse_date(day), 10 * 60})); }
  std::vector<std::string> access() {
    std::vector<std::string> out;
    AccessLog log(*bureau.store, bureau.clock);
    const auto page = log.read(0, 100);
    for (const auto& [seq, entry] : page->items) out.push_back(entry.action + " " + entry.result);
    return out;
  }
};

TEST_F(TwoHands, OnlyOnesOwnPowerThatMayBeDelegatedForAWhileToAColleague_046) {
  auto wrong = wish();
  wrong.to = "sun";
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/to")) << "oneself";
  wrong.to = "nobody";
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/to"));
  wrong.to = "root";
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/to")) << "works on no case";
  keep(qian, true);
  EXPECT_THAT(faults(sun, wish()), ElementsAre("/to")) << "disabled";
  keep(qian);
  EXPECT_THAT(faults(zhao, wish()), ElementsAre("/roles/0")) << "not his";
  wrong = wish();
  wrong.roles = {"inspector"};
  EXPECT_THAT(faults(zhao, wrong), ElementsAre("/roles/0")) << "nobody delegates this";
  wrong = wish();
  wrong.events = {"inspection/close"};
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/events/0"));
  wrong = wish();
  wrong.first = *parse_date("2026-03-01");
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/first")) << "begun before it was made";
  wrong = wish();
  wrong.last = wrong.first + 90;
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/last")) << "91 days";
  wrong = wish();
  wrong.reason.clear();
  wrong.basis.clear();
  EXPECT_THAT(faults(sun, wrong), ElementsAre("/reason", "/basis"));
  EXPECT_THAT(*desk.list(sun), IsEmpty());
  EXPECT_THAT(access(), Contains("make_delegation invalid"));
}

TEST_F(TwoHands, NotTwiceForOnePairAtATime_046) {
  make(wish());
  EXPECT_THAT(faults(sun, wish()), ElementsAre("/first"));
  auto later = wish();
  later.first = *parse_date("2026-03-11");
  later.last = later.first;
  EXPECT_THAT(faults(sun, later), ElementsAre("made"));
}

TEST_F(TwoHands, ADelegationIsNotPassedOn_046) {
  const auto id = make(wish());
  auto on_to = wish();
  on_to.to = "zhao";
  EXPECT_THAT(faults(qian, on_to), ElementsAre("/roles/0"));
  EXPECT_EQ(refusal(zhao, asks(zhao), id), "not_yours");
}

TEST_F(TwoHands, TheActNamesItAndIsToldAndStandsAmongTheExceptions_046) {
  const auto id = make(wish());
  const auto seq = asks(zhao);
  EXPECT_EQ(refusal(qian, seq, ""), "refused") << "not without saying so";
  EXPECT_EQ(refusal(qian, seq, id), "");
  const auto history = bureau.service.history(sun, opened.case_id);
  bool named = false;
  for (const auto& item : *history)
    if (const auto* act = std::get_if<engine::Act>(&item.event); act != nullptr && !act->by.delegation.empty()) {
      EXPECT_EQ(act->by, (engine::Actor{"inspection_head", AccountId("u_qian"), AccountId("u_sun"), id}));
      named = true;
    }
  EXPECT_TRUE(named);
  EXPECT_THAT(told(kDelegationAlert, opened.case_id), Contains("account:u_sun"));
  ControlDesk control(*bureau.store, shipped(), alert_rules(), bureau.clock, bureau.ids);
  EXPECT_THAT(control.exceptions(sun, {{"delegated"}, "2026-03", opened.case_id, 50, ""})->items, SizeIs(1));
  EXPECT_THAT(access(), Contains("make_delegation ok"));
  EXPECT_THAT(access(), Contains("use_delegation ok"));
}

TEST_F(TwoHands, ItHoldsFromItsFirstDayToItsLast_046) {
  auto later = wish();
  later.first = *parse_date("2026-03-04");
  later.last = *parse_date("2026-03-05");
  const auto id = make(later);
  const auto seq = asks(zhao);
  EXPECT_EQ(refusal(qian, seq, id), "not_begun");
  on("2026-03-06");
  EXPECT_EQ(refusal(qian, seq, id), "expired");
  EXPECT_EQ(desk.list(qian)->front().state, "expired") << "by itself";
  EXPECT_THAT(access(), Contains("use_delegation forbidden"));
  on("2026-03-05");
  EXPECT_EQ(refusal(qian, seq, id), "");
}

TEST_F(TwoHands, TakenBackItEndsAtOnce_046) {
  const auto id = make(wish());
  const auto seq = asks(zhao);
  EXPECT_FALSE(desk.end(zhao, id, {}, {}).has_value()) << "not his to end";
  ASSERT_TRUE(desk.end(sun, id, {}, {}).has_value());
  EXPECT_EQ(refusal(qian, seq, id), "ended");
  EXPECT_FALSE(desk.end(sun, id, {}, {}).has_value()) << "once";
  EXPECT_THAT(access(), Contains("end_delegation ok"));
}

TEST_F(TwoHands, WhatWasApprovedUnderItIsTheHeadsToAnnul_046) {
  const auto id = make(wish());
  const auto result = approves(qian, asks(zhao), id);
  ASSERT_TRUE(result && std::holds_alternative<CommandOutcome>(*result));
  const auto answer = R"({"of":)" + std::to_string(std::get<CommandOutcome>(*result).seq) + R"(,"reason":"误批"})";
  const auto annuls = [&](const Caller& caller) {
    const auto said = bureau.send(caller, Bureau::about(opened, "annul", answer));
    return said && std::holds_alternative<CommandOutcome>(*said);
  };
  EXPECT_FALSE(annuls(qian)) << "not delegated with it";
  ASSERT_TRUE(desk.end(sun, id, {}, {}).has_value());
  EXPECT_FALSE(annuls(qian)) << "nor left over from it";
  EXPECT_TRUE(annuls(sun));
}

TEST_F(TwoHands, NobodyHasMoreThanWhoDelegated_046) {
  const auto id = make(wish());
  const auto seq = asks(zhao);
  keep(Bureau::person("inspector", "sun"));
  EXPECT_EQ(refusal(qian, seq, id), "no_power") << "head no longer";
  keep(sun, true);
  EXPECT_EQ(refusal(qian, seq, id), "no_power") << "disabled";
  keep(sun);
  EXPECT_EQ(refusal(qian, seq, id), "");
}

TEST_F(TwoHands, OnlyItsCaseAndItsEvents_046) {
  const auto other = bureau.complaint();
  auto narrow = wish();
  narrow.case_id = other.case_id;
  EXPECT_EQ(refusal(qian, asks(zhao), make(narrow)), "other_case");
  ASSERT_TRUE(desk.end(sun, desk.list(sun)->front().what.id, {}, {}).has_value());
  narrow = wish();
  narrow.events = {"inspection/assign_inspectors"};
  const auto id = make(narrow);
  const auto asked = bureau.service.view(zhao, opened.case_id, {}, {});
  EXPECT_EQ(refusal(qian, asked->proposals.at(0).seq, id), "not_covered");
  const auto actions = bureau.service.actions(qian, opened.case_id, id);
  for (const auto& action : *actions) EXPECT_EQ(action.id, "assign_inspectors");
}

TEST_F(TwoHands, TheHeadAndTheDelegateAreToldWhenItIsMadeAndWhenItEnds_046) {
  const auto id = make(wish());
  EXPECT_THAT(told(kDelegationAlert, CaseId()), UnorderedElementsAre("bureau_head", "account:u_qian"))
      << "of no single case: the head above all";
  ASSERT_TRUE(desk.end(qian, id, {}, {}).has_value());
  EXPECT_THAT(told(kDelegationEndedAlert, CaseId()), UnorderedElementsAre("bureau_head", "account:u_sun"));
  WorkLists lists(*bureau.store, shipped(), bureau.clock, &alert_rules());
  const Caller head = Bureau::person("bureau_head", "gao");
  AlertQuery query;
  query.to = {"bureau_head"};
  query.limit = 10;
  const auto seen = lists.alerts(head, query);
  ASSERT_TRUE(seen.has_value()) << seen.error().message.en;
  ASSERT_THAT(seen->items, SizeIs(2));
  for (const auto& item : seen->items) {
    EXPECT_TRUE(item.is_notice);
    EXPECT_FALSE(item.name.zh == item.clock) << "in words";
    EXPECT_TRUE(lists.acknowledge(head, item.id, {}, {204, "", {}, {}}).has_value());
  }
  query.to = {};
  EXPECT_THAT(lists.alerts(zhao, query)->items, IsEmpty()) << "nobody else's business";
  EXPECT_THAT(lists.alerts(qian, query)->items, SizeIs(1)) << "that it was made, which was told to him";
  auto narrow = wish();
  narrow.case_id = opened.case_id;
  make(narrow);
  EXPECT_THAT(told(kDelegationAlert, opened.case_id), UnorderedElementsAre("inspection_head", "account:u_qian"));
}

TEST_F(TwoHands, WhatTheDelegateMayAnswerIsOffered_046) {
  const auto id = make(wish());
  asks(zhao);
  const auto own = bureau.service.view(qian, opened.case_id, {}, {});
  EXPECT_THAT(own->proposals.at(0).answers, IsEmpty());
  const auto under = service.proposals(qian, opened.case_id, id);
  ASSERT_TRUE(under.has_value());
  EXPECT_THAT(under->at(0).answers, ElementsAre("approve", "decline"));
  std::vector<std::string> offered;
  const auto actions = service.actions(qian, opened.case_id, id);
  for (const auto& action : *actions)
    if (action.allowed) offered.push_back(action.id);
  EXPECT_THAT(offered, IsSupersetOf({"approve", "decline"}));
  EXPECT_FALSE(service.proposals(zhao, opened.case_id, id).has_value()) << "not given to him";
  ASSERT_TRUE(desk.end(sun, id, {}, {}).has_value());
  auto narrow = wish();
  narrow.events = {"inspection/assign_inspectors"};
  EXPECT_THAT(service.proposals(qian, opened.case_id, make(narrow))->at(0).answers, IsEmpty()) << "does not cover it";
}

TEST_F(TwoHands, TheAccessLogSaysWhereItWasUsedFrom_046) {
  const auto id = make(wish());
  auto input = Bureau::about(opened, "approve", R"({"of":)" + std::to_string(asks(zhao)) + "}");
  input.act_for = id;
  input.if_match = bureau.version(opened.case_id);
  input.address = "10.1.2.3";
  input.request_id = "r-1";
  ASSERT_TRUE(service.execute(qian, input, {}).has_value());
  ASSERT_FALSE(desk.end(zhao, id, {"10.1.2.4", "r-2"}, {}).has_value());
  AccessLog log(*bureau.store, bureau.clock);
  std::vector<std::string> found;
  const auto page = log.read(0, 100);
  for (const auto& [seq, entry] : page->items)
    if (entry.action.ends_with("_delegation") && !entry.address.empty())
      found.push_back(entry.action + " " + entry.result + " " + entry.address + " " + entry.request_id);
  EXPECT_THAT(found, UnorderedElementsAre("use_delegation ok 10.1.2.3 r-1", "end_delegation forbidden 10.1.2.4 r-2"));
}

TEST_F(TwoHands, NobodyApprovesWhatHeAskedThroughAnother_046) {
  const auto id = make(wish());
  EXPECT_EQ(refusal(qian, asks(qian), id), "refused") << "the delegate, what he asked himself";
}

TEST_F(TwoHands, TheDelegateDoesNotApproveWhatTheDelegatorAsked_046) {
  sun.roles = {"inspection_head", "inspector"};
  keep(sun);
  const auto id = make(wish());
  const auto seq = asks(sun);
  EXPECT_EQ(refusal(qian, seq, id), "refused");
}

TEST_F(TwoHands, WhoIsRecusedLendsNothingAndUsesNothing_046) {
  const auto id = make(wish());
  const auto seq = asks(zhao);
  const auto recuse = [&](std::vector<std::string> people) {
    HandOver desk_of_heads(*bureau.store, shipped(), alert_rules(), bureau.clock, bureau.ids);
    HandOverCommand command;
    command.case_id = opened.case_id;
    command.role = "recused";
    command.people = std::move(people);
    command.reason = "近亲属";
    command.if_match = bureau.version(opened.case_id);
    command.answer = [](const auto&) { return StoredAnswer{}; };
    return desk_of_heads.run(Bureau::person("bureau_head", "gao"), command).has_value();
  };
  ASSERT_TRUE(recuse({"sun"}));
  EXPECT_EQ(refusal(qian, seq, id), "recused") << "who delegated";
  auto narrow = wish();
  narrow.to = "zhao";
  narrow.case_id = opened.case_id;
  EXPECT_THAT(faults(sun, narrow), ElementsAre("/to")) << "nor anew, for this case";
  ASSERT_TRUE(recuse({"qian"}));
  const auto out = approves(qian, seq, id);
  ASSERT_FALSE(out.has_value());
  EXPECT_EQ(out.error().code, ErrorCode::not_found) << "the delegate: no case is there";
  ASSERT_TRUE(recuse({}));
  EXPECT_EQ(refusal(qian, seq, id), "") << "it was the recusal alone";
}

TEST_F(TwoHands, AProgramNeitherLendsNorUsesNorEnds_046) {
  const auto id = make(wish());
  const auto seq = asks(zhao);
  const auto as_program = [](Caller who) {
    who.is_token = true;
    who.scopes = {"read", "write"};
    return who;
  };
  EXPECT_EQ(refusal(as_program(qian), seq, id), "program");
  auto other = wish();
  other.to = "zhao";
  const auto made = desk.make(as_program(sun), other);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::forbidden);
  EXPECT_FALSE(desk.end(as_program(sun), id, {}, {}).has_value());
  EXPECT_EQ(desk.list(sun)->size(), 1U);
  EXPECT_EQ(refusal(qian, seq, id), "") << "it holds, for the person";
}

TEST_F(TwoHands, TheSameKeyTwiceIsOneDelegationOneEndAndOneAct_046) {
  const auto count = [&](const std::string& line) { return std::ranges::count(access(), line); };
  auto keyed = wish();
  keyed.key = {"k1", "POST /delegations", "hash"};
  const auto first = desk.make(sun, keyed), again = desk.make(sun, keyed);
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->second);
  EXPECT_TRUE(again->second) << "not a finding that it overlaps itself";
  EXPECT_EQ(again->first.body, first->first.body);
  ASSERT_THAT(*desk.list(sun), SizeIs(1));
  keyed.key.body_sha256 = "other";
  const auto reused = desk.make(sun, keyed);
  ASSERT_FALSE(reused.has_value());
  EXPECT_EQ(reused.error().code, ErrorCode::key_reused);

  auto act = Bureau::about(opened, "approve", R"({"of":)" + std::to_string(asks(zhao)) + "}");
  act.act_for = desk.list(sun)->front().what.id;
  act.if_match = bureau.version(opened.case_id);
  act.idempotency = {"k2", "POST /cases/events", "hash"};
  const auto done = service.execute(qian, act, Bureau::render());
  ASSERT_TRUE(done && std::holds_alternative<CommandOutcome>(*done));
  const auto version = bureau.version(opened.case_id);
  const IdempotencyKey end{"k3", "POST /delegations/end", "hash"};
  ASSERT_TRUE(desk.end(sun, act.act_for, {}, end).has_value());
  const auto repeated = service.execute(qian, act, Bureau::render());
  ASSERT_TRUE(repeated.has_value()) << "the answer of then, although the delegation is over";
  EXPECT_TRUE(std::holds_alternative<StoredAnswer>(*repeated));
  EXPECT_EQ(bureau.version(opened.case_id), version);
  const auto ended_again = desk.end(sun, act.act_for, {}, end);
  ASSERT_TRUE(ended_again.has_value());
  EXPECT_TRUE(ended_again->second);
  EXPECT_THAT(std::vector<long>({count("make_delegation ok"), count("use_delegation ok"), count("end_delegation ok")}),
              ElementsAre(1, 1, 1));
}

}  // namespace
}  // namespace hejie::app
