// P1 and P2: recording an inspection over HTTP through the real server (session, roles, JSON, rules, dates, idempotency
// key, WAL + FULL), against Beast over a bare writer of the same rows (floor/http_server.cpp) and, for one client,
// against one fdatasync of the same bytes. Taken in turns in one run.
// Usage: bench_http STORE [ROUNDS] [SECONDS]     STORE: a folder made by bench_store
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "bench/bureau.h"
#include "bench/measure.h"

namespace hejie::bench {
namespace {

constexpr int kMany = 64;
constexpr double kManyRatio = 0.55;  // 8,000 of the 14,400 a second that Beast over a bare writer reached
constexpr double kManyRate = 8'000, kManyP99Ms = 30;
constexpr double kOneP50Ms = 0.6, kOneP99Ms = 2.5, kOneSyncs = 3;
constexpr double kNotedMany = 14'400, kNotedOne = 2'700;  // of the probe (Rows::probe), docs/performance.md
constexpr int kWarmUp = 50;
constexpr std::size_t kPageBytes = 4096 + 24;

struct Side {
  const char* name;
  std::unique_ptr<Program> server;
  Client many, one;
  InspectionWork many_work, one_work;
  std::vector<Figures> many_rounds, one_rounds;
  double cpu_us = 0;  ///< of the server, a command, 64 callers, last round

  Side(const char* n, std::unique_ptr<Program> program, int port, const std::vector<BenchCase>& cases,
       const std::string& token)
      : name(n),
        server(std::move(program)),
        many(port, kMany),
        one(port, 1),
        many_work({cases.begin() + static_cast<std::ptrdiff_t>(cases.size() / 8), cases.end()}, kMany, token),
        one_work({cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(cases.size() / 8)}, 1, token) {}

  Figures go(Client& client, InspectionWork& work, double seconds) {
    const double before = server->cpu_seconds();
    Figures figures = client.drive(
        seconds, [&work](int i) { return work.next(i); }, [&work](int i, const Answer& a) { work.done(i, a); });
    figures.cpu_us = (server->cpu_seconds() - before) * 1e6 / (figures.a_second * seconds);
    if (work.refused() > 0) {
      std::fprintf(stderr, "%s refused %lld: %s\n", name, work.refused(), work.first_refusal().c_str());
      std::exit(3);
    }
    return figures;
  }
  void round(int n, double seconds) {
    many_work.start_round(n);
    one_work.start_round(n);
    many_rounds.push_back(go(many, many_work, seconds));
    print((std::string(name) + " 64").c_str(), n, many_rounds.back());
    one_rounds.push_back(go(one, one_work, seconds));
    print((std::string(name) + " 1").c_str(), n, one_rounds.back());
  }
};

/// Some commands on a fresh log. @returns bytes of log a command writes when it is alone
std::size_t warm_up(Side& side, const std::string& folder) {
  std::size_t sent = 0;
  side.one.drive(
      0, [&](int i) { return sent++ < kWarmUp ? side.one_work.next(i) : std::string(); },
      [&](int i, const Answer& a) { side.one_work.done(i, a); });
  return static_cast<std::size_t>(std::filesystem::file_size(folder + "/hejie.db-wal")) / kWarmUp;
}

bool tell_many(const Figures& ours, const Figures& floor) {
  const double ratio = ours.a_second / floor.a_second;
  const std::string file = "http_server.cpp";
  const bool good = tell({"P1", "transition over HTTP, 64 clients, with authority, chain, sealed data",
                          ">= 0.55 of floor", file, floor.a_second, ours.a_second, "/s", ratio, ratio >= kManyRatio});
  tell({"P1", "the same", ">= 8000/s", "", 0, ours.a_second, "/s", 0, ours.a_second >= kManyRate, false});
  tell({"P1", "its p99", "<= 30 ms", file, floor.p99_ms, ours.p99_ms, "ms", 0, ours.p99_ms <= kManyP99Ms, false});
  return good;
}

bool tell_one(const Figures& ours, const Figures& floor, double sync_ms) {
  const std::string file = "http_server.cpp";
  const bool good = tell({"P2", "one client, p50, against one fdatasync", "<= 3 x", "fdatasync", sync_ms, ours.p50_ms,
                          "ms", ours.p50_ms / sync_ms, ours.p50_ms <= kOneSyncs * sync_ms});
  tell({"P2", "one client, p50", "<= 0.6 ms", file, floor.p50_ms, ours.p50_ms, "ms", ours.p50_ms / floor.p50_ms,
        ours.p50_ms <= kOneP50Ms, false});
  tell({"P2", "its p99", "<= 2.5 ms", file, floor.p99_ms, ours.p99_ms, "ms", ours.p99_ms / floor.p99_ms,
        ours.p99_ms <= kOneP99Ms, false});
  return good;
}

/// The floor with the state and the event alone, as the noted figures were taken. @returns whether the floors count
bool probe(const std::string& store, const std::string& folder, const std::vector<BenchCase>& cases,
           const std::string& payload, const std::string& body, double seconds) {
  copy_store(store, folder);
  auto program = serve_floor({"probe", folder, payload, body}, folder);
  const int port = program->port();
  Side side("probe", std::move(program), port, cases, "");
  side.round(0, seconds);
  const bool many = floor_counts("P1", side.many_rounds.front().a_second, kNotedMany);
  return floor_counts("P2", side.one_rounds.front().a_second, kNotedOne) && many;
}

int main_of(const std::string& store, int rounds, double seconds) {
  const TemporaryFolder temporary;
  const std::string ours_at = temporary.path() + "/ours";
  const std::string floor_at = temporary.path() + "/floor";
  copy_store(store, ours_at);
  copy_store(store, floor_at);
  const auto cases = cases_under_investigation(ours_at);
  std::printf("%zu cases under investigation among %s\n", cases.size(),
              ask_store(ours_at, "SELECT count(*) FROM cases").c_str());

  auto server = serve(ours_at);
  const int port = server->port();
  Side ours("hejie", std::move(server), port, cases, log_in(port, "inspector"));
  const std::size_t bytes = warm_up(ours, ours_at);
  std::string keep;
  const std::string body(ours.one.ask(ours.one_work.next(0), keep).body);
  ours.one_work.done(0, Answer{200, std::string_view(keep).substr(0, keep.find("\r\n\r\n") + 2), {}});
  const std::string payload = ask_store(ours_at, "SELECT payload FROM events ORDER BY seq DESC LIMIT 1");
  bool good = probe(store, temporary.path() + "/probe", cases, payload, body, seconds);
  auto beast = serve_floor({"write", floor_at, payload, body}, floor_at);
  const int floor_port = beast->port();
  Side floor("floor", std::move(beast), floor_port, cases, "");
  const std::size_t floor_bytes = warm_up(floor, floor_at);
  std::printf("a command alone writes %.1f pages of log, the floor's %.1f\n", static_cast<double>(bytes) / kPageBytes,
              static_cast<double>(floor_bytes) / kPageBytes);

  std::vector<double> syncs;
  for (int i = 0; i < rounds; ++i) {
    floor.round(i, seconds);
    ours.round(i, seconds);
    syncs.push_back(fdatasync_ms(temporary.path(), bytes));
    std::printf("round %d fdatasync of %zu bytes: %.3f ms\n", i + 1, bytes, syncs.back());
  }
  good &= tell_many(median_of(ours.many_rounds), median_of(floor.many_rounds));
  good &= tell_one(median_of(ours.one_rounds), median_of(floor.one_rounds), median(syncs));
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: bench_http STORE [ROUNDS] [SECONDS]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoi(argv[2]) : 5, argc > 3 ? std::atof(argv[3]) : 2.0);
}
