#include "alerts/desk.h"

namespace hejie::alerts {

Result<StepResult> Desk::step(Instant now) {
  TRY(auto result, scheduler_.step(now));
  const Moment moment = to_bureau(now);
  // Rights first: what only tells people waits until all clocks have been looked at.
  if (result.more) return result;
  TRY(const int told, escalation_.step(moment, now));
  result.written += told;
  TRY(const bool more, risks_.step(moment, now));
  TRY(const bool periods, periodic_.step(moment, now));
  result.more = more || periods;
  return result;
}

}  // namespace hejie::alerts
