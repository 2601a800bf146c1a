// Many applications received on one day, registered in bulk: each a case with three duties that end together. Used by
// the benches of clocks, lag and storm.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "app/bundle.h"

namespace hejie::bench {

inline constexpr int kClocksACase = 3;
inline constexpr int kCasesACommit = 100;

/// Ends the bench when there is none.
template <typename T>
T must(Result<T> result, const char* what) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench: %s: %s\n", what, result.error().message.en.c_str());
  std::exit(3);
}

class Registry {
 public:
  explicit Registry(const app::Definitions& definitions) : definitions_(definitions) {}

  /// Registers cases received on that day, as the synthetic bureau is made. @returns seconds
  double fill(storage::Store& store, Date received, int cases);
  /// The moment at which a case received on that day first wants attention.
  Moment due_of(Date received);

 private:
  app::Bundle story(Date received);
  const app::Definitions& definitions_;
  app::CountingIds ids_{1};
  std::map<const storage::Store*, std::set<std::string>> texts_;
};

}  // namespace hejie::bench
