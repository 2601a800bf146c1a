// A set of excluded days: merged, ordered intervals, without an allocation for the usual few. Inside engine/calendar
// only.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/date.h"
#include "engine/calendar/period.h"

namespace hejie::calendar {

class DaySet {
 public:
  /// @pre every interval has from <= to. `more` is one more interval.
  explicit DaySet(std::span<const Interval> intervals, std::optional<Interval> more = std::nullopt);

  [[nodiscard]] std::span<const Interval> merged() const {
    return big_.empty() ? std::span<const Interval>(few_.data(), size_) : std::span<const Interval>(big_);
  }
  /// Days of the set in (after, through].
  [[nodiscard]] int count(Date after, Date through) const;
  /// The merged interval that holds `day`.
  [[nodiscard]] std::optional<Interval> containing(Date day) const;

 private:
  void merge(std::span<Interval> all);

  static constexpr std::size_t kFew = 8;
  std::array<Interval, kFew> few_;
  std::vector<Interval> big_;
  std::size_t size_ = 0;
};

}  // namespace hejie::calendar
