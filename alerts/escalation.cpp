#include "alerts/escalation.h"

#include "app/alert_lines.h"
#include "app/reports_told.h"

namespace hejie::alerts {
namespace {

constexpr int kBatch = 200;

/// "0" becomes "0^1", "0^1" becomes "0^2".
std::string next_rung(const std::string& rung) {
  const auto mark = rung.find('^');
  if (mark == std::string::npos) return rung + "^1";
  return rung.substr(0, mark + 1) + std::to_string(std::stoi(rung.substr(mark + 1)) + 1);
}

}  // namespace

Escalation::Escalation(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
                       app::Metrics& metrics)
    : store_(store),
      definitions_(definitions),
      rules_(rules),
      told_(metrics.counter("hejie_escalations_total", "", "Alerts told to the next in line because nobody answered")) {
}

void Escalation::pass_on(const storage::WaitingAlert& waiting, Moment now, storage::Commit& commit) const {
  const auto& alert = waiting.alert;
  commit.puts.emplace_back(storage::AlertWaited{alert.id});
  if (waiting.answered || !waiting.open || alert.superseded) return;
  // A body outside has no next in line: who sent the report asks it again.
  const bool outside = alert.what.clock.starts_with(app::kReportMark) && rules_.reports.find_body(alert.what.to);
  const auto* next = outside ? &rules_.reports.tell : rules_.escalation.next_of(alert.what.to);
  if (next == nullptr) return;
  storage::NewAlert told{alert.what, now.day};
  told.what.rung = next_rung(alert.what.rung);
  told.what.to = *next;
  told.wait_until = app::waits_until(rules_.escalation, *definitions_.calendar(), "0", *next, false, now);
  commit.alerts.push_back(std::move(told));
}

Result<int> Escalation::step(Moment now, Instant recorded_at) {
  int told = 0;
  while (true) {
    std::vector<storage::WaitingAlert> waiting;
    {
      TRY(const auto snapshot, store_.snapshot());
      TRY(waiting, snapshot->alerts_waiting(now, kBatch));
    }
    if (waiting.empty()) return told;
    storage::Commit commit;
    commit.recorded_at = recorded_at;
    for (const auto& one : waiting) pass_on(one, now, commit);
    const auto done = store_.commit(std::move(commit));
    if (!done) return fail(Error(done.error()));
    told += static_cast<int>(done->alerts.size());
    told_.add(static_cast<std::int64_t>(done->alerts.size()));
  }
}

}  // namespace hejie::alerts
