// bench_floor empty | bench_floor write|probe FOLDER PAYLOAD BODY: the floors that speak HTTP, as a process of their
// own.
#include <cstdio>
#include <string>
#include <vector>

#include "bench/floor/http_server.h"

int main(int argc, char** argv) {
  using namespace hejie::bench;
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 1 && words[0] == "empty") return serve_floor({}, nullptr);
  if (words.size() == 4 && (words[0] == "write" || words[0] == "probe")) {
    QueueWriter writer(words[1] + "/hejie.db");
    return serve_floor({words[3], words[2], words[0] == "probe"}, &writer);
  }
  std::fputs("usage: bench_floor empty | bench_floor write|probe FOLDER PAYLOAD BODY\n", stderr);
  return 2;
}
