// A story for `hejie replay`.
#include "app/script.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto script = hejie::app::read_script("story.json", std::string(hejie::fuzz::text_of(data, size)));
  if (!script) hejie::fuzz::hold(!script.error().message.en.empty(), "a refusal says why");
  return 0;
}
