// From a folded case to the derived rows that lists, search and the scheduler read. Pure: the same fold gives the same
// rows, so `hejie check` can compare. Used by case_service and check.
#pragma once

#include <string>

#include "engine/machine/machine.h"
#include "storage/rows.h"

namespace hejie::app {

/// mediation, arbitration, inspection, after; "" for none.
[[nodiscard]] std::string stage_of(const std::string& procedure);
/// Is this one of the stages procedures have?
[[nodiscard]] bool is_stage(std::string_view stage);

/// Approver roles of the next step an open proposal waits for.
[[nodiscard]] std::vector<std::string> waiting_roles(const engine::Context& context, const engine::CaseState& state,
                                                     const engine::Proposal& proposal);

[[nodiscard]] std::string document_id(const CaseId& id, const std::string& document, int copy);

/// @param file acts and state after the decision; acts give the handler and the days of acceptance and closing
[[nodiscard]] storage::CaseRows make_rows(const engine::Context& context, const engine::CaseFile& file,
                                          int opening_minute);

}  // namespace hejie::app
