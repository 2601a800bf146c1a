// Any text as JSON: what was taken is written, read again and the same; the canonical form is its own.
#include <nlohmann/json.hpp>

#include "json/json.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = hejie::json::parse(std::string(hejie::fuzz::text_of(data, size)));
  if (!value) return 0;
  const auto again = hejie::json::parse(hejie::json::dump(*value));
  hejie::fuzz::hold(again.has_value() && *again == *value, "what is written reads as what it was");
  return 0;
}
