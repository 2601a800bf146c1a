// A template of the bureau's own: a ZIP with XML inside.
#include "documents/docx.h"
#include "documents/zip.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = hejie::fuzz::text_of(data, size);
  (void)hejie::documents::read_zip(text);
  const auto fields = hejie::documents::fields_of(text);
  if (!fields) return 0;
  const hejie::documents::Fields none;
  const auto filled = hejie::documents::fill_docx(text, none, *hejie::parse_date("2026-03-02"));
  (void)hejie::documents::html_of_docx(text, "");
  (void)hejie::documents::lines_of_docx(text);
  if (filled) hejie::fuzz::hold(hejie::documents::fields_of(filled->docx).has_value(), "what was filled in reads");
  return 0;
}
