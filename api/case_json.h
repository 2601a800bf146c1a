// Cases over HTTP: request bodies to commands, outcomes and views to answer bodies. The only place that knows their
// JSON form; the shapes are in docs/openapi/openapi.json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "engine/base/result.h"

namespace hejie::api {

/// Body of POST /cases and POST /cases/{id}/events.
struct CommandBody {
  std::string workflow;
  std::string event;
  std::string data_json = "{}";
  std::optional<Date> occurred_on;
  std::optional<Moment> occurred_at;
  std::string on_behalf_of;
  std::string role;
  std::string act_for;                ///< id of a delegation
  std::vector<std::string> officers;  ///< user names or account ids
  bool dry_run = false;
};

/// @errors malformed (not JSON), invalid (all findings: unknown, missing, wrong type)
[[nodiscard]] Result<CommandBody> read_command(const std::string& body, bool opens_case);

[[nodiscard]] std::string outcome_body(const app::CommandOutcome& outcome);
[[nodiscard]] std::string case_body(const app::CaseView& view);
[[nodiscard]] std::string clocks_body(const std::vector<app::ClockView>& clocks,
                                      const std::vector<std::vector<calendar::Step>>& steps,
                                      const std::vector<std::vector<engine::SourceInterval>>& suspensions);
[[nodiscard]] std::string history_body(const std::vector<app::HistoryItem>& items);
[[nodiscard]] std::string actions_body(const std::vector<engine::Availability>& actions, const app::CaseView& view);
/// Members added to the 412 problem: current_version and the events since.
[[nodiscard]] std::string stale_body(const std::string& problem_body, const app::Stale& stale);

}  // namespace hejie::api
