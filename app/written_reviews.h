// The yearly written review of all employers (JC article 14): one case for each line of a list, told line by line, and
// the reminders. Works through case_service as any desk does; stores nothing of its own. Called by api and by the verb
// `hejie review`.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/case_service.h"
#include "app/csv.h"
#include "app/idempotency.h"
#include "engine/base/clock.h"

namespace hejie::app {

struct ReviewRound {
  int year = 0;  ///< reviewed
  Date open_from{}, submit_by{};
};

struct ReviewLine {
  enum class Outcome { opened, duplicate, refused, reminded };
  int line = 0;  ///< of the list; 0 for a reminder
  std::string code, name;
  Outcome outcome = Outcome::opened;
  CaseId case_id;      ///< opened, or the one that is there already; empty in a dry run
  std::string number;  ///< of that case
  Text reason;         ///< why not
};
/// "opened", "duplicate", "refused", "reminded".
[[nodiscard]] std::string_view outcome_id(ReviewLine::Outcome outcome);

struct ReviewReport {
  bool dry_run = false;
  std::vector<ReviewLine> lines;
  [[nodiscard]] int count(ReviewLine::Outcome outcome) const;
};

/// One employer of a list.
struct ReviewEmployer {
  std::string name, code, sector;  ///< sector: id; "" = not said
  std::string worker_count;        ///< "" = not said
};

class WrittenReviews {
 public:
  static constexpr std::size_t kMostLines = 10'000;

  WrittenReviews(storage::Store& store, CaseService& cases, const Clock& clock)
      : store_(store), cases_(cases), clock_(clock) {}

  /// @param list CSV; the first line names the columns: name, code, and perhaps sector, worker_count, in any order
  /// Each line is a case of its own, or is told as refused or as a duplicate (an employer whose review of that year is
  /// there): the same list once more opens nothing.
  /// @errors malformed: not CSV; invalid: columns, too many lines; forbidden: may open no review; of the store
  Result<ReviewReport> open(const Caller& caller, const ReviewRound& round, const std::string& list, bool dry_run);

  /// Reminds every employer of that year who has not filed and has not been reminded.
  /// @errors forbidden; of the store
  Result<ReviewReport> remind(const Caller& caller, int year, bool dry_run);

  /// One of the two above under a key: the answer is stored when all lines are done. One that was cut off is done
  /// again; lines done before are told as duplicates then. A failure of `work` is not stored.
  /// @errors in_flight, key_reused, those of `work`
  struct Keyed {
    StoredAnswer answer;
    bool replayed = false;
  };
  using Work = std::function<Result<StoredAnswer>()>;
  Result<Keyed> once(const Caller& caller, const IdempotencyKey& key, const Work& work);

 private:
  struct Running;
  Result<ReviewLine> open_one(Running& run, const ReviewEmployer& employer, int line);
  Result<bool> find_double(Running& run, ReviewLine& line);
  Result<ReviewLine> remind_one(const Caller& caller, const CaseView& view, bool dry_run);

  storage::Store& store_;
  CaseService& cases_;
  const Clock& clock_;
  KeysInFlight in_flight_;
};

/// `data` of the event `give_notice`.
[[nodiscard]] std::string review_notice_json(const ReviewRound& round, const ReviewEmployer& employer);
/// A report as the API and the verb answer it.
[[nodiscard]] std::string review_report_json(const ReviewReport& report);

}  // namespace hejie::app
