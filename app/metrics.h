// Counters, gauges and histograms that every organ may write; Prometheus text for /metrics. Knows no HTTP.
// Cheap after the first look-up: keep the reference. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hejie::app {

class Counter {
 public:
  void add(std::int64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Durations in microseconds, in buckets from 100 us to 10 s.
class Histogram {
 public:
  static constexpr std::array<std::int64_t, 12> kBoundsUs{100,    250,    500,     1'000,   2'500,     5'000,
                                                          10'000, 50'000, 100'000, 500'000, 1'000'000, 10'000'000};
  void observe_us(std::int64_t us);
  [[nodiscard]] std::int64_t count() const { return count_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }
  /// Observations in bucket `i` alone (not cumulative); i = kBoundsUs.size() is the rest.
  [[nodiscard]] std::int64_t bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::int64_t>, kBoundsUs.size() + 1> buckets_{};
  std::atomic<std::int64_t> count_{0}, sum_us_{0};
};

class Metrics {
 public:
  /// @param name "hejie_commands_total"; @param labels `outcome="done"` or ""; @param help one English line.
  Counter& counter(const std::string& name, const std::string& labels = "", const std::string& help = "");
  Gauge& gauge(const std::string& name, const std::string& labels = "", const std::string& help = "");
  Histogram& histogram(const std::string& name, const std::string& labels = "", const std::string& help = "");

  /// Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  template <typename T>
  using Family = std::map<std::string, std::unique_ptr<T>>;  ///< labels -> metric
  mutable std::mutex mutex_;
  std::map<std::string, Family<Counter>> counters_;
  std::map<std::string, Family<Gauge>> gauges_;
  std::map<std::string, Family<Histogram>> histograms_;
  std::map<std::string, std::string> help_;
};

}  // namespace hejie::app
