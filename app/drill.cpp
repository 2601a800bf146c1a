#include "app/drill.h"

#include <algorithm>
#include <tuple>

#include "app/case_rows.h"
#include "app/case_source.h"
#include "app/clock_view.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;

class Drill {
 public:
  Drill(storage::Store& store, const Definitions& definitions, Moment now, std::size_t most)
      : store_(store), definitions_(definitions), now_(now), most_(most) {
    report_.as_of = now;
  }

  Result<DrillReport> run() {
    CaseId last;
    for (;;) {
      TRY(const auto snapshot, store_.snapshot());
      TRY(const auto ids, snapshot->case_ids(last, kPage));
      if (ids.empty()) break;
      for (const auto& id : ids) look_at(*snapshot, id);
      last = ids.back();
    }
    TRY_VOID(look_at_messages());
    std::ranges::sort(report_.missed, {}, [](const MissedItem& item) {
      return std::tie(item.since, item.case_id, item.clock, item.rung, item.to);
    });
    if (report_.missed.size() > most_) {
      report_.missed.resize(most_);
      report_.cut = true;
    }
    return std::move(report_);
  }

 private:
  void find(const CaseId& id, const char* what, Text message) {
    if (report_.findings.size() >= most_) {
      report_.cut = true;
    } else {
      report_.findings.push_back({id, what, std::move(message)});
    }
  }

  void look_at(storage::Snapshot& snapshot, const CaseId& id) {
    CaseCache nothing(0);
    ManualClock still(to_instant(now_));
    RandomIds ids(still);
    SnapshotSource source(snapshot, definitions_, nothing, ids);
    const auto opened = source.open(id);
    const auto rows = snapshot.load_rows(id);
    const auto item = snapshot.find_case(id);
    if (!opened || !rows || !item) return find(id, "fold", (!opened ? opened.error() : Error{}).message);
    ++report_.cases;
    const auto& calendar = *source.calendar();
    const auto counted =
        make_rows({*(*opened)->procedure, calendar}, (*opened)->file, calendar.hours().opening_minute());
    compare(id, counted, *rows);
    if (!counted.summary.next_moment || *counted.summary.next_moment > now_) return;
    auto ticked = engine::tick_cascade(source, calendar, id, now_);
    auto* cases = ticked ? std::get_if<std::vector<engine::CascadeCase>>(&*ticked) : nullptr;
    if (cases == nullptr) return find(id, "fold", {"到期处理被拒绝", "what fell due is refused"});
    ++report_.cases_due;
    for (const auto& one : *cases) note(one, item->number);
  }

  /// A clock that the scheduler reads otherwise than it is counted is told late, early or never.
  void compare(const CaseId& id, const storage::CaseRows& counted, const storage::CaseRows& stored) {
    for (const auto& clock : counted.clocks) {
      if (!is_open(clock.status)) continue;
      ++report_.clocks;
      const auto found = std::ranges::find_if(stored.clocks, [&](const storage::ClockRow& row) {
        return row.rule == clock.rule && row.key == clock.key && row.ordinal == clock.ordinal;
      });
      const auto facts = [](const storage::ClockRow& row) {
        return std::tie(row.status, row.base, row.due, row.due_at, row.halted);
      };
      const std::string label = clock_label(clock.rule, clock.key, clock.ordinal);
      if (found == stored.clocks.end() || facts(*found) != facts(clock))
        find(id, "clock", {"时限 " + label + " 与重算不符", "clock " + label + " is not as it is counted again"});
    }
    const auto& wakes = counted.summary.next_moment;
    if (wakes && (!stored.summary.next_moment || *stored.summary.next_moment > *wakes))
      find(id, "sleeps", {"定时醒来晚于 " + format_moment(*wakes), "wakes later than " + format_moment(*wakes)});
  }

  void note(const engine::CascadeCase& one, const std::string& number) {
    const auto add = [&](const std::string& rule, const std::string& key, int ordinal, MissedItem item) {
      item.case_id = one.id;
      item.number = number;
      item.clock = clock_label(rule, key, ordinal);
      if (const auto* clock = one.procedure->find_clock(rule)) item.name = clock->name;
      report_.missed.push_back(std::move(item));
    };
    for (const auto& event : one.decision.events) {
      const auto* what = std::get_if<engine::Occurrence>(&event);
      if (what == nullptr) continue;
      const bool breached = what->kind == engine::OccurrenceKind::clock_breached;
      if (!breached && what->kind != engine::OccurrenceKind::clock_expired) continue;
      ++(breached ? report_.breached : report_.expired);
      add(what->id, what->key, what->ordinal,
          {.kind = breached ? MissedKind::breached : MissedKind::expired,
           .due = what->due.value_or(what->on),
           .since = what->on});
    }
    for (const auto& told : one.decision.effects.alerts) {
      ++report_.rungs;
      add(told.clock, told.key, told.ordinal,
          {.kind = MissedKind::rung, .due = told.due, .since = told.on, .rung = told.rung, .to = told.to});
    }
  }

  Status look_at_messages() {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto counts, snapshot->counts());
    report_.messages = counts.outbox_depth;
    TRY(const auto last, snapshot->events_since(std::max<Seq>(counts.head - 1, 0), 1));
    if (!last.empty()) report_.heard = last.front().recorded_at;
    TRY(const long long newest, snapshot->newest_alert());
    TRY(const auto alert, snapshot->find_alert(newest));
    if (alert && (!report_.heard || *report_.heard < alert->told_at)) report_.heard = alert->told_at;
    constexpr int kMostWaiting = 1'000'000;
    TRY(const auto waiting, snapshot->alerts_waiting(now_, kMostWaiting));
    report_.unanswered = std::ranges::count_if(
        waiting, [](const auto& one) { return !one.answered && one.open && !one.alert.superseded; });
    return {};
  }

  storage::Store& store_;
  const Definitions& definitions_;
  const Moment now_;
  const std::size_t most_;
  DrillReport report_;
};

}  // namespace

Result<DrillReport> drill(storage::Store& store, const Definitions& definitions, Moment now, std::size_t most) {
  return Drill(store, definitions, now, most).run();
}

}  // namespace hejie::app
