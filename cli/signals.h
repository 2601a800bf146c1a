// What a long-running command asks of the operating system: to be told when to stop, and to leave no image of its
// memory.
#pragma once

#include <functional>

namespace hejie::cli {

/// SIGTERM, SIGINT and SIGHUP wait until somebody asks for them. Call it first, before any thread starts.
void block_signals();
/// What is in memory, names and keys among it, is written to no file when the program fails (item 78 of
/// docs/security.md).
void write_no_core();
/// As many of the wanted connections as the limit of open files (RLIMIT_NOFILE) has room for: of what is not open yet a
/// quarter of the limit, 24 files at least, stays with the store, so that a crowd never takes its files. Says so in the
/// log where they are fewer. Call it when everything else is open. @returns 1 at least
[[nodiscard]] int connections_with_room(int wanted);
/// Blocks until SIGTERM or SIGINT; SIGHUP ends it too, or calls `on_hangup` where there is one. @returns the signal
int wait_for_signal(const std::function<void()>& on_hangup = {});
/// Has one of them come already? For long work before the wait.
[[nodiscard]] bool signal_waits();

}  // namespace hejie::cli
