#include "bench/floor/queue_writer.h"

#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "bench/floor/statement.h"

namespace hejie::bench {
namespace {

struct Waiting {
  Rows rows;
  std::function<void()> done;
};

}  // namespace

struct QueueWriter::Impl {
  sqlite3* db = nullptr;
  sqlite3_stmt *begin, *commit, *event, *summary, *moved, *clock, *document, *answer;
  long long seq = 0;
  int pages = 0;
  std::mutex mutex;
  std::condition_variable wake;
  std::vector<Waiting> queue;
  bool stop = false;
  std::thread thread;

  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* out = nullptr;
    must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &out, nullptr), db);
    return out;
  }

  void write_one(const Rows& r) {
    run(db, event, ++seq, r.case_no, r.version, r.payload);
    if (r.probe) return run(db, summary, r.version, seq, r.case_no);
    if (r.document_id.empty()) {
      run(db, moved, r.version, seq, r.case_no);
      run(db, clock, r.case_no, static_cast<long long>(r.clock_ordinal), r.version);
    } else {
      run(db, summary, r.version, seq, r.case_no);
      run(db, document, r.case_no, r.version, r.document_id, r.version);
    }
    run(db, answer, r.key, r.request_hash, r.answer);
  }

  void loop() {
    constexpr std::size_t kMost = 256;
    std::vector<Waiting> batch;
    for (;;) {
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stop || !queue.empty(); });
        if (queue.empty()) return;
        const auto n = static_cast<std::ptrdiff_t>(std::min(kMost, queue.size()));
        batch.assign(std::move_iterator(queue.begin()), std::move_iterator(queue.begin() + n));
        queue.erase(queue.begin(), queue.begin() + n);
      }
      run(db, begin);
      for (const auto& one : batch) write_one(one.rows);
      run(db, commit);
      for (const auto& one : batch) one.done();
      if (pages >= 1000) must(sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr), db);
    }
  }
};

QueueWriter::QueueWriter(const std::string& path) : impl_(std::make_unique<Impl>()) {
  Impl& w = *impl_;
  must(sqlite3_open_v2(path.c_str(), &w.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr), w.db);
  must(sqlite3_exec(w.db,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
                    "PRAGMA journal_size_limit = 16777216; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536",
                    nullptr, nullptr, nullptr),
       w.db);
  sqlite3_wal_hook(
      w.db, [](void* pages, sqlite3*, const char*, int n) { return *static_cast<int*>(pages) = n, SQLITE_OK; },
      &w.pages);
  w.begin = w.prepare("BEGIN IMMEDIATE");
  w.commit = w.prepare("COMMIT");
  w.event = w.prepare("INSERT INTO events VALUES (?,?,?,0,1,?,randomblob(32))");
  const std::string set =
      "UPDATE cases SET version = ?1, updated = ?2, state = state, phase = phase, stage = stage, "
      "title_zh = title_zh, title_en = title_en, flags = flags, through = through + 1, "
      "rows_hash = ?1 * 1000003";
  w.summary = w.prepare((set + " WHERE case_no = ?3").c_str());
  w.moved = w.prepare((set + ", next_moment = 30000000 + ?1 WHERE case_no = ?3").c_str());
  w.clock = w.prepare(
      "INSERT OR REPLACE INTO clocks VALUES (?,'A10','',?,0,'clerk',0,20514,20521,20000 + ?,NULL,20518,"
      "NULL,0,0)");
  w.document = w.prepare("INSERT INTO documents VALUES (?,'evidence_list',1000 + ?,?,20521,?,'[]')");
  w.answer = w.prepare("INSERT OR REPLACE INTO answers VALUES ('u_1',?,?,201,'\"1\"','/api/v1/cases/c',?,NULL)");
  sqlite3_stmt* head = w.prepare("SELECT ifnull(max(seq), 0) FROM events");
  must(sqlite3_step(head), w.db);
  w.seq = sqlite3_column_int64(head, 0);
  sqlite3_finalize(head);
  w.thread = std::thread([&w] { w.loop(); });
}

QueueWriter::~QueueWriter() {
  Impl& w = *impl_;
  {
    const std::lock_guard lock(w.mutex);
    w.stop = true;
  }
  w.wake.notify_one();
  w.thread.join();
  for (auto* s : {w.begin, w.commit, w.event, w.summary, w.moved, w.clock, w.document, w.answer}) sqlite3_finalize(s);
  sqlite3_close(w.db);
}

void QueueWriter::submit(Rows rows, std::function<void()> done) {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->queue.push_back({std::move(rows), std::move(done)});
  }
  impl_->wake.notify_one();
}

void QueueWriter::write(const Rows& rows) {
  std::binary_semaphore done{0};
  submit(rows, [&done] { done.release(); });
  done.acquire();
}

}  // namespace hejie::bench
