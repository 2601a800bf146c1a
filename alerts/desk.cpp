#include "alerts/desk.h"

namespace hejie::alerts {

Result<StepResult> Desk::tell(Instant now) {
  TRY(auto result, scheduler_.step(now));
  const Moment moment = to_bureau(now);
  // Rights first: what only tells people waits until all clocks have been looked at.
  if (result.more) return result;
  TRY(const int told, escalation_.step(moment, now));
  result.written += told;
  TRY(result.more, risks_.step(moment, now));
  return result;
}

Result<bool> Desk::make_papers(Instant now) {
  TRY(const bool more, periodic_.step(to_bureau(now), now));
  if (more || !served_) return more;
  return served_->step(now);
}

Result<StepResult> Desk::step(Instant now) {
  TRY(auto result, tell(now));
  if (result.more) return result;
  TRY(result.more, make_papers(now));
  return result;
}

}  // namespace hejie::alerts
