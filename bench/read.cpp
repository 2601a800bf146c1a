// P10: a fixed page and the summary of a case over HTTP against an empty Beast handler (floor/http_server.cpp), taken
// in turns in one run. Usage: bench_read STORE [ROUNDS] [SECONDS]     STORE: a folder made by bench_store
#include <cstdio>
#include <cstdlib>

#include "bench/bureau.h"
#include "bench/measure.h"

namespace hejie::bench {
namespace {

constexpr int kClients = 64;
constexpr std::size_t kCasesInHand = 1'000;  // what 64 clerks look at in a morning
constexpr double kRatio = 0.5;
constexpr double kNotedEmpty = 72'000;  // docs/performance.md

struct Reading {
  Client client;
  std::vector<std::string> requests;
  std::size_t turn = 0;
  std::vector<Figures> rounds;

  Reading(int port, std::vector<std::string> r) : client(port, kClients), requests(std::move(r)) {}
  void round(const char* name, int n, double seconds, const Program& server) {
    const double before = server.cpu_seconds();
    Figures figures = client.drive(
        seconds, [this](int) { return requests[turn++ % requests.size()]; },
        [name](int, const Answer& answer) {
          if (answer.status == 200) return;
          std::fprintf(stderr, "%s: %d %s\n", name, answer.status, std::string(answer.body).c_str());
          std::exit(3);
        });
    figures.cpu_us = (server.cpu_seconds() - before) * 1e6 / (figures.a_second * seconds);
    print(name, n, figures);
    rounds.push_back(figures);
  }
};

/// The start page when the program carries one; else the smallest fixed answer there is.
std::string fixed_page(int port) {
  Client client(port, 1);
  std::string keep;
  return client.ask(request_text("GET", "/", ""), keep).status == 200 ? "/" : "/healthz";
}

bool tell_one(const std::string& what, const Figures& ours, const Figures& floor) {
  const double ratio = ours.a_second / floor.a_second;
  return tell({"P10", what, ">= 0.5 of floor", "http_server.cpp", floor.a_second, ours.a_second, "/s", ratio,
               ratio >= kRatio, true, kNotedEmpty});
}

int main_of(const std::string& store, int rounds, double seconds) {
  const TemporaryFolder temporary;
  const std::string folder = temporary.path() + "/store";
  copy_store(store, folder);
  auto server = serve(folder);
  const int port = server->port();
  const std::string authorization = "Authorization: Bearer " + log_in(port, "inspector") + "\r\n";
  std::vector<std::string> summaries;
  for (const auto& item : cases_under_investigation(folder)) {
    if (summaries.size() >= kCasesInHand) break;
    summaries.push_back(request_text("GET", "/api/v1/cases/" + item.id, authorization));
  }
  auto beast = serve_floor({"empty"}, temporary.path() + "/floor");
  const std::string page = fixed_page(port);
  Reading empty(beast->port(), {request_text("GET", "/", "")});
  Reading fixed(port, {request_text("GET", page, "")});
  Reading summary(port, summaries);
  for (int i = 0; i < rounds; ++i) {
    empty.round("empty", i, seconds, *beast);
    fixed.round("page", i, seconds, *server);
    summary.round("case", i, seconds, *server);
  }
  const Figures floor = median_of(empty.rounds);
  bool good = floor_counts("P10", floor.a_second, kNotedEmpty);
  good &= tell_one("fixed page " + page, median_of(fixed.rounds), floor);
  good &= tell_one("case summary", median_of(summary.rounds), floor);
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: bench_read STORE [ROUNDS] [SECONDS]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoi(argv[2]) : 5, argc > 3 ? std::atof(argv[3]) : 1.0);
}
