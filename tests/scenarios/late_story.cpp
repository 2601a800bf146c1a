#include "tests/scenarios/late_story.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "resources/resources.h"

namespace hejie::app {
namespace {

const Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

}  // namespace

Late::Late(const std::string& name, const std::string& event, std::optional<Date> entered)
    : service_({*store_, shipped(), clock_, metrics_}) {
  read(name, event);
  tell(entered);
}

void Late::read(const std::string& name, const std::string& event) {
  const std::string file = "examples/" + name + ".json";
  auto script = read_script(file, std::string(resources::find(file).value_or("{}")));
  if (!script) std::abort();
  script_ = std::move(*script);
  const auto last = std::find_if(script_.steps.rbegin(), script_.steps.rend(), [&](const ScriptStep& step) {
    return step.event == event && step.expect.refused == std::nullopt;
  });
  if (last == script_.steps.rend()) std::abort();
  step_ = &*last;
}

void Late::tell(std::optional<Date> entered) {
  clock_.set(to_instant({script_.steps.front().on, 0}));
  ScriptRunner runner({*store_, service_, shipped(), clock_});
  ScriptOptions options;
  options.most_steps = step_->index;
  auto report = runner.run(script_, options);
  if (!report || report->failures != 0) std::abort();
  id_ = report->cases.at(step_->case_name);
  const Date day_before = script_.steps[step_->index - 1].on;
  entered_ = entered.value_or(step_->recorded_on.value_or(std::max(step_->on, day_before)));
  clock_.set(to_instant({entered_, 10 * 60}));
  if (entered && !service_.tick(id_, {entered_, 10 * 60})) std::abort();  // as the scheduler does
}

Result<CommandResult> Late::try_send(bool dry_run, const std::string& data) {
  CommandInput input;
  input.case_id = id_;
  input.event = step_->event;
  input.data_json = data.empty() ? step_->data_json : data;
  input.occurred_on = step_->on;
  input.on_behalf_of = step_->party;
  input.role = step_->by.role;
  input.if_match = view({}).version;
  input.dry_run = dry_run;
  return service_.execute(by(), input, {});
}

CommandOutcome Late::send(bool dry_run, const std::string& data) {
  auto result = try_send(dry_run, data);
  if (!result || !std::holds_alternative<CommandOutcome>(*result)) {
    ADD_FAILURE() << (result ? "refused" : result.error().message.en);
    return {};
  }
  return std::get<CommandOutcome>(std::move(*result));
}

Version Late::act(const std::string& event, const std::string& party) {
  CommandInput input;
  input.case_id = id_;
  input.event = event;
  input.occurred_on = entered_;
  input.on_behalf_of = party;
  input.if_match = view({}).version;
  const auto result = service_.execute(by(), input, {});
  if (!result || !std::holds_alternative<CommandOutcome>(*result)) {
    ADD_FAILURE() << event << " was not accepted";
    return 0;
  }
  const auto items = history();
  const auto found = std::find_if(items.rbegin(), items.rend(), [&](const HistoryItem& item) {
    const auto* done = std::get_if<engine::Act>(&item.event);
    return done != nullptr && done->event == event;
  });
  return found == items.rend() ? 0 : found->version;
}

CaseView Late::view(std::optional<Date> as_of) {
  auto found = service_.view(by(), id_, as_of, {});
  if (!found) std::abort();
  return std::move(*found);
}

std::vector<HistoryItem> Late::history() {
  return service_.history(by(), id_).value();
}

std::optional<engine::Rederived> Late::kept() {
  const auto items = history();
  const auto* found = items.empty() ? nullptr : std::get_if<engine::Rederived>(&items.back().event);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<std::string> Late::alerts(bool with_superseded) {
  storage::AlertFilter filter;
  filter.case_id = id_;
  filter.with_superseded = with_superseded;
  const auto snapshot = store_->snapshot();
  const auto page = (*snapshot)->list_alerts(filter);
  std::vector<std::string> list;
  for (const auto& row : page.value().items)
    list.push_back(row.what.clock + ":" + row.what.rung + " " + format_date(row.what.due));
  return list;
}

}  // namespace hejie::app
