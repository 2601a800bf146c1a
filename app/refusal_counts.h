// Refusals on their way to the access log: the first of a kind stands there at once, the others of the same minute as
// one entry with their number, and a minute holds so many kinds and no more. Whoever floods the server cannot fill the
// disk with it, nor crowd out what somebody known was refused. Owned by AccessLog.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage/rows.h"

namespace hejie::app {

class RefusalCounts {
 public:
  /// Kinds of one minute: of accounts, and of callers nobody knows. What is beyond is counted as one kind of its own.
  static constexpr std::size_t kKindsOfKnown = 200;
  static constexpr std::size_t kKindsOfStrangers = 20;
  /// `action` of what is beyond.
  static constexpr const char* kMore = "more_refusals";

  /// A kind is actor, action and result; of strangers also the address. @param at of the record: when it happened
  /// @returns what is to be noted now; nothing while it is only counted. Any thread.
  std::optional<storage::AccessRecord> take(storage::AccessRecord record);
  /// What was counted in minutes that are over at `now`: the last of each kind, with "+n" for the n that stand nowhere
  /// else. @param all also of the minute that runs. Any thread.
  std::vector<storage::AccessRecord> counted(Instant now, bool all);

 private:
  struct Kind {
    storage::AccessRecord last;
    long long more = 0;
  };
  void close(std::vector<storage::AccessRecord>& out);

  std::mutex mutex_;
  std::int64_t minute_ = 0;
  std::map<std::string, Kind> kinds_;
  std::size_t known_ = 0, strangers_ = 0;
  std::vector<storage::AccessRecord> over_;  ///< of minutes before
};

}  // namespace hejie::app
