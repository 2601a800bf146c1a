// Secrets do not stay in memory that is free again (GB/T 22239-2019 8.1.4.10 a). A scope overwrites what its thread
// frees, so that parsers and strings of libraries, which know nothing of secrets, leave no copies; what has an owner is
// wiped by hand. Keys in use live in Secret (sealing.h). Not for data that may be swapped out or lie in a kernel's
// buffer.
#pragma once

#include <string>

namespace hejie::crypto {

/// Overwrites the text, all it has room for, and empties it.
void wipe(std::string& text);
/// Takes the first bytes away and leaves no copy of them behind.
void forget_front(std::string& text, std::size_t count);

/// While one lives, what this thread gives back to the heap is overwritten first. Scopes may stand inside each other.
/// Must not live across a co_await. Without effect under ASan and TSan, which bring a heap of their own.
class WipingScope {
 public:
  WipingScope();
  ~WipingScope();
  WipingScope(const WipingScope&) = delete;
  WipingScope& operator=(const WipingScope&) = delete;
};

/// Overwrites what functions that have returned left below the caller on the stack.
void wipe_stack();

}  // namespace hejie::crypto
