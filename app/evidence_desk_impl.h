// The inside of EvidenceDesk: a case as an account may see it, with what was given to it; an upload's parts. Nobody
// else's.
#pragma once

#include "app/evidence_desk.h"
#include "app/evidence_text.h"

namespace hejie::app {

inline constexpr const char* kSecondaryFile = "secondary";  ///< value of kEvidenceFile

struct EvidenceDesk::Standing {
  std::unique_ptr<storage::Snapshot> snapshot;
  storage::CaseItem item;
  std::vector<engine::Act> acts;
  std::vector<EvidenceItem> evidence;  ///< without what stands in texts
  std::map<std::string, TextId> why;   ///< of those withdrawn
  std::string role;                    ///< in which the account takes part
};

struct EvidenceUpload::Parts {
  Parts(EvidenceDesk& desk, const Caller& caller, EvidenceGiven given);
  ~Parts();
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  EvidenceDesk& desk;
  Caller caller;
  EvidenceGiven given;
  TypeProbe probe;
  const EvidenceType* type = nullptr;
  bool counted = false;
  std::unique_ptr<KeysInFlight::Hold> running;
  std::unique_ptr<IncomingEvidence> file;
};

}  // namespace hejie::app
