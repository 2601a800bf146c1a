#include "tests/year/watcher.h"

#include <cstdlib>

#include "app/alert_lines.h"
#include "app/kept_bodies.h"

namespace hejie::year {
namespace {

constexpr int kPage = 500;
const app::Caller kReader{AccountId("u_watcher"), "watcher", "watcher", {"bureau_head"}};

oracle::Unit unit_of(calendar::Unit unit) {
  switch (unit) {
    case calendar::Unit::working_days:
      return oracle::Unit::wd;
    case calendar::Unit::days:
      return oracle::Unit::d;
    case calendar::Unit::months:
      return oracle::Unit::mo;
    case calendar::Unit::years:
      return oracle::Unit::y;
    case calendar::Unit::hours:
      return oracle::Unit::h;
    case calendar::Unit::working_hours:
      return oracle::Unit::wh;
  }
  return oracle::Unit::d;
}

oracle::Length length_of(calendar::Period period) {
  return {period.count, unit_of(period.unit)};
}

oracle::When when_of(Moment moment) {
  return {moment.day.days, moment.minute};
}

oracle::Clock clock_of(const engine::ClockInstance& from) {
  oracle::Clock clock;
  clock.rule = from.rule;
  clock.key = from.key;
  clock.ordinal = from.ordinal;
  clock.status = from.status == engine::ClockStatus::running    ? oracle::Status::running
                 : from.status == engine::ClockStatus::breached ? oracle::Status::breached
                                                                : oracle::Status::ended;
  clock.base = from.base.days;
  if (from.base_at) clock.base_minute = from.base_at->minute;
  if (from.length) clock.length = length_of(*from.length);
  for (const auto& [act, period] : from.extensions) clock.extensions.emplace_back(act, length_of(period));
  if (from.extended_to) clock.extended_to.emplace(from.extended_to->first, from.extended_to->second.days);
  if (from.ended_on) clock.ended = from.ended_on->days;
  if (from.fixed) clock.fixed = from.fixed->days;
  clock.backward = from.backward;
  if (from.due_at)
    clock.says_due = oracle::text_of(when_of(*from.due_at));
  else if (from.due)
    clock.says_due = format_date(*from.due);
  return clock;
}

oracle::Row row_of(const storage::AlertRow& from, std::size_t op) {
  return {from.id,           op,
          from.what.clock,   from.what.key,
          from.what.rung,    from.what.to,
          from.what.ordinal, from.what.due.days,
          from.on.days,      when_of(to_bureau(from.told_at)),
          from.superseded};
}

template <typename T>
T must(Result<T> result) {
  if (!result) std::abort();
  return std::move(*result);
}

}  // namespace

oracle::Case& Watcher::of(const CaseId& id) {
  const auto [place, fresh] = places_.try_emplace(id, year_.cases.size());
  if (fresh) year_.cases.emplace_back().id = id.value;
  return year_.cases[place->second];
}

std::vector<long long> Watcher::note(storage::Store& store, app::CaseService& service, Moment at, bool look,
                                     bool whole) {
  const std::size_t op = year_.operations.size();
  year_.operations.push_back({when_of(at), look, whole});
  if (look) year_.looks.push_back(op);
  std::map<CaseId, bool> touched;  // and whether it was derived again
  std::vector<long long> told;
  const auto snapshot = must(store.snapshot());
  for (;;) {
    const auto events = must(snapshot->events_since(seq_, kPage));
    for (const auto& stored : events) {
      touched[stored.case_id] |= std::holds_alternative<engine::Rederived>(stored.event);
      seq_ = stored.seq;
    }
    if (events.size() < static_cast<std::size_t>(kPage)) break;
  }
  for (;;) {
    const auto rows = must(snapshot->alerts_since(alert_, kPage));
    for (const auto& row : rows) {
      alert_ = row.id;
      told.push_back(row.id);
      if (!row.what.case_id.empty()) touched.try_emplace(row.what.case_id, false);
      auto& one = of(row.what.case_id);
      rows_[row.id] = {static_cast<std::size_t>(&one - year_.cases.data()), one.rows.size()};
      one.rows.push_back(row_of(row, op));
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) break;
  }
  note_left_out(*snapshot, op);
  for (const auto& [id, again] : touched) {
    const auto view = must(service.view(kReader, id, {}, {}));
    oracle::Seen seen{op, view.workflow, again, {}, {}};
    for (const auto& clock : view.raw.clocks) seen.clocks.push_back(clock_of(clock));
    for (const auto& interval : view.raw.intervals) {
      if (interval.to && *interval.to <= interval.from) continue;
      seen.intervals.push_back(
          {interval.source,
           {interval.from.days, interval.to ? std::optional<oracle::Day>(interval.to->days) : std::nullopt}});
    }
    of(id).seen.push_back(std::move(seen));
    note_marks(*snapshot, of(id), op);
  }
  return told;
}

/// The ledger's marks of a case, and which rows are true again.
void Watcher::note_marks(storage::Snapshot& snapshot, oracle::Case& one, std::size_t op) {
  for (std::size_t place = 0; place < one.rows.size(); ++place) {
    auto& row = one.rows[place];
    const auto now = must(snapshot.find_alert(row.id));
    if (!now) std::abort();
    if (row.superseded && !now->superseded) one.again.push_back({op, place});
    row.superseded = now->superseded;
  }
}

void Watcher::note_left_out(storage::Snapshot& snapshot, std::size_t op) {
  for (;; ++kept_) {  // numbered without gaps
    const auto row = must(snapshot.find_kept(kept_ + 1));
    if (!row) return;
    if (row->kind != app::kLeftOut) continue;
    std::vector<app::KeptLeftOut> groups;
    app::read_body(row->body, groups);
    for (const auto& group : groups)
      for (const auto& rung : group.rungs)
        of(row->case_id)
            .left_out.push_back(
                {op, group.clock, group.key, rung, group.to, group.ordinal, group.due.days, group.overtaken});
  }
}

void Watcher::answered(long long row) {
  const auto found = rows_.find(row);
  if (found != rows_.end()) year_.cases[found->second.first].answers.push_back({year_.operations.size(), row});
}

void Watcher::finish(storage::Store& store) {
  const auto snapshot = must(store.snapshot());
  for (long long last = 0;;) {
    const auto rows = must(snapshot->alerts_since(last, kPage));
    for (const auto& row : rows) {
      last = row.id;
      const auto [one, place] = rows_.at(row.id);
      year_.cases[one].rows[place].superseded = row.superseded;
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) break;
  }
}

}  // namespace hejie::year
