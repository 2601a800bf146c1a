// What people call the parts of a procedure that the engine knows by id: staff roles, kinds of parties, parties, modes
// of service. Words only; decides nothing. Called by words.cpp, service.cpp and proposals.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "engine/machine/machine.h"

namespace hejie::engine::names {

/// Staff, outside or system role; the id where the procedure was read without roles.
[[nodiscard]] Text role(const Procedure& procedure, std::string_view id);
/// "arbitration clerk or intake window", "仲裁办案人员或者窗口受理人员".
[[nodiscard]] Text roles(const Procedure& procedure, const std::vector<std::string>& ids);
/// Case role ("Applicant") or kind of party ("worker").
[[nodiscard]] Text role_or_kind(const Procedure& procedure, std::string_view id);
/// A party by its key: "Respondent" for respondent, "Respondent 2" for respondent_2.
[[nodiscard]] Text party(const Procedure& procedure, std::string_view key);
[[nodiscard]] Text mode(std::string_view id);

}  // namespace hejie::engine::names
