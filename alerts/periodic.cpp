#include "alerts/periodic.h"

#include "crypto/password.h"

namespace hejie::alerts {
namespace {

constexpr std::size_t kSeedBytes = 16;

/// The opening hour of the first working day on or after that day.
Moment opening_on_or_after(const calendar::Calendar& calendar, Date day) {
  while (calendar.contains(day) && !calendar.is_working(day)) day = day + 1;
  return {day, calendar.hours().opening_minute()};
}

}  // namespace

Periodic::Periodic(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
                   app::Metrics& metrics, std::function<std::string()> seed)
    : store_(store),
      definitions_(definitions),
      maker_(store, definitions, rules),
      seed_(std::move(seed)),
      made_(metrics.counter("hejie_bulletins_total", "", "Times bulletins, work lists or a draw were made")) {
  if (!seed_) seed_ = [] { return crypto::random_hex(kSeedBytes); };
}

app::MadePeriod Periodic::newest(const Kind& kind, Moment now) const {
  auto period = kind.period(now.day);
  if (now < opening_on_or_after(*definitions_.calendar(), period.from)) period = kind.period(period.from - 1);
  return kind.of_the_period_before ? kind.period(period.from - 1) : period;
}

Result<bool> Periodic::step(const Kind& kind, std::string& known, Moment now, Instant recorded_at) {
  const auto wanted = newest(kind, now);
  if (known == wanted.id) return false;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto mark, snapshot->mark(kind.mark));
    known = mark.value_or("");
  }
  if (known >= wanted.id) return false;  // ids of one kind sort by time
  auto period = wanted;
  storage::Commit commit;
  commit.recorded_at = recorded_at;
  if (!known.empty()) {
    if (kind.each_missed)
      while (kind.period(period.from - 1).id > known) period = kind.period(period.from - 1);
    TRY(commit, (this->*kind.make)(period, recorded_at));
    made_.add();
  }
  commit.puts.emplace_back(storage::PutMark{kind.mark, period.id});
  const auto done = store_.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  known = period.id;
  return known != wanted.id;
}

Result<bool> Periodic::step(Moment now, Instant recorded_at) {
  // Nothing can fall due between two openings.
  if (now >= looked_ && now < next_) return false;
  static constexpr Kind kKinds[] = {
      {"bulletins/quarter", app::quarter_of, true, true, &Periodic::make_quarter},
      {"bulletins/work_lists", app::month_of, false, false, &Periodic::make_lists},
      {"bulletins/draw", app::month_of, true, true, &Periodic::make_draw},
  };
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    TRY(const bool more, step(kKinds[i], known_[i], now, recorded_at));
    if (more) return true;
  }
  const int opening = definitions_.calendar()->hours().opening_minute();
  looked_ = now;
  next_ = now.minute < opening ? Moment{now.day, opening} : Moment{now.day + 1, opening};
  return false;
}

}  // namespace hejie::alerts
