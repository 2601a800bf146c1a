// Names of the alerts that no clock and no rule of risk gives: what people did to a case or to somebody's authority.
// Pure. Used by the lists and by the channels, so that a page and a mail say the same.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/text.h"

namespace hejie::app {

/// What an alert of this kind says; nothing for a clock, a risk or a special report.
[[nodiscard]] std::optional<Text> name_of_alert(std::string_view clock);

}  // namespace hejie::app
