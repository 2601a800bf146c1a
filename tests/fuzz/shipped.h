// The definitions of the source tree, read once: fuzz targets link no more than what they try.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "crypto/sha256.h"
#include "engine/definition/registry.h"

namespace hejie::fuzz {

inline std::string digest(std::string_view bytes) {
  return crypto::sha256_hex(bytes);
}

inline const std::vector<definition::SourceFile>& files() {
  static const auto read = [] {
    const std::filesystem::path top = HEJIE_SOURCE_DIR;
    std::vector<definition::SourceFile> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / "workflows")) {
      if (entry.path().extension() != ".json") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      out.push_back({std::filesystem::relative(entry.path(), top).string(), {std::istreambuf_iterator<char>(in), {}}});
    }
    std::ranges::sort(out, {}, &definition::SourceFile::path);
    return out;
  }();
  return read;
}

inline const definition::Library& library() {
  static const auto read = [] {
    definition::Findings findings;
    return definition::read_library(files(), findings);
  }();
  return read;
}

}  // namespace hejie::fuzz
