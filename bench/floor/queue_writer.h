// The floor under P3: a bare queue and one SQLite writer, with the same file, schema, pragmas, rows and bytes as the
// real store, and nothing else: no versions compared, no keys looked up, no savepoints, no events encoded. Under 150
// lines.
#pragma once

#include <memory>
#include <string>

namespace hejie::bench {

/// The rows of one command, ready made.
struct Rows {
  long long case_no = 0;
  long long version = 0;
  int clock_ordinal = 0;
  std::string payload, key, request_hash, answer;
};

class QueueWriter {
 public:
  /// `path`: a file with the schema and the cases in it.
  explicit QueueWriter(const std::string& path);
  ~QueueWriter();
  /// Queues and waits until COMMIT has returned. Any thread.
  void write(const Rows& rows);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::bench
