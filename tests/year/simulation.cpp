#include "tests/year/simulation.h"

#include <algorithm>
#include <deque>
#include <iostream>

#include "tests/year/stories.h"
#include "tests/year/watcher.h"

namespace hejie::year {
namespace {

constexpr int kYear = 2025;
constexpr int kDaysDown = 7;
constexpr int kDayMinutes = kMinutesPerDay;

class Simulation {
 public:
  Simulation(const YearOptions& options, const std::string& top)
      : options_(options), random_(options.seed), library_(top), bureau_(options.bureau) {
    const int days = from_ymd(kYear, 12, 31) - first_;
    down_ = first_ + random_.between(40, days - 40);
    for (int i = 0; i < options.cases; ++i) births_.push_back(first_ + random_.below(days - 20));
    std::ranges::sort(births_);
  }

  YearRun run() {
    for (Date day = first_; day <= from_ymd(kYear, 12, 31); day = day + 1) {
      begin_lives(day);
      tell_where(day);
      if (day >= down_ && day < down_ + kDaysDown) continue;
      live(day);
    }
    jump_ = 0;
    look({from_ymd(kYear, 12, 31), kDayMinutes - 1});
    watcher_.finish(bureau_.store());
    run_.year = watcher_.year();
    run_.events = watcher_.events();
    return std::move(run_);
  }

 private:
  /// Something at a minute of the day; lives among them are told apart by their place.
  struct Turn {
    int minute = 0;
    Life* life = nullptr;
  };

  /// A long run says now and then where it is.
  void tell_where(Date day) const {
    constexpr int kLong = 5'000, kDays = 14;
    if (options_.cases >= kLong && (day - first_) % kDays == 0)
      std::cout << format_date(day) << ": " << run_.lives << " lives begun, " << watcher_.events() << " events"
                << std::endl;
  }

  void begin_lives(Date day) {
    for (; born_ < births_.size() && births_[born_] <= day; ++born_, ++run_.lives)
      lives_.emplace_back(library_.draw(random_), day, random_);
  }

  void live(Date day) {
    jump_ = 0;
    if (random_.one_in(30)) {
      static const std::vector<int> kJumps{60, -60, kDayMinutes, -kDayMinutes, 3 * kDayMinutes};
      jump_ = random_.of(kJumps);
      ++run_.jumps;
    }
    std::vector<Turn> turns;
    if (!random_.one_in(15)) turns.push_back({9 * 60, nullptr});
    for (int i = random_.between(1, 4); i > 0; --i) turns.push_back({random_.below(kDayMinutes), nullptr});
    for (auto& life : lives_) {
      const auto next = life.next();
      // One left over from a day before comes at ten, and not before the hour it says of itself.
      if (next && next->day <= day)
        turns.push_back({next->day < day ? std::max(10 * 60, next->minute) : next->minute, &life});
    }
    std::ranges::stable_sort(turns, {}, &Turn::minute);
    for (const auto& turn : turns) {
      answer_until({day, turn.minute});
      if (turn.life == nullptr)
        look({day, turn.minute});
      else
        act({day, turn.minute}, *turn.life);
    }
    std::erase_if(lives_, [](const Life& life) { return !life.next(); });
  }

  Moment stand_at(Moment moment) {
    bureau_.clock().set(Instant{to_instant(moment).ms + jump_ * 60'000LL});
    return to_bureau(bureau_.clock().now());
  }

  void maybe_doom(int one_in) {
    if (random_.one_in(one_in)) bureau_.doom(random_.between(1, 6), random_.one_in(2));
  }

  /// @returns whether the operation ended as it should
  bool note(Moment at, bool look, bool well) {
    const bool died = bureau_.revive();
    run_.deaths += died ? 1 : 0;
    const auto told = watcher_.note(bureau_.store(), bureau_.service(), at, look, well && !died);
    for (const long long row : told)
      if (random_.one_in(3)) unanswered_.push_back({{at.day, at.minute}, random_.between(20, 3 * kDayMinutes), row});
    return well && !died;
  }

  void look(Moment moment) {
    const Moment at = stand_at(moment);
    static const std::vector<Bureau::Who> kWho{Bureau::Who::first, Bureau::Who::second, Bureau::Who::both,
                                               Bureau::Who::second_within_first};
    const auto who = random_.of(kWho);
    run_.races += who == Bureau::Who::second_within_first ? 1 : 0;
    ++run_.looks;
    const bool last = moment.minute == kDayMinutes - 1;
    if (!last) maybe_doom(12);
    note(at, true, bureau_.look(who, random_.between(1, 4)));
  }

  void act(Moment moment, Life& life) {
    const Moment at = stand_at(moment);
    const auto entry = life.take(random_);
    maybe_doom(40);
    const auto one = [&](const app::Caller& caller, const app::CommandInput& input) {
      auto result = bureau_.service().execute(caller, input, {});
      const bool well = result.has_value();
      note(at, false, well);
      return result;
    };
    const bool accepted = enter(bureau_, life, entry, one);
    ++(accepted ? run_.accepted : run_.refused);
    if (life.cases.empty()) life.stop();
    bureau_.revive();
  }

  /// Somebody says that he has seen an alert.
  void answer_until(Moment moment) {
    for (auto it = unanswered_.begin(); it != unanswered_.end();) {
      if (to_instant(it->told).ms + it->minutes * 60'000LL > to_instant(moment).ms) {
        ++it;
        continue;
      }
      const Moment at = stand_at(moment);
      storage::Commit commit;
      commit.puts.push_back(storage::Acknowledge{it->row, AccountId("u_reader"), bureau_.clock().now()});
      const bool well = bureau_.store().commit(std::move(commit)).has_value();
      if (well) watcher_.answered(it->row);
      run_.answers += well ? 1 : 0;
      it = unanswered_.erase(it);
      note(at, false, well);
    }
  }

  struct Unanswered {
    Moment told{};
    int minutes = 0;
    long long row = 0;
  };

  YearOptions options_;
  Random random_;
  Library library_;
  Bureau bureau_;
  Watcher watcher_;
  const Date first_ = from_ymd(kYear, 1, 2);
  Date down_{};
  std::vector<Date> births_;
  std::size_t born_ = 0;
  std::deque<Life> lives_;
  std::deque<Unanswered> unanswered_;
  int jump_ = 0;  ///< minutes by which the machine's clock is wrong today
  YearRun run_;
};

}  // namespace

YearRun run_year(const YearOptions& options, const std::string& top) {
  return Simulation(options, top).run();
}

}  // namespace hejie::year
