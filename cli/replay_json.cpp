#include <nlohmann/json.hpp>

#include "cli/replay.h"
#include "json/json.h"

namespace hejie::cli {
namespace {

using nlohmann::ordered_json;

ordered_json trace_json(const std::vector<app::TraceLine>& lines) {
  ordered_json out = ordered_json::array();
  for (const auto& line : lines)
    out.push_back({{"kind", std::string(1, line.kind)},
                   {"on", format_date(line.on)},
                   {"case", line.case_name},
                   {"text", line.text}});
  return out;
}

ordered_json step_json(const app::StepReport& step, bool with_trace) {
  ordered_json out{
      {"on", format_date(step.on)}, {"event", step.event}, {"case", step.case_name}, {"state", step.state}};
  if (!step.by.empty()) out["by"] = step.by;
  if (!step.refused.empty()) out["refused"] = step.refused;
  if (step.assumed) out["assumed"] = true;
  if (!step.from_source.empty()) out["from_source"] = step.from_source;
  out["expectations"] = step.expectations;
  out["failed"] = step.failed;
  out["failures"] = step.failures;
  if (!with_trace) return out;
  out["before"] = trace_json(step.before);
  out["trace"] = trace_json(step.lines);
  return out;
}

ordered_json script_json(const app::ScriptReport& report, bool with_trace) {
  ordered_json steps = ordered_json::array();
  for (const auto& step : report.steps) steps.push_back(step_json(step, with_trace));
  ordered_json cases = ordered_json::array();
  for (const auto& [name, state] : report.final_state)
    cases.push_back({{"case", name}, {"workflow", report.workflow_of.at(name)}, {"state", state}});
  return {{"file", report.file},
          {"title", {{"zh", report.title.zh}, {"en", report.title.en}}},
          {"source", report.source},
          {"workflow", report.workflow},
          {"steps", steps},
          {"cases", cases},
          {"refusals", report.refusals},
          {"expectations", report.expectations},
          {"failed", report.failed}};
}

}  // namespace

std::string replay_json(const std::vector<app::ScriptReport>& reports, bool with_trace) {
  ordered_json scripts = ordered_json::array();
  int steps = 0;
  int expectations = 0;
  int failed = 0;
  for (const auto& report : reports) {
    scripts.push_back(script_json(report, with_trace));
    steps += static_cast<int>(report.steps.size());
    expectations += report.expectations;
    failed += report.failed;
  }
  return json::dump_pretty(
      {{"scripts", scripts},
       {"summary",
        {{"scripts", reports.size()}, {"steps", steps}, {"expectations", expectations}, {"failed", failed}}}});
}

}  // namespace hejie::cli
