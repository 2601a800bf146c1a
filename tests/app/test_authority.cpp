// Who may see what beyond the roles of events: break-glass and the secondary file.
#include "app/alert_rules_load.h"
#include "app/break_glass.h"
#include "app/control_desk.h"
#include "app/paper_desk.h"
#include "app/work_lists.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

const Caller kWindow = Bureau::person("window", "zhou");
const Caller kZhao = Bureau::person("inspector", "zhao");
const Caller kSun = Bureau::person("inspection_head", "sun");
const Caller kMediator = Bureau::person("mediator", "li");
const Caller kAdmin = Bureau::person("system_admin", "root");

const definition::AlertRules& alert_rules() {
  static const auto rules = load_alert_rules(shipped());
  if (!rules) std::abort();
  return *rules;
}

struct Authority : testing::Test {
  Bureau bureau;
  AuthorityRules rules = load_authority_rules(shipped()).value();
  BreakGlass glass{*bureau.store, rules, alert_rules(), bureau.clock, bureau.ids};
  PaperDesk papers{{*bureau.store, shipped(), bureau.service, bureau.clock, ""}};
  CommandOutcome opened = bureau.complaint();

  Result<std::pair<StoredAnswer, bool>> break_glass(const Caller& caller, const std::string& reason,
                                                    const std::string& key = "") {
    BreakGlassCommand command;
    command.case_id = opened.case_id;
    command.reason = reason;
    command.address = "192.0.2.7";
    command.key = {key, "POST /cases/x/break_glass", "hash"};
    command.answer = [](Instant until) { return StoredAnswer{200, format_instant(until), "", ""}; };
    return glass.open(caller, command);
  }
  /// Filed by an inspector, approved by the head: the filing form stands in the secondary file.
  void file() {
    const auto asked = bureau.send(kZhao, Bureau::about(opened, "file_complaint"));
    ASSERT_TRUE(asked && std::holds_alternative<CommandOutcome>(*asked));
    const auto seq = std::get<CommandOutcome>(*asked).seq;
    const auto done = bureau.send(kSun, Bureau::about(opened, "approve", R"({"of":)" + std::to_string(seq) + "}"));
    ASSERT_TRUE(done && std::holds_alternative<CommandOutcome>(*done));
  }
  void hours_pass(int hours) { bureau.clock.set(Instant{bureau.clock.now().ms + hours * 3'600'000LL}); }
  std::vector<storage::AlertRow> alerts() {
    const auto snapshot = std::move(bureau.store->snapshot().value());
    return snapshot->alerts_since(0, 1000).value();
  }
};

TEST_F(Authority, ShippedRulesAreRead) {
  EXPECT_EQ(rules.break_glass_hours, 4);
  EXPECT_THAT(rules.secondary_of("arbitration"), ElementsAre("committee_head", "archivist"));
  EXPECT_THAT(rules.secondary_of("mediation"), ElementsAre("bureau_head", "archivist"));
}

TEST_F(Authority, WrongRulesAreRefusedWithTheirPlace) {
  for (const char* text : {"{}", R"({"break_glass":{"hours":0,"tells":["x"]},"secondary_file":{}})",
                           R"({"break_glass":{"hours":25,"tells":["x"]},"secondary_file":{}})",
                           R"({"break_glass":{"hours":4,"tells":[]},"secondary_file":{}})",
                           R"({"break_glass":{"hours":4,"tells":["x"]},"secondary_file":{"":"x"}})"}) {
    const auto read = read_authority_rules(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_THAT(read.error().findings, SizeIs(1)) << text;
  }
}

TEST_F(Authority, BreakGlassNeedsAReasonAndACaseworker_046) {
  const auto silent = break_glass(kMediator, "");
  ASSERT_FALSE(silent.has_value());
  EXPECT_THAT(silent.error().findings, ElementsAre(Field(&Finding::path, "/reason")));
  const auto admin = break_glass(kAdmin, "要看");
  ASSERT_FALSE(admin.has_value());
  EXPECT_EQ(admin.error().code, ErrorCode::not_found) << "not even that there is one";
  EXPECT_THAT(alerts(), IsEmpty());
}

TEST_F(Authority, BreakGlassTellsHandlerAndHeadAndStandsAmongTheExceptions_046) {
  const auto done = break_glass(kMediator, "当事人在窗口，承办人外出", "k1");
  ASSERT_TRUE(done.has_value()) << done.error().message.en;
  EXPECT_EQ(done->first.body, "2026-03-02T06:00:00.000Z") << "four hours from ten o'clock";
  EXPECT_FALSE(done->second);
  EXPECT_TRUE(break_glass(kMediator, "当事人在窗口，承办人外出", "k1")->second) << "the same request again";
  std::vector<std::string> told;
  for (const auto& row : alerts())
    if (row.what.clock == kBreakGlassAlert) told.push_back(row.what.to + " " + row.what.key);
  EXPECT_THAT(told, ElementsAre("inspector u_li", "inspection_head u_li"));

  ControlDesk desk(*bureau.store, shipped(), alert_rules(), bureau.clock, bureau.ids);
  const auto list = desk.exceptions(kSun, {{"break_glass"}, "2026-03", opened.case_id, 50, ""});
  ASSERT_TRUE(list.has_value());
  ASSERT_THAT(list->items, SizeIs(1));
  EXPECT_EQ(list->items[0].reason, "当事人在窗口，承办人外出");
  EXPECT_EQ(list->items[0].what.version, bureau.version(opened.case_id));

  const auto snapshot = std::move(bureau.store->snapshot().value());
  EXPECT_EQ(snapshot->log_size(storage::Log::access).value(), 1);
  WorkLists lists(*bureau.store, shipped(), bureau.clock, &alert_rules());
  AlertQuery query;
  query.to = {"inspector"};
  const auto mine = lists.alerts(kZhao, query);
  ASSERT_THAT(mine->items, SizeIs(1));
  EXPECT_EQ(mine->items[0].name.en, "the case was opened by break-glass");
}

TEST_F(Authority, SecondaryFileIsClosedToOtherDesks_047) {
  file();
  const auto form = [&](const Caller& caller) { return papers.paper(caller, opened.case_id, "filing_form-1"); };
  EXPECT_TRUE(form(kZhao).has_value()) << "handles it";
  EXPECT_TRUE(form(kSun).has_value()) << "its head";
  EXPECT_TRUE(form(Bureau::person("archivist", "han")).has_value());
  for (const auto& other : {kMediator, kWindow, Bureau::person("inspector", "qian"), Bureau::person("clerk", "wu")}) {
    const auto closed = form(other);
    ASSERT_FALSE(closed.has_value()) << other.username;
    EXPECT_EQ(closed.error().code, ErrorCode::forbidden);
    EXPECT_THAT(closed.error().findings, ElementsAre(Field(&Finding::code, "secondary_file")));
    EXPECT_FALSE(papers.docx(other, opened.case_id, "filing_form-1", true).has_value());
    EXPECT_FALSE(papers.page(other, opened.case_id, "filing_form-1", true).has_value());
    EXPECT_FALSE(papers.fill_in(other, opened.case_id, "filing_form-1", {}, 2).has_value());
    EXPECT_TRUE(papers.paper(other, opened.case_id, "acceptance_notice-1").has_value()) << "of the main file";
    const auto archive = papers.archive(other, opened.case_id);
    EXPECT_TRUE(archive->secondary_hidden);
    EXPECT_THAT(archive->secondary, IsEmpty());
  }
  const auto archive = papers.archive(kZhao, opened.case_id);
  EXPECT_FALSE(archive->secondary_hidden);
  EXPECT_THAT(archive->secondary, Contains(Field(&ArchiveLine::paper, "filing_form-1")));
}

TEST_F(Authority, BreakGlassOpensTheSecondaryFileForSomeHoursToOneAccount_046) {
  file();
  const auto form = [&](const Caller& caller) {
    return papers.paper(caller, opened.case_id, "filing_form-1").has_value();
  };
  ASSERT_TRUE(break_glass(kMediator, "调解需核对立案").has_value());
  EXPECT_TRUE(form(kMediator));
  EXPECT_FALSE(form(Bureau::person("mediator", "wang"))) << "the grant is this account's";
  hours_pass(3);
  EXPECT_TRUE(form(kMediator));
  hours_pass(1);
  EXPECT_FALSE(form(kMediator)) << "it has ended";
}

struct Mending : testing::Test {
  Bureau bureau;
  CommandOutcome opened = bureau.complaint();

  static std::string of(Seq seq, const std::string& more = "") {
    return R"({"of":)" + std::to_string(seq) + R"(,"reason":"录入有误")" + more + "}";
  }
  /// "done", "refused" (authority), "other" (anything else).
  std::string send(const Caller& who, const std::string& event, const std::string& data) {
    const auto result = bureau.send(who, Bureau::about(opened, event, data));
    if (!result) return "other";
    if (const auto* refused = std::get_if<Refused>(&*result)) return refused->authority ? "refused" : "other";
    last = std::get<CommandOutcome>(*result).seq;
    return "done";
  }
  Seq last = 0;
};

TEST_F(Mending, WhatOneMayNotRecordOneMayNotCorrectOrAnnul_043) {
  ASSERT_EQ(send(kZhao, "file_complaint", "{}"), "done");
  const Seq asked = last;
  for (const char* event : {"correct", "annul"}) {
    EXPECT_EQ(send(kWindow, event, of(asked, R"(,"cascade":true)")), "refused") << event;
    EXPECT_EQ(send(kSun, event, of(asked)), "refused") << event << " approves it, never asks for it";
  }
  EXPECT_EQ(send(kWindow, "correct", of(opened.seq)), "done") << "the window's own entry";
  EXPECT_EQ(send(Bureau::person("inspector", "qian"), "annul", of(asked)), "done") << "another inspector";
}

TEST_F(Mending, NobodyIsOfferedWhatWouldBeRefused_043) {
  ASSERT_EQ(send(kZhao, "file_complaint", "{}"), "done");
  const Seq asked = last;
  const auto qian = Bureau::person("inspector", "qian");
  ASSERT_EQ(send(kZhao, "recall", R"({"of":)" + std::to_string(asked) + "}"), "done");
  int allowed = 0, refused = 0;
  for (const auto& who : {kWindow, kZhao, kSun, kMediator, qian}) {
    const auto history = bureau.service.history(who, opened.case_id);
    ASSERT_TRUE(history.has_value());
    bool any = false;
    for (const auto& item : *history) {
      if (!std::holds_alternative<engine::Act>(item.event)) continue;
      any = any || item.mendable;
      for (const char* event : {"correct", "annul"}) {
        auto command = Bureau::about(opened, event, of(item.seq));
        command.dry_run = true;
        const auto result = bureau.send(who, std::move(command));
        const auto* no = result ? std::get_if<Refused>(&*result) : nullptr;
        const bool is_refused = no != nullptr && no->authority;
        EXPECT_EQ(item.mendable, !is_refused) << who.username << " " << event << " " << item.version;
        ++(is_refused ? refused : allowed);
      }
    }
    const auto actions = bureau.service.actions(who, opened.case_id, "");
    ASSERT_TRUE(actions.has_value());
    for (const auto& action : *actions) {
      if (action.id == "correct" || action.id == "annul") {
        EXPECT_EQ(action.allowed, any) << who.username;
      }
    }
  }
  EXPECT_GT(allowed, 0);
  EXPECT_GT(refused, 0);
}

TEST_F(Mending, WhatOthersApprovedStaysAsTheyApprovedIt_043) {
  ASSERT_EQ(send(kZhao, "file_complaint", "{}"), "done");
  const Seq asked = last;
  ASSERT_EQ(send(kSun, "approve", R"({"of":)" + std::to_string(asked) + "}"), "done");
  const Seq approval = last;
  for (const char* event : {"correct", "annul"})
    for (const char* more : {"", R"(,"cascade":true)"})
      EXPECT_EQ(send(kZhao, event, of(asked, more)), "refused") << event << more << ": not even carried through";
  EXPECT_EQ(send(kZhao, "annul", of(approval)), "refused") << "who asked takes no approval back";
  EXPECT_EQ(send(kSun, "annul", of(approval)), "done");
  EXPECT_EQ(send(kZhao, "correct", of(asked)), "done") << "it waits again";
  EXPECT_EQ(send(kSun, "approve", R"({"of":)" + std::to_string(asked) + "}"), "done") << "and is approved anew";
}

}  // namespace
}  // namespace hejie::app
