// What one story touched, by kind and name: the facts coverage.cpp compares with what there is. Internal to app.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "app/coverage.h"

namespace hejie::app {

/// (procedure, id) of each kind.
using Touched = std::map<Covered, std::set<std::pair<std::string, std::string>>>;

/// "accept" or "accept.row": what a guard is called here and in refusals.
[[nodiscard]] std::string guard_name(const engine::Event& event, const engine::Row& row);
[[nodiscard]] std::string window_name(const engine::Event& event, const std::string& clock);

/// "R33:40"; of a whole instrument its code alone.
[[nodiscard]] std::string text_of(const engine::Cite& cite);

/// Adds what a story that came out right touched. @pre story.ok()
void touch(const Definitions& definitions, const Script& script, const Story& story, Touched& touched);

}  // namespace hejie::app
