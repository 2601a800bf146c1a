#include "app/calendars.h"

#include <algorithm>

#include "app/case_rows.h"
#include "app/case_source.h"
#include "app/clock_view.h"
#include "app/commit_builder.h"
#include "app/notice_alerts.h"
#include "engine/definition/calendar_json.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr int kPage = 200;
constexpr int kAttempts = 8;
constexpr const char* kUnfinished = "unfinished_notice";

bool may_load(const Caller& caller) {
  return caller.has("system_admin") || caller.has("bureau_head");
}

engine::Act change_act(const Caller& caller, Date today) {
  engine::Act act;
  act.kind = engine::ActKind::calendar_changed;
  act.on = today;
  act.by = {caller.has("bureau_head") ? "bureau_head" : "system_admin", caller.account, {}};
  return act;
}

/// Roles that hear of a clock: who must or may act, and whom its warnings go to.
std::vector<std::string> told_of(const engine::ClockRule& rule) {
  std::vector<std::string> roles{rule.owner};
  for (const auto& rung : rule.ladder)
    if (std::ranges::find(roles, rung.to) == roles.end()) roles.push_back(rung.to);
  return roles;
}

/// The notice as the store keeps it, if it is there under this id.
Result<std::optional<storage::NoticeText>> stored_notice(storage::Store& store, const std::string& calendar,
                                                         const std::string& id) {
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto notices, snapshot->notices(calendar));
  for (const auto& notice : notices)
    if (notice.id == id) return notice;
  return std::nullopt;
}

/// Id of the notice whose loading has begun and not ended; "" = none.
Result<std::string> unfinished(storage::Store& store) {
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto mark, snapshot->mark(kUnfinished));
  return mark.value_or("");
}

}  // namespace

/// One walk over the cases with open clocks.
struct Calendars::Walk {
  const Caller& caller;
  CalendarPtr before, after;
  CalendarChange& change;
  std::optional<Instant> resumed_from;  ///< cases opened, or changed by a notice, since then have been done
  CaseCache nothing{0};
};

/// What a notice means for one case.
struct Calendars::Decided {
  OpenedCasePtr opened;
  std::vector<engine::Rederived::Moved> moved;
  std::optional<Built> built;  ///< empty: nothing to write
};

Result<Calendars::Decided> Calendars::decide(Walk& walk, const CaseId& id) {
  const Date today = to_bureau(clock_.now()).day;
  RandomIds ids(clock_);
  TRY(const auto snapshot, store_.snapshot());
  if (walk.resumed_from) {
    TRY(const auto history, snapshot->history(id));
    const bool newer = !history.empty() && history.front().recorded_at > *walk.resumed_from;
    const bool done = newer || std::ranges::any_of(history, [&](const storage::StoredEvent& stored) {
                        const auto* act = std::get_if<engine::Act>(&stored.event);
                        return act != nullptr && act->kind == engine::ActKind::calendar_changed &&
                               stored.recorded_at >= *walk.resumed_from;
                      });
    if (done) return Decided{};
  }
  SnapshotSource source(*snapshot, definitions_, walk.nothing, ids, walk.before);
  Decided decided;
  TRY(decided.opened, source.open(id));
  const auto act = change_act(walk.caller, today);
  TRY(auto cascade, engine::decide_cascade(source, *walk.after, id, decided.opened->procedure->id, act));
  auto* cases = std::get_if<std::vector<engine::CascadeCase>>(&cascade);
  if (cases == nullptr || cases->empty())
    return fail(ErrorCode::corrupt, {"案件 " + id.value + " 无法重算", "case " + id.value + " cannot be recomputed"});
  decided.moved = cases->front().decision.moved;
  if (walk.change.dry_run || decided.moved.empty()) return decided;
  BuildInput input{definitions_, walk.after, today, {}, [](const std::string&) { return false; }};
  input.before = [&source](const CaseId& other) {
    auto found = source.open(other);
    return found ? *found : nullptr;
  };
  decided.built = build_commit(input, std::move(*cases), &act);
  tell_moves({id, *decided.opened->procedure, walk.change.notice, decided.moved,
              [this](const std::string& role) { return definitions_.is_staff_role(role); }, today},
             decided.built->commit);
  return decided;
}

Status Calendars::recompute(Walk& walk, const CaseId& id) {
  for (int i = 0; i < kAttempts; ++i) {
    TRY(auto decided, decide(walk, id));
    if (decided.built) {
      auto& commit = decided.built->commit;
      commit.recorded_at = clock_.now();
      commit.recorded_by = walk.caller.account;
      const auto done = store_.commit(std::move(commit));
      if (!done && done.error().code == ErrorCode::conflict) continue;
      if (!done) return fail(Error(done.error()));
    }
    if (decided.opened) return note_moves(walk, *decided.opened, decided.moved);
    return {};
  }
  return fail(ErrorCode::unavailable, {"案件正被改动", "the case is changing too quickly"});
}

Status Calendars::note_moves(Walk& walk, const OpenedCase& opened, const std::vector<engine::Rederived::Moved>& moved) {
  if (moved.empty()) return {};
  const auto& id = opened.file.state.id;
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto item, snapshot->find_case(id));
  TRY(const auto handler, snapshot->find_account(item.summary.handler));
  for (const auto& one : moved) {
    CalendarMove move{id,
                      opened.number,
                      opened.procedure->id,
                      clock_label(one.clock, one.key, one.ordinal),
                      {},
                      one.before,
                      one.after,
                      {},
                      item.summary.handler,
                      handler ? handler->display_name : "",
                      {}};
    if (one.before && one.after) move.days = one.after->days - one.before->days;
    if (const auto* rule = opened.procedure->find_clock(one.clock)) {
      move.name = rule->name;
      move.roles = told_of(*rule);
    }
    walk.change.moved.push_back(std::move(move));
  }
  return {};
}

Status Calendars::walk_cases(Walk& walk) {
  CaseId last;
  for (;;) {
    std::vector<CaseId> page;
    {
      TRY(const auto snapshot, store_.snapshot());
      TRY(page, snapshot->cases_with_open_clocks(last, kPage));
    }
    if (page.empty()) return {};
    for (const auto& id : page) {
      ++walk.change.cases_looked_at;
      if (const auto done = recompute(walk, id); !done) {
        if (done.error().code == ErrorCode::read_only || done.error().code == ErrorCode::io) return done;
        walk.change.failed.push_back(id.value);
      }
    }
    last = page.back();
  }
}

/// The notice is stored and its loading marked as begun; from now on every decision uses the new calendar.
Status Calendars::begin(Walk& walk, const std::string& text) {
  const storage::NoticeText notice{definitions_.calendar()->id(), walk.change.notice, text, walk.caller.account,
                                   clock_.now()};
  storage::Commit commit;
  commit.recorded_at = notice.loaded_at;
  commit.recorded_by = notice.by;
  commit.puts.emplace_back(storage::PutNotice{notice});
  commit.puts.emplace_back(storage::PutMark{kUnfinished, notice.id});
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  TRY_VOID(definitions_.add_notice(text));
  if (loaded_) loaded_(text);
  return {};
}

/// The cases that a load cut off has not come to.
Status Calendars::resume(Walk& walk, const std::string& text, Instant loaded_at) {
  walk.change.resumed = true;
  walk.resumed_from = loaded_at;
  TRY(walk.before, definitions_.calendar_without(text));
  walk.after = definitions_.calendar();
  return walk_cases(walk);
}

/// Before another notice is begun, the one that was cut off is ended: only one is ever unfinished.
Status Calendars::resume_other(const Caller& caller, const std::string& notice) {
  TRY(const auto id, unfinished(store_));
  if (id.empty() || id == notice) return {};
  TRY(const auto stored, stored_notice(store_, definitions_.calendar()->id(), id));
  if (!stored) return {};
  CalendarChange change;
  change.notice = id;
  Walk walk{caller, nullptr, nullptr, change, {}};
  return resume(walk, stored->text, stored->loaded_at);
}

Status Calendars::finish(const Caller& caller, std::optional<storage::IdempotencyRecord> key, bool walked) {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  if (walked) commit.puts.emplace_back(storage::PutMark{kUnfinished, ""});
  commit.idempotency = std::move(key);
  if (commit.puts.empty() && !commit.idempotency) return {};
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<CalendarChange> Calendars::run(const Caller& caller, const std::string& notice_json, bool dry_run) {
  if (!may_load(caller))
    return fail(ErrorCode::forbidden, {"只有系统管理员或负责人可以载入放假通知",
                                       "only a system administrator or the head may load a notice"});
  TRY(const auto notice, definition::read_notice(notice_json));
  const std::string text = definition::notice_text(notice);
  CalendarChange change;
  change.notice = notice.id;
  change.dry_run = dry_run;
  TRY(const auto stored, stored_notice(store_, definitions_.calendar()->id(), notice.id));
  if (stored && stored->text != text)
    return fail(ErrorCode::conflict,
                {"已有同一编号而内容不同的通知 " + notice.id, "another text is stored under the id " + notice.id});
  change.known = stored.has_value();
  Walk walk{caller, definitions_.calendar(), nullptr, change, {}};
  change.version_before = walk.before->version();
  change.version_after = change.version_before;
  if (change.known) {
    TRY(const auto open, unfinished(store_));
    if (!dry_run && open == notice.id) TRY_VOID(resume(walk, text, stored->loaded_at));
    return change;
  }
  TRY(walk.after, definitions_.calendar_with(text));
  change.version_after = walk.after->version();
  if (!dry_run) {
    TRY_VOID(resume_other(caller, notice.id));
    TRY_VOID(begin(walk, text));
  }
  TRY_VOID(walk_cases(walk));
  return change;
}

Result<CalendarChange> Calendars::load(const Caller& caller, const std::string& notice_json, bool dry_run) {
  const std::lock_guard lock(one_at_a_time_);
  TRY(auto change, run(caller, notice_json, dry_run));
  TRY_VOID(finish(caller, std::nullopt, !dry_run && (!change.known || change.resumed)));
  return change;
}

Result<Calendars::Keyed> Calendars::load_once(const Caller& caller, const std::string& notice_json,
                                              const IdempotencyKey& key, const RenderChange& render) {
  TRY(const auto running, in_flight_.begin(caller, key));
  const std::lock_guard lock(one_at_a_time_);
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(auto answer, find_answer(*snapshot, caller, key));
    if (answer) return Keyed{std::move(*answer), true};
  }
  const auto change = run(caller, notice_json, false);
  const bool refused =
      !change && (change.error().code == ErrorCode::forbidden || change.error().code == ErrorCode::conflict);
  if (!change && !refused) return fail(Error(change.error()));
  auto answer = render(change);
  const Instant expires{clock_.now().ms + kKeyKeptMs};
  TRY_VOID(finish(caller, key_record(caller, key, expires, answer), change && (!change->known || change->resumed)));
  return Keyed{std::move(answer), false};
}

}  // namespace hejie::app
