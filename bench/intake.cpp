// P4 one by one: applications received over HTTP, each a request of its own that opens a case and three clocks, against
// Beast over a bare writer of one command's rows (floor/http_server.cpp), taken in turns in one run.
// Usage: bench_intake STORE [ROUNDS] [SECONDS]     STORE: a folder made by bench_store
#include <cstdio>
#include <cstdlib>

#include "bench/bureau.h"
#include "bench/measure.h"

namespace hejie::bench {
namespace {

constexpr int kClients = 64;
constexpr double kRate = 8'000;         // what BullMQ reached, of timers that are rows without a case
constexpr double kNotedProbe = 14'400;  // docs/performance.md
constexpr const char* kApplication =
    R"({"workflow":"arbitration","event":"receive_application","data":{"cause":"wages","parties":[)"
    R"({"role":"applicant","kind":"worker"},{"role":"respondent","kind":"employer"}],)"
    R"("items":[{"kind":"wages","party":"applicant","claimed_fen":800000,"key":"wages"}]}})";

/// Files until the time is over; ends the bench at the first refusal.
Figures file_applications(Client& client, const Program& server, const std::string& token, double seconds) {
  static long long keys = 0;
  const double before = server.cpu_seconds();
  Figures figures = client.drive(
      seconds,
      [&](int) {
        return request_text(
            "POST", "/api/v1/cases",
            "Authorization: Bearer " + token + "\r\nIdempotency-Key: bench-intake-" + std::to_string(++keys) + "\r\n",
            kApplication);
      },
      [](int, const Answer& answer) {
        if (answer.status == 201) return;
        std::fprintf(stderr, "refused: %d %s\n", answer.status, std::string(answer.body).c_str());
        std::exit(3);
      });
  figures.cpu_us = (server.cpu_seconds() - before) * 1e6 / (figures.a_second * seconds);
  return figures;
}

long long count_of(const std::string& folder, const char* table) {
  return std::atoll(ask_store(folder, std::string("SELECT count(*) FROM ") + table).c_str());
}

int main_of(const std::string& store, int rounds, double seconds) {
  const TemporaryFolder temporary;
  const std::string ours_at = temporary.path() + "/ours";
  const std::string floor_at = temporary.path() + "/floor";
  copy_store(store, ours_at);
  copy_store(store, floor_at);
  const long long cases = count_of(ours_at, "cases"), clocks = count_of(ours_at, "clocks");

  auto server = serve(ours_at);
  const int port = server->port();
  const std::string token = log_in(port, "clerk");
  Client client(port, kClients);
  auto beast = serve_floor({"probe", floor_at, std::string(400, 'p'), std::string(1'500, 'a')}, floor_at);
  Client floor_client(beast->port(), kClients);
  InspectionWork floor_work(cases_under_investigation(floor_at), kClients, "");

  std::vector<Figures> ours, floor;
  for (int i = 0; i < rounds; ++i) {
    floor_work.start_round(i);
    const double before = beast->cpu_seconds();
    floor.push_back(floor_client.drive(
        seconds, [&](int c) { return floor_work.next(c); }, [&](int c, const Answer& a) { floor_work.done(c, a); }));
    floor.back().cpu_us = (beast->cpu_seconds() - before) * 1e6 / (floor.back().a_second * seconds);
    print("floor", i, floor.back());
    ours.push_back(file_applications(client, *server, token, seconds));
    print("hejie", i, ours.back());
  }
  const Figures bare = median_of(floor), filed = median_of(ours);
  const long long more_cases = count_of(ours_at, "cases") - cases, more_clocks = count_of(ours_at, "clocks") - clocks;
  std::printf("%lld cases opened, %lld clocks registered\n", more_cases, more_clocks);
  const double a_case = static_cast<double>(more_clocks) / static_cast<double>(more_cases);
  const bool good = floor_counts("P4", bare.a_second, kNotedProbe);
  tell({"P4", "one by one over HTTP, a case with three clocks a request", ">= 8000/s", "http_server.cpp", bare.a_second,
        filed.a_second, "requests/s", filed.a_second / bare.a_second, filed.a_second >= kRate, false, kNotedProbe});
  tell({"P4", "clocks so registered", "", "", 0, filed.a_second * a_case, "clocks/s", 0,
        filed.a_second * a_case >= kRate, false});
  return good ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: bench_intake STORE [ROUNDS] [SECONDS]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoi(argv[2]) : 3, argc > 3 ? std::atof(argv[3]) : 2.0);
}
