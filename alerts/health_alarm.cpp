#include "alerts/health_alarm.h"

namespace hejie::alerts {
namespace {

Message silence(bool silent, Instant now, Instant last_sign) {
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

Message changed_authority(bool wrong, Instant now) {
  Message message;
  message.case_id = CaseId("authority");
  message.clock = "health:authority";
  message.name = {"决定权限的数据（账号、会话、机构、授权记录）",
                  "what decides authority (accounts, sessions, units, grants)"};
  message.rung = wrong ? "changed" : "again";
  message.to = HealthAlarm::kTo;
  message.due = message.on = to_bureau(now).day;
  message.told_at = now;
  return message;
}

}  // namespace

bool HealthAlarm::tell(Told& told, bool ill, const Message& message, Instant now) {
  if (ill == told.ill || now < told.rests_until || !wants(config_, kTo)) return false;
  const auto outcome = deliver(config_, transport_, message, now);
  if (outcome.kind == Outcome::Kind::later) {
    told.rests_until = {now.ms + kPauseMs};
    return false;
  }
  // A receiver that never takes it is not asked again about the same illness.
  told.ill = ill;
  return outcome.kind == Outcome::Kind::sent;
}

bool HealthAlarm::step(Instant now, Instant last_sign) {
  const bool silent = now.ms - last_sign.ms > kSilenceMs;
  return tell(silence_, silent, silence(silent, now, last_sign), now);
}

bool HealthAlarm::step_authority(Instant now, std::size_t wrong) {
  return tell(authority_, wrong > 0, changed_authority(wrong > 0, now), now);
}

}  // namespace hejie::alerts
