// What the rules of workflows/alerts/ must satisfy beyond being readable and naming what exists (alert_rules.h): values
// and types of facts, recipients that mean somebody, reasons. Called by `hejie verify`.
#pragma once

#include <span>

#include "engine/definition/alert_rules.h"
#include "engine/definition/finding.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// Findings name the rule and the part of it. File: "alerts/risks.json".
void check_risk_rules(const AlertRules& rules, std::span<const engine::ProcedurePtr> procedures, Findings& findings);

/// Reads the rules out of `files` and checks them among the procedures; findings name the files as they are called
/// there.
void verify_alert_rules(std::span<const SourceFile> files, const Library& library,
                        std::span<const engine::ProcedurePtr> procedures, Findings& findings);

}  // namespace hejie::definition
