// A file given as evidence: its type is judged by its bytes, an archive by its directory, and however it comes in
// pieces the verdict is the same. The rest of the input serves as the name it was given.
#include <algorithm>

#include "app/evidence_type.h"
#include "app/file_names.h"
#include "tests/fuzz/fuzz.h"

namespace {

const hejie::app::EvidenceRules& rules() {
  static const hejie::app::EvidenceRules made = [] {
    hejie::app::EvidenceRules out;
    out.types = {{"pdf", "application/pdf", {"pdf"}, {{{0, "%PDF-"}}}, ""},
                 {"wav", "audio/wav", {"wav"}, {{{0, "RIFF"}, {8, "WAVE"}}}, ""},
                 {"docx", "application/x-docx", {"docx"}, {{{0, "PK\x03\x04"}}}, "word/document.xml"},
                 {"text", "text/plain", {"txt"}, {}, ""}};
    out.archive_entries = 20;
    out.unpacked_bytes = 1U << 20U;
    out.packed = {"zip"};
    return out;
  }();
  return made;
}

/// Id of its type, "" when it is refused.
std::string type_of(std::string_view file, std::size_t piece) {
  hejie::app::TypeProbe probe(rules(), "");
  for (std::size_t at = 0; at < file.size(); at += piece)
    if (!probe.take(file.substr(at, piece))) return "";
  const auto read = [&](std::uint64_t from, std::size_t length) -> hejie::Result<std::string> {
    return from >= file.size() ? std::string() : std::string(file.substr(from, length));
  };
  const auto type = probe.finish(file.size(), read);
  return type ? (*type)->id : "";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto file = hejie::fuzz::text_of(data + 1, size - 1);
  const auto whole = type_of(file, std::max<std::size_t>(file.size(), 1));
  hejie::fuzz::hold(type_of(file, 1 + data[0] % 64) == whole, "the verdict does not hang on the pieces");
  if (!hejie::app::is_utf8(file)) return 0;
  const std::string name = hejie::app::shown_name(file);
  hejie::fuzz::hold(name.find_first_of("/\\\r\n\"") == std::string::npos && name.find('\0') == std::string::npos,
                    "a name is no path and no second line");
  hejie::fuzz::hold(hejie::app::shown_name(name) == name, "and stays what it is");
  (void)hejie::app::extension_of(name);
  return 0;
}
