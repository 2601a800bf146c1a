#include "engine/machine/intervals.h"

#include <algorithm>

#include "engine/machine/clocks.h"

namespace hejie::engine {

void open_interval(Run& run, const std::string& source, const std::string& key, Date from, std::optional<Date> to) {
  const bool excluding = is_excluding(run.procedure(), source);
  if (!excluding && run.procedure().find_hold(source) == nullptr) return;
  if (to && *to <= from) return;
  run.state.intervals.push_back({source, from, to, key});
  if (excluding) interval_changed(run, source, std::max(from, run.state.latest.day));
}

void close_interval(Run& run, std::string_view source, std::string_view key, Date to) {
  const auto found = std::ranges::find_if(run.state.intervals, [&](const SourceInterval& interval) {
    return interval.source == source && (key.empty() || interval.key == key) && (!interval.to || *interval.to > to);
  });
  if (found == run.state.intervals.end()) return;
  if (to > found->from) {
    found->to = to;
  } else {
    run.state.intervals.erase(found);
  }
  interval_changed(run, source, to);
}

}  // namespace hejie::engine
