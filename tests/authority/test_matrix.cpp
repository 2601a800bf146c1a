// Every cell of docs/role-matrix.md, tried: each event where a shipped story records it, by every role and every place
// in the case. The page is read from the definitions by a script that shares nothing with the program.
#include <gmock/gmock.h>

#include <iostream>
#include <set>

#include "storage/memory/memory_store.h"
#include "tests/authority/trial.h"

namespace hejie::authority {
namespace {

const std::string kTop = HEJIE_SOURCE_DIR;

const oracle::Page& page() {
  static const auto read = oracle::read_page(kTop + "/docs/role-matrix.md");
  return read;
}
const oracle::Rules& rules() {
  static const auto read = oracle::read_rules(kTop + "/workflows");
  return read;
}

/// Section of the page that has the event of this step; "" = none.
std::string section_of(const app::Script& script, const std::string& procedure, const std::string& event) {
  std::vector<std::string> sections{procedure};
  for (const auto& overlay : script.overlays.value_or(std::vector<std::string>{}))
    sections.push_back(procedure + " with " + overlay);
  for (const auto& section : sections)
    if (page().contains(section) && page().at(section).contains(event)) return section;
  return {};
}

/// Events that only the program does have no step of a person; any that is tried is never accepted.
int try_machine_events(Stage& stage, const app::ScriptStep& step, std::set<std::string>& tried_before) {
  const auto procedure = stage.procedure_of(step);
  const auto input = stage.command_of(step);
  if (!input || !page().contains(procedure)) return 0;
  int cells = 0;
  for (const auto& [event, row] : page().at(procedure)) {
    const bool by_people = std::ranges::any_of(row.cells, [](const auto& cell) { return cell.second.records; });
    if (by_people || !tried_before.insert(procedure + " " + event).second) continue;
    app::CommandInput other = *input;
    other.event = event;
    other.data_json = "{}";
    other.officers.clear();
    for (const auto& role : rules().staff) {
      ++cells;
      EXPECT_FALSE(tried(stage.service, person("try", {role}), other).accepted)
          << procedure << " " << event << " " << role;
    }
  }
  return cells;
}

TEST(RoleMatrix, EveryCellIsAsThePageSays_042) {
  std::set<std::string> seen;
  int cells = 0, events = 0;
  for (const auto& script : stories()) {
    Stage stage(script, storage::memory::open_store());
    walk(stage, [&](const app::ScriptStep& step) {
      cells += try_machine_events(stage, step, seen);
      auto input = stage.command_of(step);
      if (!input) return true;
      if (step.expect.refused && !tried(stage.service, app::ScriptRunner::caller_of(step.by), *input).accepted)
        return true;
      const auto section = section_of(script, stage.procedure_of(step), step.event);
      if (section.empty()) {
        ADD_FAILURE() << script.file << ": the page has no " << step.event;
        return true;
      }
      if (!seen.insert(section + " " + step.event).second) return true;
      Trial trial(stage, page().at(section).at(step.event), rules().staff, std::move(*input), section);
      trial.run();
      cells += trial.cells();
      ++events;
      return true;
    });
  }
  for (const auto& [section, rows] : page())
    for (const auto& [event, row] : rows)
      EXPECT_TRUE(seen.contains(section + " " + event)) << "no story records " << section << " " << event;
  std::cout << events << " events of people, " << cells << " cells tried\n";
  EXPECT_GT(cells, 40'000);
}

/// The page (a script) and the reference (this folder) were read apart and say the same.
TEST(RoleMatrix, PageAndReferenceAgree_042) {
  int events = 0;
  for (const auto& [procedure, rule] : rules().procedures) {
    ASSERT_TRUE(page().contains(procedure)) << procedure;
    const auto& rows = page().at(procedure);
    EXPECT_EQ(rows.size(), rule.events.size()) << procedure;
    for (const auto& [id, event] : rule.events) {
      ++events;
      ASSERT_TRUE(rows.contains(id)) << procedure << " " << id;
      const auto& row = rows.at(id);
      EXPECT_EQ(row.steps(), event.steps.size()) << procedure << " " << id;
      EXPECT_THAT(row.not_who_did, testing::UnorderedElementsAreArray(event.not_who_did)) << procedure << " " << id;
      for (const auto& role : rules().staff) {
        EXPECT_EQ(row.of(role).records, oracle::holds(event.by, role)) << procedure << " " << id << " " << role;
        for (std::size_t step = 0; step < event.steps.size(); ++step)
          EXPECT_EQ(row.of(role).steps.contains(step + 1), oracle::holds(event.steps[step], role))
              << procedure << " " << id;
      }
    }
  }
  EXPECT_EQ(events, 489);
}

}  // namespace
}  // namespace hejie::authority
