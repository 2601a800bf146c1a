#include "app/coverage.h"

#include <algorithm>

#include "app/coverage_touched.h"
#include "engine/machine/rows.h"

namespace hejie::app {
namespace {

using engine::Event;

using Wants = std::vector<Uncovered>;

bool by_people(const Event& event) {
  return std::ranges::any_of(event.by, [](const auto& role) { return !engine::is_machine_role(role); });
}

bool guarded(const engine::Row& row) {
  return row.when.kind != engine::ConditionKind::always;
}

/// Events of clocks and links and automatic ones are not refused: they wait. Only their passing is wanted.
void want_event(const std::string& procedure, const Event& event, Wants& wants) {
  wants.push_back({Covered::event, procedure, event.id, event.pointer});
  for (const auto& row : event.rows) {
    if (!guarded(row)) continue;
    wants.push_back({Covered::passing, procedure, guard_name(event, row), row.pointer});
    if (by_people(event)) wants.push_back({Covered::refusal, procedure, guard_name(event, row), row.pointer});
  }
  for (const auto& clock : event.within)
    for (const Covered kind : {Covered::passing, Covered::refusal})
      wants.push_back({kind, procedure, window_name(event, clock), event.pointer + "/within"});
}

void want_procedure(const engine::Procedure& procedure, Wants& wants) {
  for (const auto& clock : procedure.clocks) wants.push_back({Covered::row, procedure.id, clock.id, clock.pointer});
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) want_event(procedure.id, event, wants);
  for (const auto& state : procedure.states)
    wants.push_back({Covered::state, procedure.id, state.id, "/states/" + state.id});
  for (const auto& document : procedure.documents)
    wants.push_back({Covered::document, procedure.id, document.id, "/documents/" + document.id});
}

void want_article(const std::string& procedure, const engine::Cite& cite, Wants& wants) {
  const Uncovered want{Covered::article, procedure, text_of(cite), {}};
  if (std::ranges::find(wants, want) == wants.end()) wants.push_back(want);
}

/// Does what the event opens depend on which claims are final?
bool reads_final(const Event& event) {
  return std::ranges::any_of(event.rows, [](const engine::Row& row) {
    return std::ranges::any_of(row.opens, [](const auto& opens) { return opens.when.where.contains("final"); });
  });
}

/// An article is touched by what cites it; that of a warning and of the table of final claims by a story that comes to
/// it.
void want_articles(const engine::Procedure& procedure, Wants& wants, Touched& touched) {
  const auto add = [&](const engine::Cites& cites, bool done) {
    for (const auto& cite : cites) {
      want_article(procedure.id, cite, wants);
      if (done) touched[Covered::article].emplace(procedure.id, text_of(cite));
    }
  };
  for (const auto& clock : procedure.clocks)
    for (const auto* cites : {&clock.cite, &clock.unit_cite})
      add(*cites, touched[Covered::row].contains({procedure.id, clock.id}));
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) add(event.cite, touched[Covered::event].contains({procedure.id, event.id}));
  // What a story touches by name, not through the clock or act it belongs to.
  for (const auto& event : procedure.events)
    for (const auto& warning : event.warn) add(warning.cite, false);
  if (procedure.classify)
    add(procedure.classify->cite, std::ranges::any_of(procedure.events, [&](const auto& event) {
          return reads_final(event) && touched[Covered::event].contains({procedure.id, event.id});
        }));
  for (const auto& document : procedure.documents)
    add(document.cite, touched[Covered::document].contains({procedure.id, document.id}));
  add(procedure.cite, std::ranges::any_of(procedure.events, [&](const auto& event) {
        return touched[Covered::event].contains({procedure.id, event.id});
      }));
  for (const auto& mode : procedure.service)
    for (const auto& cite : mode.cite) want_article({}, cite, wants);
}

std::vector<std::string> unplaced_rows(const std::vector<engine::ProcedurePtr>& procedures,
                                       const definition::DeadlineRegister& deadlines) {
  std::vector<std::string> out;
  for (const auto& [id, rule] : deadlines.rules) {
    const bool placed = !rule.without_clock.empty() || std::ranges::any_of(procedures, [&](const auto& procedure) {
      return procedure->find_clock(id) != nullptr;
    });
    if (!placed) out.push_back(id);
  }
  return out;
}

void compare(const Wants& wants, const Touched& touched, Coverage& coverage) {
  constexpr Covered kAll[] = {Covered::row,   Covered::event,    Covered::passing, Covered::refusal,
                              Covered::state, Covered::document, Covered::article};
  for (const Covered kind : kAll) {
    CoverageCount count{kind};
    const auto done = touched.find(kind);
    for (const auto& want : wants) {
      if (want.kind != kind) continue;
      ++count.all;
      if (done != touched.end() && done->second.contains({want.procedure, want.id}))
        ++count.touched;
      else
        coverage.untouched.push_back(want);
    }
    coverage.counts.push_back(count);
  }
}

FailedScript failure_of(const ScriptReport& report) {
  FailedScript failed{report.file, 0, {}, {}};
  const auto step = std::ranges::find_if(report.steps, [](const auto& each) { return !each.failures.empty(); });
  if (step == report.steps.end()) return failed;
  failed.step = step->index + 1;
  failed.procedure = step->workflow;
  failed.parts = step->parts;
  return failed;
}

}  // namespace

Result<Coverage> coverage_of(const Definitions& definitions, std::span<const Script> scripts,
                             const MakeScratch& scratch, const definition::DeadlineRegister* deadlines) {
  Coverage coverage;
  Touched touched;
  for (const auto& script : scripts) {
    CountingIds ids;
    TRY(const Story story, run_story(script, definitions, scratch, ids));
    // What a story shows of a province says nothing of the national text.
    if (story.ok() && script.overlays) continue;
    if (story.ok())
      touch(story.reading ? *story.reading : definitions, script, story, touched);
    else
      coverage.failed.push_back(failure_of(story.report));
  }
  const auto procedures = definitions.all_in_force();
  Wants wants;
  for (const auto& procedure : procedures) want_procedure(*procedure, wants);
  for (const auto& procedure : procedures) want_articles(*procedure, wants, touched);
  compare(wants, touched, coverage);
  if (deadlines != nullptr) coverage.unplaced = unplaced_rows(procedures, *deadlines);
  return coverage;
}

}  // namespace hejie::app
