// P6: a server starts over 100,000 overdue clocks while 16 users go on recording inspections. How fast the clocks are
// drained, and how much slower the users' answers are than with nothing due, in one run. The floor of draining: bare
// SQLite writing the rows of the same cases (floor/row_copy.cpp). Usage: bench_storm STORE [CLOCKS] [SECONDS]
#include <atomic>
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

constexpr int kUsers = 16;
constexpr double kDrainRate = 15'000, kSlower = 3;
constexpr int kWeeksOverdue = 8;

std::unique_ptr<storage::Store> open(const std::string& folder) {
  storage::sqlite::Options options;
  options.folder = folder;
  return must(storage::sqlite::open_store(options), "store");
}

/// A figure of /metrics; 0 when it is not there yet.
double metric(Client& client, const std::string& name) {
  std::string keep;
  const auto answer = client.ask(request_text("GET", "/metrics", ""), keep);
  const std::string line = "\n" + name + " ";
  const auto at = answer.body.find(line);
  return at == std::string_view::npos ? 0 : std::atof(std::string(answer.body.substr(at + line.size(), 24)).c_str());
}

struct Storm {
  Figures users;
  double seconds = 0;
};

/// A server over this store and its users, until it has ticked so many cases; without ticks, for `seconds`.
Storm serve_users(const std::string& folder, int round, int ticks, double seconds) {
  auto server = serve(folder);
  const int port = server->port();
  const auto start = SteadyClock::now();
  InspectionWork work(cases_under_investigation(folder), kUsers, log_in(port, "inspector"));
  work.start_round(round);
  std::atomic<bool> over{false};
  Storm storm;
  std::thread looking([&] {
    Client client(port, 1);
    while (!over) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      storm.seconds = seconds_since(start);
      over = ticks > 0 ? metric(client, "hejie_ticks_total") >= ticks : storm.seconds >= seconds;
    }
  });
  Client users(port, kUsers);
  storm.users = users.drive(
      0, [&](int i) { return over ? std::string() : work.next(i); },
      [&](int i, const Answer& answer) { work.done(i, answer); });
  looking.join();
  // A case that falls due under its user's hands answers him with its new version.
  if (work.refused() > 0)
    std::printf("%lld answers were refusals, the first: %.80s\n", work.refused(), work.first_refusal().c_str());
  server->stop();
  return storm;
}

/// The same clocks in a store of their own, drained by the scheduler alone, and their rows written by bare SQLite.
struct Alone {
  double drained = 0, floor = 0;  ///< clocks a second
};
Alone drain_alone(const app::Definitions& definitions, const std::string& folder, Date received, int cases,
                  Moment now) {
  {
    const auto store = open(folder + "/alone");
    Registry(definitions).fill(*store, received, cases);
  }
  open(folder + "/floor").reset();
  Alone alone;
  {
    const auto store = open(folder + "/alone");
    ManualClock clock(to_instant(now));
    app::Metrics metrics;
    app::CaseService service({*store, definitions, clock, metrics});
    alerts::Scheduler scheduler(*store, service, metrics);
    const auto start = SteadyClock::now();
    for (bool more = true; more;) more = must(scheduler.step(now), "tick").more;
    alone.drained = cases * kClocksACase / seconds_since(start);
  }
  alone.floor = cases * kClocksACase / copy_rows(folder + "/alone/hejie.db", folder + "/floor/hejie.db", kCasesACommit);
  return alone;
}

int main_of(const std::string& made, int clocks, double seconds) {
  const TemporaryFolder temporary;
  const auto definitions = must(app::Definitions::load({}), "definitions");
  const Moment now = to_bureau(SystemClock().now());
  const Date received = now.day - 7 * kWeeksOverdue;
  const int cases = clocks / kClocksACase;
  const auto alone = drain_alone(*definitions, temporary.path(), received, cases, now);
  std::printf("alone: drained %.0f clocks/s; bare SQLite writes the rows of %.0f/s\n", alone.drained, alone.floor);

  const std::string folder = temporary.path() + "/users";
  copy_store(made, folder);
  serve_users(folder, 0, 0, 2);  // what the store itself had due is done with
  const auto quiet = serve_users(folder, 1, 0, seconds);
  print("quiet", 0, quiet.users);
  {
    const auto store = open(folder);
    Registry(*definitions).fill(*store, received, cases);
  }
  const auto storm = serve_users(folder, 2, cases, 0);
  print("storm", 0, storm.users);
  const double rate = clocks / storm.seconds;
  std::printf("%d clocks drained in %.2f s\n", clocks, storm.seconds);
  tell({"P6", "100,000 overdue clocks drained at start, 16 users at work", ">= 15000/s", "row_copy.cpp", alone.floor,
        rate, "/s", rate / alone.floor, rate >= kDrainRate, false});
  tell({"P6", "the users' p99 meanwhile, against quiet", "<= 3 x", "", quiet.users.p99_ms, storm.users.p99_ms, "ms",
        storm.users.p99_ms / quiet.users.p99_ms, storm.users.p99_ms <= kSlower * quiet.users.p99_ms, false});
  return 0;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: bench_storm STORE [CLOCKS] [SECONDS]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoi(argv[2]) : 100'000, argc > 3 ? std::atof(argv[3]) : 4.0);
}
