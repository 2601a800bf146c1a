#include "engine/definition/verify.h"

#include <algorithm>

#include "engine/definition/alert_checks.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/checks.h"
#include "engine/definition/conditions.h"
#include "engine/definition/deadlines.h"
#include "engine/definition/law_index.h"
#include "engine/definition/minimum_wage.h"
#include "engine/definition/overlay/laid.h"

namespace hejie::definition {
namespace {

/// "<file>#<pointer>" of the calendar reader as file and pointer.
DefinitionFinding calendar_finding(const Finding& finding) {
  const auto hash = finding.path.find('#');
  const bool split = hash != std::string::npos;
  return {Severity::error, "calendar", split ? finding.path.substr(0, hash) : std::string{},
          split ? finding.path.substr(hash + 1) : finding.path, finding.message};
}

void add_error(const Error& error, Findings& findings) {
  if (error.findings.empty()) findings.push_back({Severity::error, "calendar", "", "", error.message});
  for (const auto& finding : error.findings) findings.push_back(calendar_finding(finding));
}

/// The register of deadlines among the files; empty when there is none or it does not read (told).
std::optional<DeadlineRegister> deadlines_of(std::span<const SourceFile> files, Findings& findings) {
  for (const auto& file : files) {
    if (!file.path.ends_with("laws/deadlines.json")) continue;
    auto read = read_deadlines(file.text);
    if (read) return std::move(*read);
    for (const auto& finding : read.error().findings)
      findings.push_back({Severity::error, finding.code, file.path, finding.path, finding.message});
    if (read.error().findings.empty())
      findings.push_back({Severity::error, "register", file.path, "", read.error().message});
  }
  return std::nullopt;
}

/// All that procedures are compared with; what is missing or does not read is left out.
struct Registers {
  Registers(std::span<const SourceFile> files, Findings& findings)
      : deadlines(deadlines_of(files, findings)),
        reviewed(reviewed_of(files, findings)),
        powers(powers_of(files, findings)),
        law_index(law_index_of(files, findings)),
        conditions(conditions_of(files, findings)) {}

  /// @pre the set, the library and this outlive it
  [[nodiscard]] CheckSet among(std::span<const ReadProcedure> set, const Library& library) const {
    return {set,
            library,
            deadlines ? &*deadlines : nullptr,
            reviewed ? &*reviewed : nullptr,
            powers ? &*powers : nullptr,
            law_index ? &*law_index : nullptr,
            conditions ? &*conditions : nullptr};
  }

  std::optional<DeadlineRegister> deadlines;
  std::optional<Reviewed> reviewed;
  std::optional<Powers> powers;
  std::optional<LawIndex> law_index;
  std::optional<Conditions> conditions;
};

void verify_calendars(std::span<const SourceFile> files, Findings& findings) {
  for (const auto& id : calendar_ids(files)) {
    const auto set = read_calendar_set(files, id);
    if (!set) {
      add_error(set.error(), findings);
      continue;
    }
    const auto calendar = build_calendar(*set);
    if (!calendar) add_error(calendar.error(), findings);
  }
}

void verify_alerts(std::span<const SourceFile> files, const Definitions& definitions, Findings& findings) {
  std::vector<engine::ProcedurePtr> procedures;
  for (const auto& read : definitions.all())
    if (read.procedure != nullptr) procedures.push_back(read.procedure);
  verify_alert_rules(files, definitions.library(), procedures, findings);
}

void add_feasibility(std::span<const SourceFile> files, const Definitions& definitions, Feasibility& out) {
  const auto set = read_calendar_set(files);
  if (!set) return;
  const auto calendar = build_calendar(*set);
  if (!calendar) return;
  for (const auto& read : definitions.all()) {
    if (read.procedure == nullptr) continue;
    auto one = feasibility_of(*read.procedure, **calendar);
    out.duties += one.duties;
    out.waited.insert(out.waited.end(), one.waited.begin(), one.waited.end());
  }
}

/// The set as it is for cases opened on a day. Only what an overlay wrote in is explored again.
void verify_on(Date day, std::span<const SourceFile> files, std::span<const Overlay> overlays, const Library& library,
               const Registers& registers, const ExploreOptions& options, Verified& out) {
  std::vector<ReadProcedure> set;
  std::vector<std::vector<MergedPlace>> places;
  for (const auto& folder : procedure_folders(files)) {
    ReadLaid laid = read_laid(folder.files, library, nullptr, overlays, day);
    set.push_back(std::move(laid.read));
    places.push_back(std::move(laid.places));
  }
  CheckSet among = registers.among(set, library);
  among.reviewed = nullptr;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i].procedure == nullptr) continue;
    Findings found = check_one(set[i], among);
    Subject subject(set[i], among, found);
    if (!places[i].empty()) out.explored += explore(subject, options);
    tell_in_overlay(found, places[i]);
    for (auto& finding : found)
      if (std::find(out.findings.begin(), out.findings.end(), finding) == out.findings.end())
        out.findings.push_back(std::move(finding));
  }
}

}  // namespace

Verified verify_all(std::span<const SourceFile> files, const ExploreOptions& options) {
  const Definitions definitions = Definitions::read(files, nullptr);
  Verified out{definitions.findings(), static_cast<int>(definitions.all().size())};
  const Registers registers(files, out.findings);
  const Findings checked = check_all(registers.among(definitions.all(), definitions.library()));
  out.findings.insert(out.findings.end(), checked.begin(), checked.end());
  const Findings explored = explore_all({definitions.all(), definitions.library()}, options, out.explored);
  out.findings.insert(out.findings.end(), explored.begin(), explored.end());
  (void)wage_register_of(files, out.findings);
  verify_calendars(files, out.findings);
  verify_alerts(files, definitions, out.findings);
  add_feasibility(files, definitions, out.feasibility);
  if (out.checked == 0)
    out.findings.push_back({Severity::error, "empty", "", "", {"没有任何程序", "there is no procedure"}});
  return out;
}

Verified verify_overlays(std::span<const SourceFile> files, std::span<const Overlay> overlays,
                         const ExploreOptions& options) {
  Verified out;
  const Library library = read_library(files, out.findings);
  const LaidSet laid = LaidSet::read(files, library, nullptr, overlays);
  out.findings.insert(out.findings.end(), laid.findings().begin(), laid.findings().end());
  out.checked = static_cast<int>(laid.newest().size());
  const Registers registers(files, out.findings);
  if (registers.reviewed)
    for (const auto& overlay : overlays) compare_reviewed(*registers.reviewed, overlay, out.findings);
  std::vector<Date> days(laid.days_of_change().begin(), laid.days_of_change().end());
  if (days.empty()) days.push_back(Date{});
  for (const Date day : days) verify_on(day, files, overlays, laid.library(), registers, options, out);
  return out;
}

Verified verify_some(std::span<const SourceFile> files, std::span<const ProcedureFolder> mine,
                     const ExploreOptions& options) {
  const Definitions definitions = Definitions::read(files, nullptr);
  std::vector<ReadProcedure> set;
  for (const auto& folder : mine) set.push_back(read_procedure(folder.files, definitions.library(), nullptr));
  const std::size_t own = set.size();
  for (const auto& other : definitions.all()) {
    const bool replaced =
        other.procedure == nullptr ||
        std::any_of(set.begin(), set.begin() + static_cast<std::ptrdiff_t>(own), [&](const auto& each) {
          return each.procedure != nullptr && each.procedure->id == other.procedure->id;
        });
    if (!replaced) set.push_back(other);
  }
  Verified out;
  out.checked = static_cast<int>(own);
  Findings elsewhere;
  const Registers registers(files, elsewhere);
  const CheckSet among = registers.among(set, definitions.library());
  for (std::size_t i = 0; i < own; ++i) {
    const Findings checked = check_one(set[i], among);
    out.findings.insert(out.findings.end(), set[i].findings.begin(), set[i].findings.end());
    out.findings.insert(out.findings.end(), checked.begin(), checked.end());
    if (set[i].procedure == nullptr) continue;
    Subject subject(set[i], among, out.findings);
    out.explored += explore(subject, options);
  }
  return out;
}

}  // namespace hejie::definition
