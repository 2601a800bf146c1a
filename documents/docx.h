// Documents for word processors: a template is a .docx in which {{案号}} names a field; {{备注?}} may stay empty. A
// paragraph or table row that names fields of a list, {{请求.事项}}, is repeated for each of its rows. Shipped
// templates are short texts that become such a .docx. Knows no case and no store. Called by app.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::documents {

using Row = std::map<std::string, std::string, std::less<>>;

/// What is known, by the names that templates use. A value may have several lines.
struct Fields {
  Row values;
  std::map<std::string, std::vector<Row>, std::less<>> lists;
};

/// A field as a template names it.
struct Wanted {
  std::string name;  ///< "案号", "请求.事项"
  bool required = true;
  bool operator==(const Wanted&) const = default;
};

struct Filled {
  std::string docx;
  std::vector<std::string> missing;  ///< required fields without a value, in the order of the text, each once
};

/// A template text: "# heading", "> to the right", "^ without indent", "| table | row |" ("|! head | row |"),
/// "~" an empty line to write on, "===" a new page; other lines are paragraphs, empty lines are left out.
/// @param day of the files inside
[[nodiscard]] Result<std::string> docx_of_text(std::string_view text, Date day);

/// The fields a template names, in order, each once. @errors malformed: not a .docx
[[nodiscard]] Result<std::vector<Wanted>> fields_of(std::string_view docx);

/// A required field without a value becomes a line to write on and is told. @errors malformed: not a .docx
[[nodiscard]] Result<Filled> fill_docx(std::string_view docx, const Fields& fields, Date day);

/// The text as a page that prints on A4, whole and by itself: no script, nothing loaded. @errors malformed
[[nodiscard]] Result<std::string> html_of_docx(std::string_view docx, std::string_view title);

/// Lines the text takes on A4, counted at 28 characters a line: for an estimate of pages. @errors malformed
[[nodiscard]] Result<int> lines_of_docx(std::string_view docx);
inline constexpr int kLinesOfPage = 22;

}  // namespace hejie::documents
