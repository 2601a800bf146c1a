#include "tests/crash/ledger.h"

#include "storage/sqlite/backup.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/samples.h"

namespace hejie::crash {
namespace {

namespace samples = storage::samples;

constexpr int kCases = 6;

storage::Commit on_case(storage::Snapshot& snapshot, const std::string& id) {
  const auto found = snapshot.find_case(CaseId(id));
  return found ? samples::add_act(id, found->version) : samples::open_case(id);
}

}  // namespace

storage::Commit scripted_command(storage::Snapshot& snapshot, int step) {
  const std::string id = "c_" + std::to_string(step % kCases);
  storage::Commit commit = on_case(snapshot, id);
  const std::string key = "step-" + std::to_string(step);
  commit.idempotency = storage::IdempotencyRecord{
      AccountId("u_1"), key, "hash-" + key, std::nullopt, [](const storage::CommitResult& result) {
        return storage::StoredAnswer{200, "", "", std::to_string(result.seqs.at(0).at(0))};
      }};
  auto& rows = *commit.cases[0].rows;
  rows.summary.next_moment = Moment{samples::day(2026, 3, 1) + step, 540};
  rows.clocks[0].ordinal = 1 + step % 3;
  commit.alerts = {
      {{CaseId(id), "A07", "", 1, std::to_string(step), "clerk", samples::day(2026, 3, 9)}, samples::day(2026, 3, 9)}};
  if (step % 5 == 0) commit.cases[0].number = storage::NumberRequest{"arbitration", "X", 2026, "X-{n}", 0};
  if (step % 7 == 0) {
    commit.puts = {storage::PutText{{TextId("t_" + std::to_string(step)), CaseId(id), std::string(9000, 'x')}}};
  }
  if (step % 11 == 0) {  // two cases in one command
    storage::Commit other = on_case(snapshot, "c_" + std::to_string((step + 1) % kCases));
    commit.cases.push_back(std::move(other.cases[0]));
  }
  return commit;
}

void note(Promises& promises, const std::string& key, const storage::CommitResult& result) {
  promises[key] = {result.versions.at(0).first, result.versions.at(0).second, result.seqs.at(0).at(0)};
}

std::vector<std::string> find_broken(const std::string& folder, const Promises& promises) {
  std::vector<std::string> out;
  storage::sqlite::Options options;
  options.folder = folder;
  options.fatal = [&out](const Error& error) { out.push_back("the disk failed again: " + error.message.en); };
  auto store = storage::sqlite::open_store(options);
  if (!store) return {"does not open: " + store.error().message.en};
  auto snapshot = std::move(*(*store)->snapshot());
  const auto events = snapshot->events_since(0, 1'000'000);
  if (!events) return {"events: " + events.error().message.en};
  for (const auto& [key, promise] : promises) {
    const bool there = promise.seq >= 1 && promise.seq <= static_cast<Seq>(events->size());
    const auto* event = there ? &(*events)[static_cast<std::size_t>(promise.seq - 1)] : nullptr;
    if (event == nullptr || event->case_id != promise.case_id || event->version != promise.version) {
      out.push_back(key + ": acknowledged, but its event is not there");
    }
    const auto answer = snapshot->find_answer(AccountId("u_1"), key);
    if (!answer || !*answer || (*answer)->answer.body != std::to_string(promise.seq)) {
      out.push_back(key + ": acknowledged, but its answer is not there");
    }
  }
  // every step leaves one alert: more would be a command done twice, one without an answer half a command
  const auto alerts = snapshot->alerts_since(0, 1'000'000);
  std::map<std::string, int> rungs;
  if (alerts) {
    for (const auto& alert : *alerts) {
      if (++rungs[alert.what.rung] > 1) out.push_back("alert of step " + alert.what.rung + " told twice");
    }
  }
  for (const auto& [rung, times] : rungs) {
    const auto answer = snapshot->find_answer(AccountId("u_1"), "step-" + rung);
    if (!answer || !*answer) out.push_back("step " + rung + ": an alert without its command");
  }
  snapshot.reset();
  store->reset();
  const auto report = storage::sqlite::check_file(folder);
  if (!report) return {"check: " + report.error().message.en};
  for (const auto& finding : report->findings) out.push_back("check: " + finding.path + " " + finding.message.en);
  return out;
}

}  // namespace hejie::crash
