// An exported log, its heads and a proof, as somebody hands them over: nothing that was not signed holds.
#include <sstream>

#include "audit/text.h"
#include "tests/fuzz/fuzz.h"

namespace {

/// Nobody has signed anything with it.
const hejie::crypto::Key& key() {
  static const auto made = hejie::crypto::Key::generate();
  return made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace audit = hejie::audit;
  const std::string text(hejie::fuzz::text_of(data, size));
  const auto heads = audit::read_heads(text, key());
  hejie::fuzz::hold(audit::heads_of(heads, "events").empty(), "no head without its signature");
  std::istringstream in(text);
  (void)audit::verify_text(in, heads);
  hejie::fuzz::hold(!audit::verify_proof(text, key()).has_value(), "no proof without its signature");
  hejie::fuzz::hold(!audit::verify_consistency_text(text, key()).has_value(), "nor of two heads");
  return 0;
}
