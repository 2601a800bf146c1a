// Reads over one read-only connection inside one short transaction. Given out by the store, goes back to its pool of
// connections when it is let go.
#pragma once

#include <functional>
#include <memory>

#include "crypto/vault.h"
#include "storage/snapshot.h"
#include "storage/sqlite/code_check.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/private_rows.h"

namespace hejie::storage::sqlite {

class SqliteSnapshot final : public Snapshot {
 public:
  using GiveBack = std::function<void(std::unique_ptr<Connection>)>;
  /// Opens the transaction. @throws Failure
  SqliteSnapshot(std::unique_ptr<Connection> db, std::shared_ptr<const crypto::Vault> vault,
                 std::shared_ptr<AuthorityGuard> guard, GiveBack give_back);
  ~SqliteSnapshot() override;

  Result<LoadedCase> load_case(const CaseId& id) override;
  Result<CaseItem> find_case(const CaseId& id) override;
  Result<Version> find_version(const CaseId& id) override;
  Result<CaseRows> load_rows(const CaseId& id) override;
  Result<std::vector<StoredEvent>> history(const CaseId& id, Version after) override;
  Result<Page<CaseItem>> list_cases(const CaseFilter& filter) override;
  Result<std::vector<CaseId>> case_ids(const CaseId& after, int limit) override;
  Result<std::vector<CaseId>> due_cases(Moment until, int limit) override;
  Result<std::vector<CaseId>> cases_with_open_clocks(const CaseId& after, int limit) override;
  Result<std::vector<NumberRow>> numbers(const std::string& series, const std::string& unit, int year) override;
  Result<std::vector<StoredEvent>> events_since(Seq after, int limit) override;
  Result<Page<ClockItem>> list_clocks(const ClockFilter& filter) override;
  Status each_case(const std::function<void(const CaseItem&)>& see) override;
  Status each_duty(Date from, Date to, const std::function<void(const ClockItem&)>& see) override;
  Result<Page<AlertRow>> list_alerts(const AlertFilter& filter) override;
  Result<std::vector<AlertRow>> alerts_since(long long after_id, int limit) override;
  Result<std::vector<WaitingAlert>> alerts_waiting(Moment until, int limit) override;
  Result<std::optional<AlertRow>> find_alert(long long id) override;
  Result<long long> newest_alert() override;
  Result<std::vector<ChangedCase>> changed_since(Seq after, int limit) override;
  Result<Page<RiskRow>> list_risks(const RiskFilter& filter) override;
  Result<std::optional<RiskRow>> find_risk(long long id) override;
  Result<std::optional<WatchedRow>> watched(const CaseId& id) override;
  Result<std::vector<CaseId>> matters_of(const PersonId& employer, Date since, int limit) override;
  Result<long long> open_cases_of(const AccountId& handler) override;
  Result<SpanCounts> sector_spans(const std::string& sector, Date before_from, Date from, Date until) override;
  Result<SpanCounts> body_spans(const std::string& body, Date before_from, Date from, Date until) override;
  Result<std::vector<RiskTimer>> risk_timers_due(Moment until, int limit) override;
  Result<std::vector<KeyCase>> key_cases(const CaseId& id) override;
  Result<std::vector<KeyCase>> key_reports_due(Date before, int limit) override;
  Result<Page<KeptRow>> list_kept(const KeptFilter& filter) override;
  Result<std::optional<KeptRow>> find_kept(long long id) override;
  Result<std::vector<OutboxRow>> outbox_due(const std::string& channel, Instant now, int limit) override;
  Result<Page<OutboxRow>> list_outbox(const OutboxFilter& filter) override;
  Result<std::vector<OutboxCount>> outbox_counts() override;
  Result<DocumentItem> find_document(const std::string& id) override;
  Result<std::vector<HearingItem>> hearings(Date on) override;
  Result<std::vector<ProposalItem>> proposals(const std::vector<std::string>& approver_roles, int limit) override;
  Result<std::vector<Person>> persons(const std::vector<PersonId>& ids) override;
  Result<std::vector<PrivateText>> texts(const std::vector<TextId>& ids) override;
  Result<std::optional<Person>> find_person(const std::string& credit_code_or_id_number) override;
  Result<std::vector<CaseId>> cases_of_person(const PersonId& person, int limit) override;
  Result<Page<EmployerItem>> list_employers(const std::string& q, const PageRequest& page) override;
  Result<std::optional<AnsweredKey>> find_answer(const AccountId& account, const std::string& key) override;
  Result<std::vector<Account>> accounts() override;
  Result<std::optional<Account>> find_account(const std::string& username) override;
  Result<std::optional<Account>> find_account(const AccountId& id) override;
  Result<std::optional<Session>> find_session(const std::string& token_hash) override;
  Result<std::vector<Session>> sessions(const AccountId& account) override;
  Result<std::vector<Draft>> drafts(const AccountId& account) override;
  Result<std::string> preferences(const AccountId& account) override;
  Result<std::vector<DefinitionText>> definitions() override;
  Result<std::optional<DefinitionText>> find_definition(const std::string& sha256) override;
  Result<std::vector<NoticeText>> notices(const std::string& calendar) override;
  Result<Seq> log_size(Log log) override;
  Result<std::vector<LogEntry>> log_entries(Log log, Seq after, int limit) override;
  Result<audit::HashKind> log_hash() override;
  Result<audit::Hash> log_node(Log log, int level, std::int64_t index) override;
  Result<std::optional<std::string>> mark(const std::string& name) override;
  Result<Counts> counts() override;
  Result<Seq> head() override;
  Result<std::optional<Moment>> oldest_due() override;

 private:
  std::unique_ptr<Connection> db_;
  /// @errors forbidden: authority_changed @throws Failure
  Status check_row(Guarded kind, const std::string& key);
  Status check_kept(const KeptFilter& filter, Page<KeptRow>& page);

  std::shared_ptr<const crypto::Vault> vault_;
  std::shared_ptr<AuthorityGuard> guard_;  ///< null: rows are read as they stand
  Opener opener_;
  GiveBack give_back_;
};

}  // namespace hejie::storage::sqlite
