// Small changes to the data of a step as JSON text: the entry or the case it points at, its dates moved. Used by
// script_story and the demonstration bureau.
#pragma once

#include <string>

#include "app/script.h"
#include "engine/base/ids.h"

namespace hejie::app {

/// The same object with "of" set to this entry.
[[nodiscard]] std::string with_seq(const std::string& data_json, Seq of);
/// The same object with "link" set to this case.
[[nodiscard]] std::string with_link(const std::string& data_json, const std::string& case_id);
/// The same object with this fact, unless it has one.
[[nodiscard]] std::string with_fact(const std::string& data_json, const std::string& fact, const std::string& value);
/// Every date of the steps, also inside their data, `days` later; expectations of days are dropped.
[[nodiscard]] Script shifted(Script script, int days);

}  // namespace hejie::app
