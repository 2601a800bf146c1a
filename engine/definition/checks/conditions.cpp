// Compares what acts, warnings, approvals, papers and terms depend on with the table of conditions, and how terms run
// with the course of terms (conditions.h). Both ways. An overlay may set other conditions: it is not compared.
#include <algorithm>

#include "engine/definition/checks/matters.h"
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using Names = Conditions::Names;

void tell_matters(Subject& subject, const Conditioned& here, const Names& table) {
  for (const auto& matter : here.matters)
    if (!table.contains(matter))
      subject.error(
          "conditions", here.pointer,
          say("办理条件表中“{}”没有“{}”（laws/conditions.json）",
              "in the table of conditions \"{}\" does not ask \"{}\" (laws/conditions.json)", here.part, matter));
  for (const auto& matter : table)
    if (!here.matters.contains(matter))
      subject.error("conditions", here.pointer,
                    say("办理条件表中“{}”有“{}”，这里没有（laws/conditions.json）",
                        "in the table of conditions \"{}\" asks \"{}\", here it does not (laws/conditions.json)",
                        here.part, matter));
}

/// Where the condition that is gone would stand: "act accept.plain", "start A26 accept".
std::string place_of(const engine::Procedure& procedure, const std::string& part) {
  const auto space = part.find(' ');
  const std::string kind = part.substr(0, space);
  const std::string id = part.substr(space + 1, part.find_first_of(" .", space + 1) - space - 1);
  if (kind == "words") return "/let/" + id;
  if (kind == "mode") return "/service/" + id;
  if (procedure.find_clock(id) != nullptr) return "/clocks/" + id;
  return (procedure.find_automatic(id) != nullptr ? "/automatic/" : "/events/") + id;
}

void tell_course(Subject& subject, const engine::ClockRule& clock, const Conditions::Matters& table) {
  const auto here = course_of(clock);
  const auto differ = [&](const std::string& aspect, const Names& left, const Names& right, const Text& message) {
    for (const auto& name : left)
      if (!right.contains(name)) {
        Text text = message;
        subject.error("terms", clock.pointer, say(text.zh, text.en, clock.id, aspect, name));
      }
  };
  const Names none;
  const auto of = [&](const Conditions::Matters& course, const std::string& aspect) -> const Names& {
    const auto found = course.find(aspect);
    return found == course.end() ? none : found->second;
  };
  for (const auto& [aspect, names] : here)
    differ(aspect, names, of(table, aspect),
           {"期限运行表中“{}”的 {} 没有“{}”（laws/terms.json）",
            "in the course of terms \"{0}\" does not have \"{2}\" under {1} (laws/terms.json)"});
  for (const auto& [aspect, names] : table)
    differ(aspect, names, of(here, aspect),
           {"期限运行表中“{}”的 {} 有“{}”，这里没有（laws/terms.json）",
            "in the course of terms \"{0}\" has \"{2}\" under {1}, here it has not (laws/terms.json)"});
}

}  // namespace

void check_conditions(Subject& subject) {
  if (subject.conditions == nullptr || !subject.procedure.overlays.empty()) return;
  const auto found = subject.conditions->matters.find(subject.procedure.id);
  const Conditions::Matters none;
  const auto& table = found == subject.conditions->matters.end() ? none : found->second;
  const auto here = conditions_in(subject.procedure);
  for (const auto& one : here) {
    const auto asked = table.find(one.part);
    tell_matters(subject, one, asked == table.end() ? Names{} : asked->second);
  }
  for (const auto& [part, matters] : table)
    if (std::ranges::none_of(here, [&](const auto& one) { return one.part == part; }))
      tell_matters(subject, {part, place_of(subject.procedure, part), {}}, matters);
}

void check_terms(Subject& subject) {
  if (subject.conditions == nullptr || !subject.procedure.overlays.empty()) return;
  const auto found = subject.conditions->terms.find(subject.procedure.id);
  const Conditions::Terms none;
  const auto& table = found == subject.conditions->terms.end() ? none : found->second;
  for (const auto& clock : subject.procedure.clocks) {
    const auto course = table.find(clock.id);
    tell_course(subject, clock, course == table.end() ? Conditions::Matters{} : course->second);
  }
  for (const auto& [term, course] : table)
    if (subject.procedure.find_clock(term) == nullptr)
      subject.error("terms", "/clocks/" + term,
                    say("期限“{}”不存在（laws/terms.json）", "the term \"{}\" is gone (laws/terms.json)", term));
}

}  // namespace hejie::definition
