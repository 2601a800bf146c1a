#include "app/calendars.h"

#include <algorithm>

#include "app/case_rows.h"
#include "app/case_source.h"
#include "app/clock_view.h"
#include "app/commit_builder.h"
#include "engine/definition/calendar_json.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr int kPage = 200;
constexpr int kAttempts = 8;

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

/// The notice as the store keeps it, if it is there under this id.
Result<std::optional<std::string>> stored_text(storage::Store& store, const std::string& calendar,
                                               const std::string& id) {
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto notices, snapshot->notices(calendar));
  for (const auto& notice : notices)
    if (notice.id == id) return notice.text;
  return std::nullopt;
}

Status put_notice(storage::Store& store, const storage::NoticeText& notice) {
  storage::Commit commit;
  commit.recorded_at = notice.loaded_at;
  commit.recorded_by = notice.by;
  commit.puts.emplace_back(storage::PutNotice{notice});
  if (const auto done = store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

}  // namespace

/// One walk over the cases with open clocks.
struct Calendars::Walk {
  const Caller& caller;
  CalendarPtr before, after;
  CalendarChange& change;
  CaseCache nothing{0};
};

Status Calendars::recompute(Walk& walk, const CaseId& id) {
  const Date today = to_bureau(clock_.now()).day;
  RandomIds ids(clock_);
  for (int i = 0; i < kAttempts; ++i) {
    TRY(const auto snapshot, store_.snapshot());
    SnapshotSource source(*snapshot, definitions_, walk.nothing, ids, walk.before);
    TRY(const auto opened, source.open(id));
    const auto act = change_act(walk.caller, today);
    TRY(auto cascade, engine::decide_cascade(source, *walk.after, id, opened->procedure->id, act));
    auto* cases = std::get_if<std::vector<engine::CascadeCase>>(&cascade);
    if (cases == nullptr || cases->empty())
      return fail(ErrorCode::corrupt, {"案件 " + id.value + " 无法重算", "case " + id.value + " cannot be recomputed"});
    const auto& moved = cases->front().decision.moved;
    if (walk.change.dry_run || moved.empty()) {
      note_moves(walk, *opened, moved);
      return {};
    }
    BuildInput input{definitions_, walk.after, today, {}, [](const std::string&) { return false; }};
    input.before = [&source](const CaseId& other) {
      auto found = source.open(other);
      return found ? *found : nullptr;
    };
    auto built = build_commit(input, *cases, &act);
    built.commit.recorded_at = clock_.now();
    built.commit.recorded_by = walk.caller.account;
    const auto done = store_.commit(std::move(built.commit));
    if (done) {
      note_moves(walk, *opened, moved);
      return {};
    }
    if (done.error().code != ErrorCode::conflict) return fail(Error(done.error()));
  }
  return fail(ErrorCode::unavailable, {"案件正被改动", "the case is changing too quickly"});
}

void Calendars::note_moves(Walk& walk, const OpenedCase& opened, const std::vector<engine::Rederived::Moved>& moved) {
  for (const auto& move : moved)
    walk.change.moved.push_back({opened.file.state.id, opened.number, opened.procedure->id,
                                 clock_label(move.clock, move.key, move.ordinal), move.before, move.after});
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

Result<CalendarChange> Calendars::load(const Caller& caller, const std::string& notice_json, bool dry_run) {
  if (!may_load(caller))
    return fail(ErrorCode::forbidden, {"只有系统管理员或负责人可以载入放假通知",
                                       "only a system administrator or the head may load a notice"});
  TRY(const auto notice, definition::read_notice(notice_json));
  const std::string text = definition::notice_text(notice);
  const std::string calendar = definitions_.calendar()->id();
  CalendarChange change;
  change.notice = notice.id;
  change.dry_run = dry_run;
  TRY(const auto known, stored_text(store_, calendar, notice.id));
  if (known && *known != text)
    return fail(ErrorCode::conflict,
                {"已有同一编号而内容不同的通知 " + notice.id, "another text is stored under the id " + notice.id});
  change.known = known.has_value();
  Walk walk{caller, definitions_.calendar(), nullptr, change};
  change.version_before = walk.before->version();
  change.version_after = change.version_before;
  if (change.known) return change;
  TRY(walk.after, definitions_.calendar_with(text));
  change.version_after = walk.after->version();
  if (!dry_run) {
    TRY_VOID(put_notice(store_, {calendar, notice.id, text, caller.account, clock_.now()}));
    TRY_VOID(definitions_.add_notice(text));
  }
  TRY_VOID(walk_cases(walk));
  return change;
}

}  // namespace hejie::app
