// What a file given as evidence is, by its bytes and not by what its sender says: first bytes against the table of
// evidence_rules.h, plain text by reading it, archives by their directory. The ending of the name must agree. Sees the
// file once, piece by piece. Called by evidence_desk.
#pragma once

#include "app/archive_directory.h"
#include "app/evidence_rules.h"

namespace hejie::app {

/// Finding of a refusal by type; over HTTP 415.
inline constexpr const char* kUnsupportedType = "unsupported_media_type";

class TypeProbe {
 public:
  /// @param extension of the given name, lower case; "" = none: then the type alone decides
  TypeProbe(const EvidenceRules& rules, std::string extension) : rules_(rules), extension_(std::move(extension)) {}

  /// The next piece. @errors invalid (kUnsupportedType): this can become none of the types; the rest need not be sent
  Status take(std::string_view piece);
  /// @param read of the whole file, for archives. @errors as take; too_large: the archive unpacks to too much
  Result<const EvidenceType*> finish(std::uint64_t size, const ReadAt& read);

 private:
  Status decide();
  Status read_text(std::string_view piece);
  [[nodiscard]] Status other_name(const EvidenceType& type) const;
  [[nodiscard]] bool agrees(const EvidenceType& type) const;
  const EvidenceRules& rules_;
  std::string extension_, first_;
  std::vector<const EvidenceType*> candidates_;
  bool decided_ = false, is_text_ = false;
  int open_ = 0;  ///< bytes of a character still to come
  unsigned int point_ = 0, least_ = 0;
};

}  // namespace hejie::app
