// Alerts, risks, key cases and messages to the outside.
#include "storage/refusals.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/writer.h"

namespace hejie::storage::sqlite {

void Writer::supersede_alerts(const Commit& commit) {
  // Whatever day they name: a rung that stayed true when its date moved stands under the day it was told with.
  for (const auto& key : commit.superseded) {
    db_.query(
           "UPDATE alerts SET superseded = 1, wait_until = NULL WHERE case_no = (SELECT case_no FROM cases WHERE id = "
           "?) AND clock = ? AND key = ? AND ordinal = ? AND rung = ? AND recipient = ? AND superseded = 0")
        .bind(key.case_id, key.clock, key.key, key.ordinal, key.rung, key.to)
        .run();
  }
}

void Writer::write_alert(const NewAlert& alert, std::int64_t case_no, Instant told_at, CommitResult& result) {
  const AlertKey& key = alert.what;
  const int inserted =
      db_.query(
             "INSERT INTO alerts (case_no, clock, key, ordinal, rung, recipient, due, told_on, told_at, superseded, "
             "acknowledged_by, wait_until) VALUES (?,?,?,?,?,?,?,?,?,0,'',?) ON CONFLICT DO NOTHING")
          .bind(case_no, key.clock, key.key, key.ordinal, key.rung, key.to, key.due, alert.on, told_at,
                alert.wait_until)
          .run();
  if (inserted > 0) {
    result.alerts.push_back(
        {db_.last_row(), key, alert.on, told_at, false, AccountId(), std::nullopt, alert.wait_until});
    return;
  }
  db_.query(
         "UPDATE alerts SET superseded = 0, wait_until = CASE acknowledged_by WHEN '' THEN ? END WHERE case_no = ? AND "
         "clock = ? AND key = ? AND ordinal = ? AND rung = ? AND recipient = ? AND due = ? AND superseded = 1")
      .bind(alert.wait_until, case_no, key.clock, key.key, key.ordinal, key.rung, key.to, key.due)
      .run();
}

void Writer::write_alerts(const Commit& commit, CommitResult& result) {
  supersede_alerts(commit);
  for (const auto& alert : commit.alerts)
    write_alert(alert, alert.what.case_id.empty() ? kNoCase : case_no_of(alert.what.case_id), commit.recorded_at,
                result);
}

void Writer::write_risks(const Commit& commit, CommitResult& result) {
  for (const auto& risk : commit.risks) {
    const std::int64_t case_no = case_no_of(risk.case_id);
    const int inserted =
        db_.query(
               "INSERT INTO risks (rule, subject, level, period, case_no, found_on, found_at, grounds) VALUES "
               "(?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")
            .bind(risk.rule, risk.subject, risk.level, risk.period, case_no, risk.on, commit.recorded_at, risk.grounds)
            .run();
    if (inserted == 0) continue;
    const auto id = static_cast<int>(db_.last_row());
    for (const auto& to : risk.to) write_alert(alert_of(risk, id, to), case_no, commit.recorded_at, result);
  }
}

void Writer::write_outbox(const Commit& commit) {
  for (const auto& x : commit.outbox) {
    db_.query(
           "INSERT INTO outbox (case_id, channel, payload, created_at, attempts, next_try_at, done, alert, last_error, "
           "ended_at) VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")
        .bind(x.case_id, x.channel, x.payload, x.created_at, x.attempts, x.next_try_at, x.state, x.alert, x.last_error,
              x.ended_at)
        .run();
  }
}

void Writer::put(const Acknowledge& x) {
  const int changed =
      db_.query(
             "UPDATE alerts SET acknowledged_by = CASE acknowledged_by WHEN '' THEN ? ELSE acknowledged_by END, "
             "acknowledged_at = ifnull(acknowledged_at, ?), wait_until = NULL WHERE id = ?")
          .bind(x.by, x.at, x.alert)
          .run();
  if (changed == 0) throw Refused{unknown_alert(x.alert)};
}

void Writer::put(const AlertWaited& x) {
  db_.query("UPDATE alerts SET wait_until = NULL WHERE id = ?").bind(x.alert).run();
}

void Writer::put(const OutboxSent& x) {
  db_.query(
         "UPDATE outbox SET done = 1, attempts = attempts + 1, ended_at = ?, last_error = '' WHERE id = ? AND done = 0")
      .bind(x.at, x.id)
      .run();
}

void Writer::put(const OutboxFailed& x) {
  const std::optional<Instant> ended = x.dead ? std::optional(x.next_try_at) : std::nullopt;
  db_.query(
         "UPDATE outbox SET attempts = attempts + 1, next_try_at = ?, last_error = ?, done = ?, ended_at = ? WHERE id "
         "= ? AND done = 0")
      .bind(x.next_try_at, x.error, x.dead ? OutboxState::dead : OutboxState::waiting, ended, x.id)
      .run();
}

void Writer::put(const OutboxAgain& x) {
  const int changed =
      db_.query("UPDATE outbox SET done = 0, attempts = 0, next_try_at = ?, ended_at = NULL WHERE id = ? AND done = 2")
          .bind(x.at, x.id)
          .run();
  if (changed == 0) throw Refused{not_dead(x.id)};
}

void Writer::put(const PutWatched& x) {
  const WatchedRow& w = x.row;
  db_.query("INSERT OR REPLACE INTO watched VALUES (?,?,?,?,?,?,?,?)")
      .bind(case_no_of(w.case_id), w.employer, w.handler, w.sector, w.cause, w.opened_on, w.open, w.body)
      .run();
}

void Writer::put(const PutRiskTimer& x) {
  const std::int64_t case_no = case_no_of(x.case_id);
  if (x.at) {
    db_.query("INSERT OR REPLACE INTO risk_timers VALUES (?,?,?)").bind(x.rule, case_no, x.at).run();
  } else {
    db_.query("DELETE FROM risk_timers WHERE rule = ? AND case_no = ?").bind(x.rule, case_no).run();
  }
}

/// A row that was changed beside the program must not get a code for it.
void Writer::refuse_changed(Guarded kind, const std::string& key) {
  const RowState state = row_state(db_, book_.codes(), kind, key);
  if (state == RowState::same || state == RowState::nothing) return;
  CommitError refusal;
  static_cast<Error&>(refusal) = authority_changed();
  throw Refused{std::move(refusal)};
}

void Writer::put(const PutKept& x) {
  const KeptRow& k = x.row;
  const bool guarded = guards_kept(k.kind, k.subject);
  const std::string key = guarded ? kept_key(k.kind, k.subject, k.period) : "";
  if (k.id == 0) {
    std::optional<std::int64_t> case_no;
    if (!k.case_id.empty()) case_no = case_no_of(k.case_id);
    const int inserted =
        db_.query(
               "INSERT INTO kept (kind, subject, period, case_no, made_at, made_by, revision, body) VALUES "
               "(?,?,?,?,?,?,0,?) ON CONFLICT DO NOTHING")
            .bind(k.kind, k.subject, k.period, case_no, k.made_at, k.made_by, k.body)
            .run();
    if (guarded && inserted == 1) book_.put(db_, Guarded::kept, key);
    return;
  }
  if (guarded) refuse_changed(Guarded::kept, key);
  const int changed = db_.query("UPDATE kept SET body = ?, revision = revision + 1 WHERE id = ? AND revision = ?")
                          .bind(k.body, k.id, k.revision)
                          .run();
  if (changed == 0) throw Refused{changed_meanwhile()};
  if (guarded) book_.put(db_, Guarded::kept, key);
}

void Writer::put(const PutKeyCase& x) {
  const KeyCase& k = x.row;
  const std::int64_t case_no = case_no_of(k.case_id);
  if (k.id == 0) {
    db_.query(
           "INSERT INTO key_cases (case_no, since, rule, marked_by, leader, reason, every_days, report_due, "
           "reported_on, reports, ended_on, ended_by, ended_reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
           "ON CONFLICT DO NOTHING")
        .bind(case_no, k.since, k.rule, k.marked_by, k.leader, k.reason, k.every_days, k.report_due, k.reported_on,
              k.reports, k.ended_on, k.ended_by, k.ended_reason)
        .run();
    return;
  }
  db_.query(
         "UPDATE key_cases SET leader = ?, every_days = ?, report_due = ?, reported_on = ?, reports = ?, ended_on = ?, "
         "ended_by = ?, ended_reason = ? WHERE id = ?")
      .bind(k.leader, k.every_days, k.report_due, k.reported_on, k.reports, k.ended_on, k.ended_by, k.ended_reason,
            k.id)
      .run();
}

}  // namespace hejie::storage::sqlite
