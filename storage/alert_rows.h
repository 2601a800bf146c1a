// Rows of alerts that wait, of risks over cases, of key cases and of messages to the outside. Pure data, no rule and no
// JSON type; what writes them is in commit.h, what reads them in snapshot.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"

namespace hejie::storage {

enum class OutboxState { waiting, sent, dead };

/// A message that leaves after the commit. `payload` is JSON without personal data.
struct OutboxRow {
  long long id = 0;  ///< given by the store
  CaseId case_id;
  std::string channel, payload;
  Instant created_at{};
  int attempts = 0;
  Instant next_try_at{};
  OutboxState state = OutboxState::waiting;
  long long alert = 0;     ///< of the ledger, 0 = none; a channel takes one message an alert, the second is left out
  std::string last_error;  ///< of the last try
  std::optional<Instant> ended_at;
  bool operator==(const OutboxRow&) const = default;
};

struct OutboxCount {
  std::string channel;
  long long waiting = 0, dead = 0;
  bool operator==(const OutboxCount&) const = default;
};

/// A risk a rule found. Kept once by (rule, subject, level, period); then each of `to` is told by a row of the ledger
/// with clock "risk:<rule>", ordinal = id of the risk, rung = level, due = `on`.
struct NewRisk {
  std::string rule, subject;
  int level = 1;
  std::string period;  ///< "" = once for ever
  CaseId case_id;      ///< where it was found
  Date on{};
  std::string grounds;  ///< JSON without personal data
  std::vector<std::string> to;
  std::optional<Moment> wait_until;
  bool operator==(const NewRisk&) const = default;
};
struct RiskRow {
  long long id = 0;
  std::string rule, subject;
  int level = 1;
  std::string period;
  CaseId case_id;
  Date on{};
  Instant found_at{};
  std::string grounds;
  bool operator==(const RiskRow&) const = default;
};

/// What rules over many cases count of a case.
struct WatchedRow {
  CaseId case_id;
  PersonId employer;
  AccountId handler;
  std::string sector, cause;
  Date opened_on{};
  bool open = true;
  std::string body = {};  ///< mediation organization in charge: a street's, a park's, a trade's; "" = none
  bool operator==(const WatchedRow&) const = default;
};

struct RiskTimer {
  std::string rule;
  CaseId case_id;
  Moment at{};
  bool operator==(const RiskTimer&) const = default;
};

/// A case of weight, from the day it was marked.
struct KeyCase {
  long long id = 0;  ///< given by the store
  CaseId case_id;
  Date since{};
  std::string rule;     ///< "" = marked by a person
  AccountId marked_by;  ///< empty = by rule
  AccountId leader;     ///< in charge; empty = not named yet
  TextId reason;
  int every_days = 5;  ///< working days from one report to the next
  std::optional<Date> report_due, reported_on;
  int reports = 0;
  std::optional<Date> ended_on;
  AccountId ended_by;  ///< empty with `ended_on`: ended by the closure of the case
  TextId ended_reason;
  bool operator==(const KeyCase&) const = default;
};

}  // namespace hejie::storage
