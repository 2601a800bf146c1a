#include "app/case_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "app/case_delegated.h"
#include "app/case_service_impl.h"
#include "app/command.h"
#include "app/commit_builder.h"
#include "app/mending.h"
#include "app/minimum_wage.h"
#include "app/texts.h"
#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

Error not_there(const CaseId& id) {
  return {ErrorCode::not_found, {"没有案件 " + id.value, "there is no case " + id.value}};
}

/// Who is recused is told nothing of the case, not even what happened since.
Result<bool> is_out(storage::Snapshot& snapshot, const AccountId& account, const CaseId& id) {
  const std::string mark = recused_mark(account);
  TRY(const auto ever, snapshot.mark(mark));
  if (!ever) return false;
  TRY(const auto item, snapshot.find_case(id));
  return std::ranges::find(item.summary.flags, mark) != item.summary.flags.end();
}

/// As check_case_role; who holds several roles does what one of them may, unless a role was chosen.
std::optional<engine::Rejection> check_any_role(const CaseRoleRules& rules, const engine::Procedure& procedure,
                                                std::span<const engine::Act> acts, const Caller& caller,
                                                const std::string& chosen, engine::Act& act) {
  auto no = check_case_role(rules, procedure, acts, act);
  const auto* event = procedure.find_event(act.event);
  if (!no || !chosen.empty() || event == nullptr) return no;
  // An answer is mended by who may answer, in a role that records nothing; check_mending judges the entry.
  const bool mends = act.kind == engine::ActKind::corrected || act.kind == engine::ActKind::annulled;
  engine::Act trial = act;
  for (const auto& role : caller.roles) {
    if (!mends && std::ranges::find(event->by, role) == event->by.end()) continue;
    trial.by.role = role;
    if (check_case_role(rules, procedure, acts, trial)) continue;
    act.by.role = role;
    return std::nullopt;
  }
  return no;
}

bool is_authority(engine::Rejection::Kind kind) {
  return kind == engine::Rejection::Kind::role || kind == engine::Rejection::Kind::separation;
}

}  // namespace

Error to_error(const storage::CommitError& error) {
  return static_cast<const Error&>(error);
}

Error used_up() {
  return {ErrorCode::unavailable,
          {"案件正被频繁改动,请稍后再试", "the case is changing too quickly; try again shortly"}};
}

/// One command on its way: what every attempt needs.
struct CaseService::Impl::Running {
  const Caller& caller;
  const CommandInput& input;
  const Render& render;
  std::string hash;
};

CaseService::Impl::Impl(Parts given)
    : parts(given),
      random_ids(given.clock),
      ids(given.ids != nullptr ? *given.ids : random_ids),
      cache(given.cache_cases),
      authority(load_authority_rules(given.definitions)),
      case_roles(load_case_roles(given.definitions)),
      decided(given.metrics.histogram("hejie_decide_seconds", "", "Time to load and decide a command")),
      committed(given.metrics.histogram("hejie_commit_seconds", "", "Time a command waits for its commit")) {}

bool CaseService::Impl::text_stored(const std::string& sha256) {
  const std::lock_guard lock(mutex);
  return stored_texts.contains(sha256);
}

void CaseService::Impl::after_commit(const std::vector<OpenedCasePtr>& after, const storage::CommitResult& result) {
  for (const auto& opened : after) {
    auto fresh = opened;
    for (const auto& given : result.numbers)
      if (given.case_id == opened->file.state.id) {
        auto copy = std::make_shared<OpenedCase>(*opened);
        copy->number = given.number;
        fresh = std::move(copy);
      }
    cache.put(fresh);
  }
  const std::lock_guard lock(mutex);
  for (const auto& opened : after) stored_texts.insert(opened->procedure->sha256);
}

Result<std::optional<StoredAnswer>> CaseService::Impl::look_up(const Running& run, SnapshotSource& source) {
  if (run.input.idempotency.key.empty() || run.input.dry_run || HEJIE_FAULT(no_key_lookup)) return std::nullopt;
  TRY(auto* const snapshot, source.snapshot());
  TRY(auto answer, find_answer(*snapshot, run.caller, run.input.idempotency));
  if (answer) parts.metrics.counter("hejie_commands_total", "outcome=\"replayed\"").add();
  return answer;
}

Result<std::optional<Stale>> CaseService::Impl::check_version(const Running& run, SnapshotSource& source) {
  const auto& input = run.input;
  if (input.case_id.empty()) return std::nullopt;
  if (!may_read_cases(run.caller)) return fail(not_there(input.case_id));
  TRY(auto* const snapshot, source.snapshot());
  TRY(const auto version, snapshot->find_version(input.case_id));
  TRY(const bool out, is_out(*snapshot, run.caller.account, input.case_id));
  if (out) return fail(not_there(input.case_id));
  if (!input.if_match) {
    if (input.dry_run) return std::nullopt;
    return fail(ErrorCode::precondition_required, {"缺少 If-Match", "If-Match is missing"});
  }
  if (*input.if_match == version || HEJIE_FAULT(no_version_check)) return std::nullopt;
  Stale stale{version, {}};
  TRY(auto events, snapshot->history(input.case_id, std::min(*input.if_match, version)));
  for (auto& stored : events) stale.since.push_back(std::move(stored.event));
  parts.metrics.counter("hejie_commands_total", "outcome=\"stale\"").add();
  return stale;
}

void CaseService::Impl::put_key(const Running& run, storage::Commit& commit,
                                std::function<storage::StoredAnswer(const storage::CommitResult&)> answer) const {
  if (run.input.idempotency.key.empty()) return;
  storage::IdempotencyRecord record;
  record.account = run.caller.account;
  record.key = run.input.idempotency.key;
  record.request_hash = run.hash;
  const bool with_case = !commit.cases.empty() || !run.input.case_id.empty();
  if (!with_case) record.expires_at = Instant{parts.clock.now().ms + kKeyKeptMs};
  record.answer = std::move(answer);
  commit.idempotency = std::move(record);
}

Result<CommandResult> CaseService::Impl::refuse(const Running& run, Refused refused) {
  refused.authority = refused.authority || is_authority(refused.rejection.kind);
  parts.metrics.counter("hejie_commands_total", "outcome=\"refused\"").add();
  if (run.input.dry_run || run.input.idempotency.key.empty() || !run.render.refused) return refused;
  storage::Commit commit;
  commit.recorded_at = parts.clock.now();
  commit.recorded_by = run.caller.account;
  put_key(run, commit, [answer = to_stored(run.render.refused(refused))](const auto&) { return answer; });
  const auto result = parts.store.commit(std::move(commit));
  if (!result) return fail(to_error(result.error()));
  if (result->repeat && result->answer) return from_stored(*result->answer);
  return refused;
}

Result<Attempt> CaseService::Impl::commit_command(const Running& run, Decided ready) {
  auto& [prepared, built, under] = ready;
  auto& commit = built.commit;
  commit.recorded_at = run.input.recorded_at.value_or(parts.clock.now());
  commit.recorded_by = run.caller.account;
  for (auto& person : prepared.persons) commit.puts.emplace_back(storage::PutPerson{std::move(person)});
  for (auto& text : prepared.texts) {
    text.case_id = built.outcome.case_id;
    commit.puts.emplace_back(storage::PutText{std::move(text)});
  }
  if (under) {
    const auto& rows = commit.cases.front().rows;
    note_use(*under, run.input, built.outcome, rows ? rows->summary.stage : "", commit);
  }
  if (run.render.outcome)
    put_key(run, commit, [&built = ready.built, &run](const storage::CommitResult& result) {
      auto outcome = built.outcome;
      patch_outcome(outcome, built.act_index, result);
      return to_stored(run.render.outcome(outcome));
    });
  const Stopwatch watch(committed);
  // The answer's callback refers to `built.outcome`, which outlives the wait.
  const auto result = parts.store.commit(std::move(commit));
  if (!result) {
    if (result.error().code != ErrorCode::conflict) return fail(to_error(result.error()));
    cache.drop(result.error().case_id);
    return Attempt{Again{}};
  }
  if (result->repeat && result->answer) {
    parts.metrics.counter("hejie_commands_total", "outcome=\"replayed\"").add();
    return Attempt{CommandResult{from_stored(*result->answer)}};
  }
  patch_outcome(built.outcome, built.act_index, *result);
  after_commit(built.after, *result);
  parts.metrics.counter("hejie_commands_total", "outcome=\"done\"").add();
  return Attempt{CommandResult{std::move(built.outcome)}};
}

/// Nothing but the commit stands between this case, as the cache has it, and the decision: it is of the version the
/// caller saw, and the commit compares that version and looks the key up once more.
bool CaseService::Impl::trusts_cache(const Running& run, SnapshotSource& source) {
  const auto& input = run.input;
  if (input.case_id.empty() || !input.if_match || input.dry_run || !may_read_cases(run.caller)) return false;
  auto cached = cache.find(input.case_id, *input.if_match, source.calendar()->version());
  if (!cached) return false;
  source.trust(std::move(cached));
  return true;
}

/// Reads and decides. The view of the store ends here: held while the commit waits, it would keep the log from
/// shrinking.
Result<std::variant<CommandResult, RefusedNow, Decided>> CaseService::Impl::decide(const Running& run) {
  const auto& input = run.input;
  SnapshotSource source(parts.store, parts.definitions, cache, ids);
  if (!trusts_cache(run, source)) {
    TRY(auto stored, look_up(run, source));
    if (stored) return CommandResult{std::move(*stored)};
    TRY(auto stale, check_version(run, source));
    if (stale) return CommandResult{std::move(*stale)};
  }

  const Stopwatch watch(decided);
  OpenedCasePtr opened;
  engine::ProcedurePtr procedure;
  const Moment now = to_bureau(parts.clock.now());
  if (input.case_id.empty()) {
    procedure = parts.definitions.in_force(input.workflow, input.occurred_on.value_or(now.day));
    if (!procedure)
      return fail(
          invalid_form({{"/workflow",
                         "unknown_workflow",
                         {"没有程序 " + input.workflow + "；现行程序见 GET /workflows",
                          "there is no workflow " + input.workflow + "; GET /workflows lists those in force"}}}));
  } else {
    TRY(opened, source.open(input.case_id));
    procedure = opened->procedure;
    if (is_recused(opened->file.acts, run.caller.account)) return fail(not_there(input.case_id));
  }
  std::optional<Acting> acting;
  if (!input.act_for.empty()) {
    auto found = act_for(source, run.caller, opened.get(), input.act_for);
    if (!found && found.error().code == ErrorCode::forbidden && !input.dry_run) {
      TRY_VOID(note_refused(run.caller, input));
    }
    if (!found) return fail(std::move(found).error());
    acting = *std::move(found);
  }
  const Caller& caller = acting ? acting->as : run.caller;
  TRY(auto command, prepare_command({caller, input, opened.get(), procedure, source, ids, now}));
  if (auto* refused = std::get_if<Refused>(&command)) return RefusedNow{std::move(*refused)};
  auto& prepared = std::get<PreparedCommand>(command);
  if (acting && !is_covered(*authority, acting->delegation, *procedure, opened.get(), prepared.act)) {
    if (!input.dry_run) {
      TRY_VOID(note_refused(run.caller, input));
    }
    return fail(not_covered("not_covered", {"授权不包括这一事项", "the delegation does not cover this"}));
  }
  if (opened) {
    if (!case_roles) return fail(Error(case_roles.error()));
    if (auto no = check_any_role(*case_roles, *procedure, opened->file.acts, caller, input.role, prepared.act))
      return RefusedNow{Refused{std::move(*no), true}};
    if (auto no = check_mending(*case_roles, *procedure, opened->file.acts, caller, prepared.act))
      return RefusedNow{Refused{std::move(*no), true}};
  }
  std::vector<Text> wage;
  if (opened) {
    TRY(wage, complete_minimum_wage(parts.definitions, *procedure, opened->file.state, prepared.act));
  }
  TRY(auto cascade, engine::decide_cascade(source, *source.calendar(), input.case_id, procedure->id, prepared.act));
  if (auto* rejection = std::get_if<engine::Rejection>(&cascade))
    return RefusedNow{Refused{std::move(*rejection), false}};
  if (auto* findings = std::get_if<engine::FormFindings>(&cascade)) return fail(invalid_form(std::move(*findings)));
  auto built = build(source, std::move(std::get<std::vector<engine::CascadeCase>>(cascade)), &prepared.act, now.day);
  built.outcome.dry_run = input.dry_run;
  built.outcome.warnings.insert(built.outcome.warnings.end(), wage.begin(), wage.end());
  return Decided{std::move(prepared), std::move(built),
                 acting ? std::optional(std::move(acting->delegation)) : std::nullopt};
}

Result<Attempt> CaseService::Impl::attempt(const Running& run) {
  if (!run.input.case_id.empty()) TRY_VOID(check_may_see(run.caller, run.input.case_id, true));
  TRY(auto decision, decide(run));
  if (auto* result = std::get_if<CommandResult>(&decision)) return Attempt{std::move(*result)};
  if (auto* refused = std::get_if<RefusedNow>(&decision)) {
    TRY(auto answer, refuse(run, std::move(refused->refused)));
    return Attempt{std::move(answer)};
  }
  auto& ready = std::get<Decided>(decision);
  if (run.input.dry_run) return Attempt{CommandResult{std::move(ready.built.outcome)}};
  return commit_command(run, std::move(ready));
}

Built CaseService::Impl::build(SnapshotSource& source, std::vector<engine::CascadeCase> cases, const engine::Act* act,
                               Date today) {
  BuildInput input{parts.definitions, source.calendar(), today, {}, {}};
  input.alerts = parts.alerts;
  input.recorded_at = parts.clock.now();
  input.now = to_bureau(input.recorded_at);
  input.entry_recorded_at = [&source](const CaseId& id, Version version) -> std::optional<Instant> {
    const auto snapshot = source.snapshot();
    if (!snapshot) return std::nullopt;
    const auto entries = (*snapshot)->history(id, version - 1);
    return entries && !entries->empty() ? std::optional(entries->front().recorded_at) : std::nullopt;
  };
  input.before = [&source](const CaseId& id) -> OpenedCasePtr {
    auto opened = source.open(id);
    return opened ? *opened : nullptr;
  };
  input.unit_of_new = [this, act](const std::string& stage) {
    const auto known = units.of(parts.store);
    return known ? (*known)->place(act != nullptr ? act->by.account : AccountId{}, stage) : std::string{};
  };
  input.text_stored = [this](const std::string& sha256) { return text_stored(sha256); };
  return build_commit(input, std::move(cases), act);
}

CaseService::CaseService(Parts parts) : impl_(std::make_unique<Impl>(parts)) {}
CaseService::~CaseService() = default;

Result<CommandResult> CaseService::execute(const Caller& caller, const CommandInput& input, const Render& render) {
  const bool keyed = !input.idempotency.key.empty() && !input.dry_run;
  const Impl::Running run{caller, input, render, keyed ? request_hash(input.idempotency) : ""};
  std::unique_ptr<KeysInFlight::Hold> running;
  if (keyed && !HEJIE_FAULT(no_key_lookup)) {
    TRY(running, impl_->in_flight.begin(caller, input.idempotency));
  }
  for (int i = 0; i < kAttempts; ++i) {
    TRY(auto attempt, impl_->attempt(run));
    if (auto* result = std::get_if<CommandResult>(&attempt)) return std::move(*result);
    impl_->parts.metrics.counter("hejie_command_retries_total").add();
  }
  return fail(used_up());
}

}  // namespace hejie::app
