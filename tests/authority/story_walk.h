// A shipped story lived through step by step, with a look at the case before each act. It judges nothing; the tests of
// this folder use it to stand where an event is lawful and to try who may record it.
#pragma once

#include <functional>
#include <memory>

#include "app/alert_rules_load.h"
#include "app/id_maker.h"
#include "app/metrics.h"
#include "app/script_story.h"

namespace hejie::authority {

[[nodiscard]] const app::Definitions& shipped();
[[nodiscard]] std::vector<app::Script> stories();

/// A bureau in which one story happens.
struct Stage {
  explicit Stage(const app::Script& story, std::unique_ptr<storage::Store> kept);

  const app::Script& script;
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<app::Definitions> reading;  ///< where the story takes other readings
  const app::Definitions& definitions;
  definition::AlertRules alerts;
  ManualClock clock;
  app::Metrics metrics;
  app::CountingIds ids;
  app::CaseService service;
  app::ScriptRunner::Parts parts;
  app::ScriptStory told;

  /// The command of this step as anybody could send it; nothing for what answers an entry (approve, serve, correct
  /// ...).
  std::optional<app::CommandInput> command_of(const app::ScriptStep& step);
  /// Procedure of the case the step is about.
  std::string procedure_of(const app::ScriptStep& step);
  Version version_of(const CaseId& id);
};

/// Lives through the story. @param before asked before each act; false ends it there
void walk(Stage& stage, const std::function<bool(const app::ScriptStep&)>& before);

}  // namespace hejie::authority
