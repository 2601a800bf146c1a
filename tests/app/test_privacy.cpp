// Personal data at the desk: shown for a purpose and logged first, erased by two people when no law keeps it.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/definitions.h"
#include "app/privacy_desk.h"
#include "storage/memory/memory_store.h"
#include "tests/storage/samples.h"

namespace hejie::app {
namespace {

using storage::samples::day;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Caller person(const std::string& account, const std::string& role) {
  Caller out;
  out.account = AccountId(account);
  out.roles = {role};
  return out;
}

class Privacy : public testing::Test {
 protected:
  Privacy() {
    definitions_ = std::move(*Definitions::load({}));
    procedure_ = definitions_->in_force("inspection", day(2026, 3, 2));
    for (const auto& rule : procedure_->clocks)
      if (rule.owner == kKeeper && rule.kind == engine::ClockKind::timer) retention_ = rule.id;
    desk_.emplace(*store_, *definitions_, clock_, ids_);
    put(storage::PutPerson{
        {PersonId("p_1"), "worker", "欧阳示例", "110101199001011234", "", "13900000001", "示例路", "{}"}});
    put(storage::PutPerson{{PersonId("p_2"), "employer", "示例公司", "", "91990000TEST000011", "", "", "{}"}});
    open("c_1", true);
    open("c_2", false, {"p_2"});
  }
  void put(storage::Put one) {
    storage::Commit commit;
    commit.puts.push_back(std::move(one));
    ASSERT_TRUE(store_->commit(std::move(commit)));
  }
  void open(const std::string& id, bool ended, std::vector<std::string> persons = {"p_1", "p_2"}) {
    storage::Commit commit = storage::samples::open_case(id);
    auto& change = commit.cases[0];
    change.pin->procedure = procedure_->id;
    change.pin->sha256 = procedure_->sha256;
    change.pin->version = procedure_->version;
    change.pin->overlays.clear();
    auto& rows = *change.rows;
    rows.summary.phase = engine::Phase::final;
    rows.summary.closed_on = day(2010, 1, 4);
    rows.parties.clear();
    for (const auto& one : persons) rows.parties.push_back({"k_" + one, "complainant", "worker", PersonId(one), false});
    storage::ClockRow clock;
    clock.rule = retention_;
    clock.owner = kKeeper;
    clock.kind = engine::ClockKind::timer;
    clock.status = ended ? engine::ClockStatus::expired : engine::ClockStatus::running;
    clock.base = day(2010, 1, 4);
    clock.due = ended ? day(2020, 1, 4) : day(2040, 1, 4);
    rows.clocks = {clock};
    commit.puts.emplace_back(storage::PutText{{TextId("t_" + id), CaseId(id), "谁说了什么"}});
    ASSERT_TRUE(store_->commit(std::move(commit)));
  }
  std::vector<std::string> log() {
    const auto snapshot = std::move(*store_->snapshot());
    std::vector<std::string> out;
    const auto entries = snapshot->log_entries(storage::Log::access, 0, 100).value();
    for (const auto& entry : entries) out.push_back(entry.entry);
    return out;
  }
  static ErasureCommand ask_for(const std::string& id) {
    ErasureCommand command;
    command.case_id = CaseId(id);
    command.reason = "保管期满，鉴定无继续保存价值";
    return command;
  }
  ErasureCommand answer_to(const std::string& id, bool approve) {
    ErasureCommand command;
    const auto list = desk_->ended(keeper_, 50, "").value();
    for (const auto& item : list.items)
      if (item.case_id.value == id) command.id = item.erasure;
    command.approve = approve;
    command.reason = approve ? "" : "另有诉讼";
    return command;
  }
  std::string name_of(const char* id) { return (*store_->snapshot())->persons({PersonId(id)}).value().at(0).name; }

  std::unique_ptr<storage::Store> store_ = storage::memory::open_store();
  ManualClock clock_{to_instant({day(2026, 11, 23), 600})};
  CountingIds ids_;
  std::unique_ptr<Definitions> definitions_;
  engine::ProcedurePtr procedure_;
  std::string retention_;
  std::optional<PrivacyDesk> desk_;
  Caller keeper_ = person("u_keeper", "archivist");
  Caller head_ = person("u_head", "bureau_head");
};

TEST_F(Privacy, NumbersAreShownForAPurposeAndTheLogSaysSoFirst_081) {
  const RevealCommand command{CaseId("c_1"), "k_p_1", "service", "10.0.0.9", "r1"};
  const auto shown = desk_->reveal(person("u_1", "inspector"), command).value();
  EXPECT_EQ(shown.id_number, "110101199001011234");
  EXPECT_EQ(shown.phone, "13900000001");
  const auto entries = log();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_THAT(entries[0], testing::AllOf(HasSubstr("reveal_party"), HasSubstr("c_1/k_p_1 service"), HasSubstr("u_1"),
                                         HasSubstr("10.0.0.9")));
  EXPECT_THAT(entries[0], Not(HasSubstr("11010119")));
}

TEST_F(Privacy, NothingIsShownWithoutPurposePartyOrRight_081) {
  const auto code = [&](const Caller& caller, RevealCommand command) {
    const auto shown = desk_->reveal(caller, command);
    return shown ? ErrorCode::io : shown.error().code;
  };
  const Caller inspector = person("u_1", "inspector");
  EXPECT_EQ(code(inspector, {CaseId("c_1"), "k_p_1", "", "", ""}), ErrorCode::invalid);
  EXPECT_EQ(code(inspector, {CaseId("c_1"), "k_p_1", "curiosity", "", ""}), ErrorCode::invalid);
  EXPECT_EQ(code(inspector, {CaseId("c_1"), "k_p_9", "service", "", ""}), ErrorCode::not_found);
  EXPECT_EQ(code(inspector, {CaseId("c_9"), "k_p_1", "service", "", ""}), ErrorCode::not_found);
  EXPECT_EQ(code(person("u_2", "system_admin"), {CaseId("c_1"), "k_p_1", "service", "", ""}), ErrorCode::not_found);
  Caller program = inspector;
  program.is_token = true;
  EXPECT_EQ(code(program, {CaseId("c_1"), "k_p_1", "service", "", ""}), ErrorCode::forbidden);
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Privacy, OnlyFilesPastTheirRetentionAreListed_080) {
  const auto list = desk_->ended(keeper_, 50, "").value();
  ASSERT_THAT(list.items, SizeIs(1));
  EXPECT_EQ(list.items[0].case_id, CaseId("c_1"));
  EXPECT_EQ(list.items[0].kept_until, day(2020, 1, 4));
  EXPECT_EQ(list.items[0].erasure, 0);
  EXPECT_THAT(desk_->ended(person("u_1", "inspector"), 50, "").value().items, IsEmpty());
}

TEST_F(Privacy, WhatTheLawKeepsIsNotErased_080) {
  EXPECT_EQ(desk_->ask(keeper_, ask_for("c_2")).error().code, ErrorCode::invalid);
  EXPECT_EQ(desk_->ask(person("u_1", "inspector"), ask_for("c_1")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(desk_->ask(keeper_, ask_for("c_9")).error().code, ErrorCode::not_found);
  ErasureCommand silent = ask_for("c_1");
  silent.reason.clear();
  EXPECT_EQ(desk_->ask(keeper_, silent).error().code, ErrorCode::invalid);
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(Privacy, TwoPeopleErase_077) {
  ASSERT_TRUE(desk_->ask(keeper_, ask_for("c_1")));
  EXPECT_EQ(desk_->ask(keeper_, ask_for("c_1")).error().code, ErrorCode::invalid) << "asked already";
  EXPECT_EQ(name_of("p_1"), "欧阳示例") << "asking erases nothing";
  Caller both = keeper_;
  both.roles.emplace_back("bureau_head");
  EXPECT_EQ(desk_->answer(both, answer_to("c_1", true)).error().code, ErrorCode::forbidden) << "not by who asked";
  EXPECT_EQ(desk_->answer(person("u_1", "inspector"), answer_to("c_1", true)).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(desk_->answer(head_, answer_to("c_1", true)));
  EXPECT_EQ(name_of("p_1"), "");
  EXPECT_EQ(name_of("p_2"), "示例公司") << "a party of another file stays";
  EXPECT_THAT((*store_->snapshot())->texts({TextId("t_c_1"), TextId("t_c_2")}).value(), SizeIs(1));
  const auto item = desk_->ended(keeper_, 50, "").value().items.at(0);
  EXPECT_EQ(item.what.state, "erased");
  EXPECT_EQ(item.what.erased, 1);
  EXPECT_EQ(item.what.kept_elsewhere, 1);
  EXPECT_EQ(item.reason, "保管期满，鉴定无继续保存价值") << "why it was done stays";
  EXPECT_EQ(desk_->answer(head_, answer_to("c_1", true)).error().code, ErrorCode::invalid) << "once";
  EXPECT_THAT(log(), SizeIs(2));
  EXPECT_EQ((*store_->snapshot())->history(CaseId("c_1"), 0).value().size(), 1U) << "the events stay";
}

TEST_F(Privacy, DeclinedIsSaidWhyAndMayBeAskedAgain_077) {
  ASSERT_TRUE(desk_->ask(keeper_, ask_for("c_1")));
  ErasureCommand silent = answer_to("c_1", false);
  silent.reason.clear();
  EXPECT_EQ(desk_->answer(head_, silent).error().code, ErrorCode::invalid);
  ASSERT_TRUE(desk_->answer(head_, answer_to("c_1", false)));
  EXPECT_EQ(name_of("p_1"), "欧阳示例");
  EXPECT_EQ(desk_->ended(keeper_, 50, "").value().items.at(0).reason, "另有诉讼");
  ASSERT_TRUE(desk_->ask(keeper_, ask_for("c_1")));
  ASSERT_TRUE(desk_->answer(head_, answer_to("c_1", true)));
  EXPECT_EQ(name_of("p_1"), "");
}

}  // namespace
}  // namespace hejie::app
