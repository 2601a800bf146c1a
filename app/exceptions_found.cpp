#include "app/exceptions_found.h"

#include <algorithm>

#include "app/kept_bodies.h"

namespace hejie::app {
namespace {

using engine::Act;
using engine::ActKind;

constexpr std::int64_t kSecondMs = 1000;

bool is_entry(const Act& act) {
  return act.kind == ActKind::done || act.kind == ActKind::served || act.kind == ActKind::proposed;
}

/// Of links and of the law nobody is late.
bool is_persons(const Act& act) {
  return !act.by.account.empty();
}

void keep(const ExceptionsInput& input, const char* what, const Act& act, KeptException body, storage::Commit& commit) {
  storage::KeptRow row;
  row.kind = "exception";
  row.subject = what;
  row.period = format_date(to_bureau(input.now).day) + " " + input.after.id.value + " " + std::to_string(act.version) +
               (body.clock.empty() ? "" : " " + body.clock);
  row.case_id = input.after.id;
  row.made_at = input.now;
  row.made_by = act.by.account;
  body.version = act.version;
  body.event = act.event;
  body.on = act.on;
  body.of = act.of;
  row.body = write_body(body);
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
}

void look_at_entry(const ExceptionsInput& input, const Act& act, storage::Commit& commit) {
  const Date today = to_bureau(input.now).day;
  KeptException body;
  if (act.on < today) body.days = input.calendar.working_days_between(act.on, today);
  if (body.days > input.rules.late_days) keep(input, kLateEntry, act, body, commit);
}

/// An extension is a clock's own: the day before it against the day of the act.
void look_at_extensions(const ExceptionsInput& input, const Act& act, storage::Commit& commit) {
  for (const auto& clock : input.after.clocks) {
    const bool extended =
        std::ranges::any_of(clock.extensions, [&](const auto& e) { return e.first == act.version; }) ||
        (clock.extended_to && clock.extended_to->first == act.version);
    if (!extended) continue;
    const auto same = std::ranges::find_if(input.before.clocks, [&](const engine::ClockInstance& one) {
      return one.rule == clock.rule && one.key == clock.key && one.ordinal == clock.ordinal;
    });
    if (same == input.before.clocks.end() || !same->due) continue;
    const int left = *same->due - act.on;
    if (left > input.rules.last_days) continue;
    KeptException body;
    body.clock = clock.rule;
    body.days = left;
    keep(input, kLastDays, act, body, commit);
  }
}

void look_at_approval(const ExceptionsInput& input, const Act& act, storage::Commit& commit) {
  if (!input.recorded_at) return;
  const auto asked = input.recorded_at(act.of);
  if (!asked) return;
  const std::int64_t seconds = (input.now.ms - asked->ms) / kSecondMs;
  if (seconds >= input.rules.quick_seconds) return;
  KeptException body;
  body.seconds = static_cast<int>(seconds);
  keep(input, kQuickApproval, act, body, commit);
}

}  // namespace

void add_exceptions(const ExceptionsInput& input, storage::Commit& commit) {
  for (const auto& event : input.events) {
    const auto* act = std::get_if<Act>(&event);
    if (act == nullptr || !is_persons(*act)) continue;
    if (is_entry(*act)) look_at_entry(input, *act, commit);
    if (act->kind == ActKind::corrected) keep(input, kCorrection, *act, {}, commit);
    if (act->kind == ActKind::annulled) keep(input, kAnnulment, *act, {}, commit);
    if (act->irregular || act->cascade) keep(input, kOverride, *act, {}, commit);
    if (!act->by.for_whom.empty()) keep(input, kDelegated, *act, {}, commit);
    if (act->kind == ActKind::approved) look_at_approval(input, *act, commit);
    look_at_extensions(input, *act, commit);
  }
}

}  // namespace hejie::app
