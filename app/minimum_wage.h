// The minimum wage an award is measured by (S1 article 47): the figure in force where the bureau is, on the day of the
// application or of the award as the case reads the law. Fills it in where the form leaves it out, and says what is
// known or asked for; decides nothing. Used by case_service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/definitions.h"
#include "engine/base/result.h"
#include "engine/machine/act.h"
#include "engine/machine/case_state.h"

namespace hejie::app {

struct KnownWage {
  std::vector<std::int64_t> tiers;  ///< fen a month, the highest first; one where the bureau says its own
  Date from{};
  std::string number;  ///< of the document; may be empty
};

/// What the bureau's overlays say, else the national register by region; empty: not known for that day.
[[nodiscard]] std::optional<KnownWage> minimum_wage_on(const Definitions& definitions, Date day);

/// For an act whose form asks for the figure: puts it in when it is known and left out.
/// @returns what the person is told, perhaps nothing
/// @errors invalid: left out and not known, so that which claims are final is undetermined
[[nodiscard]] Result<std::vector<Text>> complete_minimum_wage(const Definitions& definitions,
                                                              const engine::Procedure& procedure,
                                                              const engine::CaseState& state, engine::Act& act);

}  // namespace hejie::app
