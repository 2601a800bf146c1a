// Units limit what an account sees, in every list and for single cases; hand-over moves cases between persons and
// units. Over the real store: the limit is part of its SQL.
#include <unistd.h>

#include <filesystem>

#include "app/alert_rules_load.h"
#include "app/authority_desk.h"
#include "app/case_people.h"
#include "app/check.h"
#include "app/control_desk.h"
#include "app/intake.h"
#include "app/privacy_desk.h"
#include "app/reports.h"
#include "app/risk_desk.h"
#include "app/work_lists.h"
#include "engine/machine/hand_over.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const definition::AlertRules& alert_rules() {
  static const auto rules = load_alert_rules(shipped());
  if (!rules) std::abort();
  return *rules;
}

/// Two inspection teams, a mediation center with a branch, a committee; inspectors of both teams, heads at the bureau.
struct TwoTeams : testing::Test {
  TwoTeams() {
    for (const auto& [id, kind, parent] : {std::tuple{"east", "inspection_team", ""},
                                           {"west", "inspection_team", ""},
                                           {"center", "mediation_center", ""},
                                           {"branch", "mediation_center", "center"},
                                           {"committee", "committee", ""}}) {
      const auto put = authority->units.put(security, {{id, kind, parent, {id, id}}, {}});
      if (!put) ADD_FAILURE() << put.error().message.en;
    }
    for (const auto* who : {&zhao, &qian, &li, &window, &head, &other}) add(*who);
    assign(zhao, "east");
    assign(window, "east");
    assign(qian, "west");
    assign(li, "branch");
    mine = complaint("k1");
    assign(window, "west");
    theirs = complaint("k2");
  }
  ~TwoTeams() override { std::filesystem::remove_all(folder); }

  static std::string make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hejie-units-XXXXXX").string();
    return ::mkdtemp(name.data()) == nullptr ? std::string{} : name;
  }
  static std::unique_ptr<storage::Store> open(const std::string& folder) {
    storage::sqlite::Options options;
    options.folder = folder;
    auto store = storage::sqlite::open_store(std::move(options));
    if (!store) std::abort();
    return std::move(*store);
  }
  static CaseService::Parts parts_of(storage::Store& store, const Clock& clock, Metrics& metrics, IdMaker& ids) {
    CaseService::Parts parts{store, shipped(), clock, metrics, &ids};
    parts.alerts = &alert_rules();
    return parts;
  }
  void add(const Caller& who) {
    storage::Account account;
    account.id = who.account;
    account.username = account.display_name = who.username;
    account.roles = who.roles;
    storage::Commit commit;
    commit.puts.emplace_back(storage::PutAccount{account});
    ASSERT_TRUE(store->commit(std::move(commit)).has_value());
  }
  void assign(const Caller& who, const std::string& unit) {
    const auto done = authority->units.assign(security, who.account, unit, {});
    ASSERT_TRUE(done.has_value()) << done.error().message.en;
  }
  CaseId complaint(const std::string& key) {
    CommandInput input = Bureau::opening();
    input.data_json =
        R"({"matter":"wages","materials_complete":true,"violation_continues":true,"worker_count":3,"summary":"欠薪",)"
        R"("parties":[{"role":"complainant","kind":"worker","name":"甲某","id_number":"510000199001011234"},)"
        R"({"role":"respondent","kind":"employer","name":"示例公司","credit_code":"91510000TEST00001X"}]})";
    input.idempotency = {key, "POST /cases", key};
    return sent(window, input).case_id;
  }
  CommandOutcome sent(const Caller& caller, CommandInput input) {
    if (!input.case_id.empty()) input.if_match = version(input.case_id);
    auto result = service.execute(caller, input, {});
    if (result && std::holds_alternative<CommandOutcome>(*result)) return std::get<CommandOutcome>(*result);
    ADD_FAILURE() << (result ? "refused" : result.error().message.en);
    return {};
  }
  Version version(const CaseId& id) { return (*store->snapshot())->find_version(id).value_or(0); }
  std::vector<CaseId> list(const Caller& caller, const CaseQuery& query = {}) {
    std::vector<CaseId> found;
    if (const auto page = lists.cases(caller, query))
      for (const auto& item : page->items) found.push_back(item.id);
    return found;
  }
  std::string seen(const Caller& caller, const CaseId& id) {
    const auto view = service.view(caller, id, {}, {});
    if (view) return "ok";
    return view.error().findings.empty() ? "not there" : view.error().findings.front().code;
  }
  Result<std::pair<StoredAnswer, bool>> hand(const Caller& by, const CaseId& id, const std::string& to,
                                             std::optional<std::string> unit = {}, const std::string& reason = "调岗") {
    HandOverCommand command;
    command.case_id = id;
    command.to = to;
    command.unit = std::move(unit);
    command.reason = reason;
    if (!id.empty()) command.if_match = version(id);
    command.answer = [](const auto& cases) { return StoredAnswer{200, std::to_string(cases.size()), "", ""}; };
    return authority->hand_over.run(by, command);
  }
  std::vector<std::string> told(const CaseId& id) {
    std::vector<std::string> out;
    const auto snapshot = std::move(store->snapshot().value());
    const auto rows = snapshot->alerts_since(0, 1000).value();
    for (const auto& row : rows)
      if (row.what.case_id == id && row.what.clock == kHandOverAlert) out.push_back(row.what.to);
    return out;
  }

  std::string folder = make_folder();
  std::unique_ptr<storage::Store> store = open(folder);
  ManualClock clock{to_instant({*parse_date("2026-03-02"), 10 * 60})};
  Metrics metrics;
  CountingIds ids;
  CaseService service{parts_of(*store, clock, metrics, ids)};
  WorkLists lists{*store, shipped(), clock, &alert_rules()};
  std::unique_ptr<AuthorityDesk> authority =
      AuthorityDesk::open(*store, shipped(), alert_rules(), clock, clock, ids).value();
  Caller security = Bureau::person("security_admin", "sec");
  Caller zhao = Bureau::person("inspector", "zhao"), qian = Bureau::person("inspector", "qian");
  Caller li = Bureau::person("mediator", "li"), window = Bureau::person("window", "zhou");
  Caller head = Bureau::person("inspection_head", "sun"), other = Bureau::person("inspector", "feng");
  CaseId mine, theirs;
};

TEST_F(TwoTeams, CaseGoesToTheUnitOfWhoOpensItAndTheLogSaysSo_039) {
  const auto snapshot = std::move(store->snapshot().value());
  const auto acts = snapshot->load_case(mine)->acts;
  EXPECT_EQ(acts.front().fields.at(engine::kUnitField), engine::Value(std::string("east")));
  EXPECT_THAT(snapshot->find_case(mine)->summary.flags, Contains("unit:east"));
  EXPECT_THAT(snapshot->find_case(theirs)->summary.flags, Contains("unit:west"));
}

TEST_F(TwoTeams, ListsHoldTheOwnUnitAlone_039) {
  EXPECT_THAT(list(zhao), ElementsAre(mine));
  EXPECT_THAT(list(qian), ElementsAre(theirs));
  EXPECT_THAT(list(li), IsEmpty());
  EXPECT_THAT(list(head), UnorderedElementsAre(mine, theirs)) << "the bureau is above all";
  CaseQuery search;
  search.q = "示例公司";
  EXPECT_THAT(list(zhao, search), ElementsAre(mine)) << "search too";
  for (const char* sort : {"due", "-filed", "number", "-updated"}) {
    CaseQuery sorted;
    sorted.sort = sort;
    EXPECT_THAT(list(zhao, sorted), ElementsAre(mine)) << sort;
  }
}

TEST_F(TwoTeams, NoOtherListShowsMore_039) {
  const auto clocks = lists.clocks(zhao, {}), none = lists.clocks(li, {});
  ASSERT_TRUE(clocks && none);
  for (const auto& item : clocks->items) EXPECT_EQ(item.case_id, mine);
  EXPECT_THAT(clocks->items, Not(IsEmpty()));
  EXPECT_THAT(none->items, IsEmpty());
  const auto employers = lists.employers(zhao, "91510000TEST00001X", 50, "");
  ASSERT_THAT(employers->items, SizeIs(1));
  EXPECT_EQ(employers->items[0].cases, 1) << "counts too";
  EXPECT_EQ(lists.employers(head, "91510000TEST00001X", 50, "")->items[0].cases, 2);
  Intake intake(*store, shipped(), clock);
  const auto routes = intake.routes(zhao, R"({"claims":["wages"],"id_number":"510000199001011234"})");
  ASSERT_THAT(routes->duplicates, SizeIs(1));
  EXPECT_EQ(routes->duplicates[0].id, mine);
  Reports reports(*store, shipped(), clock, &alert_rules());
  ReportQuery arrears;
  arrears.id = "wage_arrears";
  const auto of_zhao = reports.make(zhao, arrears), of_head = reports.make(head, arrears);
  ASSERT_TRUE(of_zhao && of_head);
  for (const auto& figure : of_zhao->figures) EXPECT_THAT(figure.cases, Not(Contains(theirs)));
  const auto snapshot = std::move(store->snapshot().value());
  const auto document = snapshot->load_rows(theirs)->documents;
  for (const auto& row : document) EXPECT_FALSE(lists.document(zhao, row.id).has_value());
}

TEST_F(TwoTeams, ErasureOfACaseOutsideIsAnsweredByNobodyOfTheUnit_039) {
  Caller chief = Bureau::person("inspection_head", "chief");
  add(chief);
  assign(chief, "east");
  KeptErasure asked;
  asked.state = "asked";
  asked.asked_by = AccountId("u_archivist");
  storage::KeptRow row;
  row.kind = "erasure";
  row.subject = theirs.value;
  row.case_id = theirs;
  row.body = write_body(asked);
  storage::Commit commit;
  commit.puts.emplace_back(storage::PutKept{row});
  ASSERT_TRUE(store->commit(std::move(commit)).has_value());
  PrivacyDesk desk(*store, shipped(), clock, ids);
  ErasureCommand command;
  command.id = (*store->snapshot())->list_kept({{"erasure"}, {}, "", {}, {1, ""}})->items.at(0).id;
  command.approve = false;
  command.reason = "还要用";
  const auto refused = desk.answer(chief, command);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_TRUE(desk.answer(head, command).has_value()) << "the bureau is above all";
}

TEST_F(TwoTeams, SingleCaseOutsideIsRefusedReadOrActedOn_039) {
  EXPECT_EQ(seen(zhao, mine), "ok");
  EXPECT_EQ(seen(zhao, theirs), "outside_unit");
  EXPECT_EQ(seen(zhao, CaseId("c_none")), "not there");
  EXPECT_FALSE(service.history(zhao, theirs).has_value());
  EXPECT_FALSE(service.actions(zhao, theirs).has_value());
  EXPECT_FALSE(service.all_clocks(zhao, theirs).has_value());
  CommandInput act;
  act.case_id = theirs;
  act.event = "file_complaint";
  act.if_match = version(theirs);
  const auto refused = service.execute(zhao, act, {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_EQ(version(theirs), *act.if_match) << "nothing was written";
}

TEST_F(TwoTeams, BreakGlassOpensReadingOfOneCaseForSomeHours_046) {
  BreakGlassCommand command;
  command.case_id = theirs;
  command.reason = "当事人在本队窗口";
  command.answer = [](Instant) { return StoredAnswer{}; };
  ASSERT_TRUE(authority->glass.open(zhao, command).has_value());
  EXPECT_EQ(seen(zhao, theirs), "ok");
  EXPECT_THAT(list(zhao), UnorderedElementsAre(mine, theirs));
  EXPECT_EQ(seen(li, theirs), "outside_unit");
  CommandInput act;
  act.case_id = theirs;
  act.event = "file_complaint";
  act.if_match = version(theirs);
  EXPECT_FALSE(service.execute(zhao, act, {}).has_value()) << "reading, never an act";
  clock.set(Instant{clock.now().ms + 4 * 3'600'000LL});
  EXPECT_EQ(seen(zhao, theirs), "outside_unit") << "it has ended";
  EXPECT_THAT(list(zhao), ElementsAre(mine));
}

TEST_F(TwoTeams, ADelegationReachesNoFurtherThanEitherOfTheTwo_046) {
  assign(head, "east");
  DelegationCommand wish;
  wish.roles = {"inspection_head"};
  wish.first = wish.last = *parse_date("2026-03-02");
  wish.basis = "示人社委〔2026〕1号";
  wish.reason = "出差";
  const auto lend = [&](const Caller& to) {
    wish.to = to.username;
    const auto made = authority->delegations.make(head, wish);
    EXPECT_TRUE(made.has_value()) << made.error().message.en;
    const auto& body = made->first.body;
    return body.substr(7, body.size() - 9);
  };
  const auto tries = [&](const Caller& who, const CaseId& id, const std::string& under) {
    CommandInput act;
    act.case_id = id;
    act.event = "assign_inspectors";
    act.act_for = under;
    act.dry_run = true;
    const auto done = service.execute(who, act, {});
    if (done || done.error().code != ErrorCode::forbidden) return std::string("may");
    return done.error().findings.at(0).path + " " + done.error().findings.at(0).code;
  };
  const auto own_team = lend(zhao), other_team = lend(qian);
  EXPECT_EQ(tries(zhao, mine, own_team), "may");
  EXPECT_EQ(tries(qian, mine, other_team), " outside_unit") << "the delegate does not work there";
  EXPECT_EQ(tries(qian, theirs, other_team), "/act_for outside_unit") << "who delegated does not work there";
  EXPECT_EQ(seen(qian, mine), "outside_unit") << "powers, never sight";
  wish.case_id = theirs;
  wish.to = "feng";
  EXPECT_FALSE(authority->delegations.make(head, wish).has_value()) << "nobody delegates for a case that is not his";
}

TEST_F(TwoTeams, AlertIsAnsweredByWhomItIsFor_047) {
  const auto put = [&](const CaseId& id, const std::string& to) {
    storage::Commit commit;
    commit.alerts.push_back({{id, "J04", "", 1, "0", to, *parse_date("2026-03-20")}, *parse_date("2026-03-20")});
    return store->commit(std::move(commit))->alerts.at(0).id;
  };
  const auto answers = [&](const Caller& who, long long alert) {
    const auto done = lists.acknowledge(who, alert, {}, {});
    if (done) return "";
    return done.error().code == ErrorCode::not_found ? "not_found" : "forbidden";
  };
  const auto east = put(mine, "inspector"), west = put(theirs, "inspector"), above = put(mine, "inspection_head"),
             top = put(mine, "bureau_head");
  EXPECT_STREQ(answers(zhao, west), "not_found") << "of another unit";
  EXPECT_STREQ(answers(li, east), "not_found");
  EXPECT_STREQ(answers(zhao, above), "forbidden") << "or nobody would hear that the first did not answer";
  EXPECT_STREQ(answers(head, top), "forbidden");
  EXPECT_STREQ(answers(head, east), "") << "a head for those below";
  EXPECT_STREQ(answers(head, above), "");
  BreakGlassCommand glass;
  glass.case_id = theirs;
  glass.reason = "当事人在本队窗口";
  glass.answer = [](Instant) { return StoredAnswer{}; };
  ASSERT_TRUE(authority->glass.open(zhao, glass).has_value());
  EXPECT_STREQ(answers(zhao, west), "forbidden") << "break-glass opens reading alone";
  EXPECT_STREQ(answers(qian, west), "");
}

TEST_F(TwoTeams, ChangedMembershipHoldsAtOnce_049) {
  assign(zhao, "west");
  EXPECT_THAT(list(zhao), ElementsAre(theirs));
  EXPECT_EQ(seen(zhao, mine), "outside_unit");
  assign(zhao, "");
  EXPECT_THAT(list(zhao), UnorderedElementsAre(mine, theirs));
}

TEST_F(TwoTeams, UnitsSeeThoseBelowThem_039) {
  assign(zhao, "branch");
  assign(qian, "center");
  assign(window, "branch");
  const auto below = complaint("k3");
  EXPECT_THAT(list(zhao), Not(Contains(below))) << "a mediation body does no inspection, so the case is the bureau's";
  EXPECT_THAT(list(head), Contains(below));
  const auto units = authority->units.units().value();
  EXPECT_THAT(units->below("center"), UnorderedElementsAre("center", "branch"));
  EXPECT_THAT(units->below("branch"), ElementsAre("branch"));
}

TEST_F(TwoTeams, NewCaseGoesWhereSuchWorkIsDone_039) {
  const auto units = authority->units.units().value();
  EXPECT_EQ(units->place(zhao.account, "inspection"), "east");
  EXPECT_EQ(units->place(zhao.account, "arbitration"), "committee") << "the only one that does it";
  EXPECT_EQ(units->place(head.account, "inspection"), "") << "two teams: the bureau decides";
  EXPECT_EQ(units->place(li.account, "mediation"), "branch");
}

TEST_F(TwoTeams, WrongUnitsAreRefused_041) {
  const auto put = [&](Unit unit) {
    const auto done = authority->units.put(security, {std::move(unit), {}});
    return done ? std::string("ok") : done.error().findings.front().path;
  };
  EXPECT_EQ(put({"East", "inspection_team", "", {"x", "x"}}), "/id");
  EXPECT_EQ(put({"north", "team", "", {"x", "x"}}), "/kind");
  EXPECT_EQ(put({"north", "inspection_team", "", {"x", ""}}), "/name");
  EXPECT_EQ(put({"north", "inspection_team", "nowhere", {"x", "x"}}), "/parent");
  EXPECT_EQ(put({"center", "mediation_center", "branch", {"x", "x"}}), "/parent") << "a circle";
  EXPECT_FALSE(authority->units.assign(security, zhao.account, "nowhere", {}).has_value());
  EXPECT_FALSE(authority->units.assign(security, AccountId("u_none"), "east", {}).has_value());
  EXPECT_EQ(authority->units.assign(zhao, zhao.account, "west", {}).error().code, ErrorCode::forbidden);
}

TEST_F(TwoTeams, HandOverIsAnActInTheLogAndClocksRunOn) {
  const auto clocks = service.all_clocks(head, mine).value();
  const auto before = version(mine);
  ASSERT_TRUE(hand(head, mine, "qian").has_value());
  EXPECT_EQ(version(mine), before + 1);
  const auto history = service.history(head, mine).value();
  const auto* act = std::get_if<engine::Act>(&history.back().event);
  ASSERT_NE(act, nullptr);
  EXPECT_EQ(act->event, engine::kHandOver);
  EXPECT_EQ(act->by.account, head.account);
  EXPECT_FALSE(act->reason.empty());
  EXPECT_THAT(list(qian), UnorderedElementsAre(mine, theirs)) << "who handles it sees it, whatever its unit";
  const auto after = service.all_clocks(head, mine).value();
  ASSERT_EQ(after.size(), clocks.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].due, clocks[i].due) << after[i].label;
  EXPECT_THAT(told(mine), UnorderedElementsAre("account:u_zhou", "account:u_qian"));
  CaseQuery handled;
  handled.handler = {"u_qian"};
  EXPECT_THAT(list(head, handled), ElementsAre(mine));
  CommandInput filing;
  filing.case_id = mine;
  filing.event = "file_complaint";
  const auto filed = sent(qian, filing);
  EXPECT_TRUE(filed.proposal) << "the procedure goes on as before";
  EXPECT_EQ(service.view(head, mine, {}, {})->raw.facts.count("materials_complete"), 1U);
}

TEST_F(TwoTeams, HandOverToAnotherUnitMovesWhatIsSeen) {
  ASSERT_TRUE(hand(head, mine, "", "west").has_value());
  EXPECT_EQ(seen(qian, mine), "ok");
  EXPECT_EQ(seen(zhao, mine), "outside_unit");
  EXPECT_THAT(told(mine), UnorderedElementsAre("account:u_zhou", "inspection_head"));
  ASSERT_TRUE(hand(head, mine, "", "").has_value());
  EXPECT_EQ(seen(qian, mine), "outside_unit") << "it is the bureau's";
}

TEST_F(TwoTeams, AllOpenCasesOfAPersonGoTogether) {
  ASSERT_TRUE(hand(head, mine, "zhao").has_value());
  ASSERT_TRUE(hand(head, theirs, "zhao").has_value());
  HandOverCommand command;
  command.from = "zhao";
  command.to = "feng";
  command.reason = "借调";
  command.answer = [](const auto& cases) { return StoredAnswer{200, std::to_string(cases.size()), "", ""}; };
  EXPECT_EQ(authority->hand_over.run(qian, command).error().code, ErrorCode::forbidden) << "neither head nor himself";
  const auto done = authority->hand_over.run(head, command);
  ASSERT_TRUE(done.has_value()) << done.error().message.en;
  EXPECT_EQ(done->first.body, "2");
  CaseQuery handled;
  handled.handler = {"u_feng"};
  EXPECT_THAT(list(head, handled), UnorderedElementsAre(mine, theirs));
  handled.handler = {"u_zhao"};
  EXPECT_THAT(list(head, handled), IsEmpty());
}

TEST_F(TwoTeams, HandOverRefusesWhatMakesNoSense) {
  const auto path = [&](const Result<std::pair<StoredAnswer, bool>>& answer) {
    return answer ? std::string("done") : answer.error().findings.empty() ? "" : answer.error().findings.front().path;
  };
  EXPECT_EQ(path(hand(head, mine, "nobody")), "/to");
  EXPECT_EQ(path(hand(head, mine, "")), "/to");
  EXPECT_EQ(path(hand(head, mine, "qian", {}, "")), "/reason");
  EXPECT_EQ(path(hand(head, mine, "", "nowhere")), "/unit");
  EXPECT_EQ(path(hand(head, mine, "zhou")), "") << "nothing would change";
  EXPECT_EQ(hand(zhao, mine, "qian").error().code, ErrorCode::forbidden) << "not the handler";
  EXPECT_EQ(hand(zhao, theirs, "qian").error().code, ErrorCode::forbidden) << "outside";
  EXPECT_EQ(hand(head, CaseId("c_none"), "qian").error().code, ErrorCode::not_found);
  HandOverCommand stale;
  stale.case_id = mine;
  stale.to = "qian";
  stale.reason = "x";
  EXPECT_EQ(authority->hand_over.run(head, stale).error().code, ErrorCode::precondition_required);
  stale.if_match = version(mine) + 1;
  EXPECT_EQ(authority->hand_over.run(head, stale).error().code, ErrorCode::conflict);
  EXPECT_THAT(told(mine), IsEmpty());
}

TEST_F(TwoTeams, WhoIsRecusedIsOutAtOnce_045) {
  const auto name = [&](const Caller& by, std::vector<std::string> people, const std::string& role = kRecused) {
    HandOverCommand command;
    command.case_id = mine;
    command.role = role;
    command.people = std::move(people);
    command.reason = "与当事人有利害关系";
    command.if_match = version(mine);
    command.answer = [](const auto&) { return StoredAnswer{}; };
    return authority->hand_over.run(by, command);
  };
  EXPECT_EQ(name(window, {"zhao"}).error().code, ErrorCode::forbidden) << "a head decides";
  EXPECT_EQ(name(head, {"nobody"}).error().findings.front().path, "/people/0");
  EXPECT_EQ(name(head, {"zhao"}, "juror").error().findings.front().path, "/role");
  EXPECT_EQ(name(head, {"li"}, "investigator").error().findings.front().path, "/people/0") << "no inspector";
  const auto before = version(mine);
  ASSERT_TRUE(name(head, {"zhao", "feng"}).has_value());
  EXPECT_EQ(version(mine), before + 1);
  for (const auto* out : {&zhao, &other}) {
    EXPECT_EQ(seen(*out, mine), "not there") << out->username;
    EXPECT_THAT(list(*out), Not(Contains(mine))) << "of the unit, or of the bureau itself";
    EXPECT_FALSE(service.history(*out, mine).has_value());
    CommandInput act;
    act.case_id = mine;
    act.event = "file_complaint";
    act.if_match = version(mine);
    const auto refused = service.execute(*out, act, {});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    BreakGlassCommand glass;
    glass.case_id = mine;
    glass.reason = "仍想查看";
    glass.answer = [](Instant) { return StoredAnswer{}; };
    (void)authority->glass.open(*out, glass);
    EXPECT_EQ(seen(*out, mine), "not there") << "not even by break-glass";
  }
  EXPECT_THAT(list(other), ElementsAre(theirs)) << "nothing else is lost";
  EXPECT_EQ(seen(window, theirs), "ok");
  ASSERT_TRUE(name(head, {"feng"}).has_value());
  EXPECT_EQ(seen(zhao, mine), "ok") << "named anew, without him";
}

/// Not what happened since, not the form, not that there is a case: whatever is asked of it.
TEST_F(TwoTeams, WhoIsRecusedIsToldNothing_045) {
  HandOverCommand out;
  out.case_id = mine;
  out.role = kRecused;
  out.people = {"feng"};
  out.reason = "近亲属";
  out.if_match = version(mine);
  out.answer = [](const auto&) { return StoredAnswer{}; };
  ASSERT_TRUE(authority->hand_over.run(head, out).has_value());
  CommandInput act;
  act.case_id = mine;
  for (const auto* event : {"file_complaint", "no_such_event", "approve"})
    for (const auto seen_version : {Version{1}, version(mine)}) {
      act.event = event;
      act.if_match = seen_version;
      const auto refused = service.execute(other, act, {});
      ASSERT_FALSE(refused.has_value()) << event;
      EXPECT_EQ(refused.error().code, ErrorCode::not_found) << event;
      EXPECT_THAT(refused.error().findings, IsEmpty());
    }
  BreakGlassCommand glass;
  glass.case_id = mine;
  glass.reason = "核对";
  glass.answer = [](Instant) { return StoredAnswer{}; };
  EXPECT_EQ(authority->glass.open(other, glass).error().code, ErrorCode::not_found);
  EXPECT_EQ(hand(other, mine, "qian").error().code, ErrorCode::not_found);
  EXPECT_EQ(hand(head, mine, "feng").error().findings.front().path, "/to") << "nor do they take it over";
  out.role = "investigator";
  out.if_match = version(mine);
  EXPECT_EQ(authority->hand_over.run(head, out).error().findings.front().path, "/people/0") << "nor hold a role in it";
}

engine::Act naming(const std::string& role, const std::string& people) {
  engine::Act act;
  act.event = engine::kHandOver;
  act.fields = {{kPeopleRoleField, role}, {kPeopleField, people}};
  return act;
}
engine::Act award_by(const std::string& account, const std::string& role = "arbitrator") {
  engine::Act act;
  act.event = "award";
  act.by = {role, AccountId(account), {}};
  return act;
}

TEST(CaseRoles, EventsOfARoleAreForItsHoldersOnceThereAreAny_043) {
  const auto rules = load_case_roles(shipped());
  ASSERT_TRUE(rules.has_value());
  const auto procedure = shipped().in_force("arbitration", *parse_date("2026-03-02"));
  std::vector<engine::Act> acts;
  const auto refused = [&](const engine::Act& act) { return check_case_role(*rules, *procedure, acts, act); };
  EXPECT_FALSE(refused(award_by("u_any"))) << "nobody is named yet";
  acts.push_back(naming("tribunal_member", "u_a u_b u_c"));
  EXPECT_FALSE(refused(award_by("u_b")));
  const auto no = refused(award_by("u_d"));
  ASSERT_TRUE(no.has_value());
  EXPECT_EQ(no->subject, "tribunal_member");
  EXPECT_FALSE(no->cite.empty());
  EXPECT_TRUE(refused(award_by("u_d", "presiding_arbitrator")).has_value());
  engine::Act together = award_by("u_a");
  together.officers = {AccountId("u_d")};
  EXPECT_TRUE(refused(together).has_value()) << "who sits with them must be one of them";
  engine::Act other = award_by("u_d");
  other.event = "correct_award";
  EXPECT_FALSE(refused(other)) << "not one of the events";
  acts.push_back(naming("tribunal_member", "u_d"));
  EXPECT_FALSE(refused(award_by("u_d")));
  EXPECT_TRUE(refused(award_by("u_a")).has_value()) << "the last naming holds";
  acts.push_back(naming("tribunal_member", ""));
  EXPECT_FALSE(refused(award_by("u_a"))) << "named again to nobody";
}

TEST(CaseRoles, WhoIsRecusedTakesNoPartBesideOthers_045) {
  const auto rules = load_case_roles(shipped());
  const auto procedure = shipped().in_force("arbitration", *parse_date("2026-03-02"));
  const std::vector<engine::Act> acts{naming(kRecused, "u_x")};
  engine::Act together = award_by("u_a");
  EXPECT_FALSE(check_case_role(*rules, *procedure, acts, together));
  together.officers = {AccountId("u_x")};
  EXPECT_TRUE(check_case_role(*rules, *procedure, acts, together).has_value());
}

TEST(CaseRoles, RulesNameEventsAndRolesThatAreThere_062) {
  const auto rules = load_case_roles(shipped());
  ASSERT_TRUE(rules.has_value());
  for (const auto& [workflow, roles] : *rules) {
    const auto procedure = shipped().in_force(workflow, *parse_date("2026-03-02"));
    ASSERT_TRUE(procedure != nullptr) << workflow;
    for (const auto& role : roles)
      for (const auto& id : role.events) {
        const auto* event = procedure->find_event(id);
        ASSERT_NE(event, nullptr) << id;
        EXPECT_TRUE(std::ranges::any_of(
            role.by, [&](const std::string& by) { return std::ranges::find(event->by, by) != event->by.end(); }))
            << role.id << " may record " << id;
      }
  }
  EXPECT_FALSE(read_case_roles(R"({"case_roles":{"arbitration":{"x":{"by":["a"],"events":["b"]}}}})").has_value());
  EXPECT_FALSE(read_case_roles("{}").has_value());
}

TEST_F(TwoTeams, StoreChecksOutAfterwards) {
  ASSERT_TRUE(hand(head, mine, "qian", "west").has_value());
  HandOverCommand out;
  out.case_id = mine;
  out.role = kRecused;
  out.people = {"zhao"};
  out.reason = "回避";
  out.if_match = version(mine);
  out.answer = [](const auto&) { return StoredAnswer{}; };
  ASSERT_TRUE(authority->hand_over.run(head, out).has_value());
  const auto found = check_store(*store, shipped());
  ASSERT_TRUE(found.has_value());
  EXPECT_THAT(found->findings, IsEmpty());
}

}  // namespace
}  // namespace hejie::app
