// A year of a bureau, from a seed: cases begin, people act, forget, wait and enter late, the schedulers look, the
// process dies, the clock of the machine jumps, and for a week nothing runs at all.
#pragma once

#include <string>

#include "tests/year/bureau.h"
#include "tests/year/oracle/facts.h"

namespace hejie::year {

struct YearOptions {
  unsigned seed = 1;
  int cases = 300;
  BureauOptions bureau{};
};

struct YearRun {
  oracle::Year year;
  long long events = 0;
  int lives = 0, accepted = 0, refused = 0, looks = 0, races = 0, deaths = 0, jumps = 0, answers = 0;
};

/// @param top of the source tree
[[nodiscard]] YearRun run_year(const YearOptions& options, const std::string& top);

}  // namespace hejie::year
