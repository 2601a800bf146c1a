#include "resources/resources.h"

#include <algorithm>
#include <vector>

#include "resources/table.h"

namespace hejie::resources {
namespace {

std::vector<File> read_table() {
  std::vector<File> out;
  for (const Row* row = kRows; row->path != nullptr; ++row) {
    out.push_back({row->path, std::string_view(row->begin, static_cast<std::size_t>(row->end - row->begin))});
  }
  return out;
}

}  // namespace

std::span<const File> files() {
  static const std::vector<File> kFiles = read_table();
  return kFiles;
}

std::span<const File> under(std::string_view prefix) {
  const auto all = files();
  const auto first = std::ranges::lower_bound(all, prefix, {}, &File::path);
  const auto last = std::find_if_not(first, all.end(), [&](const File& file) { return file.path.starts_with(prefix); });
  return {first, last};
}

std::optional<std::string_view> find(std::string_view path) {
  const auto all = files();
  const auto found = std::ranges::lower_bound(all, path, {}, &File::path);
  if (found == all.end() || found->path != path) return std::nullopt;
  return found->bytes;
}

}  // namespace hejie::resources
