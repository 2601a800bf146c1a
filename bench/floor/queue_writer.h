// The floor under P1, P2 and P3: a bare queue and one SQLite writer, with the same file, schema, pragmas, rows and
// bytes as the real store, and nothing else: no versions compared, no keys looked up, no savepoints, no events encoded.
// Under 150 lines.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace hejie::bench {

/// The rows of one command, ready made.
struct Rows {
  long long case_no = 0;
  long long version = 0;
  int clock_ordinal = 0;    ///< a clock that moves with the command, or ...
  std::string document_id;  ///< ... a document that it issues
  std::string payload, key, request_hash, answer;
  bool probe = false;  ///< only the state and the event: what the noted figures were taken with
};

class QueueWriter {
 public:
  /// `path`: a file with the schema and the cases in it.
  explicit QueueWriter(const std::string& path);
  ~QueueWriter();
  /// Queues; `done` is called from the writer after COMMIT has returned. Any thread.
  void submit(Rows rows, std::function<void()> done);
  /// submit and wait.
  void write(const Rows& rows);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::bench
