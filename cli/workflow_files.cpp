#include "cli/workflow_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/definition/overlay/choose.h"
#include "resources/resources.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;
using definition::SourceFile;

std::unexpected<Error> cannot_read(const std::string& path) {
  return fail(ErrorCode::io, {"无法读取 " + path, "cannot read " + path});
}

}  // namespace

Result<std::vector<SourceFile>> workflow_files(const std::string& folder) {
  std::vector<SourceFile> files;
  if (folder.empty()) {
    for (const auto& file : resources::under("workflows/")) {
      files.push_back({std::string(file.path), std::string(file.bytes)});
    }
    return files;
  }
  std::error_code error;
  if (!fs::is_directory(folder, error)) return cannot_read(folder);
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file(error) || it->path().extension() != ".json") continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return cannot_read(it->path().string());
    files.push_back({"workflows/" + fs::relative(it->path(), folder, error).generic_string(), std::move(text).str()});
  }
  if (error) return cannot_read(folder);
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

Result<std::vector<definition::Overlay>> overlays_named(const std::vector<SourceFile>& files,
                                                        std::vector<std::string>& names) {
  const auto read = [](const std::string& path) -> Result<std::string> {
    std::error_code ignored;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || fs::is_directory(path, ignored)) return cannot_read(path);
    return std::move(text).str();
  };
  TRY(auto overlays, definition::load_overlays(files, names, read));
  for (auto& name : names)
    for (const auto& overlay : overlays)
      if (overlay.file == name) name = overlay.id;
  return overlays;
}

}  // namespace hejie::cli
