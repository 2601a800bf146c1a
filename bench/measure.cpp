#include "bench/measure.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

namespace hejie::bench {

namespace {
constexpr double kLeastOfNoted = 0.6;
}

Figures figures_of(std::vector<double> times_ms, double seconds, double cpu_seconds) {
  if (times_ms.empty()) return {};
  std::sort(times_ms.begin(), times_ms.end());
  const auto n = static_cast<double>(times_ms.size());
  return {n / seconds, times_ms[times_ms.size() / 2], times_ms[times_ms.size() * 99 / 100], cpu_seconds * 1e6 / n};
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Figures median_of(const std::vector<Figures>& rounds) {
  const auto of = [&rounds](double Figures::*member) {
    std::vector<double> values;
    for (const auto& round : rounds) values.push_back(round.*member);
    return median(std::move(values));
  };
  return {of(&Figures::a_second), of(&Figures::p50_ms), of(&Figures::p99_ms), of(&Figures::cpu_us)};
}

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double own_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Figures measure(int callers, double seconds, const std::function<void(int)>& one) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<double>> times(static_cast<std::size_t>(callers));
  std::vector<std::thread> threads;
  const auto begin = SteadyClock::now();
  const double cpu_before = own_cpu_seconds();
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&, i] {
      while (!stop) {
        const auto start = SteadyClock::now();
        one(i);
        times[static_cast<std::size_t>(i)].push_back(seconds_since(start) * 1e3);
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (auto& thread : threads) thread.join();
  const double took = seconds_since(begin);
  std::vector<double> all;
  for (const auto& list : times) all.insert(all.end(), list.begin(), list.end());
  return figures_of(std::move(all), took, own_cpu_seconds() - cpu_before);
}

double fdatasync_ms(const std::string& folder, std::size_t bytes, int times) {
  const std::string path = folder + "/fdatasync";
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return 0;
  const auto count = static_cast<std::size_t>(times);
  const std::string whole(bytes * count, 'y');
  const bool ready = ::write(file, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()) &&
                     ::fsync(file) == 0 && ::lseek(file, 0, SEEK_SET) == 0;
  const std::string block(bytes, 'x');
  std::vector<double> took;
  while (ready && took.size() < count) {
    const auto start = SteadyClock::now();
    if (::write(file, block.data(), bytes) != static_cast<ssize_t>(bytes) || ::fdatasync(file) != 0) break;
    took.push_back(seconds_since(start) * 1e3);
  }
  ::close(file);
  ::unlink(path.c_str());
  return median(std::move(took));
}

void print(const char* what, int round, const Figures& f) {
  std::printf("round %d %-8s %7.0f/s  p50 %7.3f ms  p99 %7.3f ms  CPU %6.1f us each\n", round + 1, what, f.a_second,
              f.p50_ms, f.p99_ms, f.cpu_us);
  std::fflush(stdout);
}

bool tell(const Bar& bar) {
  const char* verdict = bar.reached ? "reached" : bar.gates ? "MISSED" : "missed (told only)";
  std::printf("BAR\t%s\t%s\t%s\t%s\t", bar.id.c_str(), bar.what.c_str(), bar.bar.c_str(), bar.floor_file.c_str());
  if (bar.floor > 0) std::printf("%.6g", bar.floor);
  if (bar.noted > 0) std::printf(" (noted %.6g)", bar.noted);
  std::printf("\t%.6g %s\t", bar.ours, bar.unit.c_str());
  if (bar.ratio > 0) std::printf("%.3g", bar.ratio);
  std::printf("\t%s\n", verdict);
  std::fflush(stdout);
  return bar.reached || !bar.gates;
}

bool floor_counts(const std::string& id, double floor, double noted) {
  if (floor >= kLeastOfNoted * noted) return true;
  std::printf(
      "FLOOR\t%s\tthe floor is %.6g, under %.0f %% of the %.6g noted in docs/performance.md: it does not count\n",
      id.c_str(), floor, kLeastOfNoted * 100, noted);
  return false;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hejie-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::exit(3);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hejie::bench
