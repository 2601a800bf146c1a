// Answer bodies about who may see what: grants of break-glass, units, cases handed over.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/delegations.h"
#include "app/units.h"

namespace hejie::api {

/// Until when a case is open to who broke the glass.
[[nodiscard]] std::string grant_body(Instant until);
/// All units, which of them is the caller's, and who belongs to which.
[[nodiscard]] std::string units_body(const app::Units& units, const AccountId& caller);
/// @param may powers the caller may delegate, by role; @param name_of a power "procedure/event"
[[nodiscard]] std::string delegations_body(const std::vector<app::DelegationView>& delegations,
                                           const std::vector<std::pair<std::string, std::vector<std::string>>>& may,
                                           const std::function<Text(const std::string& power)>& name_of);
[[nodiscard]] std::string handed_over_body(const std::vector<std::pair<CaseId, Version>>& cases);

}  // namespace hejie::api
