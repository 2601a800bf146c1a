#include "alerts/dispatcher.h"

#include "app/alert_names.h"
#include "app/reports_told.h"

namespace hejie::alerts {
namespace {

constexpr int kBatch = 500;
constexpr std::int64_t kSecondMs = 1000;

std::string label_of(const ChannelConfig& config) {
  return "channel=\"" + config.id + "\"";
}

}  // namespace

Dispatcher::Dispatcher(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
                       ChannelConfig config, Transport& transport, app::Metrics& metrics)
    : store_(store),
      definitions_(definitions),
      rules_(rules),
      config_(std::move(config)),
      transport_(transport),
      sent_(metrics.counter("hejie_messages_sent_total", label_of(config_), "Messages taken by their receiver")),
      failed_(metrics.counter("hejie_message_failures_total", label_of(config_), "Tries that failed")) {}

Result<std::optional<Message>> Dispatcher::message_of(storage::Snapshot& snapshot,
                                                      const storage::AlertRow& alert) const {
  if (alert.superseded || !wants(config_, alert.what.to)) return std::nullopt;
  storage::CaseItem item;
  if (!alert.what.case_id.empty()) {
    TRY(item, snapshot.find_case(alert.what.case_id));
  }
  Message m;
  m.alert = alert.id;
  m.case_id = alert.what.case_id;
  m.number = item.number;
  m.workflow = item.pin.procedure;
  m.clock = alert.what.clock;
  m.party = alert.what.key;
  m.rung = alert.what.rung;
  m.to = alert.what.to;
  m.due = alert.what.due;
  m.on = alert.on;
  m.told_at = alert.told_at;
  const auto procedure = definitions_.by_sha256(item.pin.sha256);
  const auto* rule = procedure ? procedure->find_clock(m.clock) : nullptr;
  const auto* risk = m.clock.starts_with("risk:") ? rules_.find(std::string_view(m.clock).substr(5)) : nullptr;
  m.name = rule != nullptr   ? rule->name
           : risk != nullptr ? risk->name
                             : app::name_of_alert(m.clock).value_or(Text{m.clock, m.clock});
  if (!m.clock.starts_with(app::kReportMark) || !procedure) return m;
  if (const auto* event = procedure->find_event(m.clock.substr(app::kReportMark.size())))
    m.name = Text{"突发特报：", "special report: "} + event->name;
  return m;
}

/// A channel begins with what is told after it was first seen. The position moves with the messages, in one commit.
Status Dispatcher::fan_out(Instant now) {
  const std::string mark = "channel/" + config_.id;
  storage::Commit commit;
  commit.recorded_at = now;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto position, snapshot->mark(mark));
    TRY(const auto newest, snapshot->newest_alert());
    const long long after = position ? std::stoll(*position) : newest;
    if (position && after >= newest) return {};
    TRY(const auto alerts, snapshot->alerts_since(after, kBatch));
    for (const auto& alert : alerts) {
      TRY(const auto message, message_of(*snapshot, alert));
      if (!message) continue;
      storage::OutboxRow row;
      row.case_id = message->case_id;
      row.channel = config_.id;
      row.payload = write_message(*message);
      row.created_at = row.next_try_at = now;
      row.alert = alert.id;
      commit.outbox.push_back(std::move(row));
    }
    commit.puts.emplace_back(storage::PutMark{mark, std::to_string(alerts.empty() ? after : alerts.back().id)});
  }
  const auto done = store_.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  return {};
}

storage::Put Dispatcher::after_failure(const storage::OutboxRow& row, const Outcome& outcome, Instant now) const {
  const auto& pauses = config_.retry_seconds;
  const auto tries = static_cast<std::size_t>(row.attempts);
  const bool dead = outcome.kind == Outcome::Kind::never || tries >= pauses.size();
  const Instant next = dead ? now : Instant{now.ms + pauses[tries] * kSecondMs};
  return storage::OutboxFailed{row.id, next, outcome.why, dead};
}

Result<bool> Dispatcher::try_one(const storage::OutboxRow& row, Instant now) {
  const auto message = read_message(row.payload);
  const Outcome outcome =
      message ? deliver(config_, transport_, *message, now) : Outcome{Outcome::Kind::never, message.error().message.en};
  storage::Commit commit;
  commit.recorded_at = now;
  if (outcome.kind == Outcome::Kind::sent) {
    commit.puts.emplace_back(storage::OutboxSent{row.id, now});
    sent_.add();
  } else {
    commit.puts.push_back(after_failure(row, outcome, now));
    failed_.add();
  }
  const auto done = store_.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  return outcome.kind != Outcome::Kind::later;
}

Result<int> Dispatcher::step(Instant now) {
  TRY_VOID(fan_out(now));
  if (now < rests_until_) return 0;
  std::vector<storage::OutboxRow> due;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(due, snapshot->outbox_due(config_.id, now, kMost));
  }
  int sent = 0;
  for (const auto& row : due) {
    TRY(const bool well, try_one(row, now));
    if (!well) {
      rests_until_ = {now.ms + config_.retry_seconds.front() * kSecondMs};
      return sent;
    }
    ++sent;
  }
  return sent;
}

}  // namespace hejie::alerts
