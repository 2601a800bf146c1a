#include "app/reports_told.h"

#include <algorithm>

#include "app/alert_lines.h"

namespace hejie::app {
namespace {

using engine::CaseState;
using engine::DoneEvent;

const DoneEvent* find_done(const CaseState& state, const std::string& event, Version version) {
  const auto found = state.done.find(event);
  if (found == state.done.end()) return nullptr;
  const auto act = std::ranges::find(found->second, version, &DoneEvent::version);
  return act == found->second.end() ? nullptr : &*act;
}

storage::AlertKey key_of(const CaseId& id, const std::string& event, Version version, const std::string& body,
                         Date due) {
  return {id, std::string(kReportMark) + event, body, static_cast<int>(version), "0", body, due};
}

std::optional<Moment> acknowledged_by(const ReportsInput& input) {
  calendar::PeriodQuery query{.from = input.now.day, .periods = {input.rules.within}};
  query.from_minute = input.now.minute;
  const auto dates = calendar::compute(input.calendar, query);
  if (!dates || !dates->due_minute) return std::nullopt;
  return Moment{dates->due, *dates->due_minute};
}

void tell(const ReportsInput& input, const std::string& event, const DoneEvent& act, storage::Commit& commit) {
  for (const auto& body : input.rules.recipients(event, input.after.facts)) {
    storage::NewAlert alert{key_of(input.after.id, event, act.version, body, act.on), input.now.day};
    alert.wait_until = acknowledged_by(input);
    commit.alerts.push_back(std::move(alert));
  }
}

/// The report was entered by mistake: whoever was told it is told so.
void take_back(const ReportsInput& input, const std::string& event, const DoneEvent& act, storage::Commit& commit) {
  for (const auto& body : input.rules.recipients(event, input.before.facts)) {
    auto key = key_of(input.after.id, event, act.version, body, act.on);
    commit.superseded.push_back(key);
    key.rung = kWithdrawn;
    commit.alerts.push_back({std::move(key), input.now.day});
  }
}

}  // namespace

void tell_reports(const ReportsInput& input, storage::Commit& commit) {
  for (const auto& [event, acts] : input.after.done)
    for (const auto& act : acts)
      if (find_done(input.before, event, act.version) == nullptr) tell(input, event, act, commit);
  for (const auto& [event, acts] : input.before.done)
    for (const auto& act : acts)
      if (find_done(input.after, event, act.version) == nullptr) take_back(input, event, act, commit);
}

}  // namespace hejie::app
