// What was reviewed: for each part of each procedure a digest of what it said when a lawyer last read it. A second
// entry of every step, clock and document, as in bookkeeping: a part changed by one hand only is found, whatever it
// says. It proves nothing about the law; the other checks do. Kept in workflows/laws/reviewed.json, written by `hejie
// verify --review`.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "engine/definition/finding.h"
#include "engine/definition/reader.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct Overlay;

/// procedure, or "overlay cn-zj" -> part ("event accept", "row accept.ordinary", "clock A26",
/// "/inspection/clocks/J14/length" ...) -> digest
using Reviewed = std::map<std::string, std::map<std::string, std::string>>;

/// Takes laws/reviewed.json out of the files; empty when there is none or it does not read (told).
[[nodiscard]] std::optional<Reviewed> reviewed_of(std::span<const SourceFile> files, Findings& findings);

/// The digests of a procedure as it is; where a digest stands in the file and what it is of, see diff/parts.h.
[[nodiscard]] std::map<std::string, std::string> digests_of(const engine::Procedure& procedure);

/// The digests of an overlay: its head (days, citations, what it lies on) and each change by its place.
[[nodiscard]] std::map<std::string, std::string> digests_of(const Overlay& overlay);

/// What of an overlay is not as it was when it was last read. Nothing for one the record does not have: a bureau keeps
/// its own record.
void compare_reviewed(const Reviewed& reviewed, const Overlay& overlay, Findings& findings);

/// The text of laws/reviewed.json for these procedures and overlays, one part a line.
[[nodiscard]] std::string reviewed_text(std::span<const ReadProcedure> procedures, std::span<const Overlay> overlays);

}  // namespace hejie::definition
