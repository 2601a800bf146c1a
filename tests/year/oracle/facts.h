// What the oracle is told: the facts of each clock after every command and step that touched its case, what stands in
// the ledger, who answered, and when the scheduler looked. Plain data; no date in it is believed, each is counted anew.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/year/oracle/days.h"

namespace hejie::year::oracle {

enum class Status { running, breached, ended };

/// A clock as the case knows it: what it counts from and for how long, never when it is due.
struct Clock {
  std::string rule, key;
  int ordinal = 1;
  Status status = Status::running;
  Day base = 0;
  std::optional<int> base_minute;  ///< of clocks in hours
  std::optional<Length> length;
  std::vector<std::pair<long long, Length>> extensions;  ///< with the act that gave them
  std::optional<std::pair<long long, Day>> extended_to;
  std::optional<Day> fixed;
  bool backward = false;
  std::optional<Day> ended;
  std::string says_due;  ///< the date the program shows; compared, not used
};

struct Interval {
  std::string source;
  Gap gap;
};

/// A case after an operation that touched it.
struct Seen {
  std::size_t op = 0;
  std::string procedure;
  bool derived_again = false;  ///< a late entry or correction changed what had been derived
  std::vector<Clock> clocks;
  std::vector<Interval> intervals;
};

struct Row {
  long long id = 0;
  std::size_t op = 0;
  std::string clock, key, rung, to;
  int ordinal = 1;
  Day due = 0, on = 0;
  When told_at;
  bool superseded = false;
};

/// The program's own record of a rung that it did not tell.
struct LeftOut {
  std::size_t op = 0;
  std::string clock, key, rung, to;
  int ordinal = 1;
  Day due = 0;
  bool overtaken = false;
};

/// A row that was marked as no longer true and is true again.
struct Again {
  std::size_t op = 0;
  std::size_t row = 0;  ///< its place among the rows of the case
};

struct Answer {
  std::size_t op = 0;
  long long row = 0;
};

struct Case {
  std::string id;
  std::vector<Seen> seen;         ///< in order of operations
  std::vector<Row> rows;          ///< in order of entry
  std::vector<LeftOut> left_out;  ///< in order of operations
  std::vector<Again> again;       ///< in order of operations
  std::vector<Answer> answers;    ///< in order
};

/// A command, a look of the scheduler at all that is due, or one that died on the way.
struct Operation {
  When at;
  bool look = false;
  bool whole = true;
};

struct Year {
  std::vector<Operation> operations;
  std::vector<std::size_t> looks;  ///< places of the looks among them, ascending
  std::vector<Case> cases;
};

}  // namespace hejie::year::oracle
