#include "app/break_glass.h"

#include <algorithm>

#include "app/exceptions_found.h"
#include "app/id_maker.h"
#include "app/kept_bodies.h"
#include "app/texts.h"
#include "app/units.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostText = 4000;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr int kMostGrants = 500;

Result<storage::Page<storage::KeptRow>> grants_of(storage::Snapshot& snapshot, const CaseId& id) {
  return snapshot.list_kept({{"exception"}, {kBreakGlass}, "", id, {kMostGrants, ""}});
}

Instant until_of(const storage::KeptRow& row) {
  KeptException body;
  read_body(row.body, body);
  return body.until;
}

Status check_reason(const std::string& reason) {
  if (!reason.empty() && reason.size() <= kMostText) return {};
  return fail(invalid_form({bad_value("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"})}));
}

}  // namespace

Result<std::optional<Instant>> granted_until(storage::Snapshot& snapshot, const AccountId& account, const CaseId& id,
                                             Instant now) {
  TRY(const auto grants, grants_of(snapshot, id));
  for (const auto& row : grants.items)
    if (row.made_by == account && now < until_of(row)) return std::optional{until_of(row)};
  return std::nullopt;
}

Result<std::pair<StoredAnswer, bool>> BreakGlass::open(const Caller& caller, const BreakGlassCommand& command) {
  TRY(const auto snapshot, store_.snapshot());
  TRY(auto before, find_answer(*snapshot, caller, command.key));
  if (before) return std::pair{*std::move(before), true};
  const Error none{ErrorCode::not_found,
                   {"没有案件 " + command.case_id.value, "there is no case " + command.case_id.value}};
  if (!may_read_cases(caller)) return fail(none);
  TRY(const auto item, snapshot->find_case(command.case_id));
  if (std::ranges::find(item.summary.flags, recused_mark(caller.account)) != item.summary.flags.end())
    return fail(none);
  TRY_VOID(check_reason(command.reason));
  TRY(const auto grants, grants_of(*snapshot, command.case_id));

  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  const Date today = to_bureau(commit.recorded_at).day;
  KeptException body;
  body.version = item.version;
  body.on = today;
  body.until = Instant{commit.recorded_at.ms + rules_.break_glass_hours * kHourMs};
  body.reason = TextId(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{body.reason, item.id, command.reason}});
  storage::KeptRow row;
  row.kind = "exception";
  row.subject = kBreakGlass;
  row.period = format_date(today) + " " + item.id.value + " " + body.reason.value;
  row.case_id = item.id;
  row.made_at = commit.recorded_at;
  row.made_by = caller.account;
  row.body = write_body(body);
  const auto answer = command.answer(body.until);
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
  commit.puts.emplace_back(storage::PutAccess{
      {commit.recorded_at, caller.account, command.address, "break_glass", item.id.value, "ok", command.request_id}});
  const int ordinal = static_cast<int>(grants.items.size()) + 1;
  for (const auto& to : alerts_.recipients({1, rules_.break_glass_tells, false}, item.summary.stage))
    commit.alerts.push_back({{item.id, kBreakGlassAlert, caller.account.value, ordinal, "0", to, today}, today});
  if (!command.key.key.empty()) commit.idempotency = key_record(caller, command.key, std::nullopt, answer);
  const auto done = store_.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  if (done->repeat && done->answer) return std::pair{from_stored(*done->answer), true};
  return std::pair{answer, false};
}

}  // namespace hejie::app
