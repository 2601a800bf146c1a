#include "app/units.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>

#include "app/texts.h"

namespace hejie::app {
namespace {

constexpr const char* kMark = "units";
constexpr std::size_t kMostName = 200;

/// Stages of a kind's work; the bureau itself does every kind.
struct Kind {
  std::string_view id;
  Text name;
  std::string_view stage;  ///< "" = all
};
const std::array<Kind, 4>& kinds() {
  static const std::array<Kind, 4> all{{{"bureau", {"局内机构", "office of the bureau"}, ""},
                                        {"mediation_center", {"调解中心", "mediation center"}, "mediation"},
                                        {"committee", {"仲裁委员会", "arbitration committee"}, "arbitration"},
                                        {"inspection_team", {"监察中队", "inspection team"}, "inspection"}}};
  return all;
}

const Kind* find_kind(std::string_view id) {
  const auto found = std::ranges::find(kinds(), id, &Kind::id);
  return found == kinds().end() ? nullptr : &*found;
}

bool does(const Unit& unit, const std::string& stage) {
  const auto* kind = find_kind(unit.kind);
  return kind != nullptr && (kind->stage.empty() || kind->stage == stage);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// The last one read: it changes seldom and is asked for at every list.
class LastRead {
 public:
  Result<std::shared_ptr<const Units>> of(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (units_ && text == text_) return units_;
    TRY(auto read, read_units(text));
    units_ = std::make_shared<const Units>(std::move(read));
    text_ = text;
    return units_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
  std::shared_ptr<const Units> units_;
};

/// How often the units of any store were changed by this process, the only one that writes them.
std::atomic<long long> changes{0};

/// Empty: everything.
std::optional<storage::Reach> reach_of(const Units& units, const Clock& clock, const Caller& caller) {
  const std::string unit = units.of(caller.account);
  if (unit.empty()) return std::nullopt;
  return storage::Reach{units.below(unit), caller.account, clock.now()};
}

/// As reach_of, and limited too where the account is recused from some case.
Result<std::optional<storage::Reach>> reach_now(storage::Snapshot& snapshot, const Clock& clock, const Caller& caller) {
  TRY(const auto units, load_units(snapshot));
  auto reach = reach_of(*units, clock, caller);
  if (reach) return reach;
  TRY(const auto recused, snapshot.mark(recused_mark(caller.account)));
  if (recused) reach = storage::Reach{{storage::kEveryUnit}, caller.account, clock.now()};
  return reach;
}

Error outside_unit() {
  const Text words{"本案属于其他机构；确有需要可写明理由紧急查阅",
                   "This case belongs to another unit; with a reason it can be opened by break-glass"};
  return {ErrorCode::forbidden, words, {{"", "outside_unit", words}}};
}

std::vector<Finding> find_faults(const Units& units, const Unit& unit) {
  std::vector<Finding> findings;
  if (!is_id(unit.id))
    findings.push_back(bad_value("/id", {"应为小写字母、数字和下划线，至多 40 个",
                                         "is lower case letters, digits and _, "
                                         "at most 40"}));
  if (!is_unit_kind(unit.kind))
    findings.push_back(bad_value("/kind", {"应为 bureau、mediation_center、committee 或 inspection_team",
                                           "must be bureau, mediation_center, committee or inspection_team"}));
  if (unit.name.zh.empty() || unit.name.en.empty() || unit.name.zh.size() > kMostName ||
      unit.name.en.size() > kMostName)
    findings.push_back(bad_value("/name", {"须有中英文名称", "is needed in both languages"}));
  if (unit.parent.empty()) return findings;
  const auto own = units.below(unit.id);
  if (units.find(unit.parent) == nullptr || std::ranges::find(own, unit.parent) != own.end())
    findings.push_back(bad_value("/parent", {"没有这个上级机构", "there is no such unit above it"}));
  return findings;
}

}  // namespace

bool is_unit_kind(std::string_view kind) {
  return find_kind(kind) != nullptr;
}

Text unit_kind_name(std::string_view kind) {
  const auto* found = find_kind(kind);
  return found == nullptr ? Text{} : found->name;
}

const Unit* Units::find(std::string_view id) const {
  const auto found = std::ranges::find(all, id, &Unit::id);
  return found == all.end() ? nullptr : &*found;
}

std::string Units::of(const AccountId& account) const {
  const auto found = members.find(account.value);
  return found == members.end() ? std::string{} : found->second;
}

std::vector<std::string> Units::below(const std::string& id) const {
  std::vector<std::string> out{id};
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const auto& unit : all)
      if (unit.parent == out[i] && std::ranges::find(out, unit.id) == out.end()) out.push_back(unit.id);
  return out;
}

std::string Units::place(const AccountId& account, const std::string& stage) const {
  const std::string own = of(account);
  const auto* unit = find(own);
  if (unit != nullptr && does(*unit, stage)) return own;
  std::string only;
  for (const auto& one : all) {
    if (one.kind == "bureau" || !does(one, stage)) continue;
    if (!only.empty()) return {};
    only = one.id;
  }
  return only;
}

Result<std::shared_ptr<const Units>> load_units(storage::Snapshot& snapshot) {
  static LastRead last;
  static const auto kNone = std::make_shared<const Units>();
  TRY(const auto text, snapshot.mark(kMark));
  if (!text) return kNone;
  return last.of(*text);
}

Result<std::unique_ptr<storage::Snapshot>> snapshot_for(storage::Store& store, const Clock& clock,
                                                        const Caller& caller) {
  TRY(auto snapshot, store.snapshot());
  TRY(const auto reach, reach_now(*snapshot, clock, caller));
  if (!reach) return snapshot;
  return storage::snapshot_within(store, *reach);
}

Result<bool> sees_every_case(storage::Snapshot& snapshot, const Clock& clock, const Caller& caller) {
  TRY(const auto reach, reach_now(snapshot, clock, caller));
  return !reach.has_value();
}

std::string recused_mark(const AccountId& account) {
  return "recused:" + account.value;
}

Result<std::shared_ptr<const Units>> KnownUnits::of(storage::Store& store) {
  const long long change = changes;
  const std::lock_guard lock(mutex_);
  if (units_ && change_ == change) return units_;
  TRY(const auto snapshot, store.snapshot());
  TRY(units_, load_units(*snapshot));
  change_ = change;
  return units_;
}

Status check_sees(storage::Store& store, const Clock& clock, const Units& units, const Caller& caller, const CaseId& id,
                  bool acting) {
  auto reach = reach_of(units, clock, caller);
  if (!reach) return {};
  if (acting) reach->granted_at = Instant{std::numeric_limits<std::int64_t>::max()};
  TRY(const auto within, storage::snapshot_within(store, *reach));
  const auto seen = within->find_version(id);
  if (seen) return {};
  if (seen.error().code != ErrorCode::not_found) return fail(seen.error());
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto item, snapshot->find_case(id));
  if (std::ranges::find(item.summary.flags, recused_mark(caller.account)) != item.summary.flags.end())
    return fail(seen.error());
  return fail(outside_unit());
}

Status check_acts(storage::Store& store, const Clock& clock, const Caller& caller, const CaseId& id) {
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto units, load_units(*snapshot));
  return check_sees(store, clock, *units, caller, id, true);
}

Result<std::shared_ptr<const Units>> UnitDesk::units() {
  TRY(const auto snapshot, store_.snapshot());
  return load_units(*snapshot);
}

Status UnitDesk::put(const Caller& caller, const UnitCommand& command) {
  const std::lock_guard lock(mutex_);
  TRY(const auto before, units());
  if (auto findings = find_faults(*before, command.unit); !findings.empty())
    return fail(invalid_form(std::move(findings)));
  Units units = *before;
  const auto same = std::ranges::find(units.all, command.unit.id, &Unit::id);
  if (same == units.all.end())
    units.all.push_back(command.unit);
  else
    *same = command.unit;
  return keep(caller, units, "change_unit", command.unit.id, command.from);
}

Status UnitDesk::assign(const Caller& caller, const AccountId& account, const std::string& unit,
                        const Accounts::From& from) {
  const std::lock_guard lock(mutex_);
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto found, snapshot->find_account(account));
  if (!found) return fail(ErrorCode::not_found, {"没有此账号", "There is no such account"});
  if (account == caller.account)
    return fail(ErrorCode::forbidden, {"不能调整自己的机构", "Nobody moves themselves to another unit"});
  TRY(const auto before, load_units(*snapshot));
  if (!unit.empty() && before->find(unit) == nullptr)
    return fail(invalid_form({bad_value("/unit", {"没有这个机构", "there is no such unit"})}));
  Units units = *before;
  if (unit.empty())
    units.members.erase(account.value);
  else
    units.members[account.value] = unit;
  return keep(caller, units, "assign_unit", account.value, from);
}

Status UnitDesk::keep(const Caller& caller, const Units& units, const char* action, const std::string& object,
                      const Accounts::From& from) {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.puts.emplace_back(storage::PutMark{kMark, write_units(units)});
  commit.puts.emplace_back(
      storage::PutAccess{{commit.recorded_at, caller.account, from.address, action, object, "ok", from.request_id}});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  ++changes;
  return {};
}

}  // namespace hejie::app
