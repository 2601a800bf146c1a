// The read side: one consistent view of the store at one moment. Short-lived and for one thread: take it, read, let it
// go (a long one keeps the log file from shrinking). Made by Store::snapshot().
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/hash.h"
#include "engine/base/result.h"
#include "storage/commit.h"

namespace hejie::storage {

/// An event as it stands in the log.
struct StoredEvent {
  Seq seq = 0;
  CaseId case_id;
  Version version = 0;
  int codec_version = 1;
  Instant recorded_at{};
  AccountId recorded_by;
  std::string number;  ///< case number given by this event; "" = none
  engine::CaseEvent event;
  bool operator==(const StoredEvent&) const = default;
};

/// What deciding needs: the acts in order of entry (occurrences are left out: the fold never reads them).
struct LoadedCase {
  CaseId id;
  Version version = 0;
  Pin pin;
  std::string number;  ///< "" = none yet
  bool number_cancelled = false;
  Summary summary;
  std::vector<engine::Act> acts;
};

struct CaseItem {
  CaseId id;
  Version version = 0;
  Pin pin;
  std::string number;
  bool number_cancelled = false;
  Summary summary;
  Seq updated = 0;  ///< seq of the last event
};

/// A page of a list. `next` is opaque and belongs to this list and order; empty = the end.
template <typename T>
struct Page {
  std::vector<T> items;
  std::string next;
};
struct PageRequest {
  int limit = 50;      ///< 1 ... 500
  std::string cursor;  ///< malformed when foreign
};

enum class CaseSort { due, filed, number, updated };
/// Filters AND, values of one filter OR; empty = no filter.
struct CaseFilter {
  std::vector<std::string> workflow, state, stage, handler, sector;
  std::vector<std::string> employer;  ///< person ids or credit codes
  std::optional<bool> open;
  std::string q;  ///< two characters or more of a party's name, a party's whole code or phone, a running number or part
                  ///< of what stands before it in a case number, part of a title (storage/search_text.h)
  std::optional<Date> overdue_on;  ///< next_due before this day, case not final
  std::optional<Date> due_before;
  CaseSort sort = CaseSort::updated;
  bool descending = false;
  PageRequest page;
};

struct ClockItem {
  CaseId case_id;
  std::string workflow, number;
  Text title;
  AccountId handler;
  ClockRow clock;
};
struct ClockFilter {
  std::vector<std::string> owner;
  std::vector<engine::ClockStatus> status;  ///< empty = running and breached
  std::optional<Date> due_before;
  PageRequest page;  ///< by due day, undated last
};

/// Alerts about no case are within every reach; these are they that concern one reader.
struct NoCaseAlerts {
  std::vector<std::string> to;                      ///< recipients: roles, accounts
  std::optional<std::vector<std::string>> all_but;  ///< set: also all others, but those to these recipients
};
struct AlertFilter {
  std::vector<std::string> to;  ///< roles
  std::optional<bool> acknowledged;
  bool with_superseded = false;
  CaseId case_id;                       ///< "" = all
  std::optional<NoCaseAlerts> no_case;  ///< of those about no case; unset = all
  PageRequest page;                     ///< newest first
};

/// An alert whose time to be answered is over.
struct WaitingAlert {
  AlertRow alert;
  bool answered = false;  ///< the same rung of the same clock was acknowledged by another recipient
  bool open = true;       ///< the clock still runs or is breached; a risk is always open
};
struct ChangedCase {
  Seq seq = 0;
  CaseId case_id;
  bool operator==(const ChangedCase&) const = default;
};
struct RiskFilter {
  std::vector<std::string> rule;
  CaseId case_id;    ///< "" = all
  PageRequest page;  ///< newest first
};
struct KeptFilter {
  std::vector<std::string> kind, subject;
  std::string period;  ///< "" = all; what it begins with
  CaseId case_id;      ///< "" = all
  PageRequest page;    ///< newest first
};
struct OutboxFilter {
  std::vector<std::string> channel;
  std::optional<OutboxState> state;
  PageRequest page;  ///< newest first
};
/// Cases of one group opened in two spans of days.
struct SpanCounts {
  long long recent = 0, before = 0;
  bool operator==(const SpanCounts&) const = default;
};

struct EmployerItem {
  Person person;
  int cases = 0;
  int open_cases = 0;
};
struct DocumentItem {
  CaseId case_id;
  DocumentRow document;
};
struct HearingItem {
  CaseId case_id;
  HearingRow hearing;
};
struct ProposalItem {
  CaseId case_id;
  ProposalRow proposal;
};
struct NumberRow {
  std::string series, unit;
  int year = 0, n = 0;
  std::string number;
  CaseId case_id;
  bool cancelled = false;
};
struct AnsweredKey {
  std::string request_hash;
  StoredAnswer answer;
};
struct Counts {
  Seq head = 0;  ///< seq of the last event
  long long cases = 0, open_cases = 0, open_clocks = 0, alerts_open = 0, outbox_depth = 0;
  std::optional<Moment> oldest_due;  ///< next moment of the case that has waited longest
};

/// The logs that are chained and signed: events of cases; log-ins, accounts and reads (AccessRecord).
enum class Log { events, access };
/// "events", "access"
[[nodiscard]] std::string_view log_name(Log log);
/// Mark of a store whose logs are by another hash than SHA-256: its name. Written once, before the first entry.
inline constexpr const char* kLogHashMark = "log_hash";
/// An entry as the bytes its hashes cover.
struct LogEntry {
  Seq seq = 0;
  std::optional<audit::Hash> chain;  ///< empty: not there, which is damage
  std::string entry;
};

class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // cases. @errors not_found; corrupt (an event does not decode)
  virtual Result<LoadedCase> load_case(const CaseId& id) = 0;
  virtual Result<CaseItem> find_case(const CaseId& id) = 0;
  virtual Result<Version> find_version(const CaseId& id) = 0;
  virtual Result<CaseRows> load_rows(const CaseId& id) = 0;
  /// Events of a case with version > after, in order.
  virtual Result<std::vector<StoredEvent>> history(const CaseId& id, Version after = 0) = 0;
  virtual Result<Page<CaseItem>> list_cases(const CaseFilter& filter) = 0;
  /// Ids of all cases after `after`, ascending by id, at most `limit`: for checks that walk the whole store.
  virtual Result<std::vector<CaseId>> case_ids(const CaseId& after, int limit) = 0;
  /// Cases whose next_moment is at or before `until`, oldest first.
  virtual Result<std::vector<CaseId>> due_cases(Moment until, int limit) = 0;
  /// Cases that have a clock still open, all of them or after `after` ascending: for a new calendar.
  virtual Result<std::vector<CaseId>> cases_with_open_clocks(const CaseId& after, int limit) = 0;
  virtual Result<std::vector<NumberRow>> numbers(const std::string& series, const std::string& unit, int year) = 0;

  // over cases
  virtual Result<std::vector<StoredEvent>> events_since(Seq after, int limit) = 0;
  virtual Result<Page<ClockItem>> list_clocks(const ClockFilter& filter) = 0;
  /// Every case once, in order of making, in one pass: for figures.
  virtual Status each_case(const std::function<void(const CaseItem&)>& see) = 0;
  /// Duties answered, or breached and due, within these days, by case, in one pass: for figures.
  virtual Status each_duty(Date from, Date to, const std::function<void(const ClockItem&)>& see) = 0;
  virtual Result<Page<AlertRow>> list_alerts(const AlertFilter& filter) = 0;
  virtual Result<std::vector<AlertRow>> alerts_since(long long after_id, int limit) = 0;  ///< ascending by id
  virtual Result<DocumentItem> find_document(const std::string& id) = 0;
  virtual Result<std::vector<HearingItem>> hearings(Date on) = 0;
  virtual Result<std::vector<ProposalItem>> proposals(const std::vector<std::string>& approver_roles, int limit) = 0;

  // alerts that wait, risks, messages (each one indexed question)
  virtual Result<std::vector<WaitingAlert>> alerts_waiting(Moment until, int limit) = 0;  ///< oldest first
  virtual Result<std::optional<AlertRow>> find_alert(long long id) = 0;
  virtual Result<long long> newest_alert() = 0;  ///< 0 when there is none; quick
  /// Which cases the events with seq > after belong to, ascending; a case comes once for each event.
  virtual Result<std::vector<ChangedCase>> changed_since(Seq after, int limit) = 0;
  virtual Result<Page<RiskRow>> list_risks(const RiskFilter& filter) = 0;
  virtual Result<std::optional<RiskRow>> find_risk(long long id) = 0;
  virtual Result<std::optional<WatchedRow>> watched(const CaseId& id) = 0;
  /// Cases against an employer opened on or after `since`, newest first.
  virtual Result<std::vector<CaseId>> matters_of(const PersonId& employer, Date since, int limit) = 0;
  virtual Result<long long> open_cases_of(const AccountId& handler) = 0;
  /// Cases of a sector opened in [from, until] and in [before_from, from).
  virtual Result<SpanCounts> sector_spans(const std::string& sector, Date before_from, Date from, Date until) = 0;
  /// The same of a mediation organization.
  virtual Result<SpanCounts> body_spans(const std::string& body, Date before_from, Date from, Date until) = 0;
  virtual Result<std::vector<RiskTimer>> risk_timers_due(Moment until, int limit) = 0;  ///< oldest first
  virtual Result<std::vector<KeyCase>> key_cases(const CaseId& id) = 0;  ///< of a case, oldest first; "" = all open
  virtual Result<std::vector<KeyCase>> key_reports_due(Date before, int limit) = 0;  ///< open, report_due < before
  virtual Result<Page<KeptRow>> list_kept(const KeptFilter& filter) = 0;
  virtual Result<std::optional<KeptRow>> find_kept(long long id) = 0;
  /// Messages of a channel waiting to leave now, the longest waiting first.
  virtual Result<std::vector<OutboxRow>> outbox_due(const std::string& channel, Instant now, int limit) = 0;
  virtual Result<Page<OutboxRow>> list_outbox(const OutboxFilter& filter) = 0;
  virtual Result<std::vector<OutboxCount>> outbox_counts() = 0;  ///< by channel; those with nothing to tell are absent

  // private tables
  virtual Result<std::vector<Person>> persons(
      const std::vector<PersonId>& ids) = 0;  ///< those found, in the order asked
  virtual Result<std::vector<PrivateText>> texts(const std::vector<TextId>& ids) = 0;
  virtual Result<std::optional<Person>> find_person(const std::string& credit_code_or_id_number) = 0;
  /// @param q two characters or more of the name, or the whole credit code or id; "" = all
  virtual Result<Page<EmployerItem>> list_employers(const std::string& q,
                                                    const PageRequest& page) = 0;  ///< in the order of entry
  /// Cases in which the person is a party, in the order of opening.
  virtual Result<std::vector<CaseId>> cases_of_person(const PersonId& person, int limit) = 0;

  // commands, outbox, administration
  virtual Result<std::optional<AnsweredKey>> find_answer(const AccountId& account, const std::string& key) = 0;
  virtual Result<std::vector<Account>> accounts() = 0;
  virtual Result<std::optional<Account>> find_account(const std::string& username) = 0;
  virtual Result<std::optional<Account>> find_account(const AccountId& id) = 0;
  virtual Result<std::optional<Session>> find_session(const std::string& token_hash) = 0;
  virtual Result<std::vector<Session>> sessions(const AccountId& account) = 0;  ///< by time of creation
  virtual Result<std::vector<Draft>> drafts(const AccountId& account) = 0;
  virtual Result<std::string> preferences(const AccountId& account) = 0;  ///< "{}" when none
  virtual Result<std::vector<DefinitionText>> definitions() = 0;
  virtual Result<std::optional<DefinitionText>> find_definition(const std::string& sha256) = 0;
  virtual Result<std::vector<NoticeText>> notices(const std::string& calendar) = 0;  ///< in order of loading
  /// By what both logs are hashed, since the store was made. @errors corrupt: the store names none that is known
  virtual Result<audit::HashKind> log_hash() = 0;
  virtual Result<Seq> log_size(Log log) = 0;
  virtual Result<std::vector<LogEntry>> log_entries(Log log, Seq after, int limit) = 0;  ///< ascending
  /// Hash of a complete subtree of the log's Merkle tree (audit::NodeAt). @errors corrupt: it is not there
  virtual Result<audit::Hash> log_node(Log log, int level, std::int64_t index) = 0;
  virtual Result<std::optional<std::string>> mark(const std::string& name) = 0;
  virtual Result<Counts> counts() = 0;  ///< goes through whole tables: for reports, not for every second
  virtual Result<Seq> head() = 0;       ///< seq of the last event, 0 when there is none; quick
  /// Next moment of the case that has waited longest or will be first; quick.
  virtual Result<std::optional<Moment>> oldest_due() = 0;
};

}  // namespace hejie::storage
