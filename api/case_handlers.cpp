#include "api/answers.h"
#include "api/case_json.h"
#include "api/handlers.h"
#include "api/if_match.h"
#include "api/keyed.h"
#include "api/problem.h"
#include "api/query.h"
#include "api/stream_hub.h"
#include "app/case_service.h"

namespace hejie::api {
namespace {

std::string etag_of(Version version) {
  return "\"" + std::to_string(version) + "\"";
}

app::StoredAnswer answer_of(const app::CommandOutcome& outcome) {
  app::StoredAnswer answer;
  answer.status = outcome.proposal ? 202 : outcome.created && !outcome.dry_run ? 201 : 200;
  answer.body = outcome_body(outcome);
  if (outcome.dry_run) return answer;
  answer.etag = etag_of(outcome.version);
  if (outcome.created) answer.location = "/api/v1/cases/" + outcome.case_id.value;
  return answer;
}

app::StoredAnswer answer_of(const Request& request, const app::Refused& refused) {
  // Who may approve is authority too: the caller sees the case and may not do this.
  const bool authority = refused.authority || refused.rejection.kind == engine::Rejection::Kind::approval;
  Response response = problem(request, refused.rejection, authority);
  return {response.status, std::move(response.body), {}, {}};
}

Response stale(const Request& request, const app::Stale& stale) {
  Response response =
      problem(request, 412, "stale_version",
              {"案件已被他人更新,请查看新内容后再办", "The case has changed meanwhile; look at it again"},
              {{"If-Match", "stale", {"不是当前版本", "not the current version"}}});
  response.body = stale_body(response.body, stale);
  response.with("ETag", etag_of(stale.current));
  return response;
}

app::CommandInput to_input(const Call& call, CommandBody body) {
  app::CommandInput input;
  input.address = call.request.peer;
  input.request_id = call.request.request_id;
  input.workflow = std::move(body.workflow);
  input.event = std::move(body.event);
  input.data_json = std::move(body.data_json);
  input.occurred_on = body.occurred_on;
  input.occurred_at = body.occurred_at;
  input.on_behalf_of = std::move(body.on_behalf_of);
  input.role = std::move(body.role);
  input.act_for = std::move(body.act_for);
  input.officer_names = std::move(body.officers);
  input.dry_run = body.dry_run;
  if (!input.dry_run) input.idempotency = key_of(call.request);
  return input;
}

Response run(const Call& call, const app::CommandInput& input) {
  const Request& request = call.request;
  if (!input.dry_run) {
    if (auto no = check_key(request)) return *no;
  }
  app::StoredAnswer rendered;  // by the writer, which is done with it when execute() returns
  const app::Render render{[&rendered](const app::CommandOutcome& outcome) { return rendered = answer_of(outcome); },
                           [&](const app::Refused& refused) { return answer_of(request, refused); }};
  const auto result = call.services.cases.execute(call.caller, input, render);
  if (!result) return problem(request, with_place(result.error()));
  call.services.streams.poke();
  if (const auto* outcome = std::get_if<app::CommandOutcome>(&*result))
    return keyed_response(rendered.body.empty() ? answer_of(*outcome) : std::move(rendered), false);
  if (const auto* refused = std::get_if<app::Refused>(&*result))
    return keyed_response(answer_of(request, *refused), false);
  if (const auto* old = std::get_if<app::Stale>(&*result)) return stale(request, *old);
  return keyed_response(std::get<app::StoredAnswer>(*result), true);
}

/// Intervals that stop this clock: those of the sources its rule names.
std::vector<engine::SourceInterval> suspensions_of(const app::CaseView& view, const app::ClockView& clock) {
  std::vector<engine::SourceInterval> out;
  const auto* rule = view.procedure->find_clock(clock.id);
  if (rule == nullptr) return out;
  for (const auto& interval : view.raw.intervals) {
    for (const auto& source : rule->excluded_by) {
      if (source == interval.source) out.push_back(interval);
    }
  }
  return out;
}

}  // namespace

Response post_cases(const Call& call) {
  auto body = read_command(call.request.body, true);
  if (!body) return problem(call.request, body.error());
  return run(call, to_input(call, std::move(*body)));
}

Response post_case_event(const Call& call) {
  auto body = read_command(call.request.body, false);
  if (!body) return problem(call.request, body.error());
  app::CommandInput input = to_input(call, std::move(*body));
  input.case_id = CaseId(call.path[0]);
  const auto version = read_if_match(call.request);
  if (!version) return problem(call.request, version.error());
  if (*version != kNoVersion) input.if_match = *version;
  return run(call, input);
}

Response get_case(const Call& call) {
  QueryReader reader(call.request);
  const auto as_of = reader.day("as_of");
  const auto occurred_by = reader.day("occurred_by");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto view = call.services.cases.view(call.caller, CaseId(call.path[0]), as_of, occurred_by);
  if (!view) return problem(call.request, view.error());
  Response response = ok(case_body(*view));
  if (!as_of && !occurred_by) response.with("ETag", etag_of(view->version));
  return response;
}

Response get_case_actions(const Call& call) {
  const CaseId id(call.path[0]);
  QueryReader reader(call.request);
  const auto act_for = reader.text("act_for");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  auto view = call.services.cases.view(call.caller, id, std::nullopt, std::nullopt);
  if (!view) return problem(call.request, view.error());
  if (!act_for.empty()) {
    auto proposals = call.services.cases.proposals(call.caller, id, act_for);
    if (!proposals) return problem(call.request, proposals.error());
    view->proposals = *std::move(proposals);
  }
  const auto actions = call.services.cases.actions(call.caller, id, act_for);
  if (!actions) return problem(call.request, actions.error());
  Response response = ok(actions_body(*actions, *view));
  response.with("ETag", etag_of(view->version));
  return response;
}

Response get_case_history(const Call& call) {
  const auto items = call.services.cases.history(call.caller, CaseId(call.path[0]));
  if (!items) return problem(call.request, items.error());
  return ok(history_body(*items));
}

Response get_case_clocks(const Call& call) {
  const CaseId id(call.path[0]);
  const auto view = call.services.cases.view(call.caller, id, std::nullopt, std::nullopt);
  if (!view) return problem(call.request, view.error());
  const auto clocks = call.services.cases.all_clocks(call.caller, id);
  if (!clocks) return problem(call.request, clocks.error());
  std::vector<std::vector<calendar::Step>> steps;
  std::vector<std::vector<engine::SourceInterval>> suspensions;
  for (const auto& clock : *clocks) {
    auto explained = call.services.cases.explain(call.caller, id, clock);
    steps.push_back(explained ? std::move(*explained) : std::vector<calendar::Step>{});
    suspensions.push_back(suspensions_of(*view, clock));
  }
  return ok(clocks_body(*clocks, steps, suspensions));
}

}  // namespace hejie::api
