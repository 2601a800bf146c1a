#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

const Caller kZhao = Bureau::person("inspector", "zhao");
const Caller kSun = Bureau::person("inspection_head", "sun");

TEST(CaseService, OpensACaseAndSaysWhatFollows) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  EXPECT_TRUE(outcome.created);
  EXPECT_EQ(outcome.state, "complaint_received");
  EXPECT_GT(outcome.seq, 0);
  EXPECT_THAT(outcome.clocks_opened, Contains(Field(&ClockView::id, "J02")));
  EXPECT_THAT(outcome.documents, Contains(Field(&DocumentView::document, "complaint_form")));
}

TEST(CaseService, PersonalDataStaysOutOfTheEvents) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  const auto view = bureau.service.view(kZhao, outcome.case_id, {}, {});
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->parties.front().name, "甲某");
  const auto history = bureau.service.history(kZhao, outcome.case_id);
  ASSERT_TRUE(history.has_value());
  const auto& act = std::get<engine::Act>(history->front().event);
  EXPECT_TRUE(act.parties.front().person.value.starts_with("p_"));
  EXPECT_TRUE(std::get<std::string>(act.fields.at("summary")).starts_with("t_"));
}

TEST(CaseService, ReportsEveryFindingOfAForm) {
  Bureau bureau;
  auto input = Bureau::opening();
  input.data_json = R"({"matter":"weather","worker_count":"three","nonsense":1})";
  const auto result = bureau.send(Bureau::person("window", "zhou"), input);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
  std::vector<std::string> paths;
  for (const auto& finding : result.error().findings) paths.push_back(finding.path);
  EXPECT_THAT(paths, testing::IsSupersetOf(
                         {"/data/matter", "/data/worker_count", "/data/nonsense", "/data/materials_complete"}));
  EXPECT_EQ(bureau.cases(), 0U);
}

TEST(CaseService, RefusesTomorrowAndTheDayBeforeTheCase) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  auto input = Bureau::about(outcome, "file_complaint");
  for (const auto& day : {"2026-03-03", "2026-02-27"}) {
    input.occurred_on = parse_date(day);
    const auto result = bureau.send(kZhao, input);
    ASSERT_FALSE(result.has_value()) << day;
    EXPECT_EQ(result.error().findings.front().path, "/occurred_on");
  }
}

TEST(CaseService, NeedsIfMatchAndSaysWhatHappenedSince) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  auto input = Bureau::about(outcome, "file_complaint");
  const auto missing = bureau.service.execute(kZhao, input, {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::precondition_required);
  input.if_match = outcome.version - 1;
  const auto stale = bureau.service.execute(kZhao, input, {});
  ASSERT_TRUE(stale.has_value());
  ASSERT_TRUE(std::holds_alternative<Stale>(*stale));
  EXPECT_EQ(std::get<Stale>(*stale).current, outcome.version);
  EXPECT_EQ(std::get<Stale>(*stale).since.size(), 1U);
}

TEST(CaseService, DryRunStoresNothing) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  auto input = Bureau::about(outcome, "file_complaint");
  input.dry_run = true;
  const auto result = bureau.service.execute(kZhao, input, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(std::get<CommandOutcome>(*result).dry_run);
  EXPECT_EQ(bureau.version(outcome.case_id), outcome.version);
}

TEST(CaseService, SameKeySameAnswerAndNoSecondCase) {
  Bureau bureau;
  const auto first = bureau.complaint("key-1");
  auto input = Bureau::opening();
  input.idempotency = {"key-1", "POST /cases", "hash"};
  const auto again = bureau.send(Bureau::person("window", "zhou"), input, Bureau::render());
  ASSERT_TRUE(again.has_value());
  ASSERT_TRUE(std::holds_alternative<StoredAnswer>(*again));
  EXPECT_THAT(std::get<StoredAnswer>(*again).body, HasSubstr(first.case_id.value));
  EXPECT_EQ(bureau.cases(), 1U);
  input.idempotency.body_sha256 = "other";
  const auto other = bureau.send(Bureau::person("window", "zhou"), input, Bureau::render());
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, ErrorCode::key_reused);
}

TEST(CaseService, AKeyBelongsToItsAccount) {
  Bureau bureau;
  bureau.complaint("key-1");
  auto input = Bureau::opening();
  input.data_json = R"({})";
  input.idempotency = {"key-1", "POST /cases", "hash"};
  const auto result = bureau.send(Bureau::person("window", "wang"), input, Bureau::render());
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
}

TEST(CaseService, ARefusalIsStoredWithItsKey) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  auto input = Bureau::about(outcome, "summon", R"({"appear_on":"2026-03-05"})");
  input.idempotency = {"key-2", "POST /events", "hash"};
  const auto refused = bureau.send(kZhao, input, Bureau::render());
  ASSERT_TRUE(refused.has_value());
  ASSERT_TRUE(std::holds_alternative<Refused>(*refused));
  EXPECT_FALSE(std::get<Refused>(*refused).authority);
  const auto again = bureau.send(kZhao, input, Bureau::render());
  ASSERT_TRUE(again.has_value());
  ASSERT_TRUE(std::holds_alternative<StoredAnswer>(*again));
  EXPECT_EQ(std::get<StoredAnswer>(*again).status, 409);
  EXPECT_EQ(bureau.version(outcome.case_id), outcome.version);
}

TEST(CaseService, TheWrongRoleIsAMatterOfAuthority) {
  Bureau bureau;
  const auto outcome = bureau.complaint();
  auto input = Bureau::about(outcome, "file_complaint");
  const auto result = bureau.send(Bureau::person("mediator", "someone"), input);
  ASSERT_TRUE(result.has_value());
  ASSERT_TRUE(std::holds_alternative<Refused>(*result));
  EXPECT_TRUE(std::get<Refused>(*result).authority);
  const auto unseen = bureau.send(Bureau::person("system_admin", "root"), input);
  ASSERT_FALSE(unseen.has_value());
  EXPECT_EQ(unseen.error().code, ErrorCode::not_found);
}

TEST(CaseService, ARequestWaitsForAnotherPerson) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  auto input = Bureau::about(opened, "file_complaint");
  const auto asked = bureau.send(kZhao, input);
  ASSERT_TRUE(asked.has_value());
  const auto proposal = std::get<CommandOutcome>(*asked);
  EXPECT_TRUE(proposal.proposal);
  EXPECT_EQ(proposal.state, "complaint_received");
  EXPECT_THAT(proposal.approver_roles, Contains("inspection_head"));

  input.event = "approve";
  input.data_json = "{\"of\":" + std::to_string(proposal.seq) + "}";
  auto both = Bureau::person("inspection_head", "zhao");
  const auto own = bureau.send(both, input);
  ASSERT_TRUE(own.has_value());
  EXPECT_TRUE(std::holds_alternative<Refused>(*own));
  const auto done = bureau.send(kSun, input);
  ASSERT_TRUE(done.has_value());
  const auto outcome = std::get<CommandOutcome>(*done);
  EXPECT_EQ(outcome.state, "filed");
  EXPECT_FALSE(outcome.number.empty());
  EXPECT_THAT(outcome.clocks_opened, Contains(Field(&ClockView::id, "J07")));
  EXPECT_THAT(outcome.clocks_closed, Contains(Field(&ClockView::id, "J02")));
}

TEST(CaseService, OfMustBeAnEntryOfThisCase) {
  Bureau bureau;
  const auto first = bureau.complaint();
  const auto second = bureau.complaint();
  auto input = Bureau::about(second, "annul", "{\"of\":" + std::to_string(first.seq) + ",\"reason\":\"误录\"}");
  const auto result = bureau.send(kZhao, input);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().findings.front().path, "/data/of");
}

TEST(CaseService, AnEmployerKnownByItsCodeIsTheSamePerson) {
  Bureau bureau;
  const auto first = bureau.complaint();
  const auto second = bureau.complaint();
  const auto left = bureau.service.view(kZhao, first.case_id, {}, {});
  const auto right = bureau.service.view(kZhao, second.case_id, {}, {});
  ASSERT_TRUE(left && right);
  EXPECT_EQ(left->parties.back().person, right->parties.back().person);
}

TEST(CaseService, TicksOnceAndOnlyOnce) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  const Moment later{*parse_date("2026-03-20"), 9 * 60};
  bureau.clock.set(to_instant(later));
  const auto first = bureau.service.tick(opened.case_id, later);
  ASSERT_TRUE(first.has_value());
  EXPECT_GT(*first, 0);
  const auto second = bureau.service.tick(opened.case_id, later);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(*second, 0);
}

TEST(CaseService, TicksManyTogetherAndAnswersForEach) {
  Bureau bureau;
  std::vector<CaseId> cases;
  for (int i = 0; i < 150; ++i) cases.push_back(bureau.complaint().case_id);
  const std::size_t unknown = 70;
  cases[unknown] = CaseId{"c_nobody"};
  cases.push_back(cases.front());
  const Moment later{*parse_date("2026-03-20"), 9 * 60};
  bureau.clock.set(to_instant(later));
  const auto answers = bureau.service.tick_all(cases, later);
  ASSERT_EQ(answers.size(), cases.size());
  for (std::size_t i = 0; i + 1 < cases.size(); ++i) {
    ASSERT_EQ(answers[i].has_value(), i != unknown) << i;
    EXPECT_GT(answers[i].value_or(1), 0) << i;
  }
  EXPECT_EQ(answers[unknown].error().code, ErrorCode::not_found);
  ASSERT_TRUE(answers.back().has_value());
  EXPECT_EQ(*answers.back(), 0);
}

TEST(CaseService, AdministratorsDoNotSeeThatACaseExists) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  const auto view = bureau.service.view(Bureau::person("system_admin", "root"), opened.case_id, {}, {});
  ASSERT_FALSE(view.has_value());
  EXPECT_EQ(view.error().code, ErrorCode::not_found);
}

TEST(CaseService, ShowsTheCaseAsItWasKnownThen) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  bureau.clock.set(to_instant({*parse_date("2026-03-04"), 600}));
  auto input = Bureau::about(opened, "file_complaint");
  const auto asked = bureau.send(kZhao, input);
  ASSERT_TRUE(asked.has_value());
  input.event = "approve";
  input.data_json = "{\"of\":" + std::to_string(std::get<CommandOutcome>(*asked).seq) + "}";
  ASSERT_TRUE(bureau.send(kSun, input).has_value());
  const auto now = bureau.service.view(kZhao, opened.case_id, {}, {});
  const auto then = bureau.service.view(kZhao, opened.case_id, parse_date("2026-03-03"), {});
  const auto legal = bureau.service.view(kZhao, opened.case_id, {}, parse_date("2026-03-03"));
  ASSERT_TRUE(now && then && legal);
  EXPECT_EQ(now->state, "filed");
  EXPECT_EQ(then->state, "complaint_received");
  EXPECT_EQ(legal->state, "complaint_received");
  EXPECT_FALSE(bureau.service.view(kZhao, opened.case_id, parse_date("2026-03-01"), {}).has_value());
}

TEST(CaseService, SaysWhatMayBeDoneNow) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  const auto actions = bureau.service.actions(kZhao, opened.case_id);
  ASSERT_TRUE(actions.has_value());
  const auto find = [&](const std::string& id) { return std::ranges::find(*actions, id, &engine::Availability::id); };
  ASSERT_NE(find("file_complaint"), actions->end());
  EXPECT_TRUE(find("file_complaint")->allowed);
  ASSERT_NE(find("summon"), actions->end());
  EXPECT_FALSE(find("summon")->allowed);
  EXPECT_TRUE(find("summon")->why_not.has_value());
}

TEST(CaseService, AnOfficerMustBeAnAccount) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  auto input = Bureau::about(opened, "summon", R"({"appear_on":"2026-03-05"})");
  input.officer_names = {"nobody"};
  const auto result = bureau.send(kZhao, input);
  ASSERT_FALSE(result.has_value());
  ASSERT_EQ(result.error().findings.size(), 1U);
  EXPECT_EQ(result.error().findings.front().path, "/officers/0");
}

TEST(CaseService, AnOpenRequestSaysWhoIsToAnswerAndWhatIMaySay) {
  Bureau bureau;
  const auto opened = bureau.complaint();
  const auto asked = bureau.send(kZhao, Bureau::about(opened, "file_complaint"));
  ASSERT_TRUE(asked.has_value());
  const auto answers = [&](const Caller& caller, std::optional<Date> as_of = {}) {
    const auto view = bureau.service.view(caller, opened.case_id, as_of, {});
    EXPECT_EQ(view->proposals.size(), 1U);
    EXPECT_EQ(view->proposals.front().seq, std::get<CommandOutcome>(*asked).seq);
    EXPECT_THAT(view->proposals.front().approver_roles, testing::ElementsAre("inspection_head"));
    return view->proposals.front().answers;
  };
  EXPECT_THAT(answers(kZhao), testing::ElementsAre("recall"));
  EXPECT_THAT(answers(kSun), testing::ElementsAre("approve", "decline"));
  EXPECT_THAT(answers(Bureau::person("inspection_head", "zhao")), testing::ElementsAre("recall")) << "one's own";
  EXPECT_THAT(answers(Bureau::person("window", "zhou")), testing::IsEmpty());
  EXPECT_THAT(answers(kSun, parse_date("2026-03-02")), testing::IsEmpty()) << "the past takes no answer";
}

}  // namespace
}  // namespace hejie::app
