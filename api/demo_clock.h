// The clock of a demonstration: moves with the machine's clock times `speed`, or stands still (0), and can be pushed
// forward. Never goes back. Used by cli/demo and POST /demo/clock.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"

namespace hejie::api {

class DemoClock final : public Clock {
 public:
  DemoClock(const Clock& machine, Instant start, double speed)
      : machine_(machine), bureau_base_(start), machine_base_(machine.now()), speed_(speed) {}

  [[nodiscard]] Instant now() const override {
    const std::lock_guard lock(mutex_);
    return now_locked();
  }

  /// @errors invalid: `to` lies before now
  Status move_to(Instant to) {
    const std::lock_guard lock(mutex_);
    if (to < now_locked()) {
      return fail(ErrorCode::invalid, {"演示时钟只能向前", "The demonstration clock only goes forward"},
                  {{"/to", "in_the_past", {"早于当前演示时间", "Before the demonstration's now"}}});
    }
    bureau_base_ = to;
    machine_base_ = machine_.now();
    return {};
  }

  /// Runs after a move: ticks on the way. @returns what fired, as text lines. Set once by cli/demo before serving.
  std::function<Result<std::vector<std::string>>(Instant from, Instant to)> advance;

 private:
  [[nodiscard]] Instant now_locked() const {
    const auto passed = static_cast<double>(machine_.now().ms - machine_base_.ms) * speed_;
    return Instant{bureau_base_.ms + static_cast<std::int64_t>(passed < 0 ? 0 : passed)};
  }

  const Clock& machine_;
  mutable std::mutex mutex_;
  Instant bureau_base_;
  Instant machine_base_;
  double speed_;
};

}  // namespace hejie::api
