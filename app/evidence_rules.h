// What a bureau takes as evidence, as workflows/evidence/evidence.json says it: the kinds of evidence, the types of
// files by their first bytes, how much an archive may unpack to. Passive data and its reader; a bureau's own set of
// workflows may say otherwise. Used by evidence_type and evidence_desk.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

class Definitions;

struct EvidenceKind {
  std::string id;
  Text name;
};

struct EvidenceType {
  std::string id, media;                ///< media: the only Content-Type it is ever sent with
  std::vector<std::string> extensions;  ///< lower case, the usual one first
  /// One of these holds: all (place, bytes) of it. None at all: plain text in UTF-8.
  std::vector<std::vector<std::pair<std::size_t, std::string>>> starts;
  std::string holds;  ///< entry an archive must have; "" = no archive
};

struct EvidenceRules {
  std::vector<EvidenceKind> kinds;
  std::vector<EvidenceType> types;
  std::size_t archive_entries = 0;   ///< most entries of an archive
  std::uint64_t unpacked_bytes = 0;  ///< most it may unpack to
  std::vector<std::string> packed;   ///< extensions of entries that are archives themselves: none may be inside

  [[nodiscard]] const EvidenceType* find_type(std::string_view id) const;
  [[nodiscard]] const EvidenceKind* find_kind(std::string_view id) const;
  /// ".pdf, .jpg ..." of all types, for refusals.
  [[nodiscard]] std::string extensions() const;
};

/// @errors malformed; invalid: a member is missing or wrong
[[nodiscard]] Result<EvidenceRules> read_evidence_rules(const std::string& text);
/// Of the bureau's own set, else as shipped. @errors as above
[[nodiscard]] Result<EvidenceRules> load_evidence_rules(const Definitions& definitions);

}  // namespace hejie::app
