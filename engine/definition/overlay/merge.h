// Lays overlays over the text of one procedure before it is read. Pure; knows nothing of what the keys mean but what
// may not be changed. Internal to engine/definition; called by the reader.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/definition/node.h"
#include "engine/definition/overlay/laid.h"

namespace hejie::definition {

/// Changes `root` as the overlays say for a case opened on `day`; lengths of clocks are laid as dated variants whatever
/// the day. Adds the key "overlays" that names them.
std::vector<MergedPlace> lay_overlays(Node& root, std::span<const Overlay> overlays, Date day, Findings& findings);

/// The days on which the text of a procedure changes because an overlay's change begins or ends, in order.
[[nodiscard]] std::vector<Date> days_of_change(std::span<const Overlay> overlays, std::string_view procedure);

}  // namespace hejie::definition
