// Acts of the house about evidence given to a case: a file came in, a file was withdrawn. They stand in the log like
// any act (who, when, what by its hash) and change nothing the law knows: the fold passes over them. The bytes, their
// name and their key lie outside the log. Written and read by app; the engine only lets them pass.
#pragma once

#include <cstdint>
#include <string>

#include "engine/machine/act.h"

namespace hejie::engine {

inline constexpr const char* kAddEvidence = "add_evidence";            ///< `event` of such an act of kind done
inline constexpr const char* kWithdrawEvidence = "withdraw_evidence";  ///< the same; its reason says why

// fields
inline constexpr const char* kEvidenceId = "evidence";            ///< "v_..."
inline constexpr const char* kEvidenceHash = "evidence_sha256";   ///< of the content, 64 hex digits
inline constexpr const char* kEvidenceBytes = "evidence_bytes";   ///< length of the content
inline constexpr const char* kEvidenceType = "evidence_type";     ///< id of workflows/evidence/evidence.json
inline constexpr const char* kEvidenceKind = "evidence_kind";     ///< id of the same
inline constexpr const char* kEvidenceDay = "evidence_received";  ///< day the house received it
inline constexpr const char* kEvidenceFile = "evidence_file";     ///< "secondary": of the secondary file

[[nodiscard]] inline bool is_evidence(const Act& act) {
  return act.kind == ActKind::done && (act.event == kAddEvidence || act.event == kWithdrawEvidence);
}

/// A text among the fields; "" when it is not there.
[[nodiscard]] inline std::string evidence_field(const Act& act, const char* name) {
  const auto found = act.fields.find(name);
  const auto* text = found == act.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}
/// 0 when it is not there.
[[nodiscard]] inline std::uint64_t evidence_bytes(const Act& act) {
  const auto found = act.fields.find(kEvidenceBytes);
  const auto* number = found == act.fields.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
  return number == nullptr || *number < 0 ? 0 : static_cast<std::uint64_t>(*number);
}

}  // namespace hejie::engine
