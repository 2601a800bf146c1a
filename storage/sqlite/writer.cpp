#include "storage/sqlite/writer.h"

#include "engine/base/fault_controls.h"
#include "storage/codec.h"
#include "storage/refusals.h"
#include "storage/sqlite/derived.h"

namespace hejie::storage::sqlite {
namespace {

constexpr std::int64_t kNumbersAYear = 10'000'000;

CommitResult repeated() {
  CommitResult out;
  out.repeat = true;
  return out;
}

std::string encode_event(const Commit& commit, const CaseChange& change, std::size_t index, const std::string& number) {
  StoredEvent event;
  event.case_id = change.id;
  event.version = change.expected + static_cast<Version>(index) + 1;
  event.recorded_at = commit.recorded_at;
  event.recorded_by = commit.recorded_by;
  event.number = number;
  event.event = change.events[index];
  return encode(event);
}

}  // namespace

std::expected<Job, CommitError> prepare(Commit commit, std::function<void(CommitOutcome)> done,
                                        audit::HashKind log_hash) {
  if (auto defect = find_defect(commit)) return std::unexpected(std::move(*defect));
  Job job;
  for (const auto& change : commit.cases) {
    auto& payloads = job.payloads.emplace_back();
    auto& leaves = job.leaves.emplace_back();
    for (std::size_t i = 0; i < change.events.size(); ++i) {
      const bool waits = change.number && change.number->event == i;
      payloads.push_back(waits ? "" : encode_event(commit, change, i, ""));
      leaves.push_back(waits ? audit::Hash{} : audit::leaf(log_hash, payloads.back()));
    }
    job.hashes.push_back(change.rows ? hash_derived(*change.rows) : DerivedHash{});
  }
  job.commit = std::move(commit);
  job.done = std::move(done);
  return job;
}

Writer::Writer(Connection& db, std::shared_ptr<const crypto::Vault> vault, crypto::RowCodes codes, bool notes_codes)
    : db_(db),
      log_hash_(read_log_hash(db)),
      vault_(std::move(vault)),
      ends_{LogEnd(Log::events, log_hash_), LogEnd(Log::access, log_hash_)},
      book_(std::move(codes)),
      notes_codes_(notes_codes) {
  book_.load(db);
  committed();
  reload();
  sealed_ = ends_.access.size();
}

void Writer::seal() {
  if (!book_.sums().changed && sealed_ == ends_.access.size()) return;
  book_.seal(db_, ends_.access.size(), ends_.access.chain());
  sealed_ = ends_.access.size();
}

void Writer::reload() {
  cases_.clear();
  ends_.events.load(db_);
  ends_.access.load(db_);
  book_.set_sums(kept_sums_);
  sealed_ = -1;
}

CommitOutcome Writer::apply(const Job& job) {
  touched_ = false;
  try {
    if (auto repeat = find_repeat(job.commit)) return std::move(*repeat);
    return write_all(job);
  } catch (Refused& refused) {
    forget(job.commit);
    return std::unexpected(std::move(refused.error));
  } catch (const Failure&) {
    forget(job.commit);
    throw;
  }
}

CommitResult Writer::write_all(const Job& job) {
  const Commit& commit = job.commit;
  CommitResult result;
  for (std::size_t i = 0; i < commit.cases.size(); ++i) write_case(job, i, result);
  write_alerts(commit, result);
  write_risks(commit, result);
  write_outbox(commit);
  for (const auto& one : commit.puts) std::visit([this](const auto& x) { put(x); }, one);
  write_answer(commit, result);
  return result;
}

std::optional<CommitResult> Writer::find_repeat(const Commit& commit) {
  if (HEJIE_FAULT(no_key_lookup)) return std::nullopt;
  if (commit.idempotency) {
    Query row = db_.query(
        "SELECT request_hash, status, etag, location, body, expires_at FROM answers "
        "WHERE account = ? AND key = ?");
    row.bind(commit.idempotency->account, commit.idempotency->key);
    const bool found = row.step() && (row.is_null(5) || row.instant(5) > commit.recorded_at);
    if (found && row.text(0) != commit.idempotency->request_hash) throw Refused{key_reused()};
    if (found) {
      CommitResult out = repeated();
      out.answer = StoredAnswer{row.small(1), row.text(2), row.text(3), row.text(4)};
      return out;
    }
  }
  // What is refused for its version, the commonest refusal, is refused before anything is written.
  for (const auto& change : commit.cases) {
    if (auto refusal = find_stale(change)) {
      if (is_known_command(commit.command_id)) return repeated();
      throw Refused{std::move(*refusal)};
    }
  }
  if (!commit.command_id.empty()) {
    const int inserted = db_.query("INSERT INTO commands VALUES (?, ?) ON CONFLICT DO NOTHING")
                             .bind(commit.command_id, commit.recorded_at)
                             .run();
    if (inserted == 0) return repeated();
  }
  touched_ = true;
  return std::nullopt;
}

bool Writer::is_known_command(const std::string& command_id) {
  if (command_id.empty()) return false;
  Query row = db_.query("SELECT 1 FROM commands WHERE id = ?");
  row.bind(command_id);
  return row.step();
}

std::optional<CommitError> Writer::find_stale(const CaseChange& change) {
  const Known& known = find_case(change);
  if (known.version == change.expected || (known.case_no != 0 && HEJIE_FAULT(no_version_check))) return std::nullopt;
  return stale(change.id, known.version);
}

Writer::Known& Writer::find_case(const CaseChange& change) {
  if (const auto it = cases_.find(change.id.value); it != cases_.end()) return it->second;
  constexpr std::size_t kMostRemembered = 2048;
  if (cases_.size() >= kMostRemembered) cases_.clear();
  Known& known = cases_[change.id.value];
  Query row = db_.query(
      "SELECT case_no, version, rows_hash, next_moment, next_due, filed_on, handler, employer FROM cases WHERE id = ?");
  row.bind(change.id);
  if (row.step()) {
    known = {row.integer(0),   row.integer(1), row.integer(2), row.maybe_moment(3), row.maybe_day(4),
             row.maybe_day(5), row.text(6),    row.text(7),    std::nullopt};
  }
  return known;
}

void Writer::remember(const CaseChange& change, const DerivedHash& hash, Known& known, bool with_rows) {
  known.version = change.expected + static_cast<Version>(change.events.size());
  if (!change.rows) return;
  const Summary& s = change.rows->summary;
  known.hash = as_stored(hash);
  known.next_moment = s.next_moment;
  known.next_due = s.next_due;
  known.filed_on = s.filed_on;
  known.handler = s.handler.value;
  known.employer = s.employer.value;
  if (!known.rows && !with_rows) return;
  if (!known.rows) known.rows.emplace();
  sqlite::remember(*known.rows, *change.rows, hash);
}

void Writer::forget(const Commit& commit) {
  for (const auto& change : commit.cases) cases_.erase(change.id.value);
}

void Writer::write_case(const Job& job, std::size_t index, CommitResult& result) {
  const CaseChange& change = job.commit.cases[index];
  const DerivedHash& hash = job.hashes[index];
  Known& known = find_case(change);
  if (known.case_no == 0) {
    known.case_no = insert_case(change, hash);
    static const StoredRows kNothing;
    save_derived(db_, known.case_no, *change.rows, hash, kNothing);
  } else if (change.rows) {
    update_case(change, hash, known);
    update_indexed(change, known);
    if (known.hash != as_stored(hash)) {
      StoredRows read;
      if (!known.rows) read = read_before(db_, known.case_no, hash, known.hash);
      save_derived(db_, known.case_no, *change.rows, hash, known.rows ? *known.rows : read);
    }
  }
  if (change.pin && change.expected != 0) update_pin(*change.pin, known.case_no);
  if (change.cancels_number) cancel_number(known.case_no);
  const std::string number = change.number ? give_number(change, known.case_no, result) : "";
  write_events(job, index, known.case_no, number, result);
  // What the clock does passes by: nobody is at work on such a case.
  remember(change, hash, known, !job.commit.recorded_by.empty());
  result.versions.emplace_back(change.id, known.version);
}

void Writer::write_events(const Job& job, std::size_t index, std::int64_t case_no, const std::string& number,
                          CommitResult& result) {
  const CaseChange& change = job.commit.cases[index];
  auto& seqs = result.seqs.emplace_back();
  for (std::size_t i = 0; i < change.events.size(); ++i) {
    const std::string& ready = job.payloads[index][i];
    const std::string late = ready.empty() ? encode_event(job.commit, change, i, number) : "";
    const std::string& payload = ready.empty() ? late : ready;
    const audit::Hash leaf = ready.empty() ? audit::leaf(log_hash_, late) : job.leaves[index][i];
    const audit::Hash& chain = ends_.events.append(db_, payload, leaf);
    seqs.push_back(head());
    db_.query("INSERT INTO events (seq, case_no, version, kind, codec, payload, chain) VALUES (?,?,?,?,?,?,?)")
        .bind(head(), case_no, change.expected + static_cast<Version>(i) + 1, kind_of(change.events[i]), kCodecVersion,
              payload, Blob{audit::bytes_of(chain)})
        .run();
  }
}

std::string Writer::give_number(const CaseChange& change, std::int64_t case_no, CommitResult& result) {
  const NumberRequest& request = *change.number;
  Query last = db_.query("SELECT max(n) FROM numbers WHERE series = ? AND unit = ? AND year = ?");
  last.bind(request.series, request.unit, request.year);
  const int n = last.step() ? last.small(0) + 1 : 1;
  const std::string number = format_number(request, n);
  db_.query("INSERT INTO numbers VALUES (?,?,?,?,?,?,0)")
      .bind(request.series, request.unit, request.year, n, number, case_no)
      .run();
  db_.query("UPDATE cases SET number = ?, number_rank = ?, number_cancelled = 0 WHERE case_no = ?")
      .bind(number, std::int64_t{request.year} * kNumbersAYear + n, case_no)
      .run();
  result.numbers.push_back({change.id, number, n});
  return number;
}

void Writer::cancel_number(std::int64_t case_no) {
  db_.query("UPDATE numbers SET cancelled = 1 WHERE case_no = ?").bind(case_no).run();
  db_.query("UPDATE cases SET number_cancelled = 1 WHERE case_no = ? AND number <> ''").bind(case_no).run();
}

std::int64_t Writer::insert_case(const CaseChange& change, const DerivedHash& hash) {
  const Pin& pin = *change.pin;
  const Summary& s = change.rows->summary;
  const auto events = static_cast<Version>(change.events.size());
  db_.query(
         "INSERT INTO cases (id, version, updated, procedure, procedure_version, sha256, overlays, switches, number, "
         "number_cancelled, state, phase, stage, title_zh, title_en, handler, employer, sector, cause, flags, "
         "opened_on, filed_on, closed_on, through, next_moment, next_due, next_clock, rows_hash) "
         "VALUES (?,?,?,?,?,?,?,?,'',0,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .bind(change.id, events, head() + events, pin.procedure, pin.version, pin.sha256, encode_list(pin.overlays),
            encode_values(pin.switches), s.state, s.phase, s.stage, s.title.zh, s.title.en, s.handler, s.employer,
            s.sector, s.cause, encode_list(s.flags), s.opened_on, s.filed_on, s.closed_on, s.through, s.next_moment,
            s.next_due, s.next_clock, as_stored(hash))
      .run();
  return db_.last_row();
}

void Writer::update_pin(const Pin& pin, std::int64_t case_no) {
  db_.query(
         "UPDATE cases SET procedure = ?, procedure_version = ?, sha256 = ?, overlays = ?, switches = ? "
         "WHERE case_no = ?")
      .bind(pin.procedure, pin.version, pin.sha256, encode_list(pin.overlays), encode_values(pin.switches), case_no)
      .run();
}

void Writer::update_case(const CaseChange& change, const DerivedHash& hash, const Known& known) {
  const Summary& s = change.rows->summary;
  const auto events = static_cast<Version>(change.events.size());
  const auto set = [&](Query query) {
    query
        .bind(s.state, s.phase, s.stage, s.title.zh, s.title.en, s.sector, s.cause, encode_list(s.flags), s.opened_on,
              s.closed_on, s.through, s.next_clock, as_stored(hash), known.case_no)
        .run();
  };
  if (events == 0) {
    return set(db_.query(
        "UPDATE cases SET state = ?, phase = ?, stage = ?, title_zh = ?, title_en = ?, sector = ?, cause = ?, flags = "
        "?, "
        "opened_on = ?, closed_on = ?, through = max(through, ?), next_clock = ?, rows_hash = ? WHERE case_no = ?"));
  }
  if (known.next_moment != s.next_moment) {
    Query both = db_.query(
        "UPDATE cases SET version = ?, updated = ?, next_moment = ?, state = ?, phase = ?, stage = ?, title_zh = ?, "
        "title_en = ?, sector = ?, cause = ?, flags = ?, opened_on = ?, closed_on = ?, through = max(through, ?), "
        "next_clock = ?, rows_hash = ? WHERE case_no = ?");
    both.bind(change.expected + events, head() + events, s.next_moment);
    return set(std::move(both));
  }
  Query query = db_.query(
      "UPDATE cases SET version = ?, updated = ?, state = ?, phase = ?, stage = ?, title_zh = ?, title_en = ?, sector "
      "= "
      "?, cause = ?, flags = ?, opened_on = ?, closed_on = ?, through = max(through, ?), next_clock = ?, rows_hash = ? "
      "WHERE case_no = ?");
  query.bind(change.expected + events, head() + events);
  set(std::move(query));
}

/// Columns with an index are set only when they change: an UPDATE that names one writes its index again.
void Writer::update_indexed(const CaseChange& change, const Known& known) {
  const Summary& s = change.rows->summary;
  if (change.events.empty() && known.next_moment != s.next_moment) {
    db_.query("UPDATE cases SET next_moment = ? WHERE case_no = ?").bind(s.next_moment, known.case_no).run();
  }
  if (known.next_due != s.next_due || known.filed_on != s.filed_on || known.handler != s.handler.value ||
      known.employer != s.employer.value) {
    db_.query("UPDATE cases SET next_due = ?, filed_on = ?, handler = ?, employer = ? WHERE case_no = ?")
        .bind(s.next_due, s.filed_on, s.handler, s.employer, known.case_no)
        .run();
  }
}

std::int64_t Writer::case_no_of(const CaseId& id) {
  if (const auto it = cases_.find(id.value); it != cases_.end() && it->second.case_no != 0) return it->second.case_no;
  Query row = db_.query("SELECT case_no FROM cases WHERE id = ?");
  row.bind(id);
  if (!row.step()) throw Refused{unknown_case(id)};
  return row.integer(0);
}

void Writer::write_answer(const Commit& commit, CommitResult& result) {
  if (!commit.idempotency) return;
  const auto& record = *commit.idempotency;
  if (record.answer) result.answer = record.answer(result);
  const StoredAnswer& a = result.answer ? *result.answer : result.answer.emplace();
  db_.query("INSERT OR REPLACE INTO answers VALUES (?,?,?,?,?,?,?,?)")
      .bind(record.account, record.key, record.request_hash, a.status, a.etag, a.location, a.body, record.expires_at)
      .run();
}

}  // namespace hejie::storage::sqlite
