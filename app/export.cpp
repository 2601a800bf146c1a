#include "app/export.h"

#include <map>

#include "app/clock_view.h"
#include "storage/codec.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;

using Take = std::function<void(const ExportRow&)>;

ExportCell day(const std::optional<Date>& date) {
  return date ? ExportCell(format_date(*date)) : ExportCell();
}
ExportCell text(const std::string& value) {
  return value.empty() ? ExportCell() : ExportCell(value);
}

std::string phase_of(engine::Phase phase) {
  return phase == engine::Phase::open ? "open" : phase == engine::Phase::closed ? "closed" : "final";
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& entry : list) out += (out.empty() ? "" : ";") + entry;
  return out;
}

/// "applicant=张**;respondent=示**"
Result<std::string> parties_of(storage::Snapshot& snapshot, const CaseId& id, bool unmask, std::string& numbers) {
  TRY(const auto rows, snapshot.load_rows(id));
  std::vector<PersonId> ids;
  for (const auto& party : rows.parties) ids.push_back(party.person);
  TRY(const auto persons, snapshot.persons(ids));
  std::map<PersonId, const storage::Person*> known;
  for (const auto& person : persons) known[person.id] = &person;
  std::vector<std::string> names;
  std::vector<std::string> list;
  for (const auto& party : rows.parties) {
    const auto found = known.find(party.person);
    if (found == known.end()) continue;
    const auto& number = found->second->credit_code.empty() ? found->second->id_number : found->second->credit_code;
    names.push_back(party.key + "=" + (unmask ? found->second->name : mask_name(found->second->name)));
    if (!number.empty()) list.push_back(party.key + "=" + (unmask ? number : mask_number(number)));
  }
  numbers = joined(list);
  return joined(names);
}

Status export_cases(storage::Snapshot& snapshot, const ExportQuestion& question, const Take& take) {
  storage::CaseFilter filter;
  filter.page.limit = kPage;
  do {
    TRY(const auto page, snapshot.list_cases(filter));
    for (const auto& item : page.items) {
      const auto& summary = item.summary;
      std::string numbers;
      TRY(const auto names, parties_of(snapshot, item.id, question.unmask, numbers));
      take({{"id", item.id.value},
            {"number", text(item.number)},
            {"workflow", item.pin.procedure},
            {"workflow_version", static_cast<std::int64_t>(item.pin.version)},
            {"state", summary.state},
            {"phase", phase_of(summary.phase)},
            {"stage", text(summary.stage)},
            {"cause", text(summary.cause)},
            {"sector", text(summary.sector)},
            {"opened_on", format_date(summary.opened_on)},
            {"filed_on", day(summary.filed_on)},
            {"closed_on", day(summary.closed_on)},
            {"next_due", day(summary.next_due)},
            {"next_clock", text(summary.next_clock)},
            {"flags", text(joined(summary.flags))},
            {"parties", text(names)},
            {"party_numbers", text(numbers)},
            {"version", static_cast<std::int64_t>(item.version)},
            {"updated_seq", static_cast<std::int64_t>(item.updated)}});
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return {};
}

std::string name_of(const engine::CaseEvent& event) {
  if (const auto* act = std::get_if<engine::Act>(&event)) return act->event;
  if (const auto* what = std::get_if<engine::Occurrence>(&event))
    return clock_label(what->id, what->key, what->ordinal);
  return "";
}

Status export_events(storage::Snapshot& snapshot, const ExportQuestion& question, const Take& take) {
  Seq last = question.since;
  for (;;) {
    TRY(const auto events, snapshot.events_since(last, kPage));
    if (events.empty()) return {};
    for (const auto& stored : events)
      take({{"seq", static_cast<std::int64_t>(stored.seq)},
            {"case_id", stored.case_id.value},
            {"version", static_cast<std::int64_t>(stored.version)},
            {"kind", std::string(storage::kind_name(stored.event))},
            {"name", text(name_of(stored.event))},
            {"occurred_on", format_date(std::visit([](const auto& event) { return event.on; }, stored.event))},
            {"recorded_at", format_instant(stored.recorded_at)},
            {"recorded_by", text(stored.recorded_by.value)},
            {"number", text(stored.number)},
            {"event", storage::encode(stored)}});
    last = events.back().seq;
  }
}

Status export_clocks(storage::Snapshot& snapshot, const Take& take) {
  storage::ClockFilter filter;
  using enum engine::ClockStatus;
  filter.status = {running, breached, expired, stopped, left, superseded};
  filter.page.limit = kPage;
  do {
    TRY(const auto page, snapshot.list_clocks(filter));
    for (const auto& item : page.items) {
      const auto& clock = item.clock;
      take({{"case_id", item.case_id.value},
            {"number", text(item.number)},
            {"workflow", item.workflow},
            {"clock", clock.rule},
            {"party", text(clock.key)},
            {"ordinal", static_cast<std::int64_t>(clock.ordinal)},
            {"kind", clock_kind_id(clock.kind)},
            {"owner", text(clock.owner)},
            {"status", clock_status_id(clock.status)},
            {"base", format_date(clock.base)},
            {"nominal", day(clock.nominal)},
            {"due", day(clock.due)},
            {"due_at", clock.due_at ? ExportCell(format_moment(*clock.due_at)) : ExportCell()},
            {"ended_on", day(clock.ended_on)},
            {"provisional", clock.provisional},
            {"halted", clock.halted}});
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return {};
}

std::size_t character_bytes(const std::string& text, std::size_t at) {
  std::size_t n = 1;
  while (at + n < text.size() && (static_cast<unsigned char>(text[at + n]) & 0xC0U) == 0x80U) ++n;
  return n;
}

std::string cell_text(const ExportCell& cell) {
  if (const auto* value = std::get_if<std::string>(&cell)) return *value;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "true" : "false";
  return "";
}

std::string csv_cell(std::string value) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (!value.empty() && kFormula.find(value.front()) != std::string_view::npos) value.insert(value.begin(), '\'');
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  std::string quoted = "\"";
  for (const char c : value) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

Status export_rows(storage::Snapshot& snapshot, const ExportQuestion& question, const Take& take) {
  if (question.what == "cases") return export_cases(snapshot, question, take);
  if (question.what == "events") return export_events(snapshot, question, take);
  if (question.what == "clocks") return export_clocks(snapshot, take);
  return fail(ErrorCode::invalid,
              {"只能导出 cases、events、clocks 或 xes", "there is cases, events, clocks and xes to export"});
}

std::string csv_head(const ExportRow& row) {
  std::string line;
  for (const auto& [name, cell] : row) line += (line.empty() ? "" : ",") + name;
  return line + "\r\n";
}

std::string csv_line(const ExportRow& row) {
  std::string line;
  bool first = true;
  for (const auto& [name, cell] : row) {
    if (!first) line += ',';
    first = false;
    // Numbers are no formulas, whatever their sign.
    line += std::holds_alternative<std::string>(cell) ? csv_cell(cell_text(cell)) : cell_text(cell);
  }
  return line + "\r\n";
}

std::string mask_name(const std::string& name) {
  std::string masked;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t n = character_bytes(name, at);
    masked += at == 0 ? name.substr(0, n) : "*";
    at += n;
  }
  return masked;
}

std::string mask_number(const std::string& number) {
  constexpr std::size_t kShown = 2;
  if (number.size() <= 2 * kShown) return std::string(number.size(), '*');
  return number.substr(0, kShown) + std::string(number.size() - 2 * kShown, '*') +
         number.substr(number.size() - kShown);
}

}  // namespace hejie::app
