// Gives out ids: "c_", "p_", "u_", "t_" + 26 characters. Opaque, ordered by time of making, never reused.
// Not a case number (those are gapless and made by the store). Used by case_service, accounts, forms.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/base/clock.h"

namespace hejie::app {

class IdMaker {
 public:
  virtual ~IdMaker() = default;
  /// `prefix` + "_" + 26 characters of Crockford's base 32. Any thread.
  [[nodiscard]] virtual std::string next(std::string_view prefix) = 0;
};

/// 48 bits of time and 80 random bits (libsodium), as ULIDs are.
class RandomIds final : public IdMaker {
 public:
  explicit RandomIds(const Clock& clock) : clock_(clock) {}
  [[nodiscard]] std::string next(std::string_view prefix) override;

 private:
  const Clock& clock_;
};

/// Counts from 1: the same run gives the same ids (replay, demonstration, tests).
class CountingIds final : public IdMaker {
 public:
  explicit CountingIds(std::uint64_t start = 0) : last_(start) {}
  [[nodiscard]] std::string next(std::string_view prefix) override;

 private:
  std::mutex mutex_;
  std::uint64_t last_;
};

}  // namespace hejie::app
