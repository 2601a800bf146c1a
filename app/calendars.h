// Loads a published calendar notice into a running store: which open dates would move, and then moves them, each case
// with an event of its own (calendar_changed). Called by api and `hejie calendar load`.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/definitions.h"
#include "app/idempotency.h"
#include "engine/base/clock.h"
#include "engine/machine/act.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct OpenedCase;

struct CalendarMove {
  CaseId case_id;
  std::string number, workflow;
  std::string label;  ///< "A12/respondent"
  Text name;          ///< of the clock
  std::optional<Date> before, after;
  std::optional<int> days;         ///< calendar days later; negative: earlier; empty: a date came or went
  AccountId handler;               ///< of the case
  std::string handler_name;        ///< "" = no account
  std::vector<std::string> roles;  ///< who is told of this clock: its owner, and whom its warnings go to
};

struct CalendarChange {
  std::string notice;  ///< id
  std::string version_before, version_after;
  bool dry_run = false;
  bool known = false;    ///< this very notice had been loaded before: nothing was done
  bool resumed = false;  ///< its loading had been cut off: the cases that were left have been done now
  int cases_looked_at = 0;
  std::vector<CalendarMove> moved;
  std::vector<std::string> failed;  ///< cases that could not be recomputed; `hejie check` names them too
};

/// Told of each notice that is new, as the store keeps it, once it is stored.
using NoticeHook = std::function<void(const std::string& notice_text)>;

class Calendars {
 public:
  Calendars(storage::Store& store, Definitions& definitions, const Clock& clock, NoticeHook loaded = {})
      : store_(store), definitions_(definitions), clock_(clock), loaded_(std::move(loaded)) {}

  /// One load at a time. What was cut off by a crash is resumed by loading the same or another notice.
  /// @errors malformed, invalid: all findings; forbidden: not a system_admin or bureau_head; conflict: another text
  /// under the same id; unavailable, read_only
  Result<CalendarChange> load(const Caller& caller, const std::string& notice_json, bool dry_run);

  /// The same under a key: the answer, also a refusal, is stored in the transaction that ends the load.
  /// @errors in_flight, key_reused, and those of load() that `render` is not asked for (all but forbidden, conflict)
  struct Keyed {
    StoredAnswer answer;
    bool replayed = false;
  };
  using RenderChange = std::function<StoredAnswer(const Result<CalendarChange>&)>;
  Result<Keyed> load_once(const Caller& caller, const std::string& notice_json, const IdempotencyKey& key,
                          const RenderChange& render);

 private:
  struct Walk;
  struct Decided;
  Result<CalendarChange> run(const Caller& caller, const std::string& notice_json, bool dry_run);
  Status begin(Walk& walk, const std::string& text);
  Status resume_other(const Caller& caller, const std::string& notice);
  Status resume(Walk& walk, const std::string& text, Instant loaded_at);
  Status finish(const Caller& caller, std::optional<storage::IdempotencyRecord> key, bool walked);
  Status walk_cases(Walk& walk);
  Status recompute(Walk& walk, const CaseId& id);
  Result<Decided> decide(Walk& walk, const CaseId& id);
  Status note_moves(Walk& walk, const OpenedCase& opened, const std::vector<engine::Rederived::Moved>& moved);

  storage::Store& store_;
  Definitions& definitions_;
  const Clock& clock_;
  NoticeHook loaded_;
  std::mutex one_at_a_time_;
  KeysInFlight in_flight_;
};

}  // namespace hejie::app
