#include "storage/sqlite/group_writer.h"

#include <chrono>
#include <utility>

#include "engine/base/fault_controls.h"
#include "storage/refusals.h"

namespace hejie::storage::sqlite {

namespace {

constexpr int kLongLog = 4;          ///< times Options::checkpoint_pages
constexpr int kReadersWaitMs = 100;  ///< a reader slower than this is no reason to keep writers waiting

}  // namespace

GroupWriter::GroupWriter(Connection db, const Options& options)
    : db_(std::move(db)), options_(options), writer_(db_, options.vault, options.codes.value(), options.note_codes) {
  thread_ = std::thread([this] { run(); });
}

GroupWriter::~GroupWriter() {
  stop();
}

void GroupWriter::submit(Job job) {
  std::optional<CommitError> refusal;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refusal = stopping();
    } else if (depth_ >= options_.queue_limit) {
      refusal = overloaded();
    } else {
      ++depth_;
      queue_.push_back(std::move(job));
    }
  }
  if (refusal) return job.done(std::unexpected(std::move(*refusal)));
  wake_.notify_one();
}

void GroupWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  const std::lock_guard lock(join_mutex_);
  if (thread_.joinable()) thread_.join();
}

Health GroupWriter::health() const {
  Health out;
  out.read_only = read_only_;
  out.corrupt = corrupt_;
  out.queue_depth = depth_;
  out.wal_pages = wal_pages_;
  out.batches = batches_;
  out.commands = commands_;
  const std::lock_guard lock(mutex_);
  out.stopping = stopping_;
  return out;
}

void GroupWriter::run() {
  forget_erased();
  while (take_jobs()) {
    if (jobs_.empty()) {
      probe();
    } else {
      write_batch();
    }
    checkpoint_if_long();
    forget_erased();
  }
  if (dead_) return;
  try {
    db_.checkpoint();  // closing does it too, but would not say when it fails
  } catch (const Failure& failure) {
    note(failure, true);
  }
}

/// Waits for work; false when stopped and nothing is left. In read-only mode it also comes back to try the disk.
bool GroupWriter::take_jobs() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !queue_.empty() || !jobs_.empty(); };
  if (read_only_ && !dead_) {
    wake_.wait_for(lock, std::chrono::milliseconds(options_.probe_ms), ready);
  } else {
    wake_.wait(lock, ready);
  }
  if (jobs_.empty()) {
    jobs_.swap(queue_);
  } else {
    while (!queue_.empty() && jobs_.size() < static_cast<std::size_t>(options_.batch_limit)) {
      jobs_.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
  }
  return !(stopping_ && jobs_.empty());
}

void GroupWriter::write_batch() {
  std::size_t taken = 0;
  bool at_commit = false;
  if (dead_ || corrupt_) {
    const CommitError error = corrupt_ ? damaged() : read_only_mode();
    return answer(jobs_.size(), [&](std::size_t) -> CommitOutcome { return std::unexpected(error); });
  }
  try {
    db_.query("BEGIN IMMEDIATE").run();
    auto outcomes = write_together(taken);
    if (!outcomes) {
      db_.query("ROLLBACK").run();
      writer_.reload();
      db_.query("BEGIN IMMEDIATE").run();
      taken = 0;
      outcomes = write_apart(taken);
    }
    writer_.seal();
    at_commit = true;
    if (HEJIE_FAULT(answer_before_commit)) {
      answer(taken, [&](std::size_t i) { return std::move((*outcomes)[i]); });
      taken = 0;
    }
    db_.query("COMMIT").run();
    writer_.committed();
    wal_pages_ = db_.wal_pages();
    ++batches_;
    commands_ += static_cast<long long>(outcomes->size());
    answer(taken, [&](std::size_t i) { return std::move((*outcomes)[i]); });
    probe();
  } catch (const Failure& failure) {
    fail_batch(failure, taken, at_commit);
  }
}

/// May one more be written into this transaction? It ends with the first of: nothing left, enough, long enough.
bool GroupWriter::has_room(std::size_t taken, std::chrono::steady_clock::time_point end) const {
  return taken < jobs_.size() && taken < static_cast<std::size_t>(options_.batch_limit) &&
         (taken == 0 || std::chrono::steady_clock::now() < end);
}

std::chrono::steady_clock::time_point GroupWriter::batch_end() const {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.batch_ms);
}

/// Writes the first jobs, as many as fit, one after another: a savepoint around each would copy every page that it
/// touches. Empty when one of them failed after it had begun to write: then they are written apart, all anew.
std::optional<std::vector<CommitOutcome>> GroupWriter::write_together(std::size_t& taken) {
  const auto end = batch_end();
  std::vector<CommitOutcome> outcomes;
  while (has_room(taken, end)) {
    try {
      outcomes.push_back(writer_.apply(jobs_[taken++]));
    } catch (const Failure& failure) {
      if (!(failure.constraint() || failure.said()) || !db_.in_transaction()) throw;
      return std::nullopt;
    }
    if (!outcomes.back() && writer_.touched()) return std::nullopt;
  }
  return outcomes;
}

/// The same, each in a savepoint, so that one that fails undoes itself alone. `taken` counts them also when one fails.
std::vector<CommitOutcome> GroupWriter::write_apart(std::size_t& taken) {
  const auto end = batch_end();
  std::vector<CommitOutcome> outcomes;
  while (has_room(taken, end)) outcomes.push_back(write_one(jobs_[taken++]));
  return outcomes;
}

CommitOutcome GroupWriter::write_one(const Job& job) {
  Writer::Ends ends = writer_.ends();
  db_.query("SAVEPOINT command").run();
  const auto undo = [&] {
    writer_.set_ends(std::move(ends));
    db_.query("ROLLBACK TO command").run();
    db_.query("RELEASE command").run();
  };
  try {
    CommitOutcome outcome = writer_.apply(job);
    if (!outcome) {
      undo();
    } else {
      db_.query("RELEASE command").run();
    }
    return outcome;
  } catch (const Failure& failure) {
    if (!(failure.constraint() || failure.said()) || !db_.in_transaction()) throw;
    undo();
    CommitError error;
    if (failure.said()) {
      static_cast<Error&>(error) = failure.to_error();
      return std::unexpected(std::move(error));
    }
    static_cast<Error&>(error) =
        Error{ErrorCode::invalid, {"写入与已有数据冲突", "the commit breaks a rule of the store"}};
    return std::unexpected(std::move(error));
  }
}

/// Nothing of the batch is written; everyone in it is told why. A failed write of the log ends the process, and so does
/// memory that ends while it commits or takes back: then nobody knows what is written.
void GroupWriter::fail_batch(const Failure& failure, std::size_t taken, bool at_commit) {
  note(failure, at_commit);
  if (failure.no_memory() && at_commit) die(failure);
  try {
    if (db_.in_transaction()) db_.query("ROLLBACK").run();
    if (!dead_) writer_.reload();
  } catch (const Failure& again) {
    note(again, true);
    if (again.no_memory()) die(again);
  }
  CommitError error;
  static_cast<Error&>(error) = failure.to_error();
  answer(std::max<std::size_t>(taken, at_commit ? 0 : 1),
         [&](std::size_t) -> CommitOutcome { return std::unexpected(error); });
}

void GroupWriter::note(const Failure& failure, bool at_commit) {
  if (failure.io() && (at_commit || !failure.io_read())) {
    die(failure);
  } else if (failure.disk_full() || failure.read_only()) {
    read_only_ = true;
  } else if (failure.damaged()) {
    corrupt_ = true;
    read_only_ = true;
  }
}

void GroupWriter::die(const Failure& failure) {
  if (std::exchange(dead_, true)) return;
  read_only_ = true;
  options_.fatal(failure.to_error());
}

void GroupWriter::answer(std::size_t count, const std::function<CommitOutcome(std::size_t)>& outcome) {
  count = std::min(count, jobs_.size());
  for (std::size_t i = 0; i < count; ++i) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    --depth_;
    job.done(outcome(i));
  }
}

void GroupWriter::checkpoint_if_long() {
  if (dead_ || corrupt_) return;
  const int pages = db_.wal_pages();
  if (pages < checked_pages_) checked_pages_ = 0;  // the log began anew
  if (pages - checked_pages_ < options_.checkpoint_pages) return;
  checked_pages_ = pages;
  try {
    // Readers of which one always begins before the other ends would let the log grow for ever: a long one waits for
    // those of now, and those that come meanwhile read the file alone.
    if (pages >= kLongLog * options_.checkpoint_pages) {
      db_.restart_log(kReadersWaitMs);
    } else {
      db_.checkpoint();
    }
  } catch (const Failure& failure) {
    note(failure, true);
  }
}

/// What was erased has left the tables; here it leaves the log too, as soon as no reader holds an older state.
void GroupWriter::forget_erased() {
  if (dead_ || corrupt_ || !writer_.erased()) return;
  try {
    if (db_.empty_log(kReadersWaitMs)) writer_.erased_is_forgotten();
    checked_pages_ = 0;
  } catch (const Failure& failure) {
    note(failure, true);
  }
}

/// Read-only mode ends when a write as large as a busy moment's succeeds: on a disk that is nearly full a small one may
/// succeed time and again while every command fails.
void GroupWriter::probe() {
  constexpr std::int64_t kProbeBytes = 256 << 10;
  if (dead_ || corrupt_ || !read_only_) return;
  try {
    db_.checkpoint();
    db_.query("INSERT OR REPLACE INTO marks VALUES ('write_probe', zeroblob(?))").bind(kProbeBytes).run();
    db_.query("INSERT OR REPLACE INTO marks VALUES ('write_probe', ?)").bind(writer_.head()).run();
    read_only_ = false;
  } catch (const Failure& failure) {
    note(failure, true);
    try {
      if (db_.in_transaction()) db_.query("ROLLBACK").run();
    } catch (const Failure& again) {
      note(again, true);
    }
  }
}

}  // namespace hejie::storage::sqlite
