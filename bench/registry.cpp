#include "bench/registry.h"

#include "app/import.h"
#include "bench/measure.h"
#include "storage/memory/memory_store.h"
#include "storage/send.h"

namespace hejie::bench {
namespace {

/// An application received: one act, three duties that end together.
constexpr const char* kScript = R"({
  "title": {"zh": "基准:收到仲裁申请", "en": "Bench: an application received"}, "source": "bench", "workflow": "arbitration",
  "steps": [{"on": "DAY", "by": "clerk/bench", "event": "receive_application", "assumed": true, "data": {"cause": "wages",
    "parties": [{"role": "applicant", "kind": "worker"}, {"role": "respondent", "kind": "employer"}],
    "items": [{"kind": "wages", "party": "applicant", "claimed_fen": 800000, "key": "wages"}]},
    "expect": {"state": "submitted"}}]})";

}  // namespace

double Registry::fill(storage::Store& store, Date received, int cases) {
  const auto bundle = story(received);
  std::future<storage::CommitOutcome> before;
  const auto start = SteadyClock::now();
  for (int done = 0; done < cases;) {
    storage::Commit commit;
    commit.recorded_at = to_instant({received, 600});
    for (int i = 0; i < kCasesACommit && done < cases; ++i, ++done)
      app::put_in(app::renamed(bundle, ids_, {}), definitions_, texts_[&store], commit);
    auto sent = storage::send(store, std::move(commit));
    if (before.valid() && !before.get()) std::exit(3);
    before = std::move(sent);
  }
  if (before.valid() && !before.get()) std::exit(3);
  return seconds_since(start);
}

Moment Registry::due_of(Date received) {
  return *story(received).cases.front().rows.summary.next_moment;
}

app::Bundle Registry::story(Date received) {
  std::string text = kScript;
  text.replace(text.find("DAY"), 3, format_date(received));
  const auto script = must(app::read_script("bench", text), "the script");
  auto made = must(app::run_story(
                       script, definitions_, [] { return storage::memory::open_store(); }, ids_),
                   "story");
  if (made.bundle.cases.size() != 1 || made.bundle.cases.front().rows.clocks.size() != kClocksACase) std::exit(3);
  return made.bundle;
}

}  // namespace hejie::bench
