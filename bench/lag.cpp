// P5: how late a clock is when 2,500 come due a second. Instants of the law are whole minutes and days, so here the
// bureau's time runs faster: a day passes in some milliseconds, and each working day brings its share. A case wants
// attention at six or seven moments (a rung the day before, on the day, the day it is overdue, days after); its
// three clocks count each time. Late is measured in real time, from the acting instant to the commit that holds what
// was told. Usage: bench_lag [SECONDS]
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "alerts/desk.h"
#include "app/alert_rules_load.h"
#include "bench/measure.h"
#include "bench/registry.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::bench {
namespace {

constexpr double kRate = 2'500, kP99Ms = 60;
constexpr int kCasesADay = 4, kWarmUpDays = 20;
constexpr double kMomentsACase = 6.5;      ///< seen: rungs that meet after a holiday are one moment
constexpr double kWorkingShare = 5.0 / 7;  // a first guess; holidays are counted
constexpr const char* kFrom = "2024-01-02";

/// Bureau time that runs `speed` times as fast as the machine's.
class FastClock final : public Clock {
 public:
  FastClock(Instant from, double speed) : from_(from), speed_(speed) {}
  void start() { start_ = SteadyClock::now(); }
  [[nodiscard]] Instant now() const override {
    return Instant{from_.ms + static_cast<std::int64_t>(seconds_since(start_) * 1e3 * speed_)};
  }
  /// Real milliseconds since the bureau's clock showed that moment.
  [[nodiscard]] double ms_since(Moment moment) const {
    return seconds_since(start_) * 1e3 - static_cast<double>(to_instant(moment).ms - from_.ms) / speed_;
  }

 private:
  Instant from_;
  double speed_;
  SteadyClock::time_point start_;
};

/// Notes of each case that is written how late its moment was.
class Noting final : public storage::Store {
 public:
  Noting(storage::Store& inner, const FastClock& clock) : inner_(inner), clock_(clock) {}

  void expect(Moment from) { judged_from_ = from; }
  void submit(storage::Commit commit, std::function<void(storage::CommitOutcome)> done) override {
    std::vector<Moment> moments;
    for (const auto& change : commit.cases) {
      if (!change.rows) continue;
      const std::lock_guard lock(mutex_);
      auto& next = next_[change.id.value];
      if (next && *next >= judged_from_) moments.push_back(*next);
      next = change.rows->summary.next_moment;
    }
    inner_.submit(std::move(commit), [this, moments = std::move(moments), done = std::move(done)](auto outcome) {
      {
        const std::lock_guard lock(mutex_);
        for (const Moment moment : moments) late_ms_.push_back(clock_.ms_since(moment));
      }
      done(std::move(outcome));
    });
  }
  Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return inner_.snapshot(); }
  [[nodiscard]] storage::Health health() const override { return inner_.health(); }
  void stop() override { inner_.stop(); }
  [[nodiscard]] const std::vector<double>& late_ms() const { return late_ms_; }

 private:
  storage::Store& inner_;
  const FastClock& clock_;
  Moment judged_from_{};
  std::mutex mutex_;
  std::unordered_map<std::string, std::optional<Moment>> next_;
  std::vector<double> late_ms_;
};

int main_of(double seconds) {
  const TemporaryFolder temporary;
  const auto definitions = must(app::Definitions::load({}), "definitions");
  const auto rules = must(app::load_alert_rules(*definitions), "rules");
  const Date first = *parse_date(kFrom);
  const auto& calendar = *definitions->calendar();
  const double worked_a_second = kRate / (kCasesADay * kMomentsACase * kClocksACase);
  const int days = static_cast<int>(seconds * worked_a_second / kWorkingShare) + kWarmUpDays;
  const double worked = calendar.working_days_between(first + kWarmUpDays, first + days);
  const double days_a_second = worked_a_second * (days - kWarmUpDays) / worked;

  storage::sqlite::Options options;
  options.folder = temporary.path();
  const auto store = must(storage::sqlite::open_store(options), "store");
  FastClock clock(to_instant({first, 0}), days_a_second * 24 * 3600);
  Noting noting(*store, clock);
  Registry registry(*definitions);
  // Cases are there before their day: what is measured is the scheduler, not the intake.
  for (Date day = first; day < first + days; day = day + 1)
    if (calendar.is_working(day)) registry.fill(noting, day, kCasesADay);
  noting.expect({first + kWarmUpDays, 0});

  app::Metrics metrics;
  app::CaseService::Parts parts{noting, *definitions, clock, metrics};
  parts.alerts = &rules;
  app::CaseService service(parts);
  alerts::Desk desk(noting, service, *definitions, rules, metrics);
  clock.start();
  const Instant end = to_instant({first + days, 0});
  // Two threads, as in the server: what goes through all cases does not hold up the clocks.
  std::atomic<std::int64_t> told_ms{to_instant({first, 0}).ms};
  std::thread papers([&] {
    while (clock.now() < end) {
      must(desk.make_papers(Instant{told_ms}), "papers");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  while (clock.now() < end) {
    const Instant now = clock.now();
    if (!must(desk.tell(now), "step").more) told_ms = now.ms;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  papers.join();
  const auto figures = figures_of(noting.late_ms(), (days - kWarmUpDays) / days_a_second, 0);
  const double rate = figures.a_second * kClocksACase;
  std::printf(
      "%zu cases ticked, %.0f clocks a second, a day in %.1f ms: late p50 %.1f ms, p99 %.1f ms; fdatasync %.3f ms\n",
      noting.late_ms().size(), rate, 1e3 / days_a_second, figures.p50_ms, figures.p99_ms,
      fdatasync_ms(temporary.path(), 4096));
  tell({"P5", "how late a clock is, p99, at 2,500 due a second", "<= 60 ms", "", 0, figures.p99_ms, "ms", 0,
        figures.p99_ms <= kP99Ms && rate >= 0.9 * kRate, false});
  return 0;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  return hejie::bench::main_of(argc > 1 ? std::atof(argv[1]) : 10.0);
}
