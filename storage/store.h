// The port: an append-only log of events per case with derived tables, one writer, readers apart. Backends: sqlite/
// (the real one), memory/ (tests, replay), faulty/ (fails on purpose). All pass tests/storage/store_contract.h.
// Callers: app, alerts. What is written is in commit.h, what is read in snapshot.h, the rows in rows.h.
#pragma once

#include <functional>
#include <memory>

#include "storage/commit.h"
#include "storage/snapshot.h"

namespace hejie::storage {

struct Health {
  bool read_only = false;  ///< disk full or read-only: reads go on, the store tries to write again by itself
  bool corrupt = false;    ///< damage seen: stays read-only until repaired
  bool stopping = false;
  long long queue_depth = 0;            ///< commands waiting for the writer
  long long wal_pages = 0;              ///< pages in the write-ahead log after the last batch
  long long batches = 0, commands = 0;  ///< committed since start
};

class Store {
 public:
  virtual ~Store() = default;

  /// Queues a commit; any thread. `done` is called exactly once, from the writer's thread (or at once from this one
  /// when the queue is closed or full), only after COMMIT returned: it must be quick and must not throw.
  virtual void submit(Commit commit, std::function<void(CommitOutcome)> done) = 0;

  /// submit and wait. @pre not called from a `done` or `answer` callback
  CommitOutcome commit(Commit commit);

  /// A consistent view of what has been committed. @errors unavailable, corrupt, io
  virtual Result<std::unique_ptr<Snapshot>> snapshot() = 0;

  [[nodiscard]] virtual Health health() const = 0;

  /// Nothing more is accepted (unavailable); what was queued is written. Returns when the queue is empty. Idempotent.
  virtual void stop() = 0;
};

}  // namespace hejie::storage
