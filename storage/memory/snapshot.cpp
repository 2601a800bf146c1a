// Reading: walks over the maps; small stores only.
#include <algorithm>
#include <limits>
#include <tuple>

#include "audit/tree.h"
#include "storage/codec.h"
#include "storage/cursor.h"
#include "storage/memory/data.h"
#include "storage/memory/match.h"
#include "storage/refusals.h"
#include "storage/search_text.h"

namespace hejie::storage::memory {
namespace {

template <typename Map>
auto find_copy(const Map& map, const typename Map::key_type& key) -> std::optional<typename Map::mapped_type> {
  const auto it = map.find(key);
  return it == map.end() ? std::nullopt : std::optional(it->second);
}

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  Result<LoadedCase> load_case(const CaseId& id) override {
    TRY(const auto record, find(id));
    LoadedCase out{id,
                   record->item.version,
                   record->item.pin,
                   record->item.number,
                   record->item.number_cancelled,
                   record->item.summary,
                   {}};
    for (const auto& event : record->events) {
      if (const auto* act = std::get_if<engine::Act>(&event.event)) out.acts.push_back(*act);
    }
    return out;
  }

  Result<CaseItem> find_case(const CaseId& id) override {
    TRY(const auto record, find(id));
    return record->item;
  }
  Result<Version> find_version(const CaseId& id) override {
    TRY(const auto record, find(id));
    return record->item.version;
  }

  Result<CaseRows> load_rows(const CaseId& id) override {
    TRY(const auto record, find(id));
    return record->rows;
  }

  Result<std::vector<StoredEvent>> history(const CaseId& id, Version after) override {
    TRY(const auto record, find(id));
    std::vector<StoredEvent> out;
    for (const auto& event : record->events) {
      if (event.version > after) out.push_back(event);
    }
    return out;
  }

  Result<Page<CaseItem>> list_cases(const CaseFilter& filter) override { return memory::list_cases(*data_, filter); }
  Result<Page<ClockItem>> list_clocks(const ClockFilter& filter) override {
    return memory::list_clocks(*data_, filter);
  }
  Status each_case(const std::function<void(const CaseItem&)>& see) override {
    memory::each_case(*data_, see);
    return {};
  }
  Status each_duty(Date from, Date to, const std::function<void(const ClockItem&)>& see) override {
    memory::each_duty(*data_, from, to, see);
    return {};
  }
  Result<Page<AlertRow>> list_alerts(const AlertFilter& filter) override { return memory::list_alerts(*data_, filter); }
  Result<Page<EmployerItem>> list_employers(const std::string& q, const PageRequest& page) override {
    return memory::list_employers(*data_, q, page);
  }

  Result<std::vector<CaseId>> case_ids(const CaseId& after, int limit) override {
    return ids(after, limit, [](const CaseRecord&) { return true; });
  }

  Result<std::vector<CaseId>> cases_with_open_clocks(const CaseId& after, int limit) override {
    return ids(after, limit, [](const CaseRecord& record) {
      return std::any_of(record.rows.clocks.begin(), record.rows.clocks.end(),
                         [](const ClockRow& c) { return is_open(c.status); });
    });
  }

  Result<std::vector<CaseId>> due_cases(Moment until, int limit) override {
    std::vector<std::tuple<Moment, long long, CaseId>> due;
    for (const auto& [id, record] : data_->cases) {
      const auto& next = record->item.summary.next_moment;
      if (next && *next <= until) due.emplace_back(*next, record->no, CaseId(id));
    }
    std::sort(due.begin(), due.end());
    std::vector<CaseId> out;
    for (const auto& entry : due) {
      if (out.size() < static_cast<std::size_t>(limit)) out.push_back(std::get<2>(entry));
    }
    return out;
  }

  Result<std::vector<NumberRow>> numbers(const std::string& series, const std::string& unit, int year) override {
    std::vector<NumberRow> out;
    for (const auto& row : data_->numbers) {
      if (row.series == series && row.unit == unit && row.year == year) out.push_back(row);
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.n < b.n; });
    return out;
  }

  Result<std::vector<StoredEvent>> events_since(Seq after, int limit) override {
    std::vector<StoredEvent> out;
    for (auto i = static_cast<std::size_t>(std::max<Seq>(after, 0)); i < data_->log.size(); ++i) {
      if (out.size() == static_cast<std::size_t>(limit)) break;
      out.push_back(data_->cases.at(data_->log[i].first)->events[data_->log[i].second]);
    }
    return out;
  }

  Result<std::vector<AlertRow>> alerts_since(long long after_id, int limit) override {
    std::vector<AlertRow> out;
    for (const auto& alert : data_->alerts) {
      if (alert.id > after_id && out.size() < static_cast<std::size_t>(limit)) out.push_back(alert);
    }
    return out;
  }

  Result<DocumentItem> find_document(const std::string& id) override {
    for (const auto& [case_id, record] : data_->cases) {
      for (const auto& document : record->rows.documents) {
        if (document.id == id) return DocumentItem{CaseId(case_id), document};
      }
    }
    return fail(ErrorCode::not_found, {"文书不存在：" + id, "no such document: " + id});
  }

  Result<std::vector<HearingItem>> hearings(Date on) override {
    std::vector<HearingItem> out;
    for (const auto& [id, record] : data_->cases) {
      for (const auto& hearing : record->rows.hearings) {
        if (hearing.at.day == on) out.push_back({CaseId(id), hearing});
      }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return std::tie(a.hearing.at, a.case_id, a.hearing.kind) < std::tie(b.hearing.at, b.case_id, b.hearing.kind);
    });
    return out;
  }

  Result<std::vector<ProposalItem>> proposals(const std::vector<std::string>& approver_roles, int limit) override {
    std::vector<ProposalItem> out;
    for (const auto& [id, record] : data_->cases) {
      for (const auto& proposal : record->rows.proposals) {
        if (shares(proposal.approver_roles, approver_roles)) out.push_back({CaseId(id), proposal});
      }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return std::tie(a.proposal.on, a.case_id, a.proposal.version) <
             std::tie(b.proposal.on, b.case_id, b.proposal.version);
    });
    if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
    return out;
  }

  Result<std::vector<Person>> persons(const std::vector<PersonId>& wanted) override {
    std::vector<Person> out;
    for (const auto& id : wanted) {
      if (auto person = find_copy(data_->persons, id.value)) out.push_back(std::move(*person));
    }
    return out;
  }

  Result<std::vector<PrivateText>> texts(const std::vector<TextId>& wanted) override {
    std::vector<PrivateText> out;
    for (const auto& id : wanted) {
      if (auto text = find_copy(data_->texts, id.value)) out.push_back(std::move(*text));
    }
    return out;
  }

  Result<std::optional<Person>> find_person(const std::string& code) override {
    const std::string folded = fold_code(code);
    const Person* first = nullptr;
    for (const auto& [id, person] : data_->persons) {
      const bool same = fold_code(person.credit_code) == folded || fold_code(person.id_number) == folded;
      const bool earlier = first == nullptr || data_->person_order.at(id) < data_->person_order.at(first->id.value);
      if (same && !folded.empty() && earlier) first = &person;
    }
    return first == nullptr ? std::nullopt : std::optional(*first);
  }

  Result<std::vector<CaseId>> cases_of_person(const PersonId& person, int limit) override {
    std::vector<const CaseRecord*> found;
    for (const auto& [id, record] : data_->cases) {
      const auto& parties = record->rows.parties;
      if (std::ranges::find(parties, person, &PartyRow::person) != parties.end()) found.push_back(record.get());
    }
    std::ranges::sort(found, {}, &CaseRecord::no);
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
    std::vector<CaseId> out;
    for (const auto* record : found) out.push_back(record->item.id);
    return out;
  }

  Result<std::optional<AnsweredKey>> find_answer(const AccountId& account, const std::string& key) override {
    const auto row = find_copy(data_->answers, {account.value, key});
    return row ? std::optional(row->what) : std::nullopt;
  }

  Result<std::vector<WaitingAlert>> alerts_waiting(Moment until, int limit) override {
    return memory::alerts_waiting(*data_, until, limit);
  }
  Result<std::optional<AlertRow>> find_alert(long long id) override { return by_id(data_->alerts, id); }
  Result<long long> newest_alert() override { return static_cast<long long>(data_->alerts.size()); }
  Result<std::vector<ChangedCase>> changed_since(Seq after, int limit) override {
    std::vector<ChangedCase> out;
    for (auto i = static_cast<std::size_t>(std::max<Seq>(after, 0)); i < data_->log.size(); ++i) {
      if (out.size() == static_cast<std::size_t>(limit)) break;
      out.push_back({static_cast<Seq>(i) + 1, CaseId(data_->log[i].first)});
    }
    return out;
  }
  Result<Page<RiskRow>> list_risks(const RiskFilter& filter) override { return memory::list_risks(*data_, filter); }
  Result<std::optional<RiskRow>> find_risk(long long id) override { return by_id(data_->risks, id); }
  Result<std::optional<WatchedRow>> watched(const CaseId& id) override { return find_copy(data_->watched, id.value); }
  Result<std::vector<CaseId>> matters_of(const PersonId& employer, Date since, int limit) override {
    return memory::matters_of(*data_, employer, since, limit);
  }
  Result<long long> open_cases_of(const AccountId& handler) override {
    return std::count_if(data_->watched.begin(), data_->watched.end(),
                         [&](const auto& entry) { return entry.second.open && entry.second.handler == handler; });
  }
  Result<SpanCounts> sector_spans(const std::string& sector, Date before_from, Date from, Date until) override {
    return spans(&WatchedRow::sector, sector, before_from, from, until);
  }
  Result<SpanCounts> body_spans(const std::string& body, Date before_from, Date from, Date until) override {
    return spans(&WatchedRow::body, body, before_from, from, until);
  }
  Result<Page<KeptRow>> list_kept(const KeptFilter& filter) override { return memory::list_kept(*data_, filter); }
  Result<std::optional<KeptRow>> find_kept(long long id) override { return by_id(data_->kept, id); }
  Result<std::vector<RiskTimer>> risk_timers_due(Moment until, int limit) override {
    return memory::risk_timers_due(*data_, until, limit);
  }
  Result<std::vector<KeyCase>> key_cases(const CaseId& id) override {
    std::vector<KeyCase> out;
    for (const auto& row : data_->key_cases)
      if (id.empty() ? !row.ended_on : row.case_id == id) out.push_back(row);
    return out;
  }
  Result<std::vector<KeyCase>> key_reports_due(Date before, int limit) override {
    return memory::key_reports_due(*data_, before, limit);
  }
  Result<std::vector<OutboxRow>> outbox_due(const std::string& channel, Instant now, int limit) override {
    return memory::outbox_due(*data_, channel, now, limit);
  }
  Result<Page<OutboxRow>> list_outbox(const OutboxFilter& filter) override {
    return memory::list_outbox(*data_, filter);
  }
  Result<std::vector<OutboxCount>> outbox_counts() override {
    std::map<std::string, OutboxCount> counts;
    for (const auto& row : data_->outbox) {
      if (row.state == OutboxState::sent) continue;
      OutboxCount& count = counts[row.channel];
      count.channel = row.channel;
      ++(row.state == OutboxState::dead ? count.dead : count.waiting);
    }
    std::vector<OutboxCount> out;
    for (auto& [channel, count] : counts) out.push_back(std::move(count));
    return out;
  }

  Result<std::vector<Account>> accounts() override {
    std::vector<Account> out;
    for (const auto& [id, account] : data_->accounts) out.push_back(account);
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.username < b.username; });
    return out;
  }

  Result<std::optional<Account>> find_account(const std::string& username) override {
    for (const auto& [id, account] : data_->accounts) {
      if (account.username == username) return account;
    }
    return std::nullopt;
  }

  Result<std::optional<Account>> find_account(const AccountId& id) override {
    return find_copy(data_->accounts, id.value);
  }
  Result<std::optional<Session>> find_session(const std::string& token_hash) override {
    return find_copy(data_->sessions, token_hash);
  }

  Result<std::vector<Session>> sessions(const AccountId& account) override {
    std::vector<Session> out;
    for (const auto& [hash, session] : data_->sessions) {
      if (session.account == account) out.push_back(session);
    }
    std::ranges::stable_sort(out, {}, &Session::created_at);
    return out;
  }

  Result<audit::HashKind> log_hash() override {
    return data_->marks.contains(kLogHashMark) ? audit::HashKind::sm3 : audit::HashKind::sha256;
  }

  Result<Seq> log_size(Log log) override {
    return static_cast<Seq>(log == Log::events ? data_->log.size() : data_->access.size());
  }

  Result<std::vector<LogEntry>> log_entries(Log log, Seq after, int limit) override {
    std::vector<LogEntry> out;
    audit::Hash chain{};
    TRY(const Seq size, log_size(log));
    TRY(const auto hash, log_hash());
    for (Seq seq = 1; seq <= size && out.size() < static_cast<std::size_t>(limit); ++seq) {
      std::string entry = entry_at(log, static_cast<std::size_t>(seq - 1));
      chain = audit::link(hash, chain, seq, entry);
      if (seq > after) out.push_back({seq, chain, std::move(entry)});
    }
    return out;
  }

  Result<audit::Hash> log_node(Log log, int level, std::int64_t index) override {
    const std::int64_t count = std::int64_t{1} << level;
    TRY(const Seq size, log_size(log));
    if (level > 40 || index < 0 || (index + 1) * count > size)
      return fail(ErrorCode::corrupt, {"没有此节点", "no such node"});
    TRY(const auto hash, log_hash());
    audit::Edge part(hash);
    for (auto i = index * count; i < (index + 1) * count; ++i)
      part.append(audit::leaf(hash, entry_at(log, static_cast<std::size_t>(i))));
    return part.root();
  }

  Result<std::vector<Draft>> drafts(const AccountId& account) override {
    std::vector<Draft> out;
    for (const auto& [key, draft] : data_->drafts) {
      if (draft.account == account) out.push_back(draft);
    }
    return out;
  }

  Result<std::string> preferences(const AccountId& account) override {
    return find_copy(data_->preferences, account.value).value_or("{}");
  }

  Result<std::vector<DefinitionText>> definitions() override {
    std::vector<DefinitionText> out;
    for (const auto& [sha, definition] : data_->definitions) out.push_back(definition);
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return std::tie(a.procedure, a.version) < std::tie(b.procedure, b.version);
    });
    return out;
  }

  Result<std::optional<DefinitionText>> find_definition(const std::string& sha256) override {
    return find_copy(data_->definitions, sha256);
  }

  Result<std::vector<NoticeText>> notices(const std::string& calendar) override {
    std::vector<NoticeText> out;
    for (const auto& notice : data_->notices) {
      if (notice.calendar == calendar) out.push_back(notice);
    }
    return out;
  }

  Result<std::optional<std::string>> mark(const std::string& name) override { return find_copy(data_->marks, name); }

  Result<Counts> counts() override {
    Counts out;
    out.head = static_cast<Seq>(data_->log.size());
    out.cases = static_cast<long long>(data_->cases.size());
    for (const auto& [id, record] : data_->cases) {
      const Summary& s = record->item.summary;
      out.open_cases += s.phase == engine::Phase::open ? 1 : 0;
      for (const auto& clock : record->rows.clocks) out.open_clocks += is_open(clock.status) ? 1 : 0;
    }
    out.oldest_due = first_moment();
    for (const auto& alert : data_->alerts)
      out.alerts_open += alert.acknowledged_by.empty() && !alert.superseded ? 1 : 0;
    for (const auto& row : data_->outbox) out.outbox_depth += row.state == OutboxState::waiting ? 1 : 0;
    return out;
  }

  Result<Seq> head() override { return static_cast<Seq>(data_->log.size()); }
  Result<std::optional<Moment>> oldest_due() override { return first_moment(); }

 private:
  [[nodiscard]] SpanCounts spans(std::string WatchedRow::*of, const std::string& value, Date before_from, Date from,
                                 Date until) const {
    SpanCounts out;
    for (const auto& [id, row] : data_->watched) {
      if (value.empty() || row.*of != value || row.opened_on < before_from || row.opened_on > until) continue;
      ++(row.opened_on >= from ? out.recent : out.before);
    }
    return out;
  }
  [[nodiscard]] std::string entry_at(Log log, std::size_t position) const {
    if (log == Log::access) return encode(data_->access[position]);
    const auto& [id, index] = data_->log[position];
    return encode(data_->cases.at(id)->events[index]);
  }
  [[nodiscard]] std::optional<Moment> first_moment() const {
    std::optional<Moment> first;
    for (const auto& [id, record] : data_->cases) {
      const auto& next = record->item.summary.next_moment;
      if (next && (!first || *next < *first)) first = next;
    }
    return first;
  }

  [[nodiscard]] Result<std::shared_ptr<const CaseRecord>> find(const CaseId& id) const {
    const auto it = data_->cases.find(id.value);
    if (it == data_->cases.end()) return fail(static_cast<Error>(unknown_case(id)));
    return it->second;
  }

  /// Rows whose ids are their places, from 1.
  template <typename T>
  static std::optional<T> by_id(const std::vector<T>& rows, long long id) {
    if (id < 1 || id > static_cast<long long>(rows.size())) return std::nullopt;
    return rows[static_cast<std::size_t>(id - 1)];
  }

  template <typename Wanted>
  [[nodiscard]] std::vector<CaseId> ids(const CaseId& after, int limit, Wanted wanted) const {
    std::vector<CaseId> out;
    for (auto it = data_->cases.upper_bound(after.value); it != data_->cases.end(); ++it) {
      if (out.size() == static_cast<std::size_t>(limit)) break;
      if (wanted(*it->second)) out.emplace_back(it->first);
    }
    return out;
  }

  std::shared_ptr<const Data> data_;
};

}  // namespace

std::unique_ptr<Snapshot> make_snapshot(std::shared_ptr<const Data> data) {
  return std::make_unique<MemorySnapshot>(std::move(data));
}

}  // namespace hejie::storage::memory
