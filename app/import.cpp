#include "app/import.h"

#include <map>
#include <set>

#include "app/metrics.h"
#include "app/script_readings.h"

namespace hejie::app {
namespace {

void add_account(const ScriptPerson& person, std::map<AccountId, storage::Account>& accounts) {
  const auto caller = ScriptRunner::caller_of(person);
  auto& account = accounts[caller.account];
  account.id = caller.account;
  account.username = caller.username;
  account.display_name = caller.display_name;
  account.disabled = true;
  if (!person.role.empty() && !Caller{{}, {}, {}, account.roles}.has(person.role)) account.roles.push_back(person.role);
}

std::vector<storage::Account> accounts_of(const Script& script) {
  std::map<AccountId, storage::Account> accounts;
  for (const auto& step : script.steps) {
    if (!step.tick) add_account(step.by, accounts);
    for (const auto& approver : step.approved_by) add_account(approver, accounts);
    for (const auto& person : step.persons) add_account({"", person}, accounts);
  }
  std::vector<storage::Account> list;
  for (auto& [id, account] : accounts) list.push_back(std::move(account));
  return list;
}

/// The set a story runs on: the one given, unless the story names its overlays.
Result<const Definitions*> set_for(const Script& script, const Definitions& definitions) {
  if (!script.overlays) return &definitions;
  return definitions.with(*script.overlays, script.region);
}

}  // namespace

Result<Story> run_story(const Script& script, const Definitions& given, const MakeScratch& scratch, IdMaker& ids,
                        const ScriptOptions& options) {
  TRY(const Definitions* const set, set_for(script, given));
  const Definitions& definitions = *set;
  const auto store = scratch();
  const Date first = script.steps.empty() ? Date{} : script.steps.front().on;
  ManualClock clock(to_instant({first, 0}));
  Metrics metrics;
  Story story;
  story.local_days = definitions.calendar()->version() != given.calendar()->version();
  if (!script.readings.empty()) {
    TRY(story.reading, with_readings(definitions, script.readings));
  }
  const Definitions& used = story.reading ? *story.reading : definitions;
  CaseService service({*store, used, clock, metrics, &ids});
  ScriptRunner runner({*store, service, used, clock});
  TRY(story.report, runner.run(script, options));
  if (!story.ok() && !options.stop_at_failure) return story;
  std::vector<CaseId> cases;
  for (const auto& [name, id] : story.report.cases) cases.push_back(id);
  TRY(story.bundle, take_out(*store, cases));
  story.accounts = accounts_of(script);
  return story;
}

Result<Imported> import_story(const Script& script, const Definitions& definitions, const MakeScratch& scratch,
                              storage::Store& store, const Clock& clock, const AccountId& by, bool dry_run) {
  if (!script.readings.empty())
    return fail(ErrorCode::invalid, {script.file + "：脚本采用了另外的读法（readings），不能导入",
                                     script.file + ": the script has readings of its own and cannot be brought in"});
  RandomIds ids(clock);
  TRY(auto story, run_story(script, definitions, scratch, ids));
  Imported imported;
  imported.file = script.file;
  imported.steps = static_cast<int>(story.report.steps.size());
  imported.expectations = story.report.expectations;
  for (const auto& step : story.report.steps)
    for (const auto& failure : step.failures)
      imported.failures.push_back("step " + std::to_string(step.index + 1) + " " + format_date(step.on) + " " +
                                  step.event + ": " + failure);
  for (const auto& item : story.bundle.cases) imported.events += static_cast<int>(item.events.size());
  for (const auto& [name, id] : story.report.cases) imported.cases.emplace_back(name, id);
  if (story.local_days)
    imported.failures.push_back("this story counts by local days; a store of a bureau with its overlays takes it");
  if (!imported.failures.empty() || dry_run) return imported;
  storage::Commit commit;
  commit.recorded_at = clock.now();
  commit.recorded_by = by;
  std::set<std::string> texts;
  put_in(story.bundle, definitions, texts, commit);
  for (auto& account : story.accounts) {
    account.created_at = commit.recorded_at;
    commit.puts.emplace_back(storage::PutAccount{std::move(account)});
  }
  const auto done = store.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  for (const auto& given : done->numbers) imported.numbers.push_back(given.number);
  imported.stored = true;
  return imported;
}

}  // namespace hejie::app
