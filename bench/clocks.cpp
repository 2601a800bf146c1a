// P4 and the tick: registering a million clocks in bulk (against bare SQLite writing the same rows), asking what is due
// when nothing is, the price of a tick over many open clocks and over few, and what a server over a million pending
// clocks costs while nothing happens. Usage: bench_clocks [CLOCKS] [DUE]
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "alerts/scheduler.h"
#include "bench/bureau.h"
#include "bench/floor/row_copy.h"
#include "bench/measure.h"
#include "bench/registry.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::bench {
namespace {

constexpr int kFewClocks = 10'000;
constexpr int kSomeDue = 1'000;
constexpr int kRounds = 3;
constexpr double kTickRatio = 1.3, kBulkRate = 40'000, kBulkRatio = 0.54, kPollUs = 20, kIdlePercent = 0.1;
constexpr double kNotedBulk = 51'000;  // docs/performance.md

/// A store under a scheduler, as the server has it.
struct Desk {
  std::unique_ptr<storage::Store> store;
  ManualClock clock;
  app::Metrics metrics;
  app::CaseService service;
  alerts::Scheduler scheduler;

  Desk(std::unique_ptr<storage::Store> s, const app::Definitions& definitions, Moment now)
      : store(std::move(s)),
        clock(to_instant(now)),
        service({*store, definitions, clock, metrics}),
        scheduler(*store, service, metrics) {}

  struct Ticked {
    double seconds = 0;
    int cases = 0;  ///< that were due

    [[nodiscard]] double us_a_clock() const { return seconds * 1e6 / (cases * kClocksACase); }
  };

  Ticked tick(Moment now) {
    int cases = 0;
    const auto start = SteadyClock::now();
    for (bool more = true; more;) {
      const auto step = must(scheduler.step(now), "tick");
      cases += step.cases;
      more = step.more;
    }
    return {seconds_since(start), cases};
  }

  /// The tick of one moment alone: what fell due before it is done first. Ends the bench when fewer than `least` were
  /// due.
  Ticked tick_of(Moment now, int least) {
    clock.set(to_instant(now));
    tick({now.day - 1, now.minute});
    const Ticked ticked = tick(now);
    if (ticked.cases < least) {
      std::fprintf(stderr, "%d cases were due, at least %d expected\n", ticked.cases, least);
      std::exit(3);
    }
    return ticked;
  }

  double idle_us(Moment now) {
    const Ticked ticked = tick(now);
    if (ticked.cases != 0) std::exit(3);
    return ticked.seconds * 1e6;
  }

  double poll_us(Moment now) {
    std::vector<double> times;
    for (int i = 0; i < 2'000; ++i) times.push_back(idle_us(now));
    return median(std::move(times));
  }
};

std::unique_ptr<storage::Store> open(const std::string& folder) {
  storage::sqlite::Options options;
  options.folder = folder;
  return must(storage::sqlite::open_store(options), "store");
}

constexpr int cases_of(int clocks) {
  return (clocks + kClocksACase - 1) / kClocksACase;
}

/// Days on which cases were received: those of round i come due in round i, the rest long after.
Date day_of_round(Date today, int round) {
  return today - 7 * (8 - round);
}

bool tell_tick(const char* what, double few, double many) {
  return tell({"tick", what, "<= 1.3 x", "", few, many, "us a due clock", many / few, many <= kTickRatio * few});
}

double idle_percent(const std::string& folder) {
  auto server = serve(folder);
  server->port();
  server->settle();
  const double before = server->cpu_seconds();
  constexpr double kSeconds = 20;
  std::this_thread::sleep_for(std::chrono::duration<double>(kSeconds));
  return (server->cpu_seconds() - before) / kSeconds * 100;
}

int main_of(int clocks, int due) {
  const TemporaryFolder temporary;
  const auto definitions = must(app::Definitions::load({}), "definitions");
  const SystemClock machine;
  const Date today = to_bureau(machine.now()).day;
  Registry registry(*definitions);
  const std::string many_at = temporary.path() + "/many";
  const int rest = clocks - due - kRounds * kSomeDue;

  double bulk = 0;
  {
    const auto store = open(many_at);
    bulk = registry.fill(*store, today, cases_of(rest));
    for (int i = 0; i < kRounds; ++i) registry.fill(*store, day_of_round(today, i), cases_of(kSomeDue));
    registry.fill(*store, day_of_round(today, kRounds), cases_of(due));
  }
  open(temporary.path() + "/floor").reset();
  const double floor_bulk = copy_rows(many_at + "/hejie.db", temporary.path() + "/floor/hejie.db", kCasesACommit);
  const double bulk_rate = rest / bulk;
  const double floor_rate = clocks / floor_bulk;
  bool good = floor_counts("P4", floor_rate, kNotedBulk);
  good &= tell({"P4", "clocks registered in bulk, three a case", ">= 0.54 of floor", "row_copy.cpp", floor_rate,
                bulk_rate, "/s", bulk_rate / floor_rate, bulk_rate >= kBulkRatio * floor_rate, true, kNotedBulk});
  tell({"P4", "the same", ">= 40000/s", "", 0, bulk_rate, "/s", 0, bulk_rate >= kBulkRate, false});

  const Moment start{day_of_round(today, 0), 1};
  Desk many(open(many_at), *definitions, start);
  Desk few(open(temporary.path() + "/few"), *definitions, start);
  registry.fill(*few.store, today, cases_of(kFewClocks - (kRounds + 1) * kSomeDue));
  for (int i = 0; i <= kRounds; ++i) registry.fill(*few.store, day_of_round(today, i), cases_of(kSomeDue));

  const double few_poll = few.poll_us(start);
  const double many_poll = many.poll_us(start);
  good &= tell({"tick", "nothing due, 1,000,000 open against 10,000", "<= 1.3 x", "", few_poll, many_poll, "us",
                many_poll / few_poll, many_poll <= kTickRatio * few_poll});
  tell({"P4", "a poll over 1,000,000 pending", "<= 20 us", "", 0, many_poll, "us", 0, many_poll <= kPollUs, false});

  std::vector<double> few_times, many_times;
  for (int i = 0; i < kRounds; ++i) {
    const Moment now = registry.due_of(day_of_round(today, i));
    few_times.push_back(few.tick_of(now, cases_of(kSomeDue)).us_a_clock());
    many_times.push_back(many.tick_of(now, cases_of(kSomeDue)).us_a_clock());
    std::printf("round %d: a tick with 1,000 due: %.1f us a clock among 10,000, %.1f among %d\n", i + 1,
                few_times.back(), many_times.back(), clocks);
  }
  good &= tell_tick("1,000 due, 1,000,000 open against 10,000", median(few_times), median(many_times));
  const Moment now = registry.due_of(day_of_round(today, kRounds));
  const double few_all = few.tick_of(now, cases_of(kSomeDue)).us_a_clock();
  const auto storm = many.tick_of(now, cases_of(due));
  const double many_all = storm.us_a_clock();
  std::printf("%d cases drained at once in %.1f s\n", storm.cases, storm.seconds);
  good &= tell_tick("100,000 due among 1,000,000 against 1,000 among 10,000", few_all, many_all);

  many.tick(to_bureau(machine.now()));  // what is still behind would not be idling
  many.store->stop();
  many.store.reset();
  const double idle = idle_percent(many_at);
  tell({"P4", "processor while nothing happens, 1,000,000 pending", "<= 0.1 %", "", 0, idle, "%", 0,
        idle <= kIdlePercent, false});
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  return hejie::bench::main_of(argc > 1 ? std::atoi(argv[1]) : 1'000'000, argc > 2 ? std::atoi(argv[2]) : 100'000);
}
