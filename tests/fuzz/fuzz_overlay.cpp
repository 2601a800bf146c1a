// An overlay of a province or bureau: read with the shipped roles and instruments.
#include "engine/definition/overlay/overlay.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shipped.h"

int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  (void)hejie::fuzz::library();
  return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hejie::definition::Findings findings;
  const hejie::definition::SourceFile file{"bureau.json", std::string(hejie::fuzz::text_of(data, size))};
  const auto overlay = hejie::definition::read_overlay(file, hejie::fuzz::library(), findings);
  for (const auto& finding : findings)
    hejie::fuzz::hold(!finding.message.zh.empty() && !finding.message.en.empty(), "a finding says what is wrong");
  return overlay.changes.size() > 1'000'000;
}
