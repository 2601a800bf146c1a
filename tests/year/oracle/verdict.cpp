#include "tests/year/oracle/verdict.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>

#include "tests/year/oracle/line.h"

namespace hejie::year::oracle {
namespace {

constexpr std::size_t kMostFaults = 100;
using Key = std::tuple<std::string, std::string, int>;  ///< clock, party, instance

Key key_of(const Row& row) {
  return {row.clock, row.key, row.ordinal};
}
Key key_of(const Clock& clock) {
  return {clock.rule, clock.key, clock.ordinal};
}

std::string first_rung(const std::string& rung) {
  return rung.substr(0, rung.find('^'));
}
bool is_passed_on(const Row& row) {
  return row.rung.find('^') != std::string::npos;
}
bool is_change(const Row& row) {
  return row.rung == "moved" || row.rung == "halted" || row.rung == "withdrawn";
}
bool is_of_a_clock(const Row& row) {
  return !row.clock.starts_with("risk:") && !row.clock.starts_with("report:") && row.clock != "key_report" &&
         row.clock != "file_review" && row.clock != "mend";
}

/// A row that waits for an answer.
struct Waiting {
  const Row* row = nullptr;
  When until;
  bool over = false;
};

class Judge {
 public:
  Judge(const Year& year, const Case& one, const Rules& rules, const Days& days)
      : year_(year), case_(one), rules_(rules), days_(days) {}

  Verdict run() {
    for (const std::size_t op : operations()) {
      reach_ = std::max(reach_, year_.operations[op].at);
      op_ = op;
      step();
    }
    check_marks();
    return std::move(verdict_);
  }

 private:
  [[nodiscard]] When now() const { return year_.operations[op_].at; }
  [[nodiscard]] bool whole_look() const { return year_.operations[op_].look && year_.operations[op_].whole; }

  /// Those that touched the case, and all looks since it is there.
  [[nodiscard]] std::vector<std::size_t> operations() const {
    std::vector<std::size_t> all;
    for (const auto& seen : case_.seen) all.push_back(seen.op);
    for (const auto& row : case_.rows) all.push_back(row.op);
    if (all.empty()) return all;
    const auto first = *std::min_element(all.begin(), all.end());
    all.insert(all.end(), std::lower_bound(year_.looks.begin(), year_.looks.end(), first), year_.looks.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  void step() {
    rows_.clear();
    undone_.clear();
    begun_now_.clear();
    derived_again_ = false;
    while (next_row_ < case_.rows.size() && case_.rows[next_row_].op == op_) rows_.push_back(&case_.rows[next_row_++]);
    again_.clear();
    while (next_again_ < case_.again.size() && case_.again[next_again_].op == op_)
      again_.push_back(&case_.rows[case_.again[next_again_++].row]);
    left_out_.clear();
    while (next_left_out_ < case_.left_out.size() && case_.left_out[next_left_out_].op == op_)
      left_out_.push_back(&case_.left_out[next_left_out_++]);
    bool learned = false;
    while (next_seen_ < case_.seen.size() && case_.seen[next_seen_].op == op_) {
      learn(case_.seen[next_seen_++]);
      learned = true;
    }
    if (!learned && rows_.empty() && again_.empty() && (!whole_look() || !wakes_ || *wakes_ > now())) return;
    for (const Row* row : again_) judge_again(*row);
    for (const Row* row : rows_) judge_row(*row);
    check_records();
    check_changes_told();
    if (whole_look()) {
      check_nothing_owed();
      check_lines();
    }
    find_next_wake();
  }

  void learn(const Seen& seen) {
    derived_again_ |= seen.derived_again;
    verdict_.late_entries += seen.derived_again ? 1 : 0;
    const auto procedure = rules_.clocks.find(seen.procedure);
    if (procedure == rules_.clocks.end()) return fault("a procedure without rules: " + seen.procedure);
    std::map<Key, bool> there;
    for (const Clock& clock : seen.clocks) {
      there[key_of(clock)] = true;
      const auto rule = procedure->second.find(clock.rule);
      if (rule == procedure->second.end()) {
        fault("a clock without a rule: " + clock.rule);
        continue;
      }
      learn(clock, rule->second, seen);
    }
    for (auto& [key, line] : lines_)
      if (!there.contains(key)) line->vanish();
  }

  void learn(const Clock& clock, const ClockRule& rule, const Seen& seen) {
    auto& line = lines_[key_of(clock)];
    if (!line || line->vanished()) begun_now_.insert(key_of(clock));
    if (!line) line = std::make_unique<Line>(rule, days_);
    const auto clear = rules_.clear_days.find(seen.procedure);
    const Due due = due_of(clock, rule, clear != rules_.clear_days.end() && clear->second, seen.intervals, days_);
    if (due.beyond) {
      ++verdict_.beyond;
    } else if (clock.status != Status::ended) {
      ++verdict_.dates;
      if (text_of(due) != clock.says_due)
        fault(clock.rule + " is due on '" + text_of(due) + "', shown is '" + clock.says_due + "'");
    }
    if (line->alive() && clock.status == Status::ended) {
      for (const Rung* rung : line->held(now())) {
        // On the day on which the clock ended nobody is late: most acts say a day and no hour.
        const bool missed = wakes_at(*line->at(*rung)).day < clock.ended.value_or(now().day);
        verdict_.overtaken += missed ? 1 : 0;
        // What is on record is settled: should the clock run again, it is not owed once more.
        if (take_record(key_of(clock), *rung, line->due().at->day, true, missed)) line->set_aside(*rung);
      }
    }
    const auto told_now = [&](const Rung& rung) {
      return std::any_of(rows_.begin(), rows_.end(), [&](const Row* row) {
        return key_of(*row) == key_of(clock) && row->rung == rung.name && row->to == rung.to;
      });
    };
    for (auto& undone : line->learn(clock, due, now(), reach_, seen.derived_again, told_now))
      undone_[key_of(clock)].push_back(undone);
  }

  Line* line_of(const Row& row) {
    const auto found = lines_.find(key_of(row));
    return found == lines_.end() ? nullptr : found->second.get();
  }

  void judge_row(const Row& row) {
    if (!is_of_a_clock(row)) {
      ++verdict_.other_rows;
      return;
    }
    Line* line = line_of(row);
    if (line == nullptr) return fault(row, "is of no clock");
    if (is_change(row)) return judge_change(row, *line);
    if (!line->alive()) return fault(row, "is told of a clock that has ended");
    if (line->due().beyond) return;
    if (is_passed_on(row)) return judge_passed_on(row);
    judge_rung(row, *line);
  }

  void judge_rung(const Row& row, Line& line) {
    const Rung* rung = line.find(row.rung, row.to);
    if (rung == nullptr) return fault(row, "is not in the ladder");
    const auto at = line.at(*rung);
    if (!at) return fault(row, "never holds for this clock");
    if (*at > reach_) return fault(row, "is told early: it holds from " + text_of(*at));
    if (row.on != at->day) fault(row, "says the day " + text_of(row.on) + " instead of " + text_of(at->day));
    if (row.due != line.due().at->day) fault(row, "says another date than " + text_of(line.due().at->day));
    if (const auto* done = line.done(*rung); done != nullptr && !done->loose)
      return fault(row, done->row != nullptr ? "is told twice" : "is told although a later one was");
    for (const Rung* other : line.tell(*rung, &row)) {
      ++verdict_.collapsed;
      take_record(key_of(row), *other, row.due, false);
    }
    ++verdict_.told;
    if (rung->offset >= 0) wait(row, line.due().hours ? rules_.within_hours : rules_.within);
  }

  /// Told before, taken back, and true once more: whoever is to answer has his time from now on.
  void judge_again(const Row& row) {
    Line* line = is_of_a_clock(row) ? line_of(row) : nullptr;
    const Rung* rung = line != nullptr ? line->find(row.rung, row.to) : nullptr;
    if (rung == nullptr) return fault(row, "is true again and is of no rung");
    if (!line->alive()) return fault(row, "is true again of a clock that has ended");
    if (line->due().beyond) return;
    const auto at = line->at(*rung);
    if (!at || *at > reach_) return fault(row, "is true again early");
    if (row.due != line->due().at->day) fault(row, "is true again, and the date is " + text_of(line->due().at->day));
    if (line->done(*rung) == nullptr)
      for (const Rung* other : line->tell(*rung, &row)) take_record(key_of(row), *other, row.due, false);
    undone_rows_.erase(row.id);
    for (auto& one : waiting_)
      if (one.row == &row) one.over = true;
    if (rung->offset >= 0) wait(row, line->due().hours ? rules_.within_hours : rules_.within, now());
    ++verdict_.again;
  }

  /// What is not told must stand in the program's own record, with the reason.
  /// @returns whether it does
  bool take_record(const Key& key, const Rung& rung, Day due, bool overtaken, bool demanded = true) {
    const auto found = std::find_if(left_out_.begin(), left_out_.end(), [&](const LeftOut* one) {
      return Key{one->clock, one->key, one->ordinal} == key && one->rung == rung.name && one->to == rung.to &&
             one->due == due && one->overtaken == overtaken;
    });
    if (found != left_out_.end()) {
      left_out_.erase(found);
      return true;
    }
    if (demanded && !derived_again_) {
      fault(std::get<0>(key) + ":" + rung.name + ">" + rung.to + " due " + text_of(due) +
            (overtaken ? " was overtaken" : " was left out for a later one") + " and is not recorded");
    }
    return false;
  }

  /// Overtaken in a way that the facts before and after do not show.
  [[nodiscard]] bool is_excused(const LeftOut& one) {
    const Key key{one.clock, one.key, one.ordinal};
    const auto found = lines_.find(key);
    if (found == lines_.end()) return false;
    const Line& line = *found->second;
    const Rung* rung = line.find(one.rung, one.to);
    const auto* done = rung != nullptr ? line.done(*rung) : nullptr;
    const bool may_be_told_again = done != nullptr && done->loose;
    // One that began after its last day ended in the same breath; one that moved left its old day behind.
    const bool moved = !line.due().at || line.due().at->day != one.due;
    return may_be_told_again || (one.overtaken && (begun_now_.contains(key) || moved));
  }

  void check_records() {
    if (derived_again_) return;
    for (const LeftOut* one : left_out_) {
      if (is_excused(*one)) continue;
      fault(one->clock + ":" + one->rung + ">" + one->to + " due " + text_of(one->due) +
            " is recorded as left out without reason");
    }
  }

  void wait(const Row& row, Length within) { wait(row, within, row.told_at); }
  void wait(const Row& row, Length within, When from) {
    if (rules_.next.contains(row.to)) waiting_.push_back({&row, days_.end_of_hours(from, within), false});
  }

  void judge_change(const Row& row, const Line& line) {
    const auto found = undone_.find(key_of(row));
    const bool of_this = found != undone_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                               [&](const auto& undone) { return undone.to == row.to; });
    if (!of_this && !derived_again_) return fault(row, "tells of a change that was none");
    if (row.rung == "moved" && (!line.due().at || line.due().at->day != row.due))
      fault(row, "names the wrong new date");
    if (row.rung == "halted" && line.due().at) fault(row, "although there is a date");
    ++verdict_.changes;
  }

  void judge_passed_on(const Row& row) {
    for (auto& one : waiting_) {
      if (one.over || !comes_next(*one.row, row)) continue;
      if (one.until > now()) return fault(row, "is passed on early: at " + text_of(one.until));
      if (is_answered(*one.row)) return fault(row, "is passed on although somebody answered");
      one.over = true;
      ++verdict_.passed_on;
      return wait(row, rules_.within);
    }
    fault(row, "is passed on without reason");
  }

  [[nodiscard]] bool comes_next(const Row& before, const Row& after) const {
    const auto next = rules_.next.find(before.to);
    return key_of(before) == key_of(after) && before.due == after.due && next != rules_.next.end() &&
           next->second == after.to && next_name(before) == after.rung;
  }
  static std::string next_name(const Row& row) {
    const auto mark = row.rung.find('^');
    return first_rung(row.rung) + "^" +
           std::to_string(mark == std::string::npos ? 1 : std::stoi(row.rung.substr(mark + 1)) + 1);
  }

  [[nodiscard]] bool is_answered(const Row& row) const {
    return std::any_of(case_.answers.begin(), case_.answers.end(), [&](const Answer& answer) {
      if (answer.op >= op_) return false;
      return std::any_of(case_.rows.begin(), case_.rows.end(), [&](const Row& other) {
        return other.id == answer.row && key_of(other) == key_of(row) && other.due == row.due &&
               first_rung(other.rung) == first_rung(row.rung);
      });
    });
  }

  /// Whoever was told what is no longer true learns of it at once, by a word of the change or by a rung of the new
  /// date.
  void check_changes_told() {
    for (const auto& [key, all] : undone_) {
      for (const auto& undone : all) {
        if (undone.row == nullptr) continue;
        undone_rows_[undone.row->id] = true;
        ++verdict_.superseded;
        const bool heard = std::any_of(rows_.begin(), rows_.end(), [&](const Row* row) {
          return key_of(*row) == key && row->to == undone.to && !is_passed_on(*row);
        });
        if (!heard) fault(*undone.row, "is no longer true, and nobody said so");
      }
    }
  }

  void check_nothing_owed() {
    for (auto& [key, line] : lines_) {
      if (!line->alive() || line->due().beyond) continue;
      for (const Rung* rung : line->owed(now())) {
        line->set_aside(*rung);
        fault("lost: " + std::get<0>(key) + ":" + rung->name + ">" + rung->to + " due " + text_of(line->due()) +
              " holds since " + text_of(*line->at(*rung)));
      }
    }
  }

  void check_lines() {
    for (auto& one : waiting_) {
      if (one.over || one.until > now()) continue;
      one.over = true;
      const Line* line = line_of(*one.row);
      if (is_answered(*one.row)) {
        ++verdict_.answered;
        continue;
      }
      if (!line->alive() || undone_rows_.contains(one.row->id) || one.row->superseded) continue;
      const bool told = std::any_of(case_.rows.begin(), case_.rows.begin() + static_cast<std::ptrdiff_t>(next_row_),
                                    [&](const Row& row) { return comes_next(*one.row, row); });
      if (!told) fault(*one.row, "waited until " + text_of(one.until) + " and was not passed on");
    }
  }

  void find_next_wake() {
    wakes_.reset();
    const auto offer = [this](When at) { wakes_ = std::min(at, wakes_.value_or(at)); };
    for (const auto& [key, line] : lines_)
      if (const auto at = line->alive() && !line->due().beyond ? line->wakes() : std::nullopt) offer(*at);
    for (const auto& one : waiting_)
      if (!one.over) offer(one.until);
  }

  /// The mark of the ledger says what was undone, neither more nor less. Late entries undo by their own way.
  void check_marks() {
    if (verdict_.late_entries > 0) return;
    for (const Row& row : case_.rows) {
      if (!is_of_a_clock(row) || is_change(row) || is_passed_on(row)) continue;
      const bool undone = undone_rows_.contains(row.id);
      if (undone && !row.superseded) fault(row, "is no longer true and not marked");
      if (!undone && row.superseded) fault(row, "is marked superseded without reason");
    }
  }

  void fault(const std::string& what) {
    if (++verdict_.faulty <= static_cast<long long>(kMostFaults))
      verdict_.faults.push_back(case_.id + " at " + text_of(now()) + ": " + what);
  }
  void fault(const Row& row, const std::string& what) {
    fault(row.clock + (row.key.empty() ? "" : "/" + row.key) + "#" + std::to_string(row.ordinal) + ":" + row.rung +
          ">" + row.to + " due " + text_of(row.due) + ", told " + text_of(row.told_at) + ", " + what);
  }

  const Year& year_;
  const Case& case_;
  const Rules& rules_;
  const Days& days_;
  Verdict verdict_;
  std::map<Key, std::unique_ptr<Line>> lines_;
  std::vector<Waiting> waiting_;
  std::map<long long, bool> undone_rows_;
  std::size_t op_ = 0, next_row_ = 0, next_seen_ = 0, next_left_out_ = 0, next_again_ = 0;
  When reach_;
  std::optional<When> wakes_;
  // of the operation under judgment
  std::vector<const Row*> rows_, again_;
  std::vector<const LeftOut*> left_out_;
  std::set<Key> begun_now_;
  std::map<Key, std::vector<Line::Undone>> undone_;
  bool derived_again_ = false;
};

}  // namespace

void Verdict::add(const Verdict& other) {
  for (const auto& fault : other.faults)
    if (faults.size() < kMostFaults) faults.push_back(fault);
  for (const auto member : {&Verdict::faulty, &Verdict::dates, &Verdict::told, &Verdict::collapsed, &Verdict::overtaken,
                            &Verdict::superseded, &Verdict::changes, &Verdict::passed_on, &Verdict::answered,
                            &Verdict::other_rows, &Verdict::again, &Verdict::beyond, &Verdict::late_entries})
    this->*member += other.*member;
}

Verdict judge(const Year& year, const Case& one, const Rules& rules, const Days& days) {
  return Judge(year, one, rules, days).run();
}

}  // namespace hejie::year::oracle
