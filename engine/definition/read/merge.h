// The files of a procedure's folder as one: sections are merged key by key. Internal to engine/definition.
#pragma once

#include <span>

#include "engine/definition/node.h"

namespace hejie::definition {

/// Files in the order of their paths. A key that stands in two files is a finding at the second.
[[nodiscard]] Node merge_files(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
