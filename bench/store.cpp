// The store the other benches work on: made by `hejie demo --generate`. Prints how long it took and the most memory.
// Usage: bench_store FOLDER [CASES]
#include <cstdio>
#include <cstdlib>

#include "bench/bureau.h"

int main(int argc, char** argv) {
  using namespace hejie::bench;
  if (argc < 2) {
    std::fputs("usage: bench_store FOLDER [CASES]\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  const Making made = make_store(folder, argc > 2 ? std::atoll(argv[2]) : 100'000);
  std::printf("%s cases, %s events, %s open clocks in %.1f s, peak memory %.0f MB; risks followed up after %.0f s\n",
              ask_store(folder, "SELECT count(*) FROM cases").c_str(),
              ask_store(folder, "SELECT count(*) FROM events").c_str(),
              ask_store(folder, "SELECT count(*) FROM clocks WHERE status < 2").c_str(), made.seconds, made.peak_mb,
              made.follow_up_seconds);
  return 0;
}
