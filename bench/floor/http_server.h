// The floors under P1, P2 and P10: Beast alone, one thread. Empty: every request gets the same answer. Writing: every
// POST becomes the rows of one command in the bare writer (queue_writer.h) and is answered after COMMIT. No session, no
// routes, no JSON, no rules. Under 150 lines.
#pragma once

#include <string>

#include "bench/floor/queue_writer.h"

namespace hejie::bench {

struct FloorAnswers {
  std::string body;     ///< of every answer
  std::string payload;  ///< of every event written
  bool probe = false;   ///< Rows::probe
};

/// Prints the address and serves until SIGTERM. `writer` may be null: then nothing is written.
int serve_floor(const FloorAnswers& answers, QueueWriter* writer);

}  // namespace hejie::bench
