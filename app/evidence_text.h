// The sealed text of one piece of evidence: what its file is called, what was noted, and the key of its file. Belongs
// to the case like any text of it, and goes with them. Written and read by evidence_desk and evidence_check.
#pragma once

#include <string>

#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie::app {

/// Kind of the kept rows that say which evidence has which content: subject = hash, period = id.
inline constexpr const char* kEvidenceRow = "evidence";

struct EvidenceText {
  std::string name, note, key;
};
[[nodiscard]] TextId evidence_text_id(const std::string& evidence);
[[nodiscard]] std::string write_evidence_text(const EvidenceText& text);
/// @errors corrupt
[[nodiscard]] Result<EvidenceText> read_evidence_text(const std::string& body);

}  // namespace hejie::app
