// What is in the binary is what is in the tree: same paths, same bytes, in order, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "resources/resources.h"

namespace hejie {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

std::set<std::string> shipped_data_on_disk() {
  const fs::path top = HEJIE_SOURCE_DIR;
  std::set<std::string> out{"LICENSE", "THIRD_PARTY.md", "resources/common_passwords.txt"};
  for (const char* folder : {"workflows", "examples", "docs/openapi", "docs/schema", "web/dist"}) {
    if (!fs::exists(top / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      const std::string name = entry.path().filename().string();
      const bool leftover = name.starts_with(".") || name.ends_with("~") || entry.path().extension() == ".map";
      if (entry.is_regular_file() && !leftover) out.insert(fs::relative(entry.path(), top).string());
    }
  }
  return out;
}

TEST(Resources, HoldExactlyTheFilesOfTheTree) {
  std::set<std::string> embedded;
  for (const auto& file : resources::files()) embedded.emplace(file.path);
  EXPECT_THAT(embedded, testing::ContainerEq(shipped_data_on_disk()));
  EXPECT_EQ(embedded.size(), resources::files().size());
}

TEST(Resources, HoldTheSameBytes) {
  for (const auto& file : resources::files()) {
    EXPECT_TRUE(read(fs::path(HEJIE_SOURCE_DIR) / file.path) == file.bytes) << file.path;
  }
}

TEST(Resources, AreSortedByPath) {
  EXPECT_TRUE(std::ranges::is_sorted(resources::files(), {}, &resources::File::path));
}

TEST(Resources, FindGivesExactPathsOnly) {
  const auto license = resources::find("LICENSE");
  ASSERT_TRUE(license.has_value());
  EXPECT_NE(license->find("Apache License"), std::string_view::npos);
  for (const char* absent : {"", "LICENS", "LICENSES", "./LICENSE", "license", "workflows", "workflows/", "zzz"}) {
    EXPECT_FALSE(resources::find(absent).has_value()) << absent;
  }
}

TEST(Resources, UnderGivesOneFolder) {
  const auto data = resources::under("workflows/");
  EXPECT_FALSE(data.empty());
  for (const auto& file : data) EXPECT_TRUE(file.path.starts_with("workflows/")) << file.path;
  EXPECT_EQ(resources::under("").size(), resources::files().size());
  EXPECT_TRUE(resources::under("workflows/nothing/").empty());
  EXPECT_TRUE(resources::under("zzz").empty());
}

}  // namespace
}  // namespace hejie
