// The text of a .docx as a page to print: paragraphs, tables, alignment, weight. Not a converter of everything a word
// processor can do: pictures and drawings are left out.
#include <algorithm>

#include "documents/docx.h"
#include "documents/xml.h"

namespace hejie::documents {
namespace {

constexpr std::string_view kStyle =
    "@page{size:A4;margin:30mm 26mm 28mm 28mm}"
    "body{max-width:160mm;margin:10mm auto;padding:0 8mm;color:#000;background:#fff;font:16pt/28pt FangSong,STFangsong,"
    "\"Noto Serif CJK SC\",SimSun,serif}"
    "h1{margin:12pt 0 18pt;font:700 22pt/32pt SimSun,\"Songti SC\",\"Noto Serif CJK SC\",serif;text-align:center}"
    "p{margin:0;min-height:28pt;overflow-wrap:anywhere}.in{text-indent:2em}.r{text-align:right}.c{text-align:center}"
    "table{width:100%;margin:6pt 0;border-collapse:collapse;font-size:12pt}td,th{border:1px solid #000;padding:3pt 6pt;"
    "text-align:left;vertical-align:top;line-height:20pt}td p,th p{min-height:20pt;text-indent:0}th{font-weight:700}"
    ".page{break-after:page;height:0}@media print{body{margin:0;padding:0;max-width:none}}";

std::string attribute(const pugi::xml_node& node, const char* child) {
  return node.child("w:pPr").child(child).attribute("w:val").value();
}

std::string run_html(const pugi::xml_node& run) {
  std::string out;
  for (const auto part : run.children()) {
    const std::string_view name = part.name();
    if (name == "w:t")
      out += escape(part.text().get());
    else if (name == "w:tab")
      out += "&emsp;";
    else if (name == "w:br" && std::string_view(part.attribute("w:type").value()) != "page")
      out += "<br>";
  }
  const auto bold = run.child("w:rPr").child("w:b");
  const std::string_view off = bold.attribute("w:val").value();
  const bool strong = bold && off != "0" && off != "false";
  return strong && !out.empty() ? "<b>" + out + "</b>" : out;
}

/// Runs wherever they stand: in links, fields, content controls.
std::string runs_html(const pugi::xml_node& node) {
  std::string out;
  for (const auto child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:r")
      out += run_html(child);
    else if (name != "w:pPr" && name != "w:del")
      out += runs_html(child);
  }
  return out;
}

bool breaks_page(const pugi::xml_node& paragraph) {
  return paragraph.find_node([](const pugi::xml_node& node) {
    return std::string_view(node.name()) == "w:br" && std::string_view(node.attribute("w:type").value()) == "page";
  });
}

std::string paragraph_html(const pugi::xml_node& paragraph) {
  const std::string text = runs_html(paragraph);
  const std::string after = breaks_page(paragraph) ? "<div class=\"page\"></div>" : "";
  const std::string style = attribute(paragraph, "w:pStyle");
  if ((style == "Title" || style == "Heading1" || style == "1") && !text.empty())
    return "<h1>" + text + "</h1>" + after;
  const std::string side = attribute(paragraph, "w:jc");
  std::string shape;
  if (side == "right" || side == "end")
    shape = " class=\"r\"";
  else if (side == "center")
    shape = " class=\"c\"";
  else if (paragraph.child("w:pPr").child("w:ind").attribute("w:firstLine") ||
           paragraph.child("w:pPr").child("w:ind").attribute("w:firstLineChars"))
    shape = " class=\"in\"";
  return "<p" + shape + ">" + text + "</p>" + after;
}

std::string blocks_html(const pugi::xml_node& parent);

std::string table_html(const pugi::xml_node& table) {
  std::string out = "<table>";
  for (const auto row : table.children("w:tr")) {
    const bool head = row.child("w:trPr").child("w:tblHeader");
    out += "<tr>";
    for (const auto cell : row.children("w:tc")) {
      const std::string span = cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").value();
      const bool number = !span.empty() && std::ranges::all_of(span, [](char c) { return c >= '0' && c <= '9'; });
      out += std::string(head ? "<th" : "<td") + (number ? " colspan=\"" + span + "\"" : "") + ">" + blocks_html(cell) +
             (head ? "</th>" : "</td>");
    }
    out += "</tr>";
  }
  return out + "</table>";
}

std::string blocks_html(const pugi::xml_node& parent) {
  std::string out;
  for (const auto child : parent.children()) {
    const std::string_view name = child.name();
    if (name == "w:p")
      out += paragraph_html(child);
    else if (name == "w:tbl")
      out += table_html(child);
    else if (name == "w:sdt")
      out += blocks_html(child.child("w:sdtContent"));
  }
  return out;
}

/// Characters, those of Chinese as one.
int letters(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

int lines_of(const pugi::xml_node& parent) {
  constexpr int kLetters = 28;
  int lines = 0;
  for (const auto child : parent.children()) {
    const std::string_view name = child.name();
    if (name == "w:p") {
      lines += std::max(1, (letters(runs_html(child)) + kLetters - 1) / kLetters);
      if (breaks_page(child)) lines = (lines / kLinesOfPage + 1) * kLinesOfPage;
    } else if (name == "w:tbl") {
      for (const auto row : child.children("w:tr")) {
        int most = 1;
        for (const auto cell : row.children("w:tc")) most = std::max(most, lines_of(cell));
        lines += most;
      }
    }
  }
  return lines;
}

Status read_body(std::string_view docx, pugi::xml_document& document) {
  TRY(auto entries, read_zip(docx));
  TRY(const auto* main, main_part(entries));
  return read_xml(main->bytes, document);
}

}  // namespace

Result<std::string> html_of_docx(std::string_view docx, std::string_view title) {
  pugi::xml_document document;
  TRY_VOID(read_body(docx, document));
  return "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>" + escape(title) +
         "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" + std::string(kStyle) +
         "</style></head><body><main>" + blocks_html(document.child("w:document").child("w:body")) +
         "</main></body></html>\n";
}

Result<int> lines_of_docx(std::string_view docx) {
  pugi::xml_document document;
  TRY_VOID(read_body(docx, document));
  return lines_of(document.child("w:document").child("w:body"));
}

}  // namespace hejie::documents
