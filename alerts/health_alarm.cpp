#include "alerts/health_alarm.h"

#include "alerts/channels/message.h"

namespace hejie::alerts {
namespace {

Message message_of(bool silent, Instant now, Instant last_sign) {
  Message message;
  message.case_id = CaseId("scheduler");
  message.clock = "health:scheduler";
  message.name = {"定时推进（期限、提醒、逐级上报）", "the scheduler of clocks and alerts"};
  message.rung = silent ? "silent" : "again";
  message.to = HealthAlarm::kTo;
  message.due = to_bureau(last_sign).day;
  message.on = to_bureau(now).day;
  message.told_at = now;
  return message;
}

}  // namespace

bool HealthAlarm::step(Instant now, Instant last_sign) {
  const bool silent = now.ms - last_sign.ms > kSilenceMs;
  if (silent == told_ || now < rests_until_ || !wants(config_, kTo)) return false;
  const auto outcome = deliver(config_, transport_, message_of(silent, now, last_sign), now);
  if (outcome.kind == Outcome::Kind::later) {
    rests_until_ = {now.ms + kPauseMs};
    return false;
  }
  // A receiver that never takes it is not asked again about the same silence.
  told_ = silent;
  return outcome.kind == Outcome::Kind::sent;
}

}  // namespace hejie::alerts
