// Template texts to .docx: the few parts of Office Open XML (ECMA-376) that word processors ask for.
#include "documents/docx.h"
#include "documents/xml.h"

namespace hejie::documents {
namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(</Types>)";
constexpr std::string_view kRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(</Relationships>)";
constexpr std::string_view kPartRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>)"
    R"(</Relationships>)";
// Sizes are half points: 32 is the size of body text in official papers (GB/T 9704: No. 3), 44 that of the heading.
constexpr std::string_view kStyles =
    R"(<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>)"
    R"(<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>)"
    R"(</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>)"
    R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>)"
    R"(<w:pPr><w:spacing w:before="200" w:after="300" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>)"
    R"(<w:rPr><w:rFonts w:eastAsia="宋体"/><w:b/><w:sz w:val="44"/></w:rPr></w:style></w:styles>)";
constexpr std::string_view kFooter =
    R"(<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>)"
    R"(<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">第 </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>)"
    R"(<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve"> 页 共 </w:t></w:r><w:fldSimple w:instr="NUMPAGES"><w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>)"
    R"(<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve"> 页</w:t></w:r></w:p></w:ftr>)";
// A4 in twentieths of a point, margins of GB/T 9704: 37 mm above, 35 below, 28 left, 26 right.
constexpr std::string_view kSection =
    R"(<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>)"
    R"(<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>)";
constexpr std::string_view kTableHead =
    R"(<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>)"
    R"(<w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/>)"
    R"(<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>)";

std::string run(std::string_view text, std::string_view look) {
  std::string out = "<w:r>";
  if (!look.empty()) out += "<w:rPr>" + std::string(look) + "</w:rPr>";
  return out + "<w:t xml:space=\"preserve\">" + escape(text) + "</w:t></w:r>";
}

std::string paragraph(std::string_view text, std::string_view shape, std::string_view look = {}) {
  std::string out = "<w:p>";
  if (!shape.empty()) out += "<w:pPr>" + std::string(shape) + "</w:pPr>";
  return out + (text.empty() ? "" : run(text, look)) + "</w:p>";
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(by);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// "| a | b |" or "|! a | b |": a head repeats on each page.
std::string table_row(std::string_view line) {
  line.remove_prefix(1);
  const bool head = line.starts_with('!');
  if (head) line.remove_prefix(1);
  if (line.ends_with('|')) line.remove_suffix(1);
  std::string out = head ? "<w:tr><w:trPr><w:tblHeader/></w:trPr>" : "<w:tr>";
  for (const auto cell : split(line, '|'))
    out += "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>" +
           paragraph(cell, R"(<w:spacing w:line="400" w:lineRule="atLeast"/>)",
                     head ? "<w:b/><w:sz w:val=\"24\"/>" : "<w:sz w:val=\"24\"/>") +
           "</w:tc>";
  return out + "</w:tr>";
}

std::size_t columns_of(std::string_view line) {
  return split(line, '|').size() - (line.ends_with('|') ? 2 : 1);
}

std::string table(const std::vector<std::string_view>& lines) {
  std::string out(kTableHead);
  out += "<w:tblGrid>";
  const std::size_t columns = columns_of(lines.front());
  for (std::size_t i = 0; i < columns; ++i) out += "<w:gridCol w:w=\"" + std::to_string(8844 / columns) + "\"/>";
  out += "</w:tblGrid>";
  for (const auto line : lines) out += table_row(line);
  // A table must be followed by a paragraph.
  return out + "</w:tbl>" + paragraph("", R"(<w:spacing w:line="240" w:lineRule="exact"/>)");
}

std::string line_xml(std::string_view line) {
  if (line == "~") return paragraph("", "");
  if (line == "===") return "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
  if (line.starts_with("# ")) return paragraph(line.substr(2), R"(<w:pStyle w:val="Title"/>)");
  if (line.starts_with("> ")) return paragraph(line.substr(2), R"(<w:jc w:val="right"/>)");
  if (line.starts_with("^ ")) return paragraph(line.substr(2), "");
  return paragraph(line, R"(<w:ind w:firstLineChars="200" w:firstLine="640"/>)");
}

std::string body_of(std::string_view text) {
  std::string body;
  std::vector<std::string_view> rows;
  for (const auto line : split(text, '\n')) {
    if (line.starts_with('|')) {
      rows.push_back(line);
      continue;
    }
    if (!rows.empty()) body += table(rows);
    rows.clear();
    if (!line.empty()) body += line_xml(line);
  }
  if (!rows.empty()) body += table(rows);
  return body;
}

}  // namespace

Result<std::string> docx_of_text(std::string_view text, Date day) {
  const std::string head(kHead);
  const std::string document =
      head +
      R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")"
      R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>)" +
      body_of(text) + std::string(kSection) + "</w:body></w:document>";
  return write_zip({{"[Content_Types].xml", head + std::string(kTypes)},
                    {"_rels/.rels", head + std::string(kRelations)},
                    {"word/document.xml", document},
                    {"word/_rels/document.xml.rels", head + std::string(kPartRelations)},
                    {"word/styles.xml", head + std::string(kStyles)},
                    {"word/footer1.xml", head + std::string(kFooter)}},
                   day);
}

}  // namespace hejie::documents
