// One clock on its way through the year, as the oracle follows it: its date as counted now, which rungs are done with,
// and what a moved date undoes. Used by verdict.cpp.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/year/oracle/due.h"

namespace hejie::year::oracle {

class Line {
 public:
  /// A rung that need not be told any more.
  struct Done {
    const Row* row = nullptr;  ///< null: collapsed, or moot
    bool loose = false;        ///< the case was derived again: may be told once more
  };
  /// Told before, no longer true.
  struct Undone {
    std::string to;
    const Row* row = nullptr;
  };

  Line(const ClockRule& rule, const Days& days) : rule_(rule), days_(days) {}

  /// The facts after an operation at `now`. @param reach the latest moment the machine has shown so far: later than
  /// `now` after its clock was ahead; then a rung between the two may stay told or be told anew. @param told_now is it?
  std::vector<Undone> learn(const Clock& clock, const Due& due, When now, When reach, bool derived_again,
                            const std::function<bool(const Rung&)>& told_now);
  /// A late entry or correction took the ground of the clock away: another may come in its place.
  void vanish();
  [[nodiscard]] bool vanished() const { return vanished_; }

  [[nodiscard]] bool alive() const { return alive_; }
  [[nodiscard]] const Due& due() const { return due_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] const Rung* find(const std::string& name, const std::string& to) const;
  [[nodiscard]] std::optional<When> at(const Rung& rung) const { return rung_at(rung, clock_, due_, days_); }
  [[nodiscard]] const Done* done(const Rung& rung) const;
  /// @returns rungs of this recipient that its telling makes needless
  std::vector<const Rung*> tell(const Rung& rung, const Row* row);
  void set_aside(const Rung& rung) { done_[&rung] = {}; }
  /// Rungs that hold at `now` for a clock that runs as this one does, and are not done with. Of a day they hold from
  /// its first minute on.
  [[nodiscard]] std::vector<const Rung*> held(When now) const;
  /// Those of them that had to be told by now: of a day when the office opens.
  [[nodiscard]] std::vector<const Rung*> owed(When now) const;
  /// When the next rung is to be told; empty when none is left.
  [[nodiscard]] std::optional<When> wakes() const;

 private:
  /// The clock had ended before these were told, as is known now: should it run again, they are told again.
  void forget_after(Day ended);
  /// A late entry lets it run again: what was overtaken by its end may be told after all.
  void run_again();
  [[nodiscard]] bool applies(const Rung& rung) const;
  const ClockRule& rule_;
  const Days& days_;
  Clock clock_;
  Due due_;
  bool alive_ = false, vanished_ = false;
  std::map<const Rung*, Done> done_;
};

}  // namespace hejie::year::oracle
