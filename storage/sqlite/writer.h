// Applies one commit to the writing connection, inside the transaction its caller has opened. Knows no queue, no thread
// and no transaction of its own. Called by the writer thread (sqlite_store.cpp) only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "crypto/vault.h"
#include "storage/commit.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/derived.h"
#include "storage/sqlite/log_end.h"
#include "storage/sqlite/row_codes.h"

namespace hejie::storage::sqlite {

/// A commit on its way to the writer, with the work that needs no database already done on the caller's thread.
struct Job {
  Commit commit;
  std::vector<std::vector<std::string>> payloads;  ///< per case, per event; "" where a number must go in first
  std::vector<std::vector<audit::Hash>> leaves;    ///< of the payloads, in the log's tree
  std::vector<DerivedHash> hashes;                 ///< per case, of the derived rows
  std::function<void(CommitOutcome)> done;
};

/// Encodes and hashes. @errors invalid: versions not in order, new case without pin or rows, a case twice
std::expected<Job, CommitError> prepare(Commit commit, std::function<void(CommitOutcome)> done,
                                        audit::HashKind log_hash);

class Writer {
 public:
  /// @throws Failure
  Writer(Connection& db, std::shared_ptr<const crypto::Vault> vault, crypto::RowCodes codes, bool notes_codes);

  /// All of one commit, or the reason why not (then the caller rolls back what was written of it). @throws Failure
  CommitOutcome apply(const Job& job);
  /// Did the last commit get as far as writing? If not, its refusal leaves nothing to roll back.
  [[nodiscard]] bool touched() const { return touched_; }

  /// Where the logs end, and the sums over the codes of authority.
  struct Ends {
    LogEnd events, access;
    CodeSums codes{};
  };
  /// Before COMMIT: the codes of authority belong to the access log as it ends now. @throws Failure
  void seal();
  /// After COMMIT.
  void committed() { kept_sums_ = book_.sums(); }
  /// Reads the ends of the logs again after a rollback of everything. @throws Failure
  void reload();
  [[nodiscard]] Seq head() const { return ends_.events.size(); }
  [[nodiscard]] Ends ends() const { return {ends_.events, ends_.access, book_.sums()}; }
  void set_ends(Ends ends) {
    book_.set_sums(ends.codes);
    ends_ = std::move(ends);
  }
  /// Something was erased and may still stand in the log; so it may in the one that a crash left.
  [[nodiscard]] bool erased() const { return erased_; }
  void erased_is_forgotten() { erased_ = false; }

 private:
  /// The case's row before the command; case_no 0 = it does not exist.
  struct Known {
    std::int64_t case_no = 0;
    Version version = 0;
    std::int64_t hash = 0;
    std::optional<Moment> next_moment;
    std::optional<Date> next_due, filed_on;
    std::string handler, employer;
    std::optional<StoredRows> rows;  ///< as last written, when remembered
  };
  struct Refused {
    CommitError error;
  };

  std::optional<CommitResult> find_repeat(const Commit& commit);
  void write_case(const Job& job, std::size_t index, CommitResult& result);
  Known& find_case(const CaseChange& change);
  void remember(const CaseChange& change, const DerivedHash& hash, Known& known, bool with_rows);
  std::optional<CommitError> find_stale(const CaseChange& change);
  bool is_known_command(const std::string& command_id);
  void forget(const Commit& commit);
  CommitResult write_all(const Job& job);
  void refuse_changed(Guarded kind, const std::string& key);
  void drop_sessions(Query ended);
  void write_access(const AccessRecord& record);
  std::string give_number(const CaseChange& change, std::int64_t case_no, CommitResult& result);
  void cancel_number(std::int64_t case_no);
  void write_events(const Job& job, std::size_t index, std::int64_t case_no, const std::string& number,
                    CommitResult& result);
  std::int64_t insert_case(const CaseChange& change, const DerivedHash& hash);
  void update_case(const CaseChange& change, const DerivedHash& hash, const Known& known);
  void update_indexed(const CaseChange& change, const Known& known);
  void update_pin(const Pin& pin, std::int64_t case_no);
  void supersede_alerts(const Commit& commit);
  void write_alert(const NewAlert& alert, std::int64_t case_no, Instant told_at, CommitResult& result);
  void write_alerts(const Commit& commit, CommitResult& result);
  void write_risks(const Commit& commit, CommitResult& result);
  void write_outbox(const Commit& commit);
  void write_answer(const Commit& commit, CommitResult& result);
  std::int64_t case_no_of(const CaseId& id);

  void put(const PutPerson& x);
  void put(const ErasePerson& x);
  void put(const PutText& x);
  void put(const EraseTexts& x);
  void put(const PutAccount& x);
  void put(const PutSession& x);
  void put(const SessionSeen& x);
  void put(const DropSession& x);
  void put(const DropSessionsOf& x);
  void put(const DropExpired& x);
  void put(const PutDraft& x);
  void put(const PutPreferences& x);
  void put(const PutDefinition& x);
  void put(const PutNotice& x);
  void put(const PutMark& x);
  void put(const Acknowledge& x);
  void put(const AlertWaited& x);
  void put(const OutboxSent& x);
  void put(const OutboxFailed& x);
  void put(const OutboxAgain& x);
  void put(const PutWatched& x);
  void put(const PutRiskTimer& x);
  void put(const PutKeyCase& x);
  void put(const PutAccess& x);
  void put(const PutKept& x);

  struct KnownPerson {
    std::int64_t no = 0;
    Person person;
  };
  std::optional<KnownPerson> find_person(const PersonId& id);
  void write_tokens(const char* sql, const Person& person, std::int64_t no);

  Connection& db_;
  audit::HashKind log_hash_;
  std::shared_ptr<const crypto::Vault> vault_;
  bool erased_ = true;
  bool touched_ = false;
  /// Cases written lately, by id. This connection is the only one that writes, so what stands here is what stands in
  /// the file, as long as everything rolled back is forgotten.
  std::unordered_map<std::string, Known> cases_;
  Ends ends_;
  CodeBook book_;
  bool notes_codes_;
  CodeSums kept_sums_;  ///< as committed
  Seq sealed_ = -1;     ///< end of the access log at the last seal
};

}  // namespace hejie::storage::sqlite
