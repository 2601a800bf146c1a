// Labels of secrecy: a document above one's clearance is not there, whoever sits in the case does not read what the
// mediator of the dispute wrote. The number at the end of a name is the item of docs/security.md it shows.
#include "app/labels.h"
#include "app/paper_desk.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::Each;
using testing::Field;
using testing::Not;
using testing::SizeIs;

constexpr const char* kNotes = "mediation_record-1";

struct Labels : testing::Test {
  Bureau bureau{"2026-06-01"};
  PaperDesk papers{{*bureau.store, shipped(), bureau.service, bureau.clock, ""}};
  LabelRules rules = load_label_rules(shipped()).value();

  CommandOutcome done(Result<CommandResult> result) {
    if (result && std::holds_alternative<CommandOutcome>(*result)) return std::get<CommandOutcome>(*result);
    ADD_FAILURE() << (result ? std::get<Refused>(*result).rejection.message.en : result.error().message.en);
    return {};
  }
  /// A mediation under way, and what the mediator wrote down.
  CommandOutcome mediation(const Caller& mediator) {
    CommandInput input;
    input.workflow = "mediation";
    input.event = "receive_application";
    input.on_behalf_of = "applicant";
    input.data_json =
        R"({"parties":[{"role":"applicant","kind":"worker","name":"甲某"},{"role":"respondent","kind":"employer","name":"示例公司"}],)"
        R"("claim_fen":2000000,"items":[{"kind":"wages","party":"applicant","claimed_fen":2000000}]})";
    const auto opened = done(bureau.send(Bureau::person("window", "zhou"), input));
    const auto next = [&](const std::string& event, const std::string& data = "{}", const std::string& party = "") {
      auto command = Bureau::about(opened, event, data);
      command.on_behalf_of = party;
      done(bureau.send(mediator, command));
    };
    next("ask_consent");
    next("give_consent", "{}", "respondent");
    next("accept");
    next("assign_mediator", R"({"mediator":{"name":"胡调解"}})");
    const auto paper = papers.paper(mediator, opened.case_id, kNotes);
    EXPECT_TRUE(paper.has_value()) << paper.error().message.en;
    if (!paper || paper->fields.empty()) return opened;
    EXPECT_EQ(paper->label, Label::sensitive);
    const auto kept =
        papers.fill_in(mediator, opened.case_id, kNotes, {{paper->fields.front().name, "让步底线三千元"}}, 1);
    EXPECT_TRUE(kept.has_value()) << kept.error().message.en;
    return opened;
  }
  ErrorCode code_of(const Caller& caller, const CaseId& id, const std::string& paper) {
    const auto read = papers.paper(caller, id, paper);
    if (read) return ErrorCode::conflict;  // stands for: it was read
    return read.error().code;
  }
};

TEST_F(Labels, ShippedRulesAreRead_048) {
  EXPECT_EQ(rules.of("mediation", "mediation_record"), Label::sensitive);
  EXPECT_EQ(rules.of("mediation", "acceptance_notice"), Label::internal);
  EXPECT_EQ(rules.of("publication", "anything"), Label::open);
  EXPECT_EQ(rules.cleared(Bureau::person("mediator", "hu"), "mediation"), Label::sensitive);
  EXPECT_EQ(rules.cleared(Bureau::person("mediator", "hu"), "arbitration"), Label::internal);
  EXPECT_EQ(rules.cleared(Bureau::person("bureau_head", "li"), "after"), Label::sensitive);
  Caller both = Bureau::person("window", "zhou");
  both.roles.emplace_back("mediator");
  EXPECT_EQ(rules.cleared(both, "mediation"), Label::sensitive) << "the highest of one's roles";
}

TEST_F(Labels, ShippedDocumentsAndRolesAreThere_048) {
  for (const auto& [workflow, row] : rules.documents) {
    const auto procedure = shipped().in_force(workflow, Date{20'700});
    ASSERT_NE(procedure, nullptr) << workflow;
    for (const auto& [document, label] : row)
      EXPECT_TRUE(document.empty() || procedure->find_document(document) != nullptr) << workflow << " " << document;
  }
  const auto known = [](const std::string& role) {
    return std::ranges::any_of(shipped().roles(), [&](const auto& one) { return one.id == role; });
  };
  for (const auto& [stage, row] : rules.clearance)
    for (const auto& [role, label] : row) EXPECT_TRUE(known(role)) << role;
  for (const auto& [workflow, apart] : rules.apart)
    for (const auto& role : apart.roles) EXPECT_TRUE(known(role)) << role;
}

TEST_F(Labels, WrongRulesAreRefusedWithTheirPlace_048) {
  for (const char* text :
       {"{}", R"({"documents":{},"clearance":{}})", R"({"documents":{"x":{"y":"secret"}},"clearance":{},"apart":{}})",
        R"({"documents":{"x":1},"clearance":{},"apart":{}})", R"({"documents":{},"clearance":[],"apart":{}})",
        R"({"documents":{},"clearance":{},"apart":{"x":{"workflow":"y"}}})"}) {
    const auto read = read_label_rules(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_THAT(read.error().findings, SizeIs(1)) << text;
  }
  const auto low =
      read_label_rules(R"({"documents":{"x":{"y":"internal"}},"clearance":{"":{"guest":"open"}},"apart":{}})");
  ASSERT_TRUE(low.has_value());
  EXPECT_LT(low->cleared(Bureau::person("guest", "g"), "any"), low->of("x", "y"));
}

/// Item 40 as a table: who reads what of a mediation.
TEST_F(Labels, MediatorsNotesAreNotThereForOtherDesks_048_040) {
  const Caller mediator = Bureau::person("mediator", "hu");
  const auto opened = mediation(mediator);
  const struct {
    const char* role;
    bool reads;
  } kTable[] = {{"mediator", true},
                {"bureau_head", true},
                {"archivist", true},
                {"arbitrator", false},
                {"presiding_arbitrator", false},
                {"clerk", false},
                {"committee_head", false},
                {"inspector", false},
                {"inspection_head", false},
                {"legal_reviewer", false},
                {"window", false},
                {"duty_officer", false}};
  for (const auto& [role, reads] : kTable) {
    const Caller caller = Bureau::person(role, std::string("x_") + role);
    const auto read = papers.paper(caller, opened.case_id, kNotes);
    EXPECT_EQ(read.has_value(), reads) << role;
    if (!read) {
      EXPECT_EQ(read.error().code, ErrorCode::not_found) << role;
      const auto none = papers.paper(caller, opened.case_id, "no_such_document");
      EXPECT_EQ(read.error().message.en, none.error().message.en) << "not even that there is one";
    }
    EXPECT_EQ(papers.docx(caller, opened.case_id, kNotes, true).has_value(), reads) << role;
    EXPECT_EQ(papers.page(caller, opened.case_id, kNotes, true).has_value(), reads) << role;
    EXPECT_EQ(papers.fill_in(caller, opened.case_id, kNotes, {}, 1).has_value(), reads) << role;
    EXPECT_TRUE(papers.paper(caller, opened.case_id, "acceptance_notice").has_value()) << role << ": internal";
    const auto view = bureau.service.view(caller, opened.case_id, std::nullopt, std::nullopt);
    ASSERT_TRUE(view.has_value()) << role;
    for (const auto& [id, body] : view->texts) EXPECT_THAT(body, Not(testing::HasSubstr("三千元"))) << role;
  }
}

TEST_F(Labels, TheOneWhoSitsDoesNotReadThemWhateverTheRole_040) {
  Caller both = Bureau::person("mediator", "hu");
  const auto opened = mediation(both);
  both.roles.emplace_back("arbitrator");
  EXPECT_EQ(code_of(both, opened.case_id, kNotes), ErrorCode::conflict) << "sits in no linked case";
  const auto& apart = rules.apart.at("mediation");
  const CaseRoleRules case_roles = load_case_roles(shipped()).value();
  const auto sits = [&](const engine::Act& act, const AccountId& account) {
    return sits_in(std::vector{act}, case_roles, apart, account);
  };
  engine::Act act;
  act.by = {"arbitrator", both.account, {}};
  EXPECT_TRUE(sits(act, both.account));
  EXPECT_FALSE(sits(act, AccountId("u_other")));
  act.by = {"presiding_arbitrator", AccountId("u_other"), {}};
  act.officers = {both.account};
  EXPECT_TRUE(sits(act, both.account));
  act.by.role = "clerk";
  EXPECT_FALSE(sits(act, both.account)) << "who sits by a clerk is no member";
}

}  // namespace
}  // namespace hejie::app
