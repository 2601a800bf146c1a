#include "app/metrics.h"

#include <fmt/format.h>

#include <iterator>

namespace hejie::app {
namespace {

std::string braces(const std::string& labels, const std::string& extra = "") {
  if (labels.empty() && extra.empty()) return "";
  return "{" + labels + (labels.empty() || extra.empty() ? "" : ",") + extra + "}";
}

std::string seconds(std::int64_t us) {
  return fmt::format("{:.6f}", static_cast<double>(us) / 1e6);
}

template <typename T>
T& get(std::map<std::string, std::map<std::string, std::unique_ptr<T>>>& families, const std::string& name,
       const std::string& labels) {
  auto& metric = families[name][labels];
  if (!metric) metric = std::make_unique<T>();
  return *metric;
}

void write_histogram(std::string& out, const std::string& name, const std::string& labels, const Histogram& metric) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < Histogram::kBoundsUs.size(); ++i) {
    sum += metric.bucket(i);
    out +=
        fmt::format("{}_bucket{} {}\n", name, braces(labels, "le=\"" + seconds(Histogram::kBoundsUs[i]) + "\""), sum);
  }
  sum += metric.bucket(Histogram::kBoundsUs.size());
  out += fmt::format("{}_bucket{} {}\n", name, braces(labels, "le=\"+Inf\""), sum);
  out += fmt::format("{}_sum{} {}\n", name, braces(labels), seconds(metric.sum_us()));
  out += fmt::format("{}_count{} {}\n", name, braces(labels), sum);
}

}  // namespace

void Histogram::observe_us(std::int64_t us) {
  std::size_t i = 0;
  while (i < kBoundsUs.size() && us > kBoundsUs[i]) ++i;
  buckets_[i].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
  count_.fetch_add(1, std::memory_order_relaxed);
}

Counter& Metrics::counter(const std::string& name, const std::string& labels, const std::string& help) {
  const std::lock_guard lock(mutex_);
  if (!help.empty()) help_[name] = help;
  return get(counters_, name, labels);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& labels, const std::string& help) {
  const std::lock_guard lock(mutex_);
  if (!help.empty()) help_[name] = help;
  return get(gauges_, name, labels);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& labels, const std::string& help) {
  const std::lock_guard lock(mutex_);
  if (!help.empty()) help_[name] = help;
  return get(histograms_, name, labels);
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  const auto head = [&](const std::string& name, std::string_view type) {
    if (const auto help = help_.find(name); help != help_.end())
      out += fmt::format("# HELP {} {}\n", name, help->second);
    out += fmt::format("# TYPE {} {}\n", name, type);
  };
  for (const auto& [name, family] : counters_) {
    head(name, "counter");
    for (const auto& [labels, metric] : family) out += fmt::format("{}{} {}\n", name, braces(labels), metric->value());
  }
  for (const auto& [name, family] : gauges_) {
    head(name, "gauge");
    for (const auto& [labels, metric] : family) out += fmt::format("{}{} {}\n", name, braces(labels), metric->value());
  }
  for (const auto& [name, family] : histograms_) {
    head(name, "histogram");
    for (const auto& [labels, metric] : family) write_histogram(out, name, labels, *metric);
  }
  return out;
}

}  // namespace hejie::app
