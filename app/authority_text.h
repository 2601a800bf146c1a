// The file workflows/roles/authority.json as text: the bureau's own, else as shipped. Read by authority_rules and
// case_people, each its own part.
#pragma once

#include <string>

namespace hejie::app {

class Definitions;

[[nodiscard]] std::string authority_text(const Definitions& definitions);

}  // namespace hejie::app
