#include "engine/definition/overlay/marks.h"

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

std::optional<Date> day_at(const Node& node, std::string_view key) {
  const Node* child = node.find(key);
  return child == nullptr ? std::nullopt : parse_date(child->string);
}

std::string string_at(const Node& node, std::string_view key) {
  const Node* child = node.find(key);
  return child == nullptr ? std::string{} : child->string;
}

}  // namespace

std::vector<OverlayMark> overlay_marks(const std::string& procedure_text) {
  std::vector<OverlayMark> out;
  Findings findings;
  const Library none;
  Context context(none, findings);
  const Node root = parse_file({"pinned definition", procedure_text}, findings);
  const Node* overlays = root.find("overlays");
  if (overlays == nullptr) return out;
  for (const auto& overlay : overlays->items) {
    OverlayMark mark;
    const Node* version = overlay.find("version");
    mark.overlay = string_at(overlay, "id") + "@" + std::to_string(version == nullptr ? 0 : version->integer);
    if (const Node* name = overlay.find("name")) mark.name = read_text(context, *name);
    const Node* changes = overlay.find("changes");
    if (changes == nullptr || changes->items.empty()) {
      out.push_back(mark);
      continue;
    }
    for (const auto& change : changes->items) {
      mark.at = string_at(change, "at");
      if (const Node* cite = change.find("cite")) mark.cite = read_cites(context, *cite);
      mark.valid = {day_at(change, "from"), day_at(change, "to")};
      out.push_back(mark);
    }
  }
  return out;
}

}  // namespace hejie::definition
