// What one command writes: whole or not at all. Made by app from a decision (or by an administration verb), carried by
// the queue to the store's one writer. Holds no JSON or SQL types and decides nothing.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "storage/kept_row.h"
#include "storage/rows.h"

namespace hejie::storage {

/// A number given in the deciding transaction: next free n of (series, unit, year), without gaps.
struct NumberRequest {
  std::string series, unit;
  int year = 0;
  std::string pattern;    ///< "{unit}", "{year}", "{n}" are replaced
  std::size_t event = 0;  ///< index into CaseChange::events; its stored form carries the number
};

/// One case of a command. Without events, rows and pin it only says "this case must still be at `expected`".
struct CaseChange {
  CaseId id;
  Version expected = 0;                   ///< version before; 0 = the case must not exist
  std::optional<Pin> pin;                 ///< required for a new case; else only when a migrating act changes it
  std::vector<engine::CaseEvent> events;  ///< versions expected+1 ... in order
  std::optional<CaseRows> rows;           ///< required for a new case; absent = derived rows stay as they are
  std::optional<NumberRequest> number;
  bool cancels_number = false;  ///< the number given before stays visible as cancelled and is never given again
};

/// What was answered to an idempotency key the first time.
struct StoredAnswer {
  int status = 200;
  std::string etag, location, body;
  bool operator==(const StoredAnswer&) const = default;
};

struct NumberGiven {
  CaseId case_id;
  std::string number;
  int n = 0;
  bool operator==(const NumberGiven&) const = default;
};

struct CommitResult {
  bool repeat = false;  ///< the idempotency key or command id was there before: nothing was written now
  std::vector<std::pair<CaseId, Version>> versions;  ///< after, per CaseChange in order
  std::vector<std::vector<Seq>> seqs;                ///< per CaseChange, per event
  std::vector<NumberGiven> numbers;
  std::vector<AlertRow> alerts;        ///< only those that were not in the ledger before
  std::optional<StoredAnswer> answer;  ///< of the idempotency key: rendered now, or stored by the first (repeat)
};

/// Key a request may take effect by once. (account, key) is unique; the hash covers method, path and body.
struct IdempotencyRecord {
  AccountId account;
  std::string key, request_hash;
  std::optional<Instant> expires_at;  ///< empty = kept for ever (with a case)
  /// Runs in the writer after seq and numbers are known, before COMMIT: quick, no call into the store.
  std::function<StoredAnswer(const CommitResult&)> answer;
};

// small administrative writes, in the order given
struct PutPerson {
  Person person;
};
struct PutText {
  PrivateText text;
};
/// Id and kind stay, so that cases still say that there was a party; nothing of the rest can be read again.
/// not_found for an unknown person; nothing when it has been erased.
struct ErasePerson {
  PersonId person;
};
struct EraseTexts {
  CaseId case_id;
};  ///< free texts of a case
struct PutAccount {
  Account account;
};  ///< insert or update by id; a second id with one username is a conflict
struct PutSession {
  Session session;
};
struct SessionSeen {
  std::string token_hash;
  Instant at{};
};  ///< nothing when the session has ended meanwhile
struct DropSession {
  std::string token_hash;
};
struct DropSessionsOf {
  AccountId account;
};
struct DropExpired {
  Instant now;
};  ///< sessions and idempotency records that have expired
struct PutDraft {
  Draft draft;
};  ///< empty body removes it
struct PutPreferences {
  AccountId account;
  std::string body;
};
struct PutDefinition {
  DefinitionText definition;
};  ///< once by sha256; the same again is no change
struct PutNotice {
  NoticeText notice;
};  ///< once by (calendar, id); another text under the same id is a conflict
struct PutMark {
  std::string name, value;
};
struct Acknowledge {
  long long alert = 0;
  AccountId by;
  Instant at{};
};  ///< the first stays; not_found for an unknown id
/// Nobody waits for an answer to this alert any more: the next in line has been told, or need not be.
struct AlertWaited {
  long long alert = 0;
};
struct OutboxSent {
  long long id = 0;
  Instant at{};
};
/// A try that failed. With `dead` nothing is tried any more until OutboxAgain.
struct OutboxFailed {
  long long id = 0;
  Instant next_try_at{};
  std::string error;
  bool dead = false;
};
/// A dead message waits again, with its tries counted anew; not_found when it is not dead.
struct OutboxAgain {
  long long id = 0;
  Instant at{};
};
struct PutWatched {
  WatchedRow row;
};  ///< insert or replace by case; the case must exist
struct PutRiskTimer {
  std::string rule;
  CaseId case_id;
  std::optional<Moment> at;
};  ///< one a rule and case; without `at` it is dropped
/// id 0: a new mark, left out when the case has an open one; else the row with that id is replaced.
struct PutKeyCase {
  KeyCase row;
};

/// id 0: kept once by (kind, subject, period), left out when it is there. Else the body of the row with that id, at
/// that revision, is replaced and the revision counted up; a conflict when it has changed meanwhile or does not exist.
struct PutKept {
  KeptRow row;
};

struct PutAccess {
  AccessRecord record;
};  ///< the next entry of the access log

using Put = std::variant<PutPerson, PutText, PutAccount, PutSession, DropSession, DropSessionsOf, DropExpired, PutDraft,
                         PutPreferences, PutDefinition, PutNotice, PutMark, Acknowledge, AlertWaited, OutboxSent,
                         OutboxFailed, OutboxAgain, PutWatched, PutRiskTimer, PutKeyCase, PutAccess, SessionSeen,
                         PutKept, ErasePerson, EraseTexts>;

struct Commit {
  Instant recorded_at{};   ///< when entered
  AccountId recorded_by;   ///< empty for the clock
  std::string command_id;  ///< unique for ever when not empty (ticks: case and moment); a repeat writes nothing
  std::optional<IdempotencyRecord> idempotency;
  std::vector<CaseChange> cases;  ///< each case at most once
  std::vector<NewAlert> alerts;
  std::vector<AlertKey> superseded;  ///< told before, no longer true; unknown ones are ignored
  std::vector<NewRisk> risks;        ///< those known already are left out
  std::vector<OutboxRow> outbox;     ///< id ignored
  std::vector<Put> puts;
};

/// Why nothing was written.
/// conflict: a case is not at `expected` (case_id and current say which and what); key_reused; unavailable (stopping,
/// queue full); read_only (disk full or read-only; reads go on, writes are tried again by themselves); corrupt; invalid
/// (a bug of the caller: versions not in order, new case without pin); not_found (Acknowledge); io.
struct CommitError : Error {
  CaseId case_id{};
  Version current = 0;
};

using CommitOutcome = std::expected<CommitResult, CommitError>;

}  // namespace hejie::storage
