#include "engine/machine/case_state.h"

namespace hejie::engine {

const Party* CaseState::find_party(std::string_view key) const {
  for (const Party& party : parties) {
    if (party.key == key) return &party;
  }
  return nullptr;
}

std::vector<const Party*> CaseState::parties_of(std::string_view role) const {
  std::vector<const Party*> found;
  for (const Party& party : parties) {
    if (party.role == role) found.push_back(&party);
  }
  return found;
}

}  // namespace hejie::engine
