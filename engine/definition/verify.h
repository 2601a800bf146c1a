// Everything `hejie verify` finds: what does not read, what the checks say, what is wrong in the calendars. Opens no
// file.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/definition/explore/explore.h"
#include "engine/definition/explore/feasible.h"
#include "engine/definition/finding.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/registry.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct Verified {
  Findings findings;
  int checked = 0;  ///< procedures
  Explored explored{};
  Feasibility feasibility{};  ///< of the whole set; empty for verify_some
};

/// All procedures of `files`, and their shared files and calendars.
[[nodiscard]] Verified verify_all(std::span<const SourceFile> files, const ExploreOptions& options = {});

/// All procedures with the overlays laid over them, as they are from each day of change on; the record of what was
/// reviewed is compared for the national text alone and for each overlay alone. A finding about what an overlay wrote
/// names the overlay's file and place.
[[nodiscard]] Verified verify_overlays(std::span<const SourceFile> files, std::span<const Overlay> overlays,
                                       const ExploreOptions& options = {});

/// Only `mine`, seen among the procedures of `files`; one of the same id replaces the one there.
[[nodiscard]] Verified verify_some(std::span<const SourceFile> files, std::span<const ProcedureFolder> mine,
                                   const ExploreOptions& options = {});

/// {"findings":[{"severity","check","file","path","message":{"zh","en"}}],"checked":N}, one line.
[[nodiscard]] std::string verified_text(const Verified& verified);

}  // namespace hejie::definition
