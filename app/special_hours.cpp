#include "app/special_hours.h"

#include <algorithm>
#include <limits>

#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr int kPage = 200;

template <typename T>
std::optional<T> fact(const CaseView& view, const char* id) {
  const auto found = view.raw.facts.find(id);
  const auto* value = found == view.raw.facts.end() ? nullptr : std::get_if<T>(&found->second);
  return value == nullptr ? std::nullopt : std::optional<T>(*value);
}

Text name_of(const engine::Procedure& procedure, const char* fact_id, const std::string& value) {
  const auto* rule = procedure.find_fact(fact_id);
  if (rule == nullptr) return {value, value};
  for (const auto& [id, name] : rule->values)
    if (id == value) return name;
  return {value, value};
}

SpecialHoursView to_view(const CaseView& view, Date today) {
  SpecialHoursView permit;
  permit.case_id = view.id;
  permit.number = view.number;
  permit.system = fact<std::string>(view, "system").value_or("");
  permit.system_name = name_of(*view.procedure, "system", permit.system);
  permit.worker_count = fact<std::int64_t>(view, "worker_count").value_or(0);
  permit.valid_from = fact<Date>(view, "valid_from");
  permit.valid_until = fact<Date>(view, "valid_until");
  if (permit.valid_until) permit.days_left = permit.valid_until->days - today.days;
  for (const auto& party : view.parties)
    if (party.role == "employer") {
      permit.employer = party.person;
      permit.employer_name = party.name;
    }
  for (const auto& clock : view.clocks)
    if (clock.id == "renewal_window" && clock.status == "running") permit.renewal_until = clock.due;
  permit.renewal_asked = std::ranges::any_of(view.links, [](const LinkedView& link) { return link.link == "renewal"; });
  return permit;
}

}  // namespace

Result<std::vector<SpecialHoursView>> SpecialHours::in_force(const Caller& caller, std::optional<Date> expires_by) {
  if (!may_read_cases(caller))
    return fail(ErrorCode::forbidden, {"您的岗位不能查看案件", "your roles do not see cases"});
  const Date today = to_bureau(clock_.now()).day;
  std::vector<SpecialHoursView> permits;
  storage::CaseFilter filter;
  filter.workflow = {"special_hours"};
  filter.state = {"issued"};
  filter.page.limit = kPage;
  do {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto page, snapshot->list_cases(filter));
    filter.page.cursor = page.next;
    for (const auto& item : page.items) {
      TRY(const auto view, cases_.view(caller, item.id, {}, {}));
      auto permit = to_view(view, today);
      if (!expires_by || (permit.valid_until && *permit.valid_until <= *expires_by))
        permits.push_back(std::move(permit));
    }
  } while (!filter.page.cursor.empty());
  std::ranges::stable_sort(permits, {}, [](const SpecialHoursView& permit) {
    return permit.valid_until.value_or(Date{std::numeric_limits<std::int32_t>::max()});
  });
  return permits;
}

}  // namespace hejie::app
