// A sealed value as a damaged or hostile file may hold it: nothing opens but what this vault has sealed.
#include "crypto/vault.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto aes = hejie::crypto::Vault::make_passing();
  static const auto sm = hejie::crypto::Vault::make_passing(hejie::crypto::Suite::sm);
  const auto text = hejie::fuzz::text_of(data, size);
  for (const auto* vault : {&aes, &sm}) {
    hejie::fuzz::hold(!vault->open("persons/1/name", text).has_value(), "what was never sealed does not open");
    (void)hejie::crypto::Vault::key_of(text);
    (void)vault->wrap_again("persons/1/name", text);
    std::string sealed = vault->seal("persons/1/name", text);
    if (size > 0) {  // one byte of a sealed value changed, where the input says
      sealed[(data[0] * 257U + size) % sealed.size()] ^= static_cast<char>(1 + data[size - 1] % 255);
      hejie::fuzz::hold(!vault->open("persons/1/name", sealed).has_value(), "what was changed does not open");
    }
  }
  return 0;
}
