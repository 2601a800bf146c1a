// Alerts that wait, risks, key cases and messages over the maps of the memory store.
#include <algorithm>
#include <limits>
#include <tuple>

#include "storage/cursor.h"
#include "storage/memory/match.h"

namespace hejie::storage::memory {
namespace {

template <typename T>
void cut(std::vector<T>& rows, int limit) {
  if (rows.size() > static_cast<std::size_t>(limit)) rows.resize(static_cast<std::size_t>(limit));
}

/// "0" of "0" and of "0^1", which tells it to the next in line.
std::string first_rung(const std::string& rung) {
  return rung.substr(0, rung.find('^'));
}

bool is_answered(const Data& data, const AlertKey& key) {
  AlertKey first = key;
  first.rung.clear();
  first.to.clear();
  first.due = Date{std::numeric_limits<std::int32_t>::min()};
  for (auto it = data.alert_index.lower_bound(first); it != data.alert_index.end(); ++it) {
    const AlertKey& other = it->first;
    if (std::tie(other.case_id, other.clock, other.key, other.ordinal) !=
        std::tie(key.case_id, key.clock, key.key, key.ordinal))
      break;
    if (other.due == key.due && first_rung(other.rung) == first_rung(key.rung) &&
        !data.alerts[it->second].acknowledged_by.empty())
      return true;
  }
  return false;
}

bool is_clock_open(const Data& data, const AlertKey& key) {
  if (key.clock.starts_with("risk:") || key.clock.starts_with("report:")) return true;
  const auto found = data.cases.find(key.case_id.value);
  if (found == data.cases.end()) return false;
  const auto& clocks = found->second->rows.clocks;
  return std::any_of(clocks.begin(), clocks.end(), [&](const ClockRow& clock) {
    return clock.rule == key.clock && clock.key == key.key && clock.ordinal == key.ordinal && is_open(clock.status);
  });
}

/// Newest first, a page of those that fit.
template <typename T, typename Fits>
Result<Page<T>> page_of(const std::vector<T>& rows, const PageRequest& request, std::string_view list, Fits fits) {
  TRY_VOID(check_limit(request.limit));
  TRY(const auto position, read_cursor(list, request.cursor, 1));
  long long before = static_cast<long long>(rows.size()) + 1;
  if (!position.empty()) {
    TRY(before, cursor_number(position[0]));
  }
  Page<T> page;
  for (auto it = rows.rbegin(); it != rows.rend(); ++it) {
    if (it->id >= before || !fits(*it)) continue;
    if (page.items.size() == static_cast<std::size_t>(request.limit)) {
      page.next = make_cursor(list, {std::to_string(page.items.back().id)});
      break;
    }
    page.items.push_back(*it);
  }
  return page;
}

}  // namespace

std::vector<WaitingAlert> alerts_waiting(const Data& data, Moment until, int limit) {
  std::vector<WaitingAlert> out;
  for (const auto& alert : data.alerts) {
    if (alert.wait_until && *alert.wait_until <= until)
      out.push_back({alert, is_answered(data, alert.what), is_clock_open(data, alert.what)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.alert.wait_until < b.alert.wait_until; });
  cut(out, limit);
  return out;
}

Result<Page<RiskRow>> list_risks(const Data& data, const RiskFilter& filter) {
  return page_of(data.risks, filter.page, "risks", [&](const RiskRow& row) {
    return shares(filter.rule, {row.rule}) && (filter.case_id.empty() || row.case_id == filter.case_id);
  });
}

Result<Page<OutboxRow>> list_outbox(const Data& data, const OutboxFilter& filter) {
  return page_of(data.outbox, filter.page, "outbox", [&](const OutboxRow& row) {
    return shares(filter.channel, {row.channel}) && (!filter.state || row.state == *filter.state);
  });
}

Result<Page<KeptRow>> list_kept(const Data& data, const KeptFilter& filter) {
  return page_of(data.kept, filter.page, "kept", [&](const KeptRow& row) {
    return shares(filter.kind, {row.kind}) && shares(filter.subject, {row.subject}) &&
           row.period.starts_with(filter.period) && (filter.case_id.empty() || row.case_id == filter.case_id);
  });
}

std::vector<CaseId> matters_of(const Data& data, const PersonId& employer, Date since, int limit) {
  std::vector<std::tuple<Date, long long, CaseId>> found;
  for (const auto& [id, row] : data.watched) {
    if (employer.empty() || row.employer != employer || row.opened_on < since) continue;
    found.emplace_back(row.opened_on, data.cases.at(id)->no, CaseId(id));
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<CaseId> out;
  for (const auto& entry : found) out.push_back(std::get<2>(entry));
  cut(out, limit);
  return out;
}

std::vector<RiskTimer> risk_timers_due(const Data& data, Moment until, int limit) {
  std::vector<std::tuple<Moment, std::string, long long, CaseId>> found;
  for (const auto& [key, at] : data.risk_timers) {
    if (at <= until) found.emplace_back(at, key.first, data.cases.at(key.second)->no, CaseId(key.second));
  }
  std::sort(found.begin(), found.end());
  std::vector<RiskTimer> out;
  for (const auto& [at, rule, no, id] : found) out.push_back({rule, id, at});
  cut(out, limit);
  return out;
}

std::vector<KeyCase> key_reports_due(const Data& data, Date before, int limit) {
  std::vector<KeyCase> out;
  for (const auto& row : data.key_cases)
    if (!row.ended_on && row.report_due && *row.report_due < before) out.push_back(row);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.report_due < b.report_due; });
  cut(out, limit);
  return out;
}

std::vector<OutboxRow> outbox_due(const Data& data, const std::string& channel, Instant now, int limit) {
  std::vector<OutboxRow> out;
  for (const auto& row : data.outbox)
    if (row.channel == channel && row.state == OutboxState::waiting && row.next_try_at <= now) out.push_back(row);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.next_try_at < b.next_try_at; });
  cut(out, limit);
  return out;
}

}  // namespace hejie::storage::memory
