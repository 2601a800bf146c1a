#include "storage/memory/match.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "storage/cursor.h"
#include "storage/search_text.h"

namespace hejie::storage::memory {
namespace {

constexpr long long kNoDay = std::numeric_limits<std::int32_t>::max();
constexpr long long kNoNumber = 9'000'000'000'000'000'000;

long long day_or_last(const std::optional<Date>& day) {
  return day ? day->days : kNoDay;
}

bool listed(const std::vector<std::string>& wanted, const std::string& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool names_employer(const Data& data, const std::vector<std::string>& wanted, const PersonId& employer) {
  if (listed(wanted, employer.value)) return true;
  const auto it = data.persons.find(employer.value);
  if (it == data.persons.end()) return false;
  const std::string codes[] = {fold_code(it->second.credit_code), fold_code(it->second.id_number),
                               fold_code(it->second.phone)};
  return std::ranges::any_of(wanted, [&](const std::string& key) {
    const std::string folded = fold_code(key);
    return !folded.empty() && std::ranges::find(codes, folded) != std::end(codes);
  });
}

bool found(const Data& data, const CaseRecord& record, const SearchText& text) {
  if (text.empty() || text.finds_title(record.item.summary.title) || text.finds_number(record.item.number)) return true;
  return std::any_of(record.rows.parties.begin(), record.rows.parties.end(), [&](const PartyRow& party) {
    const auto it = data.persons.find(party.person.value);
    return it != data.persons.end() && text.finds_person(it->second);
  });
}

bool matches(const Data& data, const CaseRecord& record, const CaseFilter& filter, const SearchText& text) {
  const Summary& s = record.item.summary;
  const long long due = day_or_last(s.next_due);
  return listed(filter.workflow, record.item.pin.procedure) && listed(filter.state, s.state) &&
         listed(filter.stage, s.stage) && listed(filter.handler, s.handler.value) && listed(filter.sector, s.sector) &&
         names_employer(data, filter.employer, s.employer) &&
         (!filter.open || *filter.open == (s.phase == engine::Phase::open)) &&
         (!filter.overdue_on || (due < filter.overdue_on->days && s.phase != engine::Phase::final)) &&
         (!filter.due_before || due < filter.due_before->days) && found(data, record, text);
}

struct SortKey {
  const char* name;
  long long value;
};

SortKey sort_key(const CaseRecord& record, CaseSort sort) {
  switch (sort) {
    case CaseSort::due:
      return {"cases.due", day_or_last(record.item.summary.next_due)};
    case CaseSort::filed:
      return {"cases.filed", day_or_last(record.item.summary.filed_on)};
    case CaseSort::number:
      return {"cases.number", record.rank == 0 ? kNoNumber : record.rank};
    case CaseSort::updated:
      return {"cases.updated", record.item.updated};
  }
  return {"", 0};
}

/// One page of what is already in order. `key` gives the position of an item.
template <typename T, typename Out, typename Key>
Page<Out> cut(const std::string& list, const std::vector<T>& ordered, int limit, Key key, Out (*out)(const T&)) {
  Page<Out> page;
  for (const auto& item : ordered) {
    if (page.items.size() == static_cast<std::size_t>(limit)) {
      page.next = make_cursor(list, key(ordered[page.items.size() - 1]));
      break;
    }
    page.items.push_back(out(item));
  }
  return page;
}

ClockItem clock_item(const CaseItem& item, const ClockRow& clock) {
  return {item.id, item.pin.procedure, item.number, item.summary.title, item.summary.handler, clock};
}

std::vector<const CaseRecord*> in_order(const Data& data) {
  std::vector<const CaseRecord*> out;
  for (const auto& [id, record] : data.cases) out.push_back(record.get());
  std::ranges::sort(out, {}, &CaseRecord::no);
  return out;
}

}  // namespace

bool shares(const std::vector<std::string>& demanded, const std::vector<std::string>& held) {
  return demanded.empty() || std::any_of(demanded.begin(), demanded.end(), [&](const std::string& role) {
           return std::find(held.begin(), held.end(), role) != held.end();
         });
}

Result<Page<CaseItem>> list_cases(const Data& data, const CaseFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  const std::string list = std::string(sort_key(CaseRecord{}, filter.sort).name) + (filter.descending ? "-" : "");
  TRY(const auto position, read_cursor(list, filter.page.cursor, 2));
  std::pair<long long, long long> after{0, 0};
  if (!position.empty()) {
    TRY(after.first, cursor_number(position[0]));
    TRY(after.second, cursor_number(position[1]));
  }
  struct Entry {
    std::pair<long long, long long> key;
    const CaseRecord* record;
  };
  std::vector<Entry> entries;
  const SearchText text(filter.q);
  for (const auto& [id, record] : data.cases) {
    const Entry entry{{sort_key(*record, filter.sort).value, record->no}, record.get()};
    const bool later = position.empty() || (filter.descending ? entry.key < after : entry.key > after);
    if (later && matches(data, *record, filter, text)) entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(),
            [&](const Entry& a, const Entry& b) { return filter.descending ? b.key < a.key : a.key < b.key; });
  return cut<Entry, CaseItem>(
      list, entries, filter.page.limit,
      [](const Entry& e) {
        return std::vector{std::to_string(e.key.first), std::to_string(e.key.second)};
      },
      [](const Entry& e) { return e.record->item; });
}

Result<Page<ClockItem>> list_clocks(const Data& data, const ClockFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  TRY(const auto position, read_cursor("clocks", filter.page.cursor, 5));
  using Key = std::tuple<long long, long long, std::string, std::string, long long>;
  Key after;
  if (!position.empty()) {
    TRY(std::get<0>(after), cursor_number(position[0]));
    TRY(std::get<1>(after), cursor_number(position[1]));
    std::get<2>(after) = position[2];
    std::get<3>(after) = position[3];
    TRY(std::get<4>(after), cursor_number(position[4]));
  }
  struct Entry {
    Key key;
    ClockItem item;
  };
  std::vector<Entry> entries;
  for (const auto& [id, record] : data.cases) {
    for (const auto& clock : record->rows.clocks) {
      const bool status = filter.status.empty() ? is_open(clock.status)
                                                : std::find(filter.status.begin(), filter.status.end(), clock.status) !=
                                                      filter.status.end();
      const long long due = day_or_last(clock.due);
      Key key{due, record->no, clock.rule, clock.key, clock.ordinal};
      if (!status || !listed(filter.owner, clock.owner) || (filter.due_before && due >= filter.due_before->days) ||
          (!position.empty() && key <= after)) {
        continue;
      }
      entries.push_back({std::move(key), clock_item(record->item, clock)});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  return cut<Entry, ClockItem>(
      "clocks", entries, filter.page.limit,
      [](const Entry& e) {
        return std::vector{std::to_string(std::get<0>(e.key)), std::to_string(std::get<1>(e.key)), std::get<2>(e.key),
                           std::get<3>(e.key), std::to_string(std::get<4>(e.key))};
      },
      [](const Entry& e) { return e.item; });
}

void each_case(const Data& data, const std::function<void(const CaseItem&)>& see) {
  for (const auto* record : in_order(data)) see(record->item);
}

void each_duty(const Data& data, Date from, Date to, const std::function<void(const ClockItem&)>& see) {
  const auto within = [&](const std::optional<Date>& day) { return day && *day >= from && *day <= to; };
  for (const auto* record : in_order(data)) {
    for (const auto& clock : record->rows.clocks) {
      if (clock.kind != engine::ClockKind::duty || !clock.due) continue;
      const bool answered = clock.status == engine::ClockStatus::stopped && within(clock.ended_on);
      const bool late = clock.status == engine::ClockStatus::breached && within(clock.due);
      if (answered || late) see(clock_item(record->item, clock));
    }
  }
}

namespace {

/// About a case, or about none and asked for.
bool concerns(const std::optional<NoCaseAlerts>& wanted, const AlertKey& what) {
  if (!what.case_id.empty() || !wanted) return true;
  const auto among = [&what](const std::vector<std::string>& recipients) {
    return std::ranges::find(recipients, what.to) != recipients.end();
  };
  return among(wanted->to) || (wanted->all_but && !among(*wanted->all_but));
}

}  // namespace

Result<Page<AlertRow>> list_alerts(const Data& data, const AlertFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  TRY(const auto position, read_cursor("alerts", filter.page.cursor, 1));
  long long before = std::numeric_limits<long long>::max();
  if (!position.empty()) {
    TRY(before, cursor_number(position[0]));
  }
  std::vector<AlertRow> rows;
  for (auto it = data.alerts.rbegin(); it != data.alerts.rend(); ++it) {
    const bool acknowledged = !it->acknowledged_by.empty();
    if (it->id < before && listed(filter.to, it->what.to) && concerns(filter.no_case, it->what) &&
        (!filter.acknowledged || *filter.acknowledged == acknowledged) && (filter.with_superseded || !it->superseded) &&
        (filter.case_id.empty() || filter.case_id == it->what.case_id)) {
      rows.push_back(*it);
    }
  }
  return cut<AlertRow, AlertRow>(
      "alerts", rows, filter.page.limit, [](const AlertRow& a) { return std::vector{std::to_string(a.id)}; },
      [](const AlertRow& a) { return a; });
}

Result<Page<EmployerItem>> list_employers(const Data& data, const std::string& q, const PageRequest& page) {
  TRY_VOID(check_limit(page.limit));
  TRY(const auto position, read_cursor("employers", page.cursor, 1));
  long long after = 0;
  if (!position.empty()) {
    TRY(after, cursor_number(position[0]));
  }
  struct Entry {
    long long order;
    EmployerItem item;
  };
  const SearchText text(q);
  std::vector<Entry> rows;
  for (const auto& [id, person] : data.persons) {
    const long long order = data.person_order.at(id);
    if (person.kind != "employer" || order <= after) continue;
    if (!text.empty() && id != q && !text.finds_person(person)) continue;
    EmployerItem item{person, 0, 0};
    for (const auto& [case_id, record] : data.cases) {
      if (record->item.summary.employer.value != id) continue;
      ++item.cases;
      item.open_cases += record->item.summary.phase == engine::Phase::open ? 1 : 0;
    }
    rows.push_back({order, std::move(item)});
  }
  std::ranges::sort(rows, {}, &Entry::order);
  return cut<Entry, EmployerItem>(
      "employers", rows, page.limit, [](const Entry& e) { return std::vector{std::to_string(e.order)}; },
      [](const Entry& e) { return e.item; });
}

}  // namespace hejie::storage::memory
