// Group commit: one thread takes what is queued, writes it in one transaction, and answers after COMMIT has returned. A
// command that fails undoes itself alone: what was written with it is rolled back and written anew, each command in a
// savepoint. The thread also checkpoints, between batches, so that no other connection ever does. Used by
// sqlite_store.cpp.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "storage/sqlite/sqlite_store.h"
#include "storage/store.h"

namespace hejie::storage::sqlite {

class GroupWriter {
 public:
  /// Starts the thread. @throws Failure
  GroupWriter(Connection db, const Options& options);
  ~GroupWriter();
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  void submit(Job job);  ///< any thread
  void stop();           ///< writes what is queued, then ends; idempotent
  [[nodiscard]] Health health() const;

 private:
  void run();
  bool take_jobs();
  void write_batch();
  [[nodiscard]] bool has_room(std::size_t taken, std::chrono::steady_clock::time_point end) const;
  [[nodiscard]] std::chrono::steady_clock::time_point batch_end() const;
  std::optional<std::vector<CommitOutcome>> write_together(std::size_t& taken);
  std::vector<CommitOutcome> write_apart(std::size_t& taken);
  CommitOutcome write_one(const Job& job);
  void fail_batch(const Failure& failure, std::size_t taken, bool at_commit);
  void answer(std::size_t count, const std::function<CommitOutcome(std::size_t)>& outcome);
  void checkpoint_if_long();
  void forget_erased();
  void probe();
  void note(const Failure& failure, bool at_commit);
  void die(const Failure& failure);

  Connection db_;
  Options options_;
  Writer writer_;
  std::deque<Job> jobs_;   ///< the writer's own: taken from the queue, not yet written
  int checked_pages_ = 0;  ///< log length at the last checkpoint
  bool dead_ = false;      ///< the disk failed and the fatal function came back (tests)

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;

  std::atomic<bool> read_only_{false};
  std::atomic<bool> corrupt_{false};
  std::atomic<long long> depth_{0}, wal_pages_{0}, batches_{0}, commands_{0};
  std::mutex join_mutex_;
  std::thread thread_;
};

}  // namespace hejie::storage::sqlite
