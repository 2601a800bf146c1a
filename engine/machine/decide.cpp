// decide, tick, advance: the front doors for one case.
#include <fmt/format.h>

#include <algorithm>

#include "engine/machine/acts.h"
#include "engine/machine/catch_up.h"
#include "engine/machine/proposals.h"
#include "engine/machine/refold.h"

namespace hejie::engine {
namespace {

constexpr std::size_t kMaxActs = 10'000;

void find(FormFindings& findings, std::string path, std::string code, std::string zh, std::string en) {
  findings.push_back({std::move(path), std::move(code), {std::move(zh), std::move(en)}});
}

FormFindings check_bounds(const Context& context, const CaseFile& file, const Act& act) {
  FormFindings findings;
  const Calendar& calendar = context.calendar;
  if (!calendar.contains(act.on)) {
    find(findings, "/occurred_on", "outside_calendar",
         fmt::format("日期须在 {} 至 {} 之间", format_date(calendar.first_day()), format_date(calendar.last_day())),
         fmt::format("the day must be from {} to {}", format_date(calendar.first_day()),
                     format_date(calendar.last_day())));
  }
  if (file.acts.size() >= kMaxActs) {
    find(findings, "", "too_many", fmt::format("一案最多 {} 项行为，请另立案件", kMaxActs),
         fmt::format("at most {} acts a case; open another case", kMaxActs));
  }
  if (act.minute && (*act.minute < 0 || *act.minute >= kMinutesPerDay)) {
    find(findings, "/occurred_at", "out_of_range", "时刻应在 00:00 至 23:59 之间", "the time must be 00:00 to 23:59");
  }
  if (file.state.exists() && is_placed_in_time(act.kind) && act.on < file.state.opened_on) {
    find(findings, "/occurred_on", "before_opening",
         fmt::format("日期早于案件开始之日 {}", format_date(file.state.opened_on)),
         fmt::format("the day lies before the case began on {}", format_date(file.state.opened_on)));
  }
  return findings;
}

Moment moment_of(const CaseState& state, const Act& act) {
  return {act.on, act.minute.value_or(act.on == state.last_act_on ? state.last_act_minute : 0)};
}

void finish(const Context& context, Log& log, const Act* act, Decision& decision) {
  decision.events = std::move(log.events);
  decision.effects = std::move(log.effects);
  decision.warnings = std::move(log.warnings);
  collapse_alerts(decision.after, decision.effects);
  if (act == nullptr || (act->kind != ActKind::proposed && act->kind != ActKind::approved)) return;
  const Proposal* waiting = find_proposal(decision.after, act->kind == ActKind::proposed ? act->version : act->of);
  if (waiting == nullptr) return;
  decision.proposal = true;
  if (const ApprovalStep* step = next_step(context, decision.after, *waiting, act->on))
    decision.approver_roles = step->by;
}

}  // namespace

Decided decide(const Context& context, const CaseFile& file, const Act& act) {
  if (auto findings = check_bounds(context, file, act); !findings.empty()) return findings;
  const bool answers = act.kind == ActKind::approved || act.kind == ActKind::declined || act.kind == ActKind::recalled;
  if (answers) {
    if (auto no = check_answer_day(file.state, act)) return std::move(*no);
  }
  const Moment at = moment_of(file.state, act);
  if (!is_placed_in_time(act.kind) || at < file.state.latest) return revise(context, file, act);
  Decision decision;
  decision.after = file.state;
  Log log{.mode = Log::Mode::live, .events = {}, .effects = {}, .warnings = {}};
  Run run{context, decision.after, log};
  catch_up(run, at);
  Act stored = act;
  normalize(context, decision.after, stored);
  stored.version = decision.after.version + 1;
  if (auto done = perform(run, stored, at); !done) {
    if (auto* findings = std::get_if<FormFindings>(&done.error())) return std::move(*findings);
    return std::get<Rejection>(std::move(done.error()));
  }
  catch_up(run, std::max(at, decision.after.through));
  finish(context, log, &stored, decision);
  return decision;
}

Decision tick(const Context& context, const CaseFile& file, Moment until) {
  Decision decision;
  decision.after = file.state;
  Log log{.mode = Log::Mode::live, .events = {}, .effects = {}, .warnings = {}};
  Run run{context, decision.after, log};
  catch_up(run, until);
  finish(context, log, nullptr, decision);
  return decision;
}

void advance(CaseFile& file, const Decision& decision) {
  for (const CaseEvent& event : decision.events) {
    if (const auto* act = std::get_if<Act>(&event)) file.acts.push_back(*act);
  }
  file.state = decision.after;
}

}  // namespace hejie::engine
