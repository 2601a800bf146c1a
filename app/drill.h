// A drill after a restore: every clock of every open case counted again and compared with what the scheduler will read,
// and what fell due since the store last heard of time, as a tick now would do it. Writes nothing; what is to be kept
// of it is kept through keep_drill(). Called by `hejie drill`; kept ones are shown on the page of the scheduler.
#pragma once

#include <string>
#include <vector>

#include "app/caller.h"
#include "app/definitions.h"
#include "storage/store.h"

namespace hejie::app {

struct DrillFinding {
  CaseId case_id;
  std::string what;  ///< fold, clock, sleeps
  Text message;
};

enum class MissedKind { breached, expired, rung };

/// What nobody was told and nothing was noted of yet.
struct MissedItem {
  CaseId case_id{};
  std::string number{};  ///< "" = none
  std::string clock{};   ///< label: "A12/respondent"
  Text name{};
  MissedKind kind = MissedKind::rung;
  Date due{};
  Date since{};              ///< day on which it fell due
  std::string rung{}, to{};  ///< of a rung
};

struct DrillReport {
  Moment as_of{};                ///< what would be missed by then
  std::optional<Instant> heard;  ///< last thing recorded in the store; empty: nothing ever
  long long cases = 0, clocks = 0;
  long long cases_due = 0;   ///< cases a tick now would touch
  long long unanswered = 0;  ///< alerts whose time to be answered is over; the next in line was not told
  long long messages = 0;    ///< of the outbox, waiting
  long long breached = 0, expired = 0, rungs = 0;  ///< all that were missed
  std::vector<MissedItem> missed;                  ///< oldest first, at most `most`
  std::vector<DrillFinding> findings;              ///< at most `most`
  bool cut = false;
};

/// @errors unavailable, io: the store cannot be read at all
[[nodiscard]] Result<DrillReport> drill(storage::Store& store, const Definitions& definitions, Moment now,
                                        std::size_t most = 1000);

/// JSON with every finding and everything missed that the report holds.
[[nodiscard]] std::string drill_text(const DrillReport& report);

// ---- drills on record (drill_kept.cpp)

inline constexpr std::size_t kMostKept = 200;  ///< findings, and items missed, of a drill on record

struct KeptDrill {
  long long id = 0;
  Instant made_at{};
  std::string body;  ///< as drill_text()
};

/// Puts a drill on record as made at `now`. @errors malformed: `body` is no drill_text(); of the commit
Status keep_drill(storage::Store& store, const std::string& body, Instant now);
/// Newest first, at most 20.
Result<std::vector<KeptDrill>> kept_drills(storage::Store& store);
/// For heads of office alone: it names cases. @errors not_found
Result<KeptDrill> kept_drill(storage::Store& store, const Caller& caller, long long id);

}  // namespace hejie::app
