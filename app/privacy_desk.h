// Personal data as people handle it: a party's numbers are shown for a stated purpose and the log says so; what no law
// keeps any more is erased by two people (PIPL articles 6, 47; the Archives Law: destruction is appraised and
// approved). Numbers, phones and addresses are shown nowhere else. Reads a snapshot, writes small commits.
#pragma once

#include <functional>

#include "app/id_maker.h"
#include "app/kept_bodies.h"
#include "app/risk_desk.h"

namespace hejie::app {

/// What a party's data may be asked for.
struct Purpose {
  std::string id;
  Text name;
};
[[nodiscard]] const std::vector<Purpose>& purposes();

struct RevealedParty {
  std::string key, kind, name, id_number, credit_code, phone, address;
  bool erased = false;
};
struct RevealCommand {
  CaseId case_id;
  std::string party, purpose;
  std::string peer, request_id;  ///< for the access log
  bool copy = false;             ///< all of it for the person themselves, not only the numbers
};

struct PartyCopy;

/// What is held of a party and is wrong or out of date; what is empty stays.
struct CorrectCommand {
  CaseId case_id;
  std::string party;
  std::optional<std::string> name, id_number, credit_code, phone, address;
  std::string peer, request_id;
};

/// A file whose retention has ended.
struct EndedFile {
  CaseId case_id;
  std::string number, workflow;
  Text title;
  std::optional<Date> closed_on, kept_until;
  long long erasure = 0;  ///< id of what was asked, 0 = nothing yet
  KeptErasure what;
  std::string asked_by, answered_by, reason;  ///< names; text
};

struct ErasureCommand {
  CaseId case_id;       ///< ask
  long long id = 0;     ///< answer
  std::string reason;   ///< of asking, and of declining
  bool approve = true;  ///< answer
  std::string peer, request_id;
  IdempotencyKey key;
  StoredAnswer answer;
};

/// Role that keeps closed files; owner of the clocks of retention.
inline constexpr const char* kKeeper = "archivist";

class PrivacyDesk {
 public:
  PrivacyDesk(storage::Store& store, const Definitions& definitions, const Clock& clock, IdMaker& ids)
      : store_(store), definitions_(definitions), clock_(clock), ids_(ids) {}

  /// Called after a file was erased, from the thread that did it: what lies outside the store goes too.
  void on_erased(std::function<void(const CaseId&)> tell) { erased_ = std::move(tell); }

  /// The entry of the access log is on the disk before anything is shown.
  /// @errors not_found: no such case or party; invalid: no such purpose; forbidden: a program asks
  Result<RevealedParty> reveal(const Caller& caller, const RevealCommand& command);

  /// Everything the bureau holds of that party in this case, and in which other cases that the caller may see the same
  /// id number stands. Its purpose is person_asks. @errors as reveal
  Result<PartyCopy> copy(const Caller& caller, const RevealCommand& command);

  /// Puts right what is held of that party, wherever the person stands (PIPL article 46). The access log says which
  /// fields.
  /// @errors not_found; forbidden: a program asks; invalid: nothing given, too long, no name left, a number that is
  /// another person's, erased
  Status correct(const Caller& caller, const CorrectCommand& command);

  /// Files whose retention clock has run out, the longest over first; also those erased already.
  Result<List<EndedFile>> ended(const Caller& caller, int limit, const std::string& cursor);
  /// @errors not_found; forbidden: not who keeps the files; invalid: retention has not ended, no reason, asked already
  KeptAnswer ask(const Caller& caller, const ErasureCommand& command);
  /// By a head who has not asked. Erased are the free texts of the file and every party with no other file that is
  /// still kept. The events stay: they hold no personal data and the proof of the log goes on.
  /// @errors not_found; forbidden; invalid: answered already
  KeptAnswer answer(const Caller& caller, const ErasureCommand& command);

 private:
  struct Kept {
    storage::CaseItem item;
    std::optional<Date> until;
    bool ended = false;
  };
  /// Who stands behind a party of the case. @errors not_found
  static Result<storage::Person> party_person(storage::Snapshot& snapshot, const CaseId& id, const std::string& party);
  Result<Kept> kept_file(storage::Snapshot& snapshot, const CaseId& id) const;
  Result<std::optional<storage::KeptRow>> asked_for(storage::Snapshot& snapshot, const CaseId& id) const;
  Result<std::vector<PersonId>> only_here(storage::Snapshot& snapshot, const CaseId& id, int& elsewhere) const;
  Result<EndedFile> item_of(storage::Snapshot& snapshot, const CaseId& id) const;
  storage::Commit begin(const Caller& caller) const;
  void note(storage::Commit& commit, const Caller& caller, const std::string& action, const std::string& object,
            const std::string& peer, const std::string& request_id) const;

  storage::Store& store_;
  const Definitions& definitions_;
  const Clock& clock_;
  IdMaker& ids_;
  std::function<void(const CaseId&)> erased_;
};

}  // namespace hejie::app
