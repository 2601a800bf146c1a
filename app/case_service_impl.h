// The inside of CaseService, shared by case_service.cpp (commands), case_tick.cpp (what fell due) and case_view.cpp
// (reads). Nobody else.
#pragma once

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <variant>

#include "app/case_cache.h"
#include "app/case_people.h"
#include "app/case_service.h"
#include "app/case_source.h"
#include "app/command.h"
#include "app/commit_builder.h"
#include "app/definitions.h"
#include "app/delegations.h"
#include "app/id_maker.h"
#include "app/metrics.h"
#include "app/units.h"
#include "storage/store.h"

namespace hejie::app {

/// Someone else was quicker: decide again.
struct Again {};
using Attempt = std::variant<CommandResult, Again>;

/// A refusal that is still to be stored with its key.
struct RefusedNow {
  Refused refused;
};
/// A decision that is still to be committed.
struct Decided {
  PreparedCommand prepared;
  Built built;
  std::optional<Delegation> under{};  ///< the power is another's
};

/// Real time of a piece of work, into a histogram.
class Stopwatch {
 public:
  explicit Stopwatch(Histogram& histogram) : histogram_(histogram) {}
  ~Stopwatch() {
    const auto passed = std::chrono::steady_clock::now() - start_;
    histogram_.observe_us(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  Histogram& histogram_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct CaseService::Impl {
  struct Running;

  explicit Impl(Parts given);

  bool text_stored(const std::string& sha256);
  void after_commit(const std::vector<OpenedCasePtr>& after, const storage::CommitResult& result);
  Result<std::optional<StoredAnswer>> look_up(const Running& run, SnapshotSource& source);
  Result<std::optional<Stale>> check_version(const Running& run, SnapshotSource& source);
  bool trusts_cache(const Running& run, SnapshotSource& source);
  void put_key(const Running& run, storage::Commit& commit,
               std::function<storage::StoredAnswer(const storage::CommitResult&)> answer) const;
  Result<CommandResult> refuse(const Running& run, Refused refused);
  Result<Attempt> commit_command(const Running& run, Decided ready);
  /// The access log says that a delegation did not carry the act.
  Status note_refused(const Caller& caller, const CommandInput& input);
  /// The access log, who delegated and the head are told in the commit of the act.
  void note_use(const Delegation& under, const CommandInput& input, const CommandOutcome& outcome,
                const std::string& stage, storage::Commit& commit) const;
  Result<std::variant<CommandResult, RefusedNow, Decided>> decide(const Running& run);
  Result<Attempt> attempt(const Running& run);
  Result<Built> decide_tick(const CaseId& id, Moment until);
  std::vector<Result<int>> tick_together(const std::vector<CaseId>& cases, Moment until);
  Built build(SnapshotSource& source, std::vector<engine::CascadeCase> cases, const engine::Act* act, Date today);
  /// @param acting to do something there. @errors not_found; forbidden: of another unit (units.h)
  Status check_may_see(const Caller& caller, const CaseId& id, bool acting);
  /// As whom the caller acts at this case under the delegation. @errors of acting_under; forbidden, at /act_for: of
  /// another case, or one the delegator may not act in
  Result<Acting> act_for(SnapshotSource& source, const Caller& caller, const OpenedCase* opened, const std::string& id);
  /// Versions that the caller may correct or annul.
  [[nodiscard]] std::set<Version> mendable(const OpenedCase& opened, const Caller& caller) const;
  /// What the engine allows and the people of the case do not (case_people.h, mending.h) is no longer offered.
  void limit_to_people(const OpenedCase& opened, const engine::Actor& actor, bool mends,
                       std::vector<engine::Availability>& offers) const;
  /// The case, for a caller who may see it. @errors as above
  Result<OpenedCasePtr> open_for(const Caller& caller, SnapshotSource& source, const CaseId& id);

  Parts parts;
  RandomIds random_ids;
  IdMaker& ids;
  CaseCache cache;
  KnownUnits units;
  Result<AuthorityRules> authority;  ///< what does not read lets nobody act for another
  Result<CaseRoleRules> case_roles;  ///< what does not read lets nobody act on a case
  Histogram& decided;
  Histogram& committed;
  std::mutex mutex;
  KeysInFlight in_flight;
  std::set<std::string> stored_texts;
};

constexpr int kAttempts = 8;  ///< of a decision that others are quicker than
[[nodiscard]] Error used_up();
[[nodiscard]] Error to_error(const storage::CommitError& error);

/// Does one of the caller's roles see case content at all? Administrators of the system do not.
[[nodiscard]] bool may_read_cases(const Caller& caller);

}  // namespace hejie::app
