#include "documents/xlsx.h"

#include <algorithm>

#include "documents/xml.h"

namespace hejie::documents {
namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
    R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)"
    R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)";
constexpr std::string_view kRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view kBookRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)";
// Cell formats: 0 plain, 1 head, 2 date.
constexpr std::string_view kStyles =
    R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
    R"(<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>)"
    R"(<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>)"
    R"(<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>)";

/// Days since 1899-12-30, as spreadsheets count from 1 March 1900 on.
int serial_of(Date day) {
  return day - from_ymd(1899, 12, 30);
}

std::string cell(const std::string& text, bool head) {
  if (head) return "<c t=\"inlineStr\" s=\"1\"><is><t>" + escape(text) + "</t></is></c>";
  if (text.empty()) return "<c/>";
  if (const auto day = parse_date(text)) return "<c s=\"2\"><v>" + std::to_string(serial_of(*day)) + "</v></c>";
  return "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escape(text) + "</t></is></c>";
}

std::string row(const std::vector<std::string>& cells, bool head) {
  std::string out = "<row>";
  for (const auto& text : cells) out += cell(text, head);
  return out + "</row>";
}

/// In widths of a digit; a Chinese character takes two.
int width_of(const std::string& text) {
  int width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) width += byte < 0x80 ? 1 : 2;
  }
  return width;
}

std::string columns(const Table& table) {
  constexpr int kLeast = 8;
  constexpr int kMost = 60;
  std::string out = "<cols>";
  for (std::size_t i = 0; i < table.head.size(); ++i) {
    int widest = width_of(table.head[i]);
    for (const auto& cells : table.rows)
      if (i < cells.size()) widest = std::max(widest, width_of(cells[i]));
    const std::string number = std::to_string(i + 1);
    out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
           std::to_string(std::clamp(widest + 2, kLeast, kMost)) + "\" customWidth=\"1\"/>";
  }
  return out + "</cols>";
}

std::string sheet(const Table& table) {
  std::string out(kHead);
  out +=
      R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">)"
      R"(<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>)";
  if (!table.head.empty()) out += columns(table);
  out += "<sheetData>" + row(table.head, true);
  for (const auto& cells : table.rows) out += row(cells, false);
  return out + "</sheetData></worksheet>";
}

/// Without the characters a sheet may not be called by, at most 31.
std::string sheet_name(const std::string& name) {
  constexpr int kLetters = 31;
  std::string out;
  int letters = 0;
  for (const char c : name) {
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) continue;
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++letters > kLetters) break;
    out += c;
  }
  return out.empty() ? "1" : out;
}

}  // namespace

Result<std::string> write_xlsx(const Table& table, Date day) {
  const std::string head(kHead);
  const std::string book =
      head +
      R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")"
      R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name=")" +
      escape(sheet_name(table.name)) + R"(" sheetId="1" r:id="rId1"/></sheets></workbook>)";
  return write_zip({{"[Content_Types].xml", head + std::string(kTypes)},
                    {"_rels/.rels", head + std::string(kRelations)},
                    {"xl/workbook.xml", book},
                    {"xl/_rels/workbook.xml.rels", head + std::string(kBookRelations)},
                    {"xl/styles.xml", head + std::string(kStyles)},
                    {"xl/worksheets/sheet1.xml", sheet(table)}},
                   day);
}

}  // namespace hejie::documents
