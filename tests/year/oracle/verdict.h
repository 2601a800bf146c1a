// The oracle: from facts and ladders, every rung each clock must have told, when and to whom, and what the ledger says
// instead. Knows nothing of how the program does it.
#pragma once

#include <string>
#include <vector>

#include "tests/year/oracle/facts.h"
#include "tests/year/oracle/rules.h"

namespace hejie::year::oracle {

struct Verdict {
  std::vector<std::string> faults;  ///< in words, the first hundred
  long long faulty = 0;             ///< all of them
  long long dates = 0;              ///< counted anew and equal to what is shown
  long long told = 0;               ///< rungs told in their time, once
  long long collapsed = 0;          ///< left out for a later one told at the same moment
  long long overtaken = 0;          ///< their time came while nobody looked, and their clock had ended by then
  long long superseded = 0;         ///< told, then no longer true
  long long again = 0;              ///< superseded, then true once more
  long long changes = 0;            ///< words of a change to somebody who had been told
  long long passed_on = 0;          ///< told to the next in line
  long long answered = 0;           ///< lines that an answer ended
  long long other_rows = 0;         ///< of risks and key cases: not judged here
  long long beyond = 0;             ///< dates past the last published notice: not judged
  long long late_entries = 0;       ///< operations that derived a case again

  void add(const Verdict& other);
};

[[nodiscard]] Verdict judge(const Year& year, const Case& one, const Rules& rules, const Days& days);

}  // namespace hejie::year::oracle
