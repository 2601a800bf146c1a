// A process with eight writers that is killed (SIGKILL) when it has acknowledged enough, and what it had promised by
// then. Used by tests/crash on the store as shipped and by tests/controls on one that must lose.
#pragma once

#include <string>

#include "tests/crash/ledger.h"

namespace hejie::crash {

struct Loop {
  int acknowledged = 0;
  int last_step = 0;
};

/// One life and death of the writing process: killed after `acks` acknowledgements. @returns what it had acknowledged
/// by then, added to `promises`
Loop live_and_die(const std::string& folder, int first_step, int acks, Promises& promises);

}  // namespace hejie::crash
