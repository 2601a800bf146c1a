#include "engine/machine/run.h"

#include <algorithm>

namespace hejie::engine {

void Run::note(Occurrence occurrence) {
  if (log.mode == Log::Mode::silent) return;
  if (log.mode == Log::Mode::live) occurrence.version = ++state.version;
  log.events.emplace_back(std::move(occurrence));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool names_party(const std::vector<std::string>& roles_or_kinds, const Party& party) {
  return contains(roles_or_kinds, party.role) || contains(roles_or_kinds, party.kind);
}

}  // namespace hejie::engine
