#include "tests/authority/world.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "app/case_people.h"
#include "app/exceptions_found.h"
#include "engine/machine/hand_over.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::authority {
namespace {

constexpr std::size_t kPeople = 14;

const app::Caller kSecurity{AccountId("u_security"), "security", "security", {"security_admin"}};

/// In memory where there is such a place: nothing is asked here of a disk, and waiting for one is most of the time.
std::string make_folder() {
  const std::filesystem::path memory = "/dev/shm";
  const auto top = ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
  std::string name = (top / "hejie-authority-XXXXXX").string();
  return ::mkdtemp(name.data()) == nullptr ? std::string{} : name;
}

std::unique_ptr<storage::Store> open(const std::string& folder) {
  storage::sqlite::Options options;
  options.folder = folder;
  auto store = storage::sqlite::open_store(std::move(options));
  if (!store) std::abort();
  return std::move(*store);
}

app::AccountLimits limits() {
  app::AccountLimits limits;
  limits.cost = {1, 8U << 10U};
  return limits;
}

std::string text_of(const engine::Act& act, const char* field) {
  const auto found = act.fields.find(field);
  const auto* text = found == act.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string{} : *text;
}

void add(oracle::Names& names, const std::string& name) {
  if (!name.empty() && !oracle::holds(names, name)) names.push_back(name);
}

/// Which step of its event waits: the one whose roles are asked now.
std::size_t step_of(const oracle::EventRule& rule, const app::ProposalView& view) {
  oracle::Names asked = view.approver_roles;
  std::ranges::sort(asked);
  for (std::size_t step = view.proposal.approvals.size(); step < rule.steps.size(); ++step) {
    oracle::Names roles = rule.steps[step];
    std::ranges::sort(roles);
    if (roles == asked) return step;
  }
  return rule.steps.size();
}

}  // namespace

int number_of(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::atoi(text);
}

const oracle::Rules& rules() {
  static const auto read = oracle::read_rules(std::string(HEJIE_SOURCE_DIR) + "/workflows");
  return read;
}

World::World(const app::Script& script, std::size_t stop, const oracle::Rules& given, Draws& draws)
    : rules_(given),
      draws_(draws),
      folder_(make_folder()),
      stage_(script, open(folder_)),
      accounts_(*stage_.store, stage_.clock, given.staff, limits()),
      desk_(app::AuthorityDesk::open(*stage_.store, stage_.definitions, stage_.alerts, stage_.clock, stage_.clock,
                                     stage_.ids)
                .value()),
      papers_({*stage_.store, stage_.definitions, stage_.service, stage_.clock, ""}),
      lists_(*stage_.store, stage_.definitions, stage_.clock, &stage_.alerts) {
  make_units();
  walk(stage_, [&](const app::ScriptStep& step) {
    auto input = stage_.command_of(step);
    if (step.index < stop || !input || step.expect.refused || input->case_id.empty()) return true;
    live_ = std::move(input);
    live_procedure_ = stage_.procedure_of(step);
    return false;
  });
  if (live_) make_people();
}

World::~World() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void World::make_units() {
  const std::vector<std::string> kinds{"inspection_team", "committee", "mediation_center", "bureau"};
  const std::size_t count = draws_.below(7);
  for (std::size_t i = 0; i < count; ++i) {
    oracle::Unit unit{"n" + std::to_string(i), draws_.of(kinds), ""};
    if (i > 0 && draws_.one_in(2)) unit.parent = "n" + std::to_string(draws_.below(i));
    if (!desk_->units.put(kSecurity, {{unit.id, unit.kind, unit.parent, {unit.id, unit.id}}, {}})) std::abort();
    units_.push_back(unit);
  }
}

/// Often those that have to do with the event at hand, else every question would be answered by no.
oracle::Names World::some_roles() {
  const auto& rule = rules_.procedures.at(live_procedure_).events.at(live_->event);
  oracle::Names near = rule.by;
  for (const auto& step : rule.steps) near.insert(near.end(), step.begin(), step.end());
  std::erase_if(near, [&](const std::string& role) { return !oracle::holds(rules_.staff, role); });
  oracle::Names roles;
  for (std::size_t i = 0, count = 1 + draws_.below(3); i < count; ++i)
    add(roles, !near.empty() && draws_.one_in(2) ? draws_.of(near) : draws_.of(rules_.staff));
  return roles;
}

void World::make_people() {
  for (std::size_t i = 0; i < kPeople; ++i) {
    Somebody who;
    who.person.id = "u_p" + std::to_string(i);
    who.person.roles = some_roles();
    keep(who);
    if (!units_.empty() && !draws_.one_in(3)) {
      who.person.unit = draws_.of(units_).id;
      (void)desk_->units.assign(kSecurity, AccountId(who.person.id), who.person.unit, {});
    }
    if (draws_.one_in(4)) {
      const std::vector<oracle::Names> scopes{{"read"}, {"write"}, {"read", "write"}};
      who.person.program = true;
      who.person.scopes = draws_.of(scopes);
      app::Caller self = person("p" + std::to_string(i), who.person.roles);
      self.logged_in_at = stage_.clock.now();
      const auto days = static_cast<int>(1 + draws_.below(3));
      const auto made = accounts_.make_token(self, "robot", who.person.scopes, days, {});
      if (!made) std::abort();
      who.token = made->token;
      who.person.token_ends = made->expires_at.ms;
    }
    people_.push_back(std::move(who));
  }
}

void World::keep(Somebody& who) {
  const std::string name = who.person.id.substr(2);
  put_account(*stage_.store, person(name, who.person.roles));
}

std::optional<app::Caller> World::caller(const Somebody& who) {
  if (who.token.empty()) {
    if (who.person.disabled) return std::nullopt;
    return person(who.person.id.substr(2), who.person.roles);
  }
  auto known = accounts_.who(who.token);
  return known ? std::optional(std::move(*known)) : std::nullopt;
}

void World::note_act(const engine::Act& act, const std::vector<engine::Act>& acts, oracle::File& file) {
  if (act.fields.contains(engine::kUnitField)) file.unit = text_of(act, engine::kUnitField);
  if (engine::is_hand_over(act)) {
    if (act.fields.contains(engine::kHandlerField)) file.handler = text_of(act, engine::kHandlerField);
    if (!act.fields.contains(app::kPeopleRoleField)) return;
    auto& people = file.named[text_of(act, app::kPeopleRoleField)];
    people.clear();
    std::istringstream names(text_of(act, app::kPeopleField));
    for (std::string name; names >> name;) people.push_back(name);
    return;
  }
  for (const auto& officer : act.officers) add(file.took_part, officer.value);
  if (act.by.account.empty()) return;
  if (act.by.role != "window") add(file.took_part, act.by.account.value);
  const bool own = act.kind == engine::ActKind::done || act.kind == engine::ActKind::proposed;
  if (own && (act.by.role != "window" || file.handler.empty())) file.handler = act.by.account.value;
  const engine::Act* done = act.kind == engine::ActKind::done ? &act : nullptr;
  if (act.kind == engine::ActKind::approved && !act.approvers.empty()) {
    const auto asked = std::ranges::find(acts, act.of, &engine::Act::version);
    if (asked != acts.end()) done = &*asked;
  }
  if (done == nullptr) return;
  auto& doers = file.did[done->event];
  add(doers, done->by.account.value);
  add(doers, done->by.for_whom.value);
  for (const auto& officer : done->officers) add(doers, officer.value);
}

oracle::File World::acts_of(storage::Snapshot& snapshot, const CaseId& id) {
  const auto item = snapshot.find_case(id).value();
  auto& known = known_[id];
  if (known.first == item.version) return known.second;
  oracle::File file;
  file.id = id.value;
  file.procedure = item.pin.procedure;
  file.stage = item.summary.stage;
  const auto acts = snapshot.load_case(id)->acts;
  for (const auto& act : acts) {
    const bool gone = std::ranges::any_of(
        acts, [&](const auto& other) { return other.kind == engine::ActKind::annulled && other.of == act.version; });
    if (!gone) note_act(act, acts, file);
  }
  const auto view = stage_.service.view(person("reader", {"bureau_head"}), id, {}, {}).value();
  for (const auto& one : view.proposals) {
    const auto& act = one.proposal.act;
    const auto& events = rules_.procedures.at(file.procedure).events;
    if (!events.contains(act.event)) continue;
    oracle::Request request{
        one.seq, act.event, act.by.account.value, {}, {}, step_of(events.at(act.event), one), act.by.for_whom.value};
    for (const auto& officer : act.officers) request.beside.push_back(officer.value);
    for (const auto& approver : one.proposal.approvals) {
      add(request.approved_by, approver.account.value);
      add(request.approved_by, approver.for_whom.value);
    }
    file.requests.push_back(std::move(request));
  }
  known = {item.version, file};
  return file;
}

oracle::File World::file_of(const CaseId& id) {
  const auto snapshot = std::move(stage_.store->snapshot().value());
  oracle::File file = acts_of(*snapshot, id);
  const auto grants = snapshot->list_kept({{"exception"}, {app::kBreakGlass}, "", id, {500, ""}}).value();
  for (const auto& row : grants.items) {
    const std::int64_t until = row.made_at.ms + rules_.glass_hours * 3'600'000LL;
    file.glass.push_back({row.made_by.value, until});
  }
  return file;
}

std::vector<oracle::Entry> World::entries_of(const CaseId& id) {
  std::vector<oracle::Entry> entries;
  const auto snapshot = std::move(stage_.store->snapshot().value());
  const auto acts = snapshot->load_case(id)->acts;
  const auto history = snapshot->history(id).value();
  const auto annulled = [&](Version version) {
    return std::ranges::any_of(
        acts, [&](const auto& act) { return act.kind == engine::ActKind::annulled && act.of == version; });
  };
  for (const auto& stored : history) {
    const auto* act = std::get_if<engine::Act>(&stored.event);
    if (act == nullptr || engine::is_hand_over(*act)) continue;
    using Kind = engine::ActKind;
    const bool answer = act->kind == Kind::approved || act->kind == Kind::declined;
    if (act->kind != Kind::done && act->kind != Kind::proposed && act->kind != Kind::recalled && !answer) continue;
    oracle::Entry entry;
    entry.seq = stored.seq;
    entry.event = act->event;
    entry.by = act->by.account.value;
    entry.answer = answer;
    entry.recall = act->kind == Kind::recalled;
    for (const auto& other : acts) {
      if (act->kind == Kind::proposed && other.kind == Kind::approved && other.of == act->version &&
          !annulled(other.version))
        entry.approved = true;
      if (!answer || other.version != act->of) continue;
      entry.event = other.event;
      entry.asked_by = other.by.account.value;
      for (const auto& officer : other.officers) entry.beside.push_back(officer.value);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<CaseId> World::cases() {
  std::vector<CaseId> ids;
  for (const auto& [name, id] : stage_.told.cases) ids.push_back(id);
  return ids;
}

void World::change_account(Somebody& who) {
  auto& person = who.person;
  switch (draws_.below(3)) {
    case 0:
      person.roles = some_roles();
      break;
    case 1:
      person.disabled = !person.disabled && draws_.one_in(3);
      break;
    default:
      person.unit = units_.empty() || draws_.one_in(3) ? "" : draws_.of(units_).id;
      (void)desk_->units.assign(kSecurity, AccountId(person.id), person.unit, {});
      return;
  }
  const auto done = accounts_.change(kSecurity, AccountId(person.id), person.id, person.roles, person.disabled, {});
  if (!done) std::abort();
  // A token may end with the change; an account that is disabled never keeps one.
  if (!who.token.empty()) person.logged_in = !person.disabled && accounts_.who(who.token).has_value();
}

/// Somebody who may asks for the event at hand.
void World::ask() {
  const auto reference = this->reference();
  const auto file = file_of(live_->case_id);
  for (std::size_t i = 0; i < 20; ++i) {
    const auto& who = draws_.of(people_);
    if (reference.records(who.person, file, live_->event, {}) != oracle::Answer::yes) continue;
    const auto asker = caller(who);
    if (!asker) continue;
    app::CommandInput input = *live_;
    input.if_match = stage_.version_of(live_->case_id);
    if (tried(stage_.service, *asker, input).to.empty()) return;  // it would happen, and the story be over
    (void)stage_.service.execute(*asker, input, {});
    return;
  }
}

void World::change_case() {
  const auto& named = rules_.procedures.at(live_procedure_).named;
  switch (draws_.below(5)) {
    case 0:
      (void)hand_to(stage_, live_->case_id, draws_.of(people_).person.id);
      return;
    case 1: {
      app::HandOverCommand command;
      command.case_id = live_->case_id;
      command.unit = units_.empty() || draws_.one_in(3) ? "" : draws_.of(units_).id;
      command.reason = "划转";
      command.if_match = stage_.version_of(command.case_id);
      command.answer = [](const auto&) { return app::StoredAnswer{}; };
      (void)desk_->hand_over.run(person("over", {"bureau_head"}), command);
      return;
    }
    case 2: {
      const std::string role = named.empty() || draws_.one_in(2) ? "recused" : draws_.of(named).id;
      std::vector<std::string> people;
      for (std::size_t i = 0, count = draws_.below(4); i < count; ++i) people.push_back(draws_.of(people_).person.id);
      (void)name_people(stage_, live_->case_id, role, people);
      return;
    }
    default:
      ask();
  }
}

void World::change() {
  switch (draws_.below(4)) {
    case 0:
      change_account(people_[draws_.below(people_.size())]);
      return;
    case 1:
      if (draws_.one_in(3)) stage_.clock.set(Instant{now() + static_cast<std::int64_t>(draws_.below(150)) * 60'000});
      for (auto& who : people_)
        if (who.person.token_ends != 0 && who.person.token_ends <= now()) who.person.logged_in = false;
      return;
    default:
      change_case();
  }
}

}  // namespace hejie::authority
