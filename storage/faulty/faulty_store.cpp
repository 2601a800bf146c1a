#include "storage/faulty/faulty_store.h"

#include <mutex>

namespace hejie::storage::faulty {

class FaultyStore::Plan {
 public:
  void set(std::optional<Fault> fault) {
    const std::lock_guard lock(mutex_);
    fault_ = fault;
    calls_ = 0;
    failed_ = false;
  }

  /// The fault this call must suffer, if any.
  std::optional<Fault> next(bool write) {
    const std::lock_guard lock(mutex_);
    if (!fault_ || (fault_->counts == Fault::Counts::writes && !write) ||
        (fault_->counts == Fault::Counts::reads && write)) {
      return std::nullopt;
    }
    ++calls_;
    const bool hit = fault_->sticky ? calls_ >= fault_->at_call : calls_ == fault_->at_call;
    failed_ = failed_ || hit;
    return hit ? fault_ : std::nullopt;
  }

  [[nodiscard]] long long calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  [[nodiscard]] bool failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
  }

  static Error error(const Fault& fault) { return {fault.code, {"测试故障", "a fault made for a test"}}; }

 private:
  mutable std::mutex mutex_;
  std::optional<Fault> fault_;
  long long calls_ = 0;
  bool failed_ = false;
};

namespace {

using Plan = FaultyStore::Plan;

class FaultySnapshot final : public Snapshot {
 public:
  FaultySnapshot(std::unique_ptr<Snapshot> inner, std::shared_ptr<Plan> plan)
      : inner_(std::move(inner)), plan_(std::move(plan)) {}

  Result<LoadedCase> load_case(const CaseId& id) override { return pass(&Snapshot::load_case, id); }
  Result<CaseItem> find_case(const CaseId& id) override { return pass(&Snapshot::find_case, id); }
  Result<Version> find_version(const CaseId& id) override { return pass(&Snapshot::find_version, id); }
  Result<CaseRows> load_rows(const CaseId& id) override { return pass(&Snapshot::load_rows, id); }
  Result<std::vector<StoredEvent>> history(const CaseId& id, Version after) override {
    return pass(&Snapshot::history, id, after);
  }
  Result<Page<CaseItem>> list_cases(const CaseFilter& filter) override { return pass(&Snapshot::list_cases, filter); }
  Result<std::vector<CaseId>> case_ids(const CaseId& after, int limit) override {
    return pass(&Snapshot::case_ids, after, limit);
  }
  Result<std::vector<CaseId>> due_cases(Moment until, int limit) override {
    return pass(&Snapshot::due_cases, until, limit);
  }
  Result<std::vector<CaseId>> cases_with_open_clocks(const CaseId& after, int limit) override {
    return pass(&Snapshot::cases_with_open_clocks, after, limit);
  }
  Result<std::vector<NumberRow>> numbers(const std::string& series, const std::string& unit, int year) override {
    return pass(&Snapshot::numbers, series, unit, year);
  }
  Result<std::vector<StoredEvent>> events_since(Seq after, int limit) override {
    return pass(&Snapshot::events_since, after, limit);
  }
  Result<Page<ClockItem>> list_clocks(const ClockFilter& filter) override {
    return pass(&Snapshot::list_clocks, filter);
  }
  Status each_case(const std::function<void(const CaseItem&)>& see) override { return pass(&Snapshot::each_case, see); }
  Status each_duty(Date from, Date to, const std::function<void(const ClockItem&)>& see) override {
    return pass(&Snapshot::each_duty, from, to, see);
  }
  Result<Page<AlertRow>> list_alerts(const AlertFilter& filter) override {
    return pass(&Snapshot::list_alerts, filter);
  }
  Result<std::vector<AlertRow>> alerts_since(long long after_id, int limit) override {
    return pass(&Snapshot::alerts_since, after_id, limit);
  }
  Result<DocumentItem> find_document(const std::string& id) override { return pass(&Snapshot::find_document, id); }
  Result<std::vector<HearingItem>> hearings(Date on) override { return pass(&Snapshot::hearings, on); }
  Result<std::vector<ProposalItem>> proposals(const std::vector<std::string>& roles, int limit) override {
    return pass(&Snapshot::proposals, roles, limit);
  }
  Result<std::vector<Person>> persons(const std::vector<PersonId>& ids) override {
    return pass(&Snapshot::persons, ids);
  }
  Result<std::vector<PrivateText>> texts(const std::vector<TextId>& ids) override {
    return pass(&Snapshot::texts, ids);
  }
  Result<std::optional<Person>> find_person(const std::string& code) override {
    return pass(&Snapshot::find_person, code);
  }
  Result<Page<EmployerItem>> list_employers(const std::string& q, const PageRequest& page) override {
    return pass(&Snapshot::list_employers, q, page);
  }
  Result<std::optional<AnsweredKey>> find_answer(const AccountId& account, const std::string& key) override {
    return pass(&Snapshot::find_answer, account, key);
  }
  Result<std::vector<WaitingAlert>> alerts_waiting(Moment until, int limit) override {
    return pass(&Snapshot::alerts_waiting, until, limit);
  }
  Result<std::optional<AlertRow>> find_alert(long long id) override { return pass(&Snapshot::find_alert, id); }
  Result<long long> newest_alert() override { return pass(&Snapshot::newest_alert); }
  Result<std::vector<ChangedCase>> changed_since(Seq after, int limit) override {
    return pass(&Snapshot::changed_since, after, limit);
  }
  Result<Page<RiskRow>> list_risks(const RiskFilter& filter) override { return pass(&Snapshot::list_risks, filter); }
  Result<std::optional<RiskRow>> find_risk(long long id) override { return pass(&Snapshot::find_risk, id); }
  Result<std::optional<WatchedRow>> watched(const CaseId& id) override { return pass(&Snapshot::watched, id); }
  Result<std::vector<CaseId>> matters_of(const PersonId& employer, Date since, int limit) override {
    return pass(&Snapshot::matters_of, employer, since, limit);
  }
  Result<long long> open_cases_of(const AccountId& handler) override { return pass(&Snapshot::open_cases_of, handler); }
  Result<SpanCounts> sector_spans(const std::string& sector, Date before_from, Date from, Date until) override {
    return pass(&Snapshot::sector_spans, sector, before_from, from, until);
  }
  Result<SpanCounts> body_spans(const std::string& body, Date before_from, Date from, Date until) override {
    return pass(&Snapshot::body_spans, body, before_from, from, until);
  }
  Result<Page<KeptRow>> list_kept(const KeptFilter& filter) override { return pass(&Snapshot::list_kept, filter); }
  Result<std::optional<KeptRow>> find_kept(long long id) override { return pass(&Snapshot::find_kept, id); }
  Result<std::vector<RiskTimer>> risk_timers_due(Moment until, int limit) override {
    return pass(&Snapshot::risk_timers_due, until, limit);
  }
  Result<std::vector<CaseId>> cases_of_person(const PersonId& person, int limit) override {
    return pass(&Snapshot::cases_of_person, person, limit);
  }
  Result<std::vector<KeyCase>> key_cases(const CaseId& id) override { return pass(&Snapshot::key_cases, id); }
  Result<std::vector<KeyCase>> key_reports_due(Date before, int limit) override {
    return pass(&Snapshot::key_reports_due, before, limit);
  }
  Result<std::vector<OutboxRow>> outbox_due(const std::string& channel, Instant now, int limit) override {
    return pass(&Snapshot::outbox_due, channel, now, limit);
  }
  Result<Page<OutboxRow>> list_outbox(const OutboxFilter& filter) override {
    return pass(&Snapshot::list_outbox, filter);
  }
  Result<std::vector<OutboxCount>> outbox_counts() override { return pass(&Snapshot::outbox_counts); }
  Result<std::vector<Account>> accounts() override { return pass(&Snapshot::accounts); }
  Result<std::optional<Account>> find_account(const std::string& username) override {
    return guard([&] { return inner_->find_account(username); });
  }
  Result<std::optional<Account>> find_account(const AccountId& id) override {
    return guard([&] { return inner_->find_account(id); });
  }
  Result<std::optional<Session>> find_session(const std::string& token_hash) override {
    return pass(&Snapshot::find_session, token_hash);
  }
  Result<std::vector<Session>> sessions(const AccountId& account) override {
    return pass(&Snapshot::sessions, account);
  }
  Result<std::vector<Draft>> drafts(const AccountId& account) override { return pass(&Snapshot::drafts, account); }
  Result<std::string> preferences(const AccountId& account) override { return pass(&Snapshot::preferences, account); }
  Result<std::vector<DefinitionText>> definitions() override { return pass(&Snapshot::definitions); }
  Result<std::optional<DefinitionText>> find_definition(const std::string& sha256) override {
    return pass(&Snapshot::find_definition, sha256);
  }
  Result<std::vector<NoticeText>> notices(const std::string& calendar) override {
    return pass(&Snapshot::notices, calendar);
  }
  Result<audit::HashKind> log_hash() override { return pass(&Snapshot::log_hash); }
  Result<Seq> log_size(Log log) override { return pass(&Snapshot::log_size, log); }
  Result<std::vector<LogEntry>> log_entries(Log log, Seq after, int limit) override {
    return pass(&Snapshot::log_entries, log, after, limit);
  }
  Result<audit::Hash> log_node(Log log, int level, std::int64_t index) override {
    return pass(&Snapshot::log_node, log, level, index);
  }
  Result<std::optional<std::string>> mark(const std::string& name) override { return pass(&Snapshot::mark, name); }
  Result<Counts> counts() override { return pass(&Snapshot::counts); }
  Result<Seq> head() override { return pass(&Snapshot::head); }
  Result<std::optional<Moment>> oldest_due() override { return pass(&Snapshot::oldest_due); }

 private:
  template <typename Call>
  auto guard(Call call) -> decltype(call()) {
    const auto fault = plan_->next(false);
    if (fault && !fault->after) return fail(Plan::error(*fault));
    auto result = call();
    if (fault) return fail(Plan::error(*fault));
    return result;
  }
  template <typename R, typename... Params, typename... Args>
  R pass(R (Snapshot::*method)(Params...), const Args&... args) {
    return guard([&] { return (inner_.get()->*method)(args...); });
  }

  std::unique_ptr<Snapshot> inner_;
  std::shared_ptr<Plan> plan_;
};

}  // namespace

FaultyStore::FaultyStore(std::unique_ptr<Store> inner) : inner_(std::move(inner)), plan_(std::make_shared<Plan>()) {}
FaultyStore::~FaultyStore() = default;

void FaultyStore::set_fault(std::optional<Fault> fault) {
  plan_->set(fault);
}
long long FaultyStore::calls() const {
  return plan_->calls();
}
bool FaultyStore::has_failed() const {
  return plan_->failed();
}

void FaultyStore::submit(Commit commit, std::function<void(CommitOutcome)> done) {
  const auto fault = plan_->next(true);
  if (!fault) return inner_->submit(std::move(commit), std::move(done));
  CommitError error;
  static_cast<Error&>(error) = Plan::error(*fault);
  if (!fault->after) return done(std::unexpected(std::move(error)));
  inner_->submit(std::move(commit),
                 [done = std::move(done), error = std::move(error)](CommitOutcome) { done(std::unexpected(error)); });
}

Result<std::unique_ptr<Snapshot>> FaultyStore::snapshot() {
  const auto fault = plan_->next(false);
  if (fault && !fault->after) return fail(Plan::error(*fault));
  TRY(auto inner, inner_->snapshot());
  if (fault) return fail(Plan::error(*fault));
  return std::make_unique<FaultySnapshot>(std::move(inner), plan_);
}

Result<std::unique_ptr<Snapshot>> FaultyStore::snapshot_within(const Reach& reach) {
  const auto fault = plan_->next(false);
  if (fault && !fault->after) return fail(Plan::error(*fault));
  TRY(auto inner, storage::snapshot_within(*inner_, reach));
  if (fault) return fail(Plan::error(*fault));
  return std::make_unique<FaultySnapshot>(std::move(inner), plan_);
}

Health FaultyStore::health() const {
  return inner_->health();
}

void FaultyStore::stop() {
  inner_->stop();
}

}  // namespace hejie::storage::faulty
