// A case script: a story in steps with expectations, as files under examples/ hold it. Passive data and its reader.
// Runs nothing (script_run.h does). Used by replay, import and the demonstration bureau.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/base/text.h"

namespace hejie::app {

struct ScriptPerson {
  std::string role;
  std::string name;  ///< "" = the one more person of this role
};

struct ScriptLink {
  std::string name;  ///< of the case in this script
  std::string workflow;
};

/// What a step must bring about. An absent list is not compared; a present one must match exactly.
struct Expectation {
  std::optional<std::string> state, refused;
  std::optional<std::map<std::string, std::optional<Date>>> opens;
  std::optional<std::vector<std::string>> closes, alerts, documents, provisional;
  std::optional<std::vector<ScriptLink>> linked;
  /// Number of single comparisons this stands for.
  [[nodiscard]] int count() const;
};

struct ScriptStep {
  std::size_t index = 0;
  Date on{};
  bool tick = false;
  ScriptPerson by;
  std::string event;
  std::string party;
  std::vector<std::string> persons;
  std::vector<ScriptPerson> approved_by;
  std::optional<int> minute;
  std::optional<Date> recorded_on;
  std::string case_name = "main";
  std::string data_json = "{}";
  std::string of;                   ///< event named by data.of of a built-in; "" = not given
  std::optional<std::string> link;  ///< case named by data.link
  bool assumed = false;
  std::string from_source;
  Expectation expect;
};

/// Readings of disputed texts (switches) other than the shipped ones: procedure, switch, value as JSON.
using Readings = std::map<std::string, std::map<std::string, std::string>>;

struct Script {
  std::string file;
  Text title;
  std::string source;
  std::string workflow;
  std::string region;                                ///< with overlays: its local holidays hold
  std::optional<std::vector<std::string>> overlays;  ///< laid for this story; absent: those of whoever runs it
  Readings readings;
  std::vector<ScriptStep> steps;
};

/// @errors malformed; invalid: all findings with JSON pointers (unknown keys, steps without expectation, days out of
/// order).
[[nodiscard]] Result<Script> read_script(const std::string& file, const std::string& text);

}  // namespace hejie::app
