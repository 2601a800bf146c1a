// P3: commits a second of the real store against the floor (floor/queue_writer.h), 64 callers, WAL + FULL, taken in
// turns in one run. Usage: bench_commit [ROUNDS] [SECONDS]. Exit 1 when the bar or the floor is missed.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/floor/queue_writer.h"
#include "bench/measure.h"
#include "storage/codec.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::bench {
namespace {

constexpr int kCallers = 64;
constexpr int kClocks = 4;
constexpr double kBar = 0.7;       // of the floor, in the same run
constexpr double kRate = 20'000;   // commits a second
constexpr double kNoted = 27'900;  // of the probe (Rows::probe), docs/performance.md

engine::Act act_at(Version version) {
  engine::Act act;
  act.event = "request_supplement";
  act.on = from_ymd(2026, 3, 2);
  act.by = {"clerk", AccountId("u_01HXAMPLEACCOUNTOFTHEBENCH"), AccountId("")};
  act.party = "applicant1";
  act.fields = {{"amount_fen", std::int64_t{1250000}},
                {"deadline", from_ymd(2026, 3, 9)},
                {"written", true},
                {"note", std::string("t_01HXAMPLETEXTOFTHEBENCH00")}};
  act.version = version;
  return act;
}

storage::CaseRows rows_at(Version version) {
  storage::CaseRows rows;
  rows.summary.state = "accepted";
  rows.summary.stage = "arbitration";
  rows.summary.title = {"劳动争议仲裁", "labor arbitration"};
  rows.summary.through = Moment{from_ymd(2026, 3, 2) + static_cast<int>(version), 540};
  rows.summary.next_moment = Moment{from_ymd(2026, 3, 6) + static_cast<int>(version), 540};
  for (int i = 0; i < kClocks; ++i) {
    storage::ClockRow clock;
    clock.rule = "A1" + std::to_string(i);
    clock.owner = "clerk";
    clock.base = from_ymd(2026, 3, 2);
    clock.due = from_ymd(2026, 3, 9) + (i == 0 ? static_cast<int>(version) : 0);
    rows.clocks.push_back(clock);
  }
  return rows;
}

std::string answer_body() {
  return "{\"version\":2,\"state\":\"accepted\",\"clocks\":[" + std::string(500, '0') + "]}";
}

storage::Commit command(const CaseId& id, Version expected, long long key) {
  storage::Commit commit;
  commit.recorded_at = Instant{1'780'000'000'000};
  commit.recorded_by = AccountId("u_01HXAMPLEACCOUNTOFTHEBENCH");
  storage::CaseChange change;
  change.id = id;
  change.expected = expected;
  if (expected == 0) change.pin = storage::Pin{"arbitration", 1, std::string(64, 'a'), {}, {}};
  change.events = {act_at(expected + 1)};
  change.rows = rows_at(expected + 1);
  commit.cases.push_back(std::move(change));
  commit.idempotency =
      storage::IdempotencyRecord{AccountId("u_1"), "key-" + std::to_string(key), std::string(64, 'b'), std::nullopt,
                                 [](const storage::CommitResult&) {
                                   return storage::StoredAnswer{201, "\"1\"", "/api/v1/cases/c", answer_body()};
                                 }};
  return commit;
}

CaseId case_of(int caller) {
  return CaseId("c_01HXAMPLECASEOFTHEBENCH" + std::to_string(100 + caller));
}

void open_cases(storage::Store& store) {
  for (int i = 0; i < kCallers; ++i) {
    if (!store.commit(command(case_of(i), 0, -1 - i))) std::exit(3);
  }
}

std::unique_ptr<storage::Store> open(const std::string& folder) {
  storage::sqlite::Options options;
  options.folder = folder;
  auto store = storage::sqlite::open_store(options);
  if (!store) std::exit(3);
  return std::move(*store);
}

/// Commands a second of the bare loop with the state and the event alone: says whether the machine and the loop are
/// what they were when the figure was noted.
double measure_probe(QueueWriter& floor, double seconds) {
  constexpr Version kFarAway = 1'000'000'000;  // no version of a round
  std::atomic<Version> version{kFarAway};
  const Figures figures = measure(kCallers, seconds, [&](int i) {
    Rows rows{i + 1, ++version, 0, "", std::string(200, 'p'), "", "", ""};
    rows.probe = true;
    floor.write(rows);
  });
  print("probe", 0, figures);
  return figures.a_second;
}

int run(int rounds, double seconds) {
  const TemporaryFolder temporary;
  const std::string& base = temporary.path();
  open_cases(*open(base + "/floor"));
  auto store = open(base + "/store");
  open_cases(*store);
  QueueWriter floor(base + "/floor/" + storage::sqlite::kFileName);

  const double probe = measure_probe(floor, seconds);
  std::vector<Version> store_versions(kCallers, 1);
  std::vector<Version> floor_versions(kCallers, 1);
  std::atomic<long long> key{0};
  std::vector<Figures> ours, theirs;
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    const Figures bare = measure(kCallers, seconds, [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      const Version version = ++floor_versions[at];
      storage::StoredEvent event{
          0,  case_of(i),     version, 1, Instant{1'780'000'000'000}, AccountId("u_01HXAMPLEACCOUNTOFTHEBENCH"),
          "", act_at(version)};
      static const std::string sample = storage::encode(event);  // encoding is the store's work, not the floor's
      const Rows rows{i + 1,        version, 1, "", sample, "key-" + std::to_string(++key), std::string(64, 'b'),
                      answer_body()};
      floor.write(rows);
    });
    const Figures real = measure(kCallers, seconds, [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      const auto outcome = store->commit(command(case_of(i), store_versions[at], ++key));
      if (!outcome) std::exit(3);
      ++store_versions[at];
    });
    print("floor", round, bare);
    print("store", round, real);
    ratios.push_back(real.a_second / bare.a_second);
    ours.push_back(real);
    theirs.push_back(bare);
  }
  const auto health = store->health();
  std::printf("group size %.1f commands a transaction\n",
              static_cast<double>(health.commands) / static_cast<double>(std::max(1LL, health.batches)));
  store.reset();
  const double ratio = median(ratios);
  const double rate = median_of(ours).a_second;
  const double floor_rate = median_of(theirs).a_second;
  bool good = floor_counts("P3", probe, kNoted);
  good &= tell({"P3", "commits in-process, 64 callers", ">= 0.7 of floor", "queue_writer.cpp", floor_rate, rate, "/s",
                ratio, ratio >= kBar});
  tell({"P3", "the same", ">= 20000/s", "", 0, rate, "/s", 0, rate >= kRate, false});
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  return hejie::bench::run(argc > 1 ? std::atoi(argv[1]) : 5, argc > 2 ? std::atof(argv[2]) : 2.0);
}
