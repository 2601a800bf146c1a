// Procedures over HTTP: answer bodies of /workflows. Called by definition_handlers.cpp.
#pragma once

#include <string>
#include <vector>

#include "engine/model/model.h"

namespace hejie::api {

[[nodiscard]] std::string workflows_body(const std::vector<engine::ProcedurePtr>& procedures);
[[nodiscard]] std::string workflow_body(const engine::Procedure& procedure);

}  // namespace hejie::api
