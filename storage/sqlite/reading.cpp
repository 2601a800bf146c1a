#include "storage/sqlite/reading.h"

#include <sqlite3.h>

#include "storage/codec.h"
#include "storage/sqlite/derived.h"

namespace hejie::storage::sqlite {

namespace {

/// Thousands of cases share one text, and decoding it is an eighth of opening a case: the last one is kept.
engine::Values read_switches(std::string text) {
  struct Last {
    std::string text = "{}";
    engine::Values values{};
  };
  thread_local Last last;
  if (last.text == text) return last.values;
  auto values = decode_values(text);
  if (!values) throw Failure(SQLITE_CORRUPT, "the switches of a case do not decode");
  last = {std::move(text), std::move(*values)};
  return last.values;
}

}  // namespace

CaseItem read_case(const Query& row) {
  int i = 0;
  CaseItem out;
  out.id = CaseId(row.text(i++));
  out.version = row.integer(i++);
  out.updated = row.integer(i++);
  out.pin.procedure = row.text(i++);
  out.pin.version = row.small(i++);
  out.pin.sha256 = row.text(i++);
  out.pin.overlays = read_list(row, i++);
  out.pin.switches = read_switches(row.text(i++));
  out.number = row.text(i++);
  out.number_cancelled = row.flag(i++);
  Summary& s = out.summary;
  s.state = row.text(i++);
  s.phase = row.as<engine::Phase>(i++);
  s.stage = row.text(i++);
  s.title.zh = row.text(i++);
  s.title.en = row.text(i++);
  s.handler = AccountId(row.text(i++));
  s.employer = PersonId(row.text(i++));
  s.sector = row.text(i++);
  s.cause = row.text(i++);
  s.flags = read_list(row, i++);
  s.opened_on = row.day(i++);
  s.filed_on = row.maybe_day(i++);
  s.closed_on = row.maybe_day(i++);
  s.through = row.moment(i++);
  s.next_moment = row.maybe_moment(i++);
  s.next_due = row.maybe_day(i++);
  s.next_clock = row.text(i);
  return out;
}

Result<StoredEvent> read_event(const Query& row) {
  const std::string seq = std::to_string(row.integer(0));
  auto event = decode(row.text(2));
  if (!event) {
    Error error = event.error();
    error.message = Text{"事件 " + seq + "：", "event " + seq + ": "} + error.message;
    return fail(std::move(error));
  }
  if (event->version != row.integer(1) || event->case_id.value != row.text(3)) {
    return fail(ErrorCode::corrupt, {"事件 " + seq + " 与所在行不符", "event " + seq + " does not belong to its row"});
  }
  event->seq = row.integer(0);
  return event;
}

AlertRow read_alert(const Query& r) {
  AlertRow out;
  out.id = r.integer(0);
  out.what = {CaseId(r.text(1)), r.text(2), r.text(3), r.small(4), r.text(5), r.text(6), r.day(7)};
  out.on = r.day(8);
  out.told_at = r.instant(9);
  out.superseded = r.flag(10);
  out.acknowledged_by = AccountId(r.text(11));
  out.acknowledged_at = r.maybe_instant(12);
  out.wait_until = r.maybe_moment(13);
  return out;
}

void Where::add(const std::string& condition, std::vector<Parameter> parameters) {
  sql_ += (sql_.empty() ? " WHERE (" : " AND (") + condition + ")";
  parameters_.insert(parameters_.end(), parameters.begin(), parameters.end());
}

void Where::add_in(const std::string& column, const std::vector<std::string>& values) {
  if (values.empty()) return;
  std::string marks = "?";
  for (std::size_t i = 1; i < values.size(); ++i) marks += ",?";
  add(column + " IN (" + marks + ")", std::vector<Parameter>(values.begin(), values.end()));
}

Query Where::prepare(Connection& db, const std::string& sql) const {
  Query query = db.once(sql);
  for (const auto& parameter : parameters_) {
    std::visit([&query](const auto& value) { query.bind(value); }, parameter);
  }
  return query;
}

std::string like(const std::string& text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

}  // namespace hejie::storage::sqlite
