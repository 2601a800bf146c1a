// Draws a procedure: states in layers from start to end, events on the arrows. The picture is made of the model alone,
// so it cannot be out of date. Same model, same bytes. Called by `hejie diagram`, api and the documentation.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// `format`: "svg" (a picture), "dot" (Graphviz) or "mermaid" (stateDiagram-v2). Labels in Chinese or English.
/// @errors invalid: another format
[[nodiscard]] Result<std::string> draw(const engine::Procedure& procedure, std::string_view format, bool english);

}  // namespace hejie::definition
