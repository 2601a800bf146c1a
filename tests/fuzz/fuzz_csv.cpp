// A table that somebody uploads: what was read is written, read again and the same.
#include "app/csv.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rows = hejie::app::read_csv(hejie::fuzz::text_of(data, size));
  if (!rows) return 0;
  std::string written = "\xEF\xBB\xBF";  // a mark in a first cell is none
  for (const auto& row : *rows) written += hejie::app::csv_row(row.fields);
  const auto again = hejie::app::read_csv(written);
  hejie::fuzz::hold(again.has_value() && again->size() == rows->size(), "what is written reads with as many rows");
  for (std::size_t i = 0; i < rows->size(); ++i)
    hejie::fuzz::hold((*again)[i].fields.size() == (*rows)[i].fields.size(), "and as many fields");
  return 0;
}
