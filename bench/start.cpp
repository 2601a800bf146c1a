// P7 and P12: from the start of the process over a full store to its first answers, the most memory it takes under work
// without a log-in, the size of the program, the memory of an idle one.
// Usage: bench_start STORE [ROUNDS]     STORE: a folder made by bench_store
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "bench/bureau.h"
#include "bench/measure.h"

namespace hejie::bench {
namespace {

constexpr double kFirstAnswerS = 1.5, kPeakMb = 250, kStrippedMb = 25, kIdleMb = 40;
constexpr int kClients = 64;
constexpr double kWorkSeconds = 5;

/// The file's pages leave memory, as after a restart of the machine.
void make_cold(const std::string& folder) {
  const int file = ::open((folder + "/hejie.db").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  ::close(file);
}

int status_of(int port, const std::string& request) {
  Client client(port, 1);
  std::string keep;
  return client.ask(request, keep).status;
}

struct Start {
  double alive = 0, listed = 0;
};

Start start_once(const std::string& folder, const std::string& authorization) {
  make_cold(folder);
  const auto begin = SteadyClock::now();
  const auto server = serve(folder);
  const int port = server->port();
  const bool alive = status_of(port, request_text("GET", "/healthz", "")) == 200;
  Start start{seconds_since(begin), 0};
  const bool listed =
      status_of(port, request_text("GET", "/api/v1/cases?open=true&sort=due&limit=20", authorization)) == 200;
  start.listed = seconds_since(begin);
  if (!alive || !listed) {
    std::fputs("the first answers were not 200\n", stderr);
    std::exit(3);
  }
  return start;
}

/// Transitions, summaries, lists and metrics by 64 clients; the session was made by an earlier process.
double peak_under_work(const std::string& folder, const std::string& token) {
  const auto cases = cases_under_investigation(folder);
  const auto server = serve(folder);
  const int port = server->port();
  const std::string authorization = "Authorization: Bearer " + token + "\r\n";
  Client client(port, kClients);
  InspectionWork work(cases, kClients, token);
  client.drive(
      kWorkSeconds, [&](int i) { return work.next(i); }, [&](int i, const Answer& a) { work.done(i, a); });
  std::size_t turn = 0;
  const auto read = [&](int) {
    ++turn;
    if (turn % 100 == 0) return request_text("GET", "/metrics", "");
    if (turn % 4 == 0) return request_text("GET", "/api/v1/cases?open=true&sort=due&limit=50", authorization);
    if (turn % 4 == 1) return request_text("GET", "/api/v1/clocks?limit=50", authorization);
    return request_text("GET", "/api/v1/cases/" + cases[turn * 7 % cases.size()].id, authorization);
  };
  client.drive(kWorkSeconds, read, [](int, const Answer&) {});
  return server->peak_mb();
}

double stripped_mb(const std::string& folder) {
  const std::string copy = folder + "/stripped";
  if (run({"/usr/bin/strip", "-o", copy, HEJIE_BENCH_PROGRAM}, folder + "/strip.log") != 0) std::exit(3);
  return static_cast<double>(std::filesystem::file_size(copy)) / 1e6;
}

double idle_mb(const std::string& folder) {
  const auto server = serve(folder);
  const int port = server->port();
  if (status_of(port, request_text("GET", "/healthz", "")) != 200) std::exit(3);
  std::this_thread::sleep_for(std::chrono::seconds(3));
  return server->resident_mb();
}

bool tell_plain(const char* id, const char* what, const char* bar, double ours, const char* unit, bool reached) {
  return tell({id, what, bar, "", 0, ours, unit, 0, reached});
}

int main_of(const std::string& store, int rounds) {
  const TemporaryFolder temporary;
  const std::string folder = temporary.path() + "/store";
  copy_store(store, folder);
  std::string token;
  {
    const auto server = serve(folder);
    token = log_in(server->port(), "inspector");
  }
  std::vector<double> alive, listed;
  for (int i = 0; i < rounds; ++i) {
    const Start start = start_once(folder, "Authorization: Bearer " + token + "\r\n");
    alive.push_back(start.alive);
    listed.push_back(start.listed);
    std::printf("round %d: first 200 after %.3f s, a list of open cases after %.3f s\n", i + 1, start.alive,
                start.listed);
  }
  const double peak = peak_under_work(folder, token);
  const double stripped = stripped_mb(temporary.path());
  const double idle = idle_mb(temporary.path() + "/empty");
  bool good =
      tell_plain("P7", "start to the first 200", "<= 1.5 s", median(alive), "s", median(alive) <= kFirstAnswerS);
  good &= tell_plain("P7", "start to the first list of open cases", "<= 1.5 s", median(listed), "s",
                     median(listed) <= kFirstAnswerS);
  good &= tell_plain("P7", "most memory under work, no log-in", "<= 250 MB", peak, "MB", peak <= kPeakMb);
  good &= tell_plain("P12", "the program, stripped", "<= 25 MB", stripped, "MB", stripped <= kStrippedMb);
  good &= tell_plain("P12", "memory, idle over an empty store", "<= 40 MB", idle, "MB", idle <= kIdleMb);
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: bench_start STORE [ROUNDS]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoi(argv[2]) : 5);
}
