// Which overlays there are, in which order they are laid, and what two of them may not both do.
#include <algorithm>

#include "engine/definition/overlay/overlay.h"
#include "engine/definition/read/context.h"

namespace hejie::definition {
namespace {

constexpr std::string_view kFolder = "overlays/";
constexpr std::string_view kFile = "/overlay.json";

/// "cn-zj" of "workflows/overlays/cn-zj/overlay.json"; empty for other files.
std::string_view name_of_file(std::string_view path) {
  const auto at = path.rfind(kFolder);
  if (at == std::string_view::npos || !path.ends_with(kFile)) return {};
  if (at != 0 && path[at - 1] != '/') return {};
  const auto name = path.substr(at + kFolder.size(), path.size() - at - kFolder.size() - kFile.size());
  return name.find('/') == std::string_view::npos ? name : std::string_view{};
}

void tell(Findings& findings, const std::string& file, std::string pointer, std::string check, Text message) {
  findings.push_back({Severity::error, std::move(check), file, std::move(pointer), std::move(message)});
}

bool has(const std::vector<Overlay>& list, std::string_view id) {
  return std::any_of(list.begin(), list.end(), [&](const Overlay& overlay) { return overlay.id == id; });
}

/// The overlay and, before it, the one it is written for.
void take(const SourceFile& file, std::span<const SourceFile> set, const Library& library, std::vector<Overlay>& out,
          Findings& findings, int depth) {
  Overlay overlay = read_overlay(file, library, findings);
  if (overlay.id.empty()) return;
  if (has(out, overlay.id)) {
    if (depth == 0)
      tell(findings, file.path, "/overlay", "overlay_twice",
           say("叠加包“{}”出现两次", "the overlay \"{}\" is named twice", overlay.id));
    return;
  }
  if (!overlay.over.empty() && !has(out, overlay.over)) {
    const SourceFile* below = find_overlay_file(set, overlay.over);
    if (below == nullptr || depth > 0)
      tell(findings, file.path, "/over", "overlay_over",
           say("没有叠加包“{}”，或者它又依赖别的叠加包", "there is no overlay \"{}\", or it is laid over yet another",
               overlay.over) +
               suggestion(overlay.over, overlay_names(set)));
    else
      take(*below, set, library, out, findings, depth + 1);
  }
  out.push_back(std::move(overlay));
}

bool is_below(const std::string& place, const std::string& other) {
  return place == other || (place.starts_with(other) && place[other.size()] == '/');
}

bool meet(const DaySpan& a, const DaySpan& b) {
  return !(a.to && b.from && *a.to < *b.from) && !(b.to && a.from && *b.to < *a.from);
}

void tell_clashes(const std::vector<Overlay>& overlays, Findings& findings) {
  for (std::size_t i = 0; i < overlays.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (overlays[i].level != overlays[j].level) continue;
      for (const auto& later : overlays[i].changes)
        for (const auto& earlier : overlays[j].changes) {
          const bool same = is_below(later.at, earlier.at) || is_below(earlier.at, later.at);
          const bool both_append = later.op == OverlayOp::append && earlier.op == OverlayOp::append;
          if (!same || both_append || !meet(later.valid, earlier.valid)) continue;
          tell(
              findings, later.file, later.pointer + "/at", "overlay_clash",
              say("同级叠加包“{}”也改了这里", "the overlay \"{}\" of the same level changes this too", overlays[j].id));
        }
    }
}

}  // namespace

const SourceFile* find_overlay_file(std::span<const SourceFile> files, std::string_view name) {
  for (const auto& file : files)
    if (!name.empty() && name_of_file(file.path) == name) return &file;
  return nullptr;
}

std::vector<std::string> overlay_names(std::span<const SourceFile> files) {
  std::vector<std::string> names;
  for (const auto& file : files)
    if (const auto name = name_of_file(file.path); !name.empty()) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

bool is_overlay_file(std::string_view name_or_file) {
  return name_or_file.find('/') != std::string_view::npos || name_or_file.ends_with(".json");
}

std::vector<Overlay> order_overlays(std::span<const SourceFile> chosen, std::span<const SourceFile> set,
                                    const Library& library, Findings& findings) {
  std::vector<Overlay> out;
  for (const auto& file : chosen) take(file, set, library, out, findings, 0);
  std::stable_sort(out.begin(), out.end(), [](const Overlay& a, const Overlay& b) {
    return static_cast<int>(a.level) < static_cast<int>(b.level);
  });
  tell_clashes(out, findings);
  return out;
}

Library with_instruments(Library library, std::span<const Overlay> overlays) {
  for (const auto& overlay : overlays)
    for (const auto& instrument : overlay.instruments)
      if (library.find_instrument(instrument.code) == nullptr) library.instruments.push_back(instrument);
  return library;
}

std::vector<std::string> regions_of(std::string_view region) {
  std::vector<std::string> out;
  const auto add = [&](std::string code) {
    if (std::find(out.begin(), out.end(), code) == out.end()) out.push_back(std::move(code));
  };
  if (region.empty()) return out;
  add(std::string(region));
  if (region.size() < 6) return out;
  add(std::string(region.substr(0, 4)) + "00");
  add(std::string(region.substr(0, 2)) + "0000");
  return out;
}

}  // namespace hejie::definition
