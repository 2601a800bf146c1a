// `hejie replay FILE...`: runs case scripts with their own dates in a store in memory and prints the trace: one line a
// thing (C command, E event, K clock, A alert, D document, R refusal). Exit 1 when an expectation failed, 2 for a bad
// script.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "app/script_run.h"

namespace hejie::cli {

int run_replay(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int replay_verb(int argc, const char* const* argv);

/// {"scripts":[{"file","title","source","workflow","steps":[...],"cases":{...},...}],"summary":{...}}
[[nodiscard]] std::string replay_json(const std::vector<app::ScriptReport>& reports, bool with_trace);

}  // namespace hejie::cli
