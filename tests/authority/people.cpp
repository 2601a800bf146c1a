#include "tests/authority/people.h"

#include <algorithm>

#include "storage/store.h"

namespace hejie::authority {
namespace {

using oracle::Answer;

bool is_beside(const Error& error) {
  return std::ranges::any_of(error.findings, [](const Finding& one) { return one.path.starts_with("/officers"); });
}

Ended of_error(const Error& error) {
  Ended out;
  out.why = error.message.en + (error.findings.empty() ? "" : " " + error.findings.front().path);
  if (error.code == ErrorCode::not_found)
    out.answer = Answer::hidden;
  else if (error.code == ErrorCode::forbidden)
    out.answer =
        !error.findings.empty() && error.findings.front().code == "outside_unit" ? Answer::outside : Answer::no;
  else if (is_beside(error))
    out.answer = Answer::beside;
  else
    out = {Answer::yes, false, true, out.why, {}, 0, {}};
  return out;
}

std::string over(Stage& stage, app::HandOverCommand command) {
  const app::Caller head = person("over", {"bureau_head"});
  app::HandOver desk(*stage.store, stage.definitions, stage.alerts, stage.clock, stage.ids);
  command.reason = "调整";
  command.if_match = stage.version_of(command.case_id);
  command.answer = [](const auto&) { return app::StoredAnswer{}; };
  const auto done = desk.run(head, command);
  if (done) return {};
  return done.error().message.en + (done.error().findings.empty() ? "" : " " + done.error().findings.front().path);
}

}  // namespace

Ended ended(const Result<app::CommandResult>& result) {
  if (!result) return of_error(result.error());
  if (const auto* refused = std::get_if<app::Refused>(&*result)) {
    const bool approver = refused->rejection.kind == engine::Rejection::Kind::approval;
    if (refused->authority || approver) return {Answer::no, false, false, refused->rejection.message.en, {}, 0, {}};
    return {Answer::yes, false, true, refused->rejection.message.en, {}, 0, {}};
  }
  const auto* outcome = std::get_if<app::CommandOutcome>(&*result);
  if (outcome == nullptr) return {Answer::yes, false, true, "stale or repeated", {}, 0, {}};
  return {Answer::yes, true, false, "", outcome->approver_roles, outcome->seq, outcome->case_id};
}

Ended tried(app::CaseService& service, const app::Caller& caller, app::CommandInput input) {
  input.dry_run = true;
  return ended(service.execute(caller, input, {}));
}

Said said(const Result<app::CommandResult>& result) {
  if (!result && result.error().code == ErrorCode::forbidden && !result.error().findings.empty() &&
      result.error().findings.front().path == "/act_for")
    return {{result.error().findings.front().code}, result.error().message.en};
  const Ended out = ended(result);
  if (out.accepted) return {{}, "", !out.to.empty()};
  if (out.other) return {{"other"}, out.why};
  static const std::map<oracle::Answer, std::string> kWords{{oracle::Answer::hidden, "hidden"},
                                                            {oracle::Answer::outside, "outside"},
                                                            {oracle::Answer::no, "no"},
                                                            {oracle::Answer::beside, "beside"}};
  return {{kWords.at(out.answer)}, out.why};
}

app::Caller person(const std::string& name, std::vector<std::string> roles) {
  return {AccountId("u_" + name), name, name, std::move(roles)};
}

void put_account(storage::Store& store, const app::Caller& who) {
  storage::Account account;
  account.id = who.account;
  account.username = account.display_name = who.username;
  account.roles = who.roles;
  storage::Commit commit;
  commit.puts.emplace_back(storage::PutAccount{account});
  if (!store.commit(std::move(commit))) std::abort();
}

std::string name_people(Stage& stage, const CaseId& id, const std::string& role,
                        const std::vector<std::string>& people) {
  app::HandOverCommand command;
  command.case_id = id;
  command.role = role;
  command.people = people;
  return over(stage, std::move(command));
}

std::string hand_to(Stage& stage, const CaseId& id, const std::string& to) {
  if (const auto snapshot = stage.store->snapshot())
    if (const auto item = (*snapshot)->find_case(id); item && item->summary.handler.value == to) return {};
  app::HandOverCommand command;
  command.case_id = id;
  command.to = to;
  return over(stage, std::move(command));
}

}  // namespace hejie::authority
