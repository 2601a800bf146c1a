// Evidence of a case as JSON.
#pragma once

#include <string>

#include "app/evidence_desk.h"

namespace hejie::api {

[[nodiscard]] std::string evidence_body(const app::EvidenceItem& item);
[[nodiscard]] std::string evidence_list_body(const app::EvidenceList& list, const app::EvidenceRules& rules,
                                             const app::EvidenceLimits& limits);

}  // namespace hejie::api
