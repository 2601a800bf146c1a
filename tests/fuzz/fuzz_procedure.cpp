// A procedure of a bureau's own set: read, and checked when it reads.
#include "engine/definition/reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shipped.h"

int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  (void)hejie::fuzz::library();
  return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<hejie::definition::SourceFile> files{
      {"workflows/cn/own/procedure.json", std::string(hejie::fuzz::text_of(data, size))}};
  const auto read = hejie::definition::read_procedure(files, hejie::fuzz::library(), hejie::fuzz::digest);
  hejie::fuzz::hold(read.procedure != nullptr || !read.findings.empty(), "what does not read says why");
  if (read.procedure == nullptr) return 0;
  const std::vector<hejie::definition::SourceFile> kept{{"pinned definition", read.text}};
  const auto again = hejie::definition::read_procedure(kept, hejie::fuzz::library(), hejie::fuzz::digest);
  hejie::fuzz::hold(again.procedure != nullptr, "the text a case is pinned to reads");
  return 0;
}
