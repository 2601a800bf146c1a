// The calendar as it is shipped in the binary.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "engine/definition/calendar_json.h"
#include "resources/resources.h"

namespace hejie::calendar::test {

inline std::vector<definition::SourceFile> shipped_files() {
  std::vector<definition::SourceFile> files;
  for (const auto& file : resources::under("workflows/")) {
    files.push_back({std::string(file.path), std::string(file.bytes)});
  }
  return files;
}

inline const definition::CalendarSet& shipped_set() {
  static const definition::CalendarSet kSet = [] {
    auto set = definition::read_calendar_set(shipped_files());
    if (!set) {
      for (const auto& f : set.error().findings) ADD_FAILURE() << f.path << " " << f.message.en;
    }
    return std::move(set).value();
  }();
  return kSet;
}

inline std::shared_ptr<const Calendar> shipped(BuildOptions options = {}) {
  auto built = definition::build_calendar(shipped_set(), std::move(options));
  if (!built) {
    for (const auto& f : built.error().findings) ADD_FAILURE() << f.path << " " << f.message.en;
  }
  return built.value_or(nullptr);
}

}  // namespace hejie::calendar::test
