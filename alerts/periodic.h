// What the bureau makes at fixed times: at the opening hour of the first working day of a quarter the bulletins of the
// quarter before, of a month the work lists of that month and the draw of the files closed in the month before. Each
// once: the record of what was made moves in the same commit. Owns no thread and reads no clock. Driven by the desk
// (desk.h).
#pragma once

#include <functional>

#include "app/bulletin_maker.h"
#include "app/metrics.h"

namespace hejie::alerts {

class Periodic {
 public:
  /// @param seed of a draw, each call another; empty: random
  Periodic(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
           app::Metrics& metrics, std::function<std::string()> seed = {});

  /// One period of one kind at most. A store that has never seen a step begins with the period then running.
  /// @returns true when there is more to do. @errors of the store
  Result<bool> step(Moment now, Instant recorded_at);

 private:
  struct Kind {
    const char* mark;
    app::MadePeriod (*period)(Date);
    bool of_the_period_before;  ///< else of the period that has begun
    bool each_missed;           ///< after a time of rest: each one; else the newest alone
    Result<storage::Commit> (Periodic::*make)(const app::MadePeriod&, Instant);
  };
  Result<bool> step(const Kind& kind, std::string& known, Moment now, Instant recorded_at);
  [[nodiscard]] app::MadePeriod newest(const Kind& kind, Moment now) const;
  Result<storage::Commit> make_quarter(const app::MadePeriod& period, Instant at) { return maker_.quarter(period, at); }
  Result<storage::Commit> make_lists(const app::MadePeriod& period, Instant at) {
    return maker_.work_lists(period, at);
  }
  Result<storage::Commit> make_draw(const app::MadePeriod& period, Instant at) {
    return maker_.draw(period, seed_(), at);
  }

  storage::Store& store_;
  const app::Definitions& definitions_;
  app::BulletinMaker maker_;
  std::function<std::string()> seed_;
  app::Counter& made_;
  Moment looked_{}, next_{};  ///< nothing more to do from the one to the other
  std::string known_[3];      ///< newest period made, by kind, as the store had it last
};

}  // namespace hejie::alerts
