// What every bench shares: times of one worker after another, medians of rounds, and one line a bar that
// scripts/bench.sh gathers into its table. Measures nothing by itself.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace hejie::bench {

using SteadyClock = std::chrono::steady_clock;

/// What many answers took together.
struct Figures {
  double a_second = 0;
  double p50_ms = 0, p99_ms = 0;
  double cpu_us = 0;  ///< processor time an answer, of what was measured: moves little when the machine is shared
};

/// @param times_ms of all answers, any order @param seconds how long it went on @param cpu_seconds spent meanwhile
[[nodiscard]] Figures figures_of(std::vector<double> times_ms, double seconds, double cpu_seconds);
[[nodiscard]] Figures median_of(const std::vector<Figures>& rounds);
[[nodiscard]] double median(std::vector<double> values);

/// `callers` threads call `one(caller)` for some seconds, each waiting for its answer; processor time of this process.
[[nodiscard]] Figures measure(int callers, double seconds, const std::function<void(int)>& one);

[[nodiscard]] double seconds_since(SteadyClock::time_point start);
[[nodiscard]] double own_cpu_seconds();

/// One write of `bytes` and fdatasync in a file that is already long, as a log that began anew is; in milliseconds, the
/// median of `times`.
[[nodiscard]] double fdatasync_ms(const std::string& folder, std::size_t bytes, int times = 200);

void print(const char* what, int round, const Figures& figures);

/// How a bar came out. `gates` false: only told, because the figure says more of the machine than of the program.
struct Bar {
  std::string id, what, bar;
  std::string floor_file;  ///< in bench/floor/, "" when the bar has none
  double floor = 0;        ///< 0 when the bar has none
  double ours = 0;
  std::string unit;
  double ratio = 0;  ///< 0 when the bar has none
  bool reached = false;
  bool gates = true;
  double noted = 0;  ///< what docs/performance.md notes for the floor
};
/// Prints the line. @returns false when a gating bar is missed
bool tell(const Bar& bar);

/// False, and says so, when a floor is under 60 % of the figure noted for it: then the machine is too busy, or the
/// floor is not what it was, and the ratio says nothing.
[[nodiscard]] bool floor_counts(const std::string& id, double floor, double noted);

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace hejie::bench
