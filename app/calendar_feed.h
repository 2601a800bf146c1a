// Hearings and duties of a person as a calendar other programs subscribe to (RFC 5545). Reads a snapshot; who asks is
// known by a token with the scope "calendar" that stands in the address. No personal data of parties leaves: titles
// hold the case number and what is due.
#pragma once

#include "app/caller.h"
#include "app/definitions.h"
#include "engine/base/clock.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct FeedEvent {
  std::string uid, summary, place;
  Date day{};
  std::optional<Moment> at;  ///< a time; else the whole day
  int minutes = 0;           ///< how long, with `at`
};

/// Lines end in CRLF and are folded at 75 octets, never inside a character (RFC 5545 3.1).
[[nodiscard]] std::string write_calendar(const std::vector<FeedEvent>& events, const std::string& name, Instant stamp);

class CalendarFeed {
 public:
  CalendarFeed(storage::Store& store, const Definitions& definitions, const Clock& clock)
      : store_(store), definitions_(definitions), clock_(clock) {}

  /// Duties of cases this account handles that run or are overdue, and the hearings of those cases in the next 90 days.
  Result<std::string> of(const Caller& caller, std::string_view language);

 private:
  storage::Store& store_;
  const Definitions& definitions_;
  const Clock& clock_;
};

}  // namespace hejie::app
