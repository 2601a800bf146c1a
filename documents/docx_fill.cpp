// Fields of a .docx. Word processors split a text into runs where they like, so a paragraph is read as one text and
// written back run by run.
#include <algorithm>
#include <optional>
#include <set>

#include "documents/docx.h"
#include "documents/xml.h"

namespace hejie::documents {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::string_view kBlank = "＿＿＿＿＿＿";

/// A field where it stands in a text: bytes [from, to).
struct Spot {
  std::size_t from = 0, to = 0;
  Wanted wanted;
};

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\n') out += c;
  return out;
}

std::vector<Spot> spots_of(std::string_view text) {
  std::vector<Spot> spots;
  std::size_t at = 0;
  while ((at = text.find(kOpen, at)) != std::string_view::npos) {
    const auto end = text.find(kClose, at);
    if (end == std::string_view::npos) break;
    Wanted wanted{without_blanks(text.substr(at + kOpen.size(), end - at - kOpen.size())), true};
    for (const std::string_view mark : {"?", "？"}) {
      if (!wanted.name.ends_with(mark)) continue;
      wanted.name.resize(wanted.name.size() - mark.size());
      wanted.required = false;
    }
    if (!wanted.name.empty()) spots.push_back({at, end + kClose.size(), std::move(wanted)});
    at = end + kClose.size();
  }
  return spots;
}

bool named(const pugi::xml_node& node, std::string_view name) {
  return name == node.name();
}

void collect(const pugi::xml_node& node, std::string_view name, std::vector<pugi::xml_node>& out) {
  for (const auto child : node.children()) {
    if (named(child, name))
      out.push_back(child);
    else
      collect(child, name, out);
  }
}
/// The outermost elements of this name below `node`.
std::vector<pugi::xml_node> all(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> out;
  collect(node, name, out);
  return out;
}
void collect_paragraphs(const pugi::xml_node& node, std::vector<pugi::xml_node>& out) {
  for (const auto child : node.children()) {
    if (named(child, "w:p")) out.push_back(child);
    collect_paragraphs(child, out);  // a text box holds paragraphs of its own
  }
}

std::string text_of(const pugi::xml_node& paragraph) {
  std::string text;
  for (const auto& part : all(paragraph, "w:t")) text += part.text().get();
  return text;
}

/// "请求" of "请求.事项" when there is such a list.
std::optional<std::string> list_of(const std::string& field, const Fields& fields) {
  const auto dot = field.find('.');
  if (dot == std::string::npos) return std::nullopt;
  const auto found = fields.lists.find(field.substr(0, dot));
  return found == fields.lists.end() ? std::nullopt : std::optional(found->first);
}

class Filler {
 public:
  explicit Filler(const Fields& fields) : fields_(fields) {}

  void fill(pugi::xml_node root) {
    std::vector<pugi::xml_node> repeated = all(root, "w:tr");
    for (auto& row : repeated) repeat(row);
    std::vector<pugi::xml_node> paragraphs;
    collect_paragraphs(root, paragraphs);
    for (auto& paragraph : paragraphs) {
      // A value that looks like a field is text: what a row was filled with is not read again.
      if (filled_.contains(paragraph.internal_object())) continue;
      if (!repeat(paragraph)) fill_paragraph(paragraph, nullptr);
    }
  }
  std::vector<std::string> missing;

 private:
  /// True when the element named a list: then there is one of it for each row, filled.
  bool repeat(pugi::xml_node element) {
    std::string text;
    std::vector<pugi::xml_node> paragraphs;
    collect_paragraphs(element, paragraphs);
    if (named(element, "w:p")) paragraphs.push_back(element);
    for (const auto& paragraph : paragraphs) text += text_of(paragraph);
    std::optional<std::string> list;
    for (const auto& spot : spots_of(text))
      if (!list) list = list_of(spot.wanted.name, fields_);
    if (!list) return false;
    pugi::xml_node parent = element.parent();
    const auto& rows = fields_.lists.find(*list)->second;
    for (const auto& row : rows) {
      pugi::xml_node copy = parent.insert_copy_before(element, element);
      paragraphs.clear();
      collect_paragraphs(copy, paragraphs);
      if (named(copy, "w:p")) paragraphs.push_back(copy);
      for (auto& paragraph : paragraphs) {
        fill_paragraph(paragraph, &row, *list + ".");
        filled_.insert(paragraph.internal_object());
      }
    }
    parent.remove_child(element);
    return true;
  }

  /// The value to write; a blank line to write on when it is missing.
  std::string value_of(const Wanted& wanted, const Row* row, std::string_view prefix) {
    const Row* source = &fields_.values;
    std::string name = wanted.name;
    if (row != nullptr && name.starts_with(prefix)) {
      source = row;
      name = name.substr(prefix.size());
    }
    const auto found = source->find(name);
    if (found != source->end() && !found->second.empty()) return found->second;
    if (!wanted.required) return {};
    if (std::ranges::find(missing, wanted.name) == missing.end()) missing.push_back(wanted.name);
    return std::string(kBlank);
  }

  void fill_paragraph(pugi::xml_node paragraph, const Row* row, std::string_view prefix = {}) {
    const auto parts = all(paragraph, "w:t");
    const std::string text = text_of(paragraph);
    auto spots = spots_of(text);
    std::vector<std::string> values;
    for (const auto& spot : spots) values.push_back(value_of(spot.wanted, row, prefix));
    // From the end, so that the places before stay where they are.
    for (std::size_t i = spots.size(); i-- > 0;) replace(parts, spots[i], values[i]);
    for (auto part : parts) break_lines(part);
  }

  static void replace(const std::vector<pugi::xml_node>& parts, const Spot& spot, const std::string& value) {
    std::size_t begin = 0;
    bool written = false;
    for (auto part : parts) {
      std::string own = part.text().get();
      const std::size_t end = begin + own.size();
      const std::size_t from = std::max(spot.from, begin);
      const std::size_t to = std::min(spot.to, end);
      if (from < to) {
        own.replace(from - begin, to - from, written ? "" : value);
        written = true;
        part.text().set(own.c_str());
        if (!part.attribute("xml:space")) part.append_attribute("xml:space") = "preserve";
      }
      begin = end;
    }
  }

  /// A value of several lines: a break for each line end.
  static void break_lines(pugi::xml_node part) {
    const std::string text = part.text().get();
    if (text.find('\n') == std::string::npos) return;
    pugi::xml_node parent = part.parent();
    std::string_view rest = text;
    while (true) {
      const auto end = rest.find('\n');
      pugi::xml_node line = parent.insert_copy_before(part, part);
      line.text().set(std::string(rest.substr(0, end)).c_str());
      if (end == std::string_view::npos) break;
      parent.insert_child_before("w:br", part);
      rest.remove_prefix(end + 1);
    }
    parent.remove_child(part);
  }

  const Fields& fields_;
  std::set<const void*> filled_;  ///< paragraphs of repeated rows; they stay
};

bool holds_text(const std::string& name) {
  return name == "word/document.xml" ||
         ((name.starts_with("word/header") || name.starts_with("word/footer")) && name.ends_with(".xml"));
}

}  // namespace

Result<std::vector<Wanted>> fields_of(std::string_view docx) {
  TRY(auto entries, read_zip(docx));
  TRY_VOID(main_part(entries));
  std::vector<Wanted> out;
  for (const auto& entry : entries) {
    if (!holds_text(entry.name)) continue;
    pugi::xml_document document;
    TRY_VOID(read_xml(entry.bytes, document));
    std::vector<pugi::xml_node> paragraphs;
    collect_paragraphs(document, paragraphs);
    for (const auto& paragraph : paragraphs) {
      for (auto& spot : spots_of(text_of(paragraph))) {
        const auto same = std::ranges::find(out, spot.wanted.name, &Wanted::name);
        if (same == out.end())
          out.push_back(std::move(spot.wanted));
        else
          same->required = same->required || spot.wanted.required;
      }
    }
  }
  return out;
}

Result<Filled> fill_docx(std::string_view docx, const Fields& fields, Date day) {
  TRY(auto entries, read_zip(docx));
  TRY_VOID(main_part(entries));
  Filler filler(fields);
  for (auto& entry : entries) {
    if (!holds_text(entry.name)) continue;
    pugi::xml_document document;
    TRY_VOID(read_xml(entry.bytes, document));
    filler.fill(document);
    entry.bytes = xml_text(document);
  }
  Filled filled;
  TRY(filled.docx, write_zip(entries, day));
  filled.missing = std::move(filler.missing);
  return filled;
}

}  // namespace hejie::documents
