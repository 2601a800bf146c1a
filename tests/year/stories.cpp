#include "tests/year/stories.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/form.h"
#include "app/script_data.h"
#include "app/script_run.h"

namespace hejie::year {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_meant(const engine::Act& act, const std::string& event) {
  if (act.kind == engine::ActKind::served) return event == "serve";
  const bool entry =
      act.kind == engine::ActKind::done || (act.kind == engine::ActKind::approved && !act.approvers.empty());
  return entry && act.event == event;
}

/// The newest entry of that name, or the newest request, that a built-in points at; 0 = none.
Seq entry_meant(storage::Store& store, const CaseId& id, const app::ScriptStep& step) {
  const auto snapshot = store.snapshot();
  if (!snapshot) return 0;
  const auto history = (*snapshot)->history(id);
  if (!history) return 0;
  const bool request = step.event == "approve" || step.event == "decline" || step.event == "recall";
  const std::string event = step.of.substr(0, step.of.find('#'));
  Seq found = 0;
  for (const auto& stored : *history) {
    const auto* act = std::get_if<engine::Act>(&stored.event);
    if (act == nullptr) continue;
    const bool asks = act->kind == engine::ActKind::proposed && (event.empty() || act->event == event);
    if (request ? asks : is_meant(*act, event)) found = stored.seq;
  }
  return found;
}

Version version_of(storage::Store& store, const CaseId& id) {
  const auto snapshot = store.snapshot();
  if (!snapshot) return 0;
  return (*snapshot)->find_version(id).value_or(0);
}

/// Cases a command opened, under the names the script gives them.
void name_linked(const app::CommandOutcome& outcome, const app::ScriptStep& step, Life& life) {
  auto names = step.expect.linked.value_or(std::vector<app::ScriptLink>{});
  for (const auto& link : outcome.linked) {
    if (!link.opened) continue;
    const auto found = std::ranges::find(names, link.workflow, &app::ScriptLink::workflow);
    const std::string name = found == names.end() ? link.workflow : found->name;
    if (found != names.end()) names.erase(found);
    life.cases.try_emplace(name, link.id);
  }
}

/// Whole weeks, as days: what happened on a Monday happens on one.
int weeks_between(Date from, Date to) {
  constexpr int kWeek = 7;
  const int days = to - from;
  return days + ((kWeek - days % kWeek) % kWeek);
}

/// The days named in its data wait with the step.
app::ScriptStep delayed(const app::ScriptStep& step, int days) {
  app::Script one;
  one.steps.push_back(step);
  return app::shifted(std::move(one), days).steps.front();
}

}  // namespace

Library::Library(const std::string& top) {
  const auto figures = nlohmann::json::parse(read_file(top + "/tests/year/proportions.json")).at("parts_of_12000");
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(top + "/examples"))
    if (file.path().extension() == ".json") files.push_back(file.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    auto script = app::read_script(file.filename(), read_file(file));
    if (!script || !script->readings.empty() || script->overlays || script->steps.empty()) continue;
    scripts_[script->workflow].push_back(std::move(*script));
  }
  for (const auto& [workflow, scripts] : scripts_) {
    parts_.emplace_back(workflow, figures.value(workflow, figures.at("each_other").get<int>()));
    whole_ += parts_.back().second;
  }
}

const app::Script& Library::draw(Random& random) const {
  int left = random.below(whole_);
  for (const auto& [workflow, part] : parts_) {
    if (left < part) return random.of(scripts_.at(workflow));
    left -= part;
  }
  std::abort();
}

Life::Life(const app::Script& script, Date begins, Random& random)
    : script_(app::shifted(script, weeks_between(script.steps.front().on, begins))), now_(begins) {
  std::erase_if(script_.steps, [](const app::ScriptStep& step) { return step.tick; });
  plan(random);
}

std::optional<Moment> Life::next() const {
  if (at_ >= script_.steps.size()) return std::nullopt;
  return Moment{now_, minute_};
}

/// Some steps are forgotten, some wait, and all that follow wait with them.
void Life::plan(Random& random) {
  while (at_ > 0 && at_ < script_.steps.size() && random.one_in(20)) ++at_;
  if (at_ >= script_.steps.size()) return;
  if (at_ > 0 && random.one_in(6)) delay_ += random.between(1, 25);
  const auto& step = script_.steps[at_];
  now_ = std::max(now_, step.recorded_on.value_or(step.on) + delay_);
  minute_ = step.minute.value_or(random.between(9 * 60 + 30, 17 * 60));
}

Life::Entry Life::take(Random& random) {
  Entry entry{delayed(script_.steps[at_], delay_), std::nullopt};
  if (at_ > 0 && random.one_in(25)) entry.happened = std::max(script_.steps.front().on, now_ - random.between(1, 8));
  if (at_ > 0 && random.one_in(60)) {
    entry.step.event = "annul";
    entry.step.of = script_.steps[static_cast<std::size_t>(random.below(static_cast<int>(at_)))].event;
    entry.step.data_json = R"({"reason":"录入有误"})";
  }
  ++at_;
  plan(random);
  return entry;
}

bool enter(Bureau& bureau, Life& life, const Life::Entry& entry, const Do& act) {
  const auto& step = entry.step;
  app::CommandInput input;
  input.event = step.event;
  input.data_json = step.data_json;
  input.role = step.by.role;
  input.on_behalf_of = step.party;
  input.occurred_on = entry.happened;
  if (step.minute && !entry.happened) input.occurred_at = Moment{to_bureau(bureau.clock().now()).day, *step.minute};
  for (const auto& name : step.persons) input.officers.push_back(app::ScriptRunner::caller_of({"", name}).account);
  const auto known = life.cases.find(step.case_name);
  if (known == life.cases.end()) {
    if (step.case_name != "main") return false;
    input.workflow = life.workflow();
  } else {
    input.case_id = known->second;
    input.if_match = version_of(bureau.store(), input.case_id);
    if (app::is_built_in(step.event) && step.event != "serve") {
      const Seq of = entry_meant(bureau.store(), input.case_id, step);
      if (of == 0) return false;
      input.data_json = app::with_seq(input.data_json, of);
    }
  }
  if (step.link) {
    const auto other = life.cases.find(*step.link);
    if (other == life.cases.end()) return false;
    input.data_json = app::with_link(input.data_json, other->second.value);
  }
  const auto result = act(app::ScriptRunner::caller_of(step.by), input);
  const auto* outcome = result ? std::get_if<app::CommandOutcome>(&*result) : nullptr;
  if (outcome == nullptr) return false;
  life.cases.try_emplace(step.case_name, outcome->case_id);
  name_linked(*outcome, step, life);
  for (const auto& approver : step.approved_by) {
    app::CommandInput answer;
    answer.case_id = outcome->case_id;
    answer.event = "approve";
    answer.role = approver.role;
    answer.data_json = app::with_seq("{}", outcome->seq);
    answer.if_match = version_of(bureau.store(), answer.case_id);
    if (!act(app::ScriptRunner::caller_of(approver), answer)) break;
  }
  return true;
}

}  // namespace hejie::year
