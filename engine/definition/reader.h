// Reads the files of one procedure into the model, or says everything that is wrong with them. Opens no file: the text
// is given. Called by the registry, `hejie verify` and tests. Overlays are merged before (on nodes), checks come after.
#pragma once

#include <map>
#include <span>
#include <string>

#include "engine/definition/finding.h"
#include "engine/definition/library.h"
#include "engine/definition/source.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// SHA-256 of bytes as 64 lower-case hex digits; the engine takes it as a function and links no cryptography.
using Digest = std::string (*)(std::string_view bytes);

struct ReadProcedure {
  engine::ProcedurePtr procedure;  ///< null when there are errors
  std::string text;                ///< merged text: one file that reads as the same procedure; what a case is pinned to
  Findings findings;               ///< all of them
  /// Which file a part came from: "/events/accept" or "/version" -> file.
  std::map<std::string, std::string, std::less<>> files;
};

/// Merges the files key by key (a key of a section may stand in one file only) in the order of their paths and reads
/// the result. Strict: unknown keys, wrong types and unknown names are errors.
[[nodiscard]] ReadProcedure read_procedure(std::span<const SourceFile> files, const Library& library, Digest digest);

}  // namespace hejie::definition
