// What fell due in cases: decided here one after another, while the store writes those decided before.
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "app/case_service.h"
#include "app/case_service_impl.h"
#include "storage/send.h"

namespace hejie::app {
namespace {

/// Bounds what a storm holds in memory and how long a person's command queues behind it (some 20 ms). Several
/// transactions' worth: with one alone, deciding waits for the disk at the end of each.
constexpr std::size_t kOnTheWay = 384;

/// A tick that waits for its commit.
struct Ticking {
  std::size_t place = 0;  ///< among the cases asked for
  int events = 0;
  std::vector<OpenedCasePtr> after;
  std::future<storage::CommitOutcome> outcome;
};

int events_in(const storage::Commit& commit) {
  std::size_t events = 0;
  for (const auto& change : commit.cases) events += change.events.size();
  return static_cast<int>(events);
}

}  // namespace

Result<Built> CaseService::Impl::decide_tick(const CaseId& id, Moment until) {
  TRY(const auto snapshot, parts.store.snapshot());
  SnapshotSource source(*snapshot, parts.definitions, cache, ids);
  source.pass_by();
  TRY(auto cascade, engine::tick_cascade(source, *source.calendar(), id, until));
  auto* cases = std::get_if<std::vector<engine::CascadeCase>>(&cascade);
  if (cases == nullptr)
    return fail(ErrorCode::corrupt,
                {"案件 " + id.value + " 到期处理被拒绝", "what fell due in case " + id.value + " was refused"});
  auto built = build(source, std::move(*cases), nullptr, until.day);
  // Held until the commit only where somebody has it open, or where it is new.
  std::erase_if(built.after, [&](const OpenedCasePtr& opened) {
    const auto& which = opened->file.state.id;
    const auto change = std::ranges::find(built.commit.cases, which, &storage::CaseChange::id);
    return !cache.has(which) && change != built.commit.cases.end() && change->expected > 0;
  });
  return built;
}

/// Each case once. @returns an answer a case; conflict: someone else, or a case before it in `cases`, was quicker
std::vector<Result<int>> CaseService::Impl::tick_together(const std::vector<CaseId>& cases, Moment until) {
  std::vector<Result<int>> answers(cases.size(), 0);
  std::deque<Ticking> on_the_way;
  const auto take = [&] {
    Ticking done = std::move(on_the_way.front());
    on_the_way.pop_front();
    const auto result = done.outcome.get();
    if (!result) {
      cache.drop(result.error().case_id);
      answers[done.place] = fail(to_error(result.error()));
    } else if (!result->repeat) {
      after_commit(done.after, *result);
      answers[done.place] = done.events + static_cast<int>(result->alerts.size());
    }
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (on_the_way.size() >= kOnTheWay) take();
    auto built = decide_tick(cases[i], until);
    if (!built) {
      answers[i] = fail(Error(built.error()));
    } else if (auto& commit = built->commit; !commit.cases.empty()) {
      commit.recorded_at = parts.clock.now();
      commit.command_id =
          fmt::format("tick/{}/{}/{}/{}", cases[i].value, commit.cases.front().expected, until.day.days, until.minute);
      const int events = events_in(commit);
      on_the_way.push_back({i, events, std::move(built->after), storage::send(parts.store, std::move(commit))});
    }
  }
  while (!on_the_way.empty()) take();
  return answers;
}

Result<int> CaseService::tick(const CaseId& id, Moment until) {
  for (int i = 0; i < kAttempts; ++i) {
    auto answer = std::move(impl_->tick_together({id}, until).front());
    if (answer || answer.error().code != ErrorCode::conflict) return answer;
  }
  return fail(used_up());
}

std::vector<Result<int>> CaseService::tick_all(const std::vector<CaseId>& ids, Moment until) {
  auto answers = impl_->tick_together(ids, until);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!answers[i] && answers[i].error().code == ErrorCode::conflict) answers[i] = tick(ids[i], until);
  }
  return answers;
}

}  // namespace hejie::app
