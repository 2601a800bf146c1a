// Writing: first everything that could refuse a commit is asked, then all of it is applied.
#include <algorithm>
#include <limits>
#include <tuple>

#include "storage/memory/data.h"
#include "storage/refusals.h"

namespace hejie::storage::memory {
namespace {

constexpr long long kNumbersAYear = 10'000'000;

/// Rows stand in the order of their keys, as in every backend.
void sort_rows(CaseRows& rows) {
  const auto by = [](auto key) { return [key](const auto& a, const auto& b) { return key(a) < key(b); }; };
  std::sort(rows.clocks.begin(), rows.clocks.end(),
            by([](const ClockRow& x) { return std::tie(x.rule, x.key, x.ordinal); }));
  std::sort(rows.parties.begin(), rows.parties.end(), by([](const PartyRow& x) { return std::tie(x.key); }));
  std::sort(rows.documents.begin(), rows.documents.end(),
            by([](const DocumentRow& x) { return std::tie(x.document, x.copy); }));
  std::sort(rows.services.begin(), rows.services.end(),
            by([](const ServiceRow& x) { return std::tie(x.act, x.document, x.copy, x.to); }));
  std::sort(rows.links.begin(), rows.links.end(),
            by([](const LinkRow& x) { return std::tie(x.kind, x.other, x.direction); }));
  std::sort(rows.proposals.begin(), rows.proposals.end(), by([](const ProposalRow& x) { return x.version; }));
  std::sort(rows.hearings.begin(), rows.hearings.end(), by([](const HearingRow& x) { return std::tie(x.at, x.kind); }));
}

// ---- what could refuse

struct Checker {
  const Data& data;
  const Commit& commit;

  std::optional<CommitError> find_refusal() const {
    for (const auto& change : commit.cases) {
      const auto it = data.cases.find(change.id.value);
      const Version current = it == data.cases.end() ? 0 : it->second->item.version;
      if (current != change.expected) return stale(change.id, current);
    }
    for (const auto& alert : commit.alerts) {
      if (!alert.what.case_id.empty() && !will_exist(alert.what.case_id)) return unknown_case(alert.what.case_id);
    }
    std::map<std::string, std::string> names;  // username -> id
    for (const auto& [id, account] : data.accounts) names[account.username] = id;
    std::map<std::pair<std::string, std::string>, std::string> notices;
    for (const auto& notice : data.notices) notices[{notice.calendar, notice.id}] = notice.text;
    for (const auto& put : commit.puts) {
      if (const auto* account = std::get_if<PutAccount>(&put)) {
        const auto [it, fresh] = names.emplace(account->account.username, account->account.id.value);
        if (!fresh && it->second != account->account.id.value) return username_taken();
      } else if (const auto* notice = std::get_if<PutNotice>(&put)) {
        const auto [it, fresh] =
            notices.emplace(std::pair(notice->notice.calendar, notice->notice.id), notice->notice.text);
        if (!fresh && it->second != notice->notice.text) return other_notice();
      } else if (const auto* acknowledge = std::get_if<Acknowledge>(&put)) {
        if (acknowledge->alert < 1 || acknowledge->alert > static_cast<long long>(data.alerts.size())) {
          return unknown_alert(acknowledge->alert);
        }
      } else if (auto refusal = std::visit([this](const auto& x) { return refuses(x); }, put)) {
        return refusal;
      }
    }
    for (const auto& risk : commit.risks) {
      if (!will_exist(risk.case_id)) return unknown_case(risk.case_id);
    }
    return std::nullopt;
  }

  template <typename T>
  [[nodiscard]] std::optional<CommitError> refuses(const T&) const {
    return std::nullopt;
  }
  [[nodiscard]] std::optional<CommitError> refuses(const PutWatched& x) const { return needs(x.row.case_id); }
  [[nodiscard]] std::optional<CommitError> refuses(const ErasePerson& x) const {
    return data.persons.contains(x.person.value) ? std::nullopt : std::optional(no_such_person());
  }
  [[nodiscard]] std::optional<CommitError> refuses(const PutRiskTimer& x) const { return needs(x.case_id); }
  [[nodiscard]] std::optional<CommitError> refuses(const PutKeyCase& x) const { return needs(x.row.case_id); }
  [[nodiscard]] std::optional<CommitError> refuses(const PutKept& x) const {
    if (x.row.id == 0) return x.row.case_id.empty() ? std::nullopt : needs(x.row.case_id);
    const bool same = x.row.id >= 1 && x.row.id <= static_cast<long long>(data.kept.size()) &&
                      data.kept[static_cast<std::size_t>(x.row.id - 1)].revision == x.row.revision;
    return same ? std::nullopt : std::optional(changed_meanwhile());
  }
  [[nodiscard]] std::optional<CommitError> refuses(const OutboxAgain& x) const {
    const bool dead = x.id >= 1 && x.id <= static_cast<long long>(data.outbox.size()) &&
                      data.outbox[static_cast<std::size_t>(x.id - 1)].state == OutboxState::dead;
    return dead ? std::nullopt : std::optional(not_dead(x.id));
  }
  [[nodiscard]] std::optional<CommitError> needs(const CaseId& id) const {
    return will_exist(id) ? std::nullopt : std::optional(unknown_case(id));
  }

  [[nodiscard]] bool will_exist(const CaseId& id) const {
    return data.cases.contains(id.value) ||
           std::any_of(commit.cases.begin(), commit.cases.end(), [&](const CaseChange& c) { return c.id == id; });
  }
};

// ---- small writes

struct Putter {
  Data& data;

  void operator()(const PutPerson& x) const {
    data.persons[x.person.id.value] = x.person;
    data.person_order.emplace(x.person.id.value, static_cast<long long>(data.person_order.size()) + 1);
  }
  void operator()(const ErasePerson& x) const {
    Person& person = data.persons[x.person.value];
    Person rest;
    rest.id = person.id;
    rest.kind = person.kind;
    rest.erased = true;
    person = std::move(rest);
  }
  void operator()(const EraseTexts& x) const {
    std::erase_if(data.texts,
                  [&](const auto& entry) { return !x.case_id.empty() && entry.second.case_id == x.case_id; });
  }
  void operator()(const PutText& x) const { data.texts[x.text.id.value] = x.text; }
  void operator()(const PutAccount& x) const { data.accounts[x.account.id.value] = x.account; }
  void operator()(const PutSession& x) const { data.sessions[x.session.token_hash] = x.session; }
  void operator()(const SessionSeen& x) const {
    if (const auto it = data.sessions.find(x.token_hash); it != data.sessions.end()) it->second.seen_at = x.at;
  }
  void operator()(const DropSession& x) const { data.sessions.erase(x.token_hash); }
  void operator()(const DropSessionsOf& x) const {
    std::erase_if(data.sessions, [&](const auto& entry) { return entry.second.account == x.account; });
  }
  void operator()(const DropExpired& x) const {
    std::erase_if(data.sessions, [&](const auto& entry) { return entry.second.expires_at <= x.now; });
    std::erase_if(data.answers,
                  [&](const auto& entry) { return entry.second.expires_at && *entry.second.expires_at <= x.now; });
  }
  void operator()(const PutDraft& x) const {
    const std::pair key(x.draft.account.value, x.draft.key);
    if (x.draft.body.empty()) {
      data.drafts.erase(key);
    } else {
      data.drafts[key] = x.draft;
    }
  }
  void operator()(const PutPreferences& x) const { data.preferences[x.account.value] = x.body; }
  void operator()(const PutDefinition& x) const { data.definitions.emplace(x.definition.sha256, x.definition); }
  void operator()(const PutNotice& x) const {
    const bool there = std::any_of(data.notices.begin(), data.notices.end(), [&](const NoticeText& n) {
      return n.calendar == x.notice.calendar && n.id == x.notice.id;
    });
    if (!there) data.notices.push_back(x.notice);
  }
  void operator()(const PutMark& x) const { data.marks[x.name] = x.value; }
  void operator()(const Acknowledge& x) const {
    AlertRow& alert = data.alerts[static_cast<std::size_t>(x.alert - 1)];
    alert.wait_until.reset();
    if (!alert.acknowledged_by.empty()) return;
    alert.acknowledged_by = x.by;
    alert.acknowledged_at = x.at;
  }
  void operator()(const PutAccess& x) const { data.access.push_back(x.record); }
  void operator()(const AlertWaited& x) const {
    if (x.alert >= 1 && x.alert <= static_cast<long long>(data.alerts.size()))
      data.alerts[static_cast<std::size_t>(x.alert - 1)].wait_until.reset();
  }
  void operator()(const OutboxSent& x) const {
    OutboxRow* row = waiting(x.id);
    if (row == nullptr) return;
    ++row->attempts;
    row->state = OutboxState::sent;
    row->ended_at = x.at;
    row->last_error.clear();
  }
  void operator()(const OutboxFailed& x) const {
    OutboxRow* row = waiting(x.id);
    if (row == nullptr) return;
    ++row->attempts;
    row->next_try_at = x.next_try_at;
    row->last_error = x.error;
    if (!x.dead) return;
    row->state = OutboxState::dead;
    row->ended_at = x.next_try_at;
  }
  void operator()(const OutboxAgain& x) const {
    OutboxRow& row = *find(x.id);
    row.state = OutboxState::waiting;
    row.attempts = 0;
    row.next_try_at = x.at;
    row.ended_at.reset();
  }
  void operator()(const PutWatched& x) const { data.watched[x.row.case_id.value] = x.row; }
  void operator()(const PutRiskTimer& x) const {
    const std::pair key(x.rule, x.case_id.value);
    if (x.at) {
      data.risk_timers[key] = *x.at;
    } else {
      data.risk_timers.erase(key);
    }
  }
  void operator()(const PutKeyCase& x) const {
    if (x.row.id == 0) {
      const bool marked = std::any_of(data.key_cases.begin(), data.key_cases.end(),
                                      [&](const KeyCase& k) { return k.case_id == x.row.case_id && !k.ended_on; });
      if (marked) return;
      data.key_cases.push_back(x.row);
      data.key_cases.back().id = static_cast<long long>(data.key_cases.size());
    } else if (x.row.id >= 1 && x.row.id <= static_cast<long long>(data.key_cases.size())) {
      data.key_cases[static_cast<std::size_t>(x.row.id - 1)] = x.row;
    }
  }
  void operator()(const PutKept& x) const {
    if (x.row.id != 0) {
      KeptRow& row = data.kept[static_cast<std::size_t>(x.row.id - 1)];
      row.body = x.row.body;
      ++row.revision;
      return;
    }
    const bool known = std::any_of(data.kept.begin(), data.kept.end(), [&](const KeptRow& k) {
      return std::tie(k.kind, k.subject, k.period) == std::tie(x.row.kind, x.row.subject, x.row.period);
    });
    if (known) return;
    data.kept.push_back(x.row);
    data.kept.back().id = static_cast<long long>(data.kept.size());
    data.kept.back().revision = 0;
  }
  [[nodiscard]] OutboxRow* waiting(long long id) const {
    OutboxRow* row = find(id);
    return row != nullptr && row->state == OutboxState::waiting ? row : nullptr;
  }
  [[nodiscard]] OutboxRow* find(long long id) const {
    return id < 1 || id > static_cast<long long>(data.outbox.size()) ? nullptr
                                                                     : &data.outbox[static_cast<std::size_t>(id - 1)];
  }
};

// ---- cases

std::string give_number(Data& data, const NumberRequest& request, CaseRecord& record, CommitResult& result) {
  int n = 1;
  for (const auto& row : data.numbers) {
    if (row.series == request.series && row.unit == request.unit && row.year == request.year)
      n = std::max(n, row.n + 1);
  }
  const std::string number = format_number(request, n);
  data.numbers.push_back({request.series, request.unit, request.year, n, number, record.item.id, false});
  record.item.number = number;
  record.item.number_cancelled = false;
  record.rank = request.year * kNumbersAYear + n;
  result.numbers.push_back({record.item.id, number, n});
  return number;
}

void cancel_number(Data& data, CaseRecord& record) {
  for (auto& row : data.numbers) {
    if (row.case_id == record.item.id) row.cancelled = true;
  }
  if (!record.item.number.empty()) record.item.number_cancelled = true;
}

void write_case(Data& data, const Commit& commit, const CaseChange& change, CommitResult& result) {
  auto& slot = data.cases[change.id.value];
  auto record = slot ? std::make_shared<CaseRecord>(*slot) : std::make_shared<CaseRecord>();
  record->item.id = change.id;
  if (!slot) record->no = static_cast<long long>(data.cases.size());
  if (change.pin) record->item.pin = *change.pin;
  if (change.cancels_number) cancel_number(data, *record);
  const std::string number = change.number ? give_number(data, *change.number, *record, result) : "";
  auto& seqs = result.seqs.emplace_back();
  for (std::size_t i = 0; i < change.events.size(); ++i) {
    data.log.emplace_back(change.id.value, record->events.size());
    const Seq seq = static_cast<Seq>(data.log.size());
    const bool carries = change.number && change.number->event == i;
    record->events.push_back({seq, change.id, change.expected + static_cast<Version>(i) + 1, 1, commit.recorded_at,
                              commit.recorded_by, carries ? number : "", change.events[i]});
    record->item.updated = seq;
    seqs.push_back(seq);
  }
  record->item.version = change.expected + static_cast<Version>(change.events.size());
  if (change.rows) {
    const Moment through = std::max(record->item.summary.through, change.rows->summary.through);
    record->rows = *change.rows;
    record->rows.summary.through = slot ? through : change.rows->summary.through;
    sort_rows(record->rows);
    record->item.summary = record->rows.summary;
  }
  result.versions.emplace_back(change.id, record->item.version);
  slot = std::move(record);
}

void write_alert(Data& data, const NewAlert& alert, Instant told_at, CommitResult& result) {
  const auto [it, fresh] = data.alert_index.emplace(alert.what, data.alerts.size());
  if (!fresh) {
    AlertRow& row = data.alerts[it->second];
    if (row.superseded && row.acknowledged_by.empty()) row.wait_until = alert.wait_until;
    row.superseded = false;
    return;
  }
  data.alerts.push_back({static_cast<long long>(data.alerts.size()) + 1, alert.what, alert.on, told_at, false,
                         AccountId(), std::nullopt, alert.wait_until});
  result.alerts.push_back(data.alerts.back());
}

void write_alerts(Data& data, const Commit& commit, CommitResult& result) {
  for (const auto& key : commit.superseded) {
    // A rung that stayed true when its date moved stands under the day it was told with.
    AlertKey first = key;
    first.due = Date{std::numeric_limits<std::int32_t>::min()};
    for (auto it = data.alert_index.lower_bound(first); it != data.alert_index.end(); ++it) {
      AlertKey same = it->first;
      same.due = key.due;
      if (same != key) break;
      data.alerts[it->second].superseded = true;
      data.alerts[it->second].wait_until.reset();
    }
  }
  for (const auto& alert : commit.alerts) write_alert(data, alert, commit.recorded_at, result);
}

void write_risks(Data& data, const Commit& commit, CommitResult& result) {
  for (const auto& risk : commit.risks) {
    const bool known = std::any_of(data.risks.begin(), data.risks.end(), [&](const RiskRow& r) {
      return std::tie(r.rule, r.subject, r.level, r.period) ==
             std::tie(risk.rule, risk.subject, risk.level, risk.period);
    });
    if (known) continue;
    const auto id = static_cast<int>(data.risks.size()) + 1;
    data.risks.push_back({id, risk.rule, risk.subject, risk.level, risk.period, risk.case_id, risk.on,
                          commit.recorded_at, risk.grounds});
    for (const auto& to : risk.to) write_alert(data, alert_of(risk, id, to), commit.recorded_at, result);
  }
}

void write_outbox(Data& data, const Commit& commit) {
  for (auto row : commit.outbox) {
    const bool known = row.alert > 0 && std::any_of(data.outbox.begin(), data.outbox.end(), [&](const OutboxRow& r) {
                         return r.channel == row.channel && r.alert == row.alert;
                       });
    if (known) continue;
    row.id = static_cast<long long>(data.outbox.size()) + 1;
    data.outbox.push_back(std::move(row));
  }
}

std::optional<CommitOutcome> find_repeat(Data& data, const Commit& commit) {
  if (commit.idempotency) {
    const auto it = data.answers.find({commit.idempotency->account.value, commit.idempotency->key});
    const bool found =
        it != data.answers.end() && (!it->second.expires_at || *it->second.expires_at > commit.recorded_at);
    if (found && it->second.what.request_hash != commit.idempotency->request_hash) return std::unexpected(key_reused());
    if (found) {
      CommitResult out;
      out.repeat = true;
      out.answer = it->second.what.answer;
      return out;
    }
  }
  if (!commit.command_id.empty() && data.commands.contains(commit.command_id)) {
    CommitResult out;
    out.repeat = true;
    return out;
  }
  return std::nullopt;
}

}  // namespace

CommitOutcome apply(Data& data, const Commit& commit) {
  if (auto repeat = find_repeat(data, commit)) return std::move(*repeat);
  if (auto refusal = Checker{data, commit}.find_refusal()) return std::unexpected(std::move(*refusal));
  CommitResult result;
  if (!commit.command_id.empty()) data.commands.insert(commit.command_id);
  for (const auto& change : commit.cases) write_case(data, commit, change, result);
  write_alerts(data, commit, result);
  write_risks(data, commit, result);
  write_outbox(data, commit);
  for (const auto& put : commit.puts) std::visit(Putter{data}, put);
  if (commit.idempotency) {
    const auto& record = *commit.idempotency;
    result.answer = record.answer ? record.answer(result) : StoredAnswer{};
    data.answers[{record.account.value, record.key}] = {{record.request_hash, *result.answer}, record.expires_at};
  }
  return result;
}

}  // namespace hejie::storage::memory
