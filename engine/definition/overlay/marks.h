// What overlays changed in a procedure, as its own text says: the text a case is pinned to tells it even when the
// overlay's file is gone. Used by app (traces, views).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/overlay/overlay.h"

namespace hejie::definition {

struct OverlayMark {
  std::string overlay;  ///< "cn-zj@1"
  Text name;
  std::string at;  ///< "/clocks/J14/length"; empty: the overlay is laid, and changes nothing in this procedure
  engine::Cites cite;
  DaySpan valid;
};

/// Of the merged text of a procedure; empty when no overlay was laid.
[[nodiscard]] std::vector<OverlayMark> overlay_marks(const std::string& procedure_text);

}  // namespace hejie::definition
