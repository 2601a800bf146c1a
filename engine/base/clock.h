// The clock as an interface. The engine never sees it; app, alerts and api take it by reference.
#pragma once

#include "engine/base/date.h"

namespace hejie {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Bureau time: may be speeded up in a demonstration. Never goes back.
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// Stands still until told (tests, replay, demo with speed 0).
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void set(Instant instant) { now_ = instant; }

 private:
  Instant now_;
};

}  // namespace hejie
