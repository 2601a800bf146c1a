// Who looked at which file: noted at once in memory, written to the access log in one commit a second, so that a read
// does not cost a transaction of its own. What a crash may lose is the last second. Changes are not noted here: they
// are entries of the commit that makes them. Owns no thread; the program calls flush(). Called by api.
#pragma once

#include <mutex>
#include <vector>

#include "app/refusal_counts.h"
#include "engine/base/clock.h"
#include "storage/store.h"

namespace hejie::app {

class AccessLog {
 public:
  AccessLog(storage::Store& store, const Clock& machine) : store_(store), clock_(machine) {}

  /// `at` is filled in here. Any thread.
  void note(storage::AccessRecord record);
  /// The same for what was refused: bounded, so that many refusals are few entries. Any thread.
  void note_refused(storage::AccessRecord record);
  /// Writes what has been noted. What cannot be written is kept for the next time, up to a bound; then the oldest are
  /// given up and counted. @param last also refusals of the minute that runs. @errors of the store
  Status flush(bool last = false);
  [[nodiscard]] long long lost() const;

  struct Page {
    std::vector<std::pair<Seq, storage::AccessRecord>> items;  ///< newest first
    Seq next = 0;                                              ///< `before` of the next page, 0 = the end
  };
  /// @param before 0 = from the newest. @errors of the store
  Result<Page> read(Seq before, int limit);
  /// What stands there of one account, newest first: at most kOfOne entries out of the newest kLookedAt. `next` is 0
  /// when that was the whole log. @errors of the store
  Result<Page> of(const AccountId& actor);
  static constexpr std::size_t kOfOne = 1'000;
  static constexpr int kLookedAt = 50'000;

 private:
  storage::Store& store_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<storage::AccessRecord> noted_;
  RefusalCounts refused_;
  long long lost_ = 0;
};

}  // namespace hejie::app
