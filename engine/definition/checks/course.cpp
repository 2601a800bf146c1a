// Compares a procedure with the course of its cases (powers.h): in each stage, what may be done, where it leads and
// which terms can run, what linked cases are told. Both ways. The procedures say it act by act and term by term, the
// table stage by stage.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/powers.h"

namespace hejie::definition {
namespace {

void tell(Subject& subject, const std::string& pointer, Text message) {
  subject.error("course", pointer, message + Text{"（roles/course.json）", " (roles/course.json)"});
}

std::string shown(const std::string& state) {
  return state.empty() ? "-" : state;
}

std::string act_of(const engine::Event& event, const engine::Row& row) {
  return event.rows.size() < 2 || row.id.empty() ? event.id : event.id + "." + row.id;
}

using Course = std::map<std::string, CourseStage, std::less<>>;

bool has(const Course& course, const std::string& state, const std::string& to, const std::string& act) {
  const auto stage = course.find(state);
  if (stage == course.end()) return false;
  const auto acts = stage->second.acts.find(to);
  return acts != stage->second.acts.end() && acts->second.contains(act);
}

void compare_row(Subject& subject, const engine::Event& event, const engine::Row& row, const Course& table,
                 Course& here) {
  const std::string act = act_of(event, row);
  const std::vector<std::string> start{""};
  for (const auto& from : row.from.empty() ? start : row.from) {
    const std::string to = row.to == from ? "" : row.to;
    here[from].acts[to].insert(act);
    if (!has(table, from, to, act))
      tell(subject, row.pointer,
           say("流程表中“{1}”状态下没有“{0}”（转为“{2}”）",
               "in the course of cases the stage \"{1}\" has no \"{0}\" (to \"{2}\")", act, shown(from), shown(to)));
  }
}

/// What the table has and no row does: told at the event, which is named, or at the whole.
void compare_stage(Subject& subject, const std::string& state, const CourseStage& stage, const Course& here) {
  for (const auto& [to, acts] : stage.acts)
    for (const auto& act : acts)
      if (!has(here, state, to, act)) {
        const std::string event = act.substr(0, act.find('.'));
        const bool automatic = subject.procedure.find_automatic(event) != nullptr;
        tell(subject, (automatic ? "/automatic/" : "/events/") + event,
             say("流程表中“{1}”状态下可以“{0}”（转为“{2}”），这里不能",
                 "in the course of cases the stage \"{1}\" has \"{0}\" (to \"{2}\"), here it has not", act,
                 shown(state), shown(to)));
      }
}

void compare_terms(Subject& subject, const Course& table) {
  for (const auto& state : subject.procedure.states) {
    const auto stage = table.find(state.id);
    for (const auto& clock : subject.procedure.clocks) {
      const bool lives = contains(clock.lives, state.id);
      const bool told = stage != table.end() && stage->second.terms.contains(clock.id);
      if (lives == told) continue;
      tell(subject, clock.pointer + "/lives",
           lives ? say("流程表中“{1}”状态下没有期限“{0}”",
                       "in the course of cases the term \"{0}\" does not run in the stage \"{1}\"", clock.id, state.id)
                 : say("流程表中“{1}”状态下有期限“{0}”，这里没有",
                       "in the course of cases the term \"{0}\" runs in the stage \"{1}\", here it does not", clock.id,
                       state.id));
    }
  }
  for (const auto& [state, stage] : table)
    for (const auto& term : stage.terms)
      if (subject.procedure.find_clock(term) == nullptr)
        tell(subject, "/clocks/" + term,
             say("流程表“{1}”状态下的期限“{0}”不存在", "the term \"{0}\" of the stage \"{1}\" is gone", term,
                 shown(state)));
}

/// What a stage tells the linked cases; an overlay's own stages tell what they like.
void compare_milestones(Subject& subject, const Course& table) {
  for (const auto& state : subject.procedure.states) {
    const auto stage = table.find(state.id);
    const std::string told = stage == table.end() ? std::string{} : stage->second.tells;
    if (told != state.milestone)
      tell(subject, "/states/" + state.id + "/milestone",
           say("流程表中“{}”状态告知关联案件的是“{}”，这里是“{}”",
               "in the course of cases the stage \"{}\" tells linked cases \"{}\", here \"{}\"", state.id, shown(told),
               shown(state.milestone)));
  }
}

using Acts = std::set<std::string, std::less<>>;

void compare_hold_acts(Subject& subject, const engine::Hold& hold, const Acts& table, const Acts& here) {
  for (const auto& act : here)
    if (!table.contains(act))
      tell(subject, "/holds/" + hold.id,
           say("流程表中“{1}”之下没有“{0}”", "in the course of cases \"{0}\" does not stand with the hold \"{1}\"", act,
               hold.id));
  for (const auto& act : table)
    if (!here.contains(act))
      tell(subject, "/holds/" + hold.id,
           say("流程表中“{1}”之下有“{0}”，这里没有",
               "in the course of cases \"{0}\" stands with the hold \"{1}\", here it does not", act, hold.id));
}

/// The stage "*suspended": what may be done under a hold ("stays"), what brings it on and off.
void compare_hold(Subject& subject, const engine::Hold& hold, const Course& table) {
  Acts on, off;
  for_each_row(subject.procedure, [&](const engine::Event& event, const engine::Row& row) {
    if (contains(row.takes, hold.id)) on.insert(act_of(event, row));
    if (contains(row.releases, hold.id)) off.insert(act_of(event, row));
  });
  const auto stage = table.find("*" + hold.id);
  const auto told = [&](const char* way) {
    if (stage == table.end()) return Acts{};
    const auto acts = stage->second.acts.find(way);
    return acts == stage->second.acts.end() ? Acts{} : acts->second;
  };
  compare_hold_acts(subject, hold, told(""), {hold.allows.begin(), hold.allows.end()});
  compare_hold_acts(subject, hold, told("on"), on);
  compare_hold_acts(subject, hold, told("off"), off);
}

void compare_holds(Subject& subject, const Course& table) {
  for (const auto& hold : subject.procedure.holds) compare_hold(subject, hold, table);
  for (const auto& [state, stage] : table)
    if (state.starts_with('*') && subject.procedure.find_hold(state.substr(1)) == nullptr)
      tell(subject, "/holds/" + state.substr(1),
           say("流程表中的“{}”不存在", "the hold \"{}\" of the course of cases is gone", state.substr(1)));
}

}  // namespace

void check_course(Subject& subject) {
  if (subject.powers == nullptr) return;
  const auto found = powers_in(*subject.powers, subject.procedure.id, subject.procedure.overlays);
  if (!found || found->course.empty()) return;
  Course here;
  for_each_row(subject.procedure, [&](const engine::Event& event, const engine::Row& row) {
    compare_row(subject, event, row, found->course, here);
  });
  for (const auto& [state, stage] : found->course)
    if (!state.starts_with('*')) compare_stage(subject, state, stage, here);
  compare_terms(subject, found->course);
  compare_milestones(subject, found->course);
  compare_holds(subject, found->course);
}

}  // namespace hejie::definition
