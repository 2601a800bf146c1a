#include "app/evidence_rules.h"

#include <algorithm>

namespace hejie::app {

const EvidenceType* EvidenceRules::find_type(std::string_view id) const {
  const auto found = std::ranges::find(types, id, &EvidenceType::id);
  return found == types.end() ? nullptr : &*found;
}

const EvidenceKind* EvidenceRules::find_kind(std::string_view id) const {
  const auto found = std::ranges::find(kinds, id, &EvidenceKind::id);
  return found == kinds.end() ? nullptr : &*found;
}

std::string EvidenceRules::extensions() const {
  std::string out;
  for (const auto& type : types)
    for (const auto& one : type.extensions) out += (out.empty() ? "." : ", .") + one;
  return out;
}

}  // namespace hejie::app
