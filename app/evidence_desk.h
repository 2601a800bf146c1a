// Evidence given to a case (证据材料): a file comes in piece by piece, is judged while it comes, lies sealed in the
// evidence folder, and stands in the log of the case by its hash; it is listed, read and withdrawn. Its name and its
// key are a sealed text of the case and go when the file of the case is erased (docs/adr/0012). Called by api.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/case_cache.h"
#include "app/case_people.h"
#include "app/case_service.h"
#include "app/definitions.h"
#include "app/evidence_folder.h"
#include "app/evidence_rules.h"
#include "app/evidence_text.h"
#include "app/evidence_type.h"
#include "app/id_maker.h"
#include "app/idempotency.h"
#include "engine/base/clock.h"

namespace hejie::app {

/// Findings of a content that is not what its hash says, and of one that is not there.
inline constexpr const char* kEvidenceDamaged = "evidence_damaged";
inline constexpr const char* kEvidenceMissing = "evidence_missing";

struct EvidenceLimits {
  std::uint64_t file_bytes = 20UL << 20U;    ///< of one file
  std::size_t case_files = 200;              ///< of one case, withdrawn ones included
  std::uint64_t case_bytes = 1024UL << 20U;  ///< of one case together
  int at_once = 32;                          ///< files coming in at the same time
  int account_at_once = 4;                   ///< of them, one account's
};

struct EvidenceItem {
  std::string id;          ///< "v_..."
  std::string name, note;  ///< "" once erased
  std::string type, kind, party, sha256;
  std::uint64_t bytes = 0;
  Date received_on{};
  Instant entered_at{};
  AccountId by;
  std::string by_name;
  Version version = 0;     ///< of the entry in the log
  bool secondary = false;  ///< of the secondary file
  bool erased = false;
  bool withdrawn = false;
  Date withdrawn_on{};
  std::string withdrawn_by, withdrawn_why;  ///< name; text
};

struct EvidenceList {
  std::vector<EvidenceItem> items;  ///< in the order of entry
  bool secondary_hidden = false;    ///< some are of the secondary file, which is closed to this account
  bool may_add = false;
};

/// What comes with a file, beside its bytes.
struct EvidenceGiven {
  CaseId case_id;
  std::string name, note;
  std::string kind, party;  ///< party: key, "" = the house gathered it
  std::optional<Date> received_on;
  bool secondary = false;
  std::optional<std::uint64_t> length;  ///< as announced
  std::string address, request_id;      ///< for the access log
  IdempotencyKey key;                   ///< body_sha256 is filled in here
  std::function<StoredAnswer(const EvidenceItem&)> answer;
};

struct WithdrawEvidence {
  CaseId case_id;
  std::string id, reason;
  std::string address, request_id;
  IdempotencyKey key;
  std::function<StoredAnswer(const EvidenceItem&)> answer;
};

/// To be sent away.
struct EvidenceContent {
  std::string name, media;
  std::shared_ptr<EvidenceReader> bytes;
};

class EvidenceDesk;

/// One file on its way in. Destroyed before finish(): nothing is left of it. One thread at a time.
class EvidenceUpload {
 public:
  ~EvidenceUpload();
  EvidenceUpload(const EvidenceUpload&) = delete;
  EvidenceUpload& operator=(const EvidenceUpload&) = delete;
  /// @errors too_large; invalid: of a type that is not taken (kUnsupportedType); read_only: no room; io
  Status take(std::string_view piece);
  /// @returns the answer; second: it was given to an earlier request with the same key. @errors as take, and those of
  /// EvidenceDesk::begin, which are asked again
  Result<std::pair<StoredAnswer, bool>> finish();

 private:
  friend class EvidenceDesk;
  struct Parts;
  explicit EvidenceUpload(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

class EvidenceDesk {
 public:
  struct Parts {
    storage::Store& store;
    const Definitions& definitions;
    CaseService& cases;
    const Clock& clock;
    IdMaker& ids;
    std::string folder;  ///< data folder
    crypto::Suite suite = crypto::Suite::aes;
    EvidenceLimits limits{};
  };
  /// Clears what a crash left half received. @errors of load_evidence_rules, load_case_roles
  static Result<std::unique_ptr<EvidenceDesk>> open(Parts parts);

  [[nodiscard]] const EvidenceRules& rules() const { return rules_; }
  [[nodiscard]] const EvidenceLimits& limits() const { return parts_.limits; }

  /// Everything that can be said before the first byte. @errors not_found: no such case; forbidden: of another unit,
  /// not of the procedure, of the secondary file; too_large: file, or with those the case has; too_many: at once;
  /// invalid; read_only; in_flight
  Result<std::unique_ptr<EvidenceUpload>> begin(const Caller& caller, EvidenceGiven given);
  /// @errors not_found; forbidden: of another unit
  Result<EvidenceList> list(const Caller& caller, const CaseId& id);
  /// The content was read and held against its hash. @errors not_found: none, or erased; forbidden; corrupt (finding
  /// evidence_damaged or evidence_missing): never given out then
  Result<EvidenceContent> content(const Caller& caller, const CaseId& id, const std::string& evidence);
  /// By who entered it, who handles the case, or a head. @returns as EvidenceUpload::finish. @errors not_found;
  /// forbidden; invalid: no reason, withdrawn before
  Result<std::pair<StoredAnswer, bool>> withdraw(const Caller& caller, const WithdrawEvidence& command);

  /// After the file of a case was erased: files that no other case needs go from the disk.
  Status forget(const CaseId& id);
  /// Files that no case names, as a crash or an erasure cut short leaves them. @returns how many went
  Result<int> sweep(const std::atomic<bool>& stopping);

 private:
  friend class EvidenceUpload;
  struct Standing;
  explicit EvidenceDesk(Parts parts, EvidenceRules rules, CaseRoleRules roles);
  Result<Standing> stand(const Caller& caller, const CaseId& id, bool acting);
  Result<Standing> may_add(const Caller& caller, const EvidenceGiven& given);
  Status check_given(const Standing& standing, const EvidenceGiven& given) const;
  Status check_room(const Standing& standing, std::uint64_t bytes) const;
  Result<bool> reads_secondary(const Caller& caller, const Standing& standing);
  Status fill_in(storage::Snapshot& snapshot, std::vector<EvidenceItem>& items,
                 const std::map<std::string, TextId>& why);
  Result<std::optional<std::string>> key_of_file(storage::Snapshot& snapshot, const std::string& sha256);
  Status seal_again(const IncomingEvidence& file, const std::string& key, std::unique_ptr<IncomingEvidence>& out);
  Result<std::pair<StoredAnswer, bool>> publish(EvidenceUpload::Parts& upload);
  Result<std::pair<StoredAnswer, bool>> commit_evidence(EvidenceUpload::Parts& upload, Standing& standing,
                                                        EvidenceText text, const std::optional<std::string>& known,
                                                        bool there);
  Result<std::pair<StoredAnswer, bool>> commit_act(const Caller& caller, Standing& standing, engine::Act act,
                                                   storage::Commit commit, const IdempotencyKey& key,
                                                   const StoredAnswer& answer);

  Parts parts_;
  EvidenceRules rules_;
  CaseRoleRules roles_;
  EvidenceFolder folder_;
  KeysInFlight in_flight_;
  CaseCache cache_{64};
  std::mutex publishing_;  ///< from "is it there already?" to the commit, and where files are dropped
  std::mutex counting_;
  std::map<AccountId, int> coming_;
  int coming_all_ = 0;
};

}  // namespace hejie::app
