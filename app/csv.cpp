#include "app/csv.h"

namespace hejie::app {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<CsvRow>> read() {
    while (at_ < text_.size()) {
      TRY(auto row, read_row());
      if (row.fields.size() > 1 || !row.fields.front().empty()) rows_.push_back(std::move(row));
    }
    return std::move(rows_);
  }

 private:
  Result<CsvRow> read_row() {
    CsvRow row{line_, {}};
    for (;;) {
      TRY(auto field, at_ < text_.size() && text_[at_] == '"' ? read_quoted() : read_plain());
      row.fields.push_back(std::move(field));
      if (at_ >= text_.size()) return row;
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  Result<std::string> read_plain() {
    const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string field(text_.substr(at_, end - at_));
    at_ = end;
    if (field.find('"') != std::string::npos) return bad_quote();
    return field;
  }

  Result<std::string> read_quoted() {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') return bad_quote();
        return field;
      }
    }
    return bad_quote();
  }

  void end_line() {
    if (text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  [[nodiscard]] std::unexpected<Error> bad_quote() const {
    const auto line = std::to_string(line_);
    return fail(ErrorCode::malformed,
                {"第 " + line + " 行的引号有误", "line " + line + ": a quotation mark is out of place"});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<CsvRow> rows_;
};

/// Formula-safe CSV cell (OWASP: a cell that starts with = + - @ tab or CR is prefixed by a quote).
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(text).read();
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cell(cells[i]);
  return line + "\r\n";
}

}  // namespace hejie::app
