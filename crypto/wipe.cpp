#include "crypto/wipe.h"

#include <malloc.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/base/fault_controls.h"

namespace hejie::crypto {
namespace {

constexpr std::size_t kStackBytes = std::size_t{128} * 1024;  // more than a handler and its parser use

thread_local int t_scopes = 0;

}  // namespace

void wipe(std::string& text) {
  if (HEJIE_FAULT(secrets_stay)) return text.clear();
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

void forget_front(std::string& text, std::size_t count) {
  if (HEJIE_FAULT(secrets_stay)) return void(text.erase(0, count));
  const std::size_t left = text.size() - count;
  std::memmove(text.data(), text.data() + count, left);
  explicit_bzero(text.data() + left, count);
  text.resize(left);
}

WipingScope::WipingScope() {
  t_scopes += HEJIE_FAULT(secrets_stay) ? 0 : 1;
}
WipingScope::~WipingScope() {
  t_scopes -= HEJIE_FAULT(secrets_stay) ? 0 : 1;
}

[[gnu::noinline]] void wipe_stack() {
  if (HEJIE_FAULT(secrets_stay)) return;
  std::array<char, kStackBytes> below;
  explicit_bzero(below.data(), below.size());
}

}  // namespace hejie::crypto

// The heap of the whole program. libstdc++'s own forms for arrays, sizes and nothrow come here too. Weak: a test of
// allocations that fail puts its own in their place.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

[[gnu::weak]] void* operator new(std::size_t size) {
  for (;;) {
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

[[gnu::weak]] void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  if (hejie::crypto::t_scopes > 0) explicit_bzero(memory, malloc_usable_size(memory));
  std::free(memory);
}

[[gnu::weak]] void operator delete(void* memory, std::size_t) noexcept {
  ::operator delete(memory);
}

#endif
