#include "alerts/risk_watch.h"

#include <algorithm>

#include "app/alert_lines.h"
#include "app/control_desk.h"

namespace hejie::alerts {
namespace {

using app::RiskGrounds;
using definition::RiskKind;
using definition::RiskRule;

constexpr const char* kPosition = "risks/position";
constexpr int kBatch = 500;
/// In one step: under load it falls behind rather than take the time of commands.
constexpr int kMostBatches = 4;
constexpr int kMostRecords = 50;

std::string month_of(Date day) {
  return format_date(day).substr(0, 7);
}

/// Who or what a rule over many cases looks at; "" when this case has no such subject.
std::string subject_of(const RiskRule& rule, const storage::WatchedRow& row) {
  switch (rule.kind) {
    case RiskKind::matters:
      return row.employer.empty() ? "" : "employer:" + row.employer.value;
    case RiskKind::handler_load:
      return row.handler.empty() || !row.open ? "" : "handler:" + row.handler.value;
    case RiskKind::sector_rise:
      return row.sector.empty() ? "" : "sector:" + row.sector;
    case RiskKind::body_rise:
      return row.body.empty() ? "" : "body:" + row.body;
    case RiskKind::fact_level:
    case RiskKind::condition:
    case RiskKind::stalled:
    case RiskKind::season:
      return "";
  }
  return "";
}

/// The mediation organization of a street, park or trade in charge; the district's own is no place of its own.
std::string body_of(const std::vector<std::string>& flags) {
  constexpr std::string_view kMark = "body:";
  for (const auto& flag : flags)
    if (flag.starts_with(kMark) && flag.substr(kMark.size()) != "district") return flag.substr(kMark.size());
  return "";
}

bool has_cause(const RiskRule& rule, const std::string& cause) {
  return rule.causes.empty() || std::ranges::find(rule.causes, cause) != rule.causes.end();
}

Status committed(storage::Store& store, storage::Commit commit, app::Counter& found) {
  const auto done = store.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  found.add(static_cast<std::int64_t>(done->alerts.size()));
  return {};
}

}  // namespace

RiskWatch::RiskWatch(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
                     app::Metrics& metrics)
    : store_(store),
      definitions_(definitions),
      rules_(rules),
      found_(metrics.counter("hejie_risk_alerts_total", "", "Alerts told by rules over many cases")) {}

Result<Seq> RiskWatch::position(storage::Snapshot& snapshot) const {
  TRY(const auto mark, snapshot.mark(kPosition));
  return mark ? std::stoll(*mark) : 0;
}

std::optional<Date> RiskWatch::season_start(const RiskRule& rule, Date today) const {
  const auto calendar = definitions_.calendar();
  constexpr int kLongestYear = 400;
  for (Date day = today; day < today + kLongestYear && calendar->contains(day); day = day + 1) {
    const auto what = calendar->day(day);
    if (what.statutory && what.name != nullptr && what.name->zh.find("春节") != std::string::npos)
      return day - rule.days;
  }
  return std::nullopt;
}

Result<RiskWatch::Changed> RiskWatch::load(storage::Snapshot& snapshot, const CaseId& id) const {
  TRY(const auto item, snapshot.find_case(id));
  const auto& s = item.summary;
  const bool open = s.phase == engine::Phase::open;
  return Changed{{id, s.employer, s.handler, s.sector, s.cause, s.opened_on, open, body_of(s.flags)},
                 item.pin.procedure,
                 s.stage,
                 s.closed_on};
}

/// Looks ahead: a case is looked at again when it could have stood still for long enough, or when the season begins.
void RiskWatch::set_timers(const Changed& changed, Moment now, storage::Commit& commit) const {
  const auto calendar = definitions_.calendar();
  const int opening = calendar->hours().opening_minute();
  for (const auto& rule : rules_.risks) {
    if (!rule.concerns(changed.workflow)) continue;
    std::optional<Date> on;
    if (rule.kind == RiskKind::stalled)
      on = calendar->working_day_after(now.day, static_cast<int>(rule.levels.front().at));
    else if (rule.kind == RiskKind::season && has_cause(rule, changed.now.cause))
      on = season_start(rule, now.day);
    else
      continue;
    std::optional<Moment> at;
    if (changed.now.open && on) at = Moment{*on, opening};
    commit.puts.emplace_back(storage::PutRiskTimer{rule.id, changed.now.case_id, at});
  }
}

void RiskWatch::note(const Changed& changed, Looks& looks) const {
  for (const auto& rule : rules_.risks) {
    if (!rule.concerns(changed.workflow)) continue;
    auto subject = subject_of(rule, changed.now);
    if (!subject.empty()) looks[{rule.id, subject}] = {&rule, subject, changed};
  }
}

Status RiskWatch::end_key_case(storage::Snapshot& snapshot, const Changed& changed, storage::Commit& commit) const {
  TRY(const auto marks, snapshot.key_cases(changed.now.case_id));
  if (marks.empty() || marks.back().ended_on) return {};
  storage::KeyCase ended = marks.back();
  ended.ended_on = changed.closed_on;
  ended.report_due.reset();
  commit.puts.emplace_back(storage::PutKeyCase{std::move(ended)});
  commit.puts.emplace_back(storage::PutRiskTimer{app::kKeyReport, changed.now.case_id, std::nullopt});
  return {};
}

Result<std::int64_t> RiskWatch::figure(storage::Snapshot& snapshot, const Look& look, Moment now,
                                       RiskGrounds& grounds) const {
  const RiskRule& rule = *look.rule;
  const auto& row = look.at.now;
  if (rule.kind == RiskKind::matters) {
    grounds.since = now.day - rule.days;
    TRY(grounds.cases, snapshot.matters_of(row.employer, *grounds.since, kMostRecords));
    return static_cast<std::int64_t>(grounds.cases.size());
  }
  if (rule.kind == RiskKind::handler_load) return snapshot.open_cases_of(row.handler);
  const Date from = now.day - (rule.days - 1);
  grounds.since = from;
  const Date before = from - rule.base_days;
  TRY(const auto counts, rule.kind == RiskKind::body_rise ? snapshot.body_spans(row.body, before, from, now.day)
                                                          : snapshot.sector_spans(row.sector, before, from, now.day));
  grounds.facts["recent"] = std::to_string(counts.recent);
  grounds.facts["before"] = std::to_string(counts.before);
  // Without a base of its own there is nothing a sector could rise against.
  if (counts.recent < rule.least || counts.before == 0) return 0;
  return counts.recent * rule.base_days * 100 / (counts.before * rule.days);
}

void RiskWatch::find(const RiskRule& rule, std::string subject, std::string period, const CaseId& at,
                     const std::string& stage, RiskGrounds grounds, Moment now, storage::Commit& commit) const {
  const int level = rule.level_of(grounds.figure);
  if (level == 0) return;
  const auto& reached = rule.levels[static_cast<std::size_t>(level - 1)];
  grounds.level_at = reached.at;
  storage::NewRisk risk{rule.id, std::move(subject), level, std::move(period), at, now.day, {}, {}, {}};
  risk.grounds = app::write_grounds(grounds);
  risk.to = rules_.recipients(reached, stage);
  if (!risk.to.empty())
    risk.wait_until = app::waits_until(rules_.escalation, *definitions_.calendar(), "0", risk.to.front(), false, now);
  commit.risks.push_back(std::move(risk));
}

/// Counts first, judges then: the figures hold what this batch brought, and the position moves last, so that a crash in
/// between only repeats the work.
Result<bool> RiskWatch::follow(Moment now, Instant recorded_at) {
  Looks looks;
  storage::Commit counted;
  counted.recorded_at = recorded_at;
  Seq last = 0;
  bool more = false;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const Seq after, position(*snapshot));
    TRY(const auto changes, snapshot->changed_since(after, kBatch));
    if (changes.empty()) {
      all_ = false;
      return false;
    }
    last = changes.back().seq;
    more = changes.size() == kBatch;
    std::set<CaseId> seen;
    for (const auto& [seq, id] : changes) {
      if (!seen.insert(id).second) continue;
      TRY(const auto changed, load(*snapshot, id));
      TRY(const auto known, snapshot->watched(id));
      const bool same = known && *known == changed.now;
      if (same && !all_) continue;
      if (!same) {
        counted.puts.emplace_back(storage::PutWatched{changed.now});
        set_timers(changed, now, counted);
      }
      note(changed, looks);
      if (!changed.now.open) TRY_VOID(end_key_case(*snapshot, changed, counted));
    }
  }
  if (!counted.puts.empty()) TRY_VOID(committed(store_, std::move(counted), found_));
  storage::Commit judged;
  judged.recorded_at = recorded_at;
  {
    TRY(const auto snapshot, store_.snapshot());
    for (const auto& [key, look] : looks) {
      RiskGrounds grounds;
      TRY(grounds.figure, figure(*snapshot, look, now, grounds));
      find(*look.rule, look.subject, month_of(now.day), look.at.now.case_id, look.at.stage, std::move(grounds), now,
           judged);
    }
  }
  judged.puts.emplace_back(storage::PutMark{kPosition, std::to_string(last)});
  TRY_VOID(committed(store_, std::move(judged), found_));
  return more;
}

Status RiskWatch::fire_stalled(storage::Snapshot& snapshot, const RiskRule& rule, const storage::CaseItem& item,
                               Moment now, storage::Commit& commit) const {
  const auto calendar = definitions_.calendar();
  TRY(const auto history, snapshot.history(item.id));
  const auto act = std::find_if(history.rbegin(), history.rend(), [](const storage::StoredEvent& event) {
    return std::holds_alternative<engine::Act>(event.event);
  });
  if (act == history.rend()) return {};
  const Date moved = to_bureau(act->recorded_at).day;
  RiskGrounds grounds;
  grounds.figure = calendar->working_days_between(moved, now.day);
  grounds.cases = {item.id};
  grounds.since = moved;
  const auto level = static_cast<std::size_t>(rule.level_of(grounds.figure));
  find(rule, item.id.value, format_date(moved), item.id, item.summary.stage, std::move(grounds), now, commit);
  // Past the last level it is looked at again when it could have moved and stood still anew.
  const bool last = level >= rule.levels.size();
  const auto wait = last ? rule.levels.front().at : rule.levels[level].at;
  const auto next = calendar->working_day_after(last ? now.day : moved, static_cast<int>(wait));
  std::optional<Moment> at;
  if (next) at = Moment{std::max(*next, now.day + 1), calendar->hours().opening_minute()};
  commit.puts.emplace_back(storage::PutRiskTimer{rule.id, item.id, at});
  return {};
}

Status RiskWatch::fire_report(storage::Snapshot& snapshot, const storage::CaseItem& item,
                              storage::Commit& commit) const {
  commit.puts.emplace_back(storage::PutRiskTimer{app::kKeyReport, item.id, std::nullopt});
  TRY(const auto marks, snapshot.key_cases(item.id));
  if (marks.empty() || marks.back().ended_on || !marks.back().report_due) return {};
  const definition::RiskLevel level{1, {"$handler", "$head"}, false};
  for (const auto& to : rules_.recipients(level, item.summary.stage)) {
    storage::NewAlert alert{{item.id, app::kKeyReport, "", marks.back().reports + 1, "0", to, *marks.back().report_due},
                            *marks.back().report_due};
    commit.alerts.push_back(std::move(alert));
  }
  return {};
}

/// The last day to mend what a review of the closed file found.
Status RiskWatch::fire_mend(const storage::CaseItem& item, const storage::RiskTimer& timer,
                            storage::Commit& commit) const {
  commit.puts.emplace_back(storage::PutRiskTimer{app::kMend, item.id, std::nullopt});
  const definition::RiskLevel level{1, {"$handler", "$head"}, false};
  for (const auto& to : rules_.recipients(level, item.summary.stage))
    commit.alerts.push_back({{item.id, app::kMend, "", 1, "0", to, timer.at.day}, timer.at.day});
  return {};
}

Status RiskWatch::fire(storage::Snapshot& snapshot, const storage::RiskTimer& timer, Moment now,
                       storage::Commit& commit) const {
  const auto* rule = rules_.find(timer.rule);
  TRY(const auto item, snapshot.find_case(timer.case_id));
  const bool open = item.summary.phase == engine::Phase::open;
  if (timer.rule == app::kMend) return fire_mend(item, timer, commit);
  if (open && timer.rule == app::kKeyReport) return fire_report(snapshot, item, commit);
  if (open && rule != nullptr && rule->kind == RiskKind::stalled)
    return fire_stalled(snapshot, *rule, item, now, commit);
  commit.puts.emplace_back(storage::PutRiskTimer{timer.rule, timer.case_id, std::nullopt});
  if (!open || rule == nullptr) return {};
  RiskGrounds grounds;
  grounds.figure = 1;
  grounds.cases = {timer.case_id};
  grounds.facts["cause"] = item.summary.cause;
  find(*rule, timer.case_id.value, std::to_string(to_ymd(timer.at.day + rule->days).year), timer.case_id,
       item.summary.stage, std::move(grounds), now, commit);
  return {};
}

Result<bool> RiskWatch::run_timers(Moment now, Instant recorded_at) {
  storage::Commit commit;
  commit.recorded_at = recorded_at;
  bool more = false;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto due, snapshot->risk_timers_due(now, kBatch));
    if (due.empty()) return false;
    more = due.size() == kBatch;
    for (const auto& timer : due) TRY_VOID(fire(*snapshot, timer, now, commit));
  }
  TRY_VOID(committed(store_, std::move(commit), found_));
  return more;
}

Result<bool> RiskWatch::step(Moment now, Instant recorded_at) {
  bool more = true;
  for (int i = 0; more && i < kMostBatches; ++i) {
    TRY(more, follow(now, recorded_at));
  }
  bool timers = true;
  for (int i = 0; timers && i < kMostBatches; ++i) {
    TRY(timers, run_timers(now, recorded_at));
  }
  return more || timers;
}

}  // namespace hejie::alerts
