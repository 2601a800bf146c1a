// Everything the memory store holds, as plain maps. Changed by apply() only; read by snapshots through a shared
// pointer.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/snapshot.h"

namespace hejie::storage::memory {

struct CaseRecord {
  long long no = 0;    ///< order of entry
  long long rank = 0;  ///< of the number, 0 = none
  CaseItem item;
  CaseRows rows;
  std::vector<StoredEvent> events;
};

struct AnswerRow {
  AnsweredKey what;
  std::optional<Instant> expires_at;
};

struct Data {
  std::map<std::string, std::shared_ptr<const CaseRecord>> cases;
  std::vector<AccessRecord> access;                      ///< seq - 1
  std::vector<std::pair<std::string, std::size_t>> log;  ///< seq - 1 -> case, index of the event
  std::vector<NumberRow> numbers;
  std::vector<AlertRow> alerts;  ///< id - 1
  std::map<AlertKey, std::size_t> alert_index;
  std::set<std::string> commands;
  std::map<std::pair<std::string, std::string>, AnswerRow> answers;
  std::vector<OutboxRow> outbox;  ///< id - 1
  std::vector<RiskRow> risks;     ///< id - 1
  std::map<std::string, WatchedRow> watched;
  std::map<std::pair<std::string, std::string>, Moment> risk_timers;  ///< rule, case
  std::vector<KeyCase> key_cases;                                     ///< id - 1
  std::vector<KeptRow> kept;                                          ///< id - 1
  std::map<std::string, Person> persons;
  std::map<std::string, long long> person_order;  ///< id -> from 1, in the order of entry
  std::map<std::string, PrivateText> texts;
  std::map<std::string, Account> accounts;
  std::map<std::string, Session> sessions;
  std::map<std::pair<std::string, std::string>, Draft> drafts;
  std::map<std::string, std::string> preferences;
  std::map<std::string, DefinitionText> definitions;
  std::vector<NoticeText> notices;
  std::map<std::string, std::string> marks;
};

/// Refuses or applies, never half.
CommitOutcome apply(Data& data, const Commit& commit);

/// A view of `data`, which never changes while the view holds it.
std::unique_ptr<Snapshot> make_snapshot(std::shared_ptr<const Data> data);

}  // namespace hejie::storage::memory
