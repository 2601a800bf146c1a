#include "app/check.h"

#include <algorithm>

#include "app/case_rows.h"
#include "app/case_source.h"
#include "engine/machine/evidence.h"

namespace hejie::app {
namespace {

class Checker {
 public:
  Checker(storage::Store& store, const Definitions& definitions, std::size_t most)
      : store_(store), definitions_(definitions), most_(most) {}

  Result<CheckResult> run() {
    TRY_VOID(check_log());
    CaseId last;
    constexpr int kPage = 500;
    for (;;) {
      TRY(const auto snapshot, store_.snapshot());
      TRY(const auto ids, snapshot->case_ids(last, kPage));
      if (ids.empty()) break;
      for (const auto& id : ids) check_case(*snapshot, id);
      last = ids.back();
    }
    return std::move(result_);
  }

 private:
  void find(const CaseId& id, const char* what, Text message) {
    if (result_.findings.size() >= most_) {
      result_.cut = true;
      return;
    }
    result_.findings.push_back({id, what, std::move(message)});
  }

  /// seq from 1 without gaps.
  Status check_log() {
    constexpr int kPage = 2000;
    Seq last = 0;
    for (;;) {
      TRY(const auto snapshot, store_.snapshot());
      TRY(const auto events, snapshot->events_since(last, kPage));
      if (events.empty()) return {};
      for (const auto& stored : events) {
        if (stored.seq != last + 1)
          find(stored.case_id, "seq",
               {"事件序号不连续,缺 " + std::to_string(last + 1),
                "the log has a gap before " + std::to_string(stored.seq)});
        last = stored.seq;
        ++result_.events;
      }
    }
  }

  void check_case(storage::Snapshot& snapshot, const CaseId& id) {
    ++result_.cases;
    check_versions(snapshot, id);
    CaseCache nothing(0);
    ManualClock still(Instant{});
    RandomIds ids(still);
    SnapshotSource source(snapshot, definitions_, nothing, ids);
    const auto opened = source.open(id);
    if (!opened) {
      find(id, "fold", opened.error().message);
      return;
    }
    const auto rows = snapshot.load_rows(id);
    if (!rows) {
      find(id, "rows", rows.error().message);
      return;
    }
    const auto& calendar = *source.calendar();
    const auto expected =
        make_rows({*(*opened)->procedure, calendar}, (*opened)->file, calendar.hours().opening_minute());
    result_.clocks += static_cast<long long>(expected.clocks.size());
    compare(id, expected, *rows);
  }

  void check_versions(storage::Snapshot& snapshot, const CaseId& id) {
    const auto history = snapshot.history(id);
    if (!history) {
      find(id, "events", history.error().message);
      return;
    }
    Version last = 0;
    for (const auto& stored : *history) {
      const Version inner = std::visit([](const auto& event) { return event.version; }, stored.event);
      if (stored.version != last + 1 || inner != stored.version)
        find(id, "versions", {"事件版本不连续", "versions are not consecutive at " + std::to_string(stored.version)});
      last = stored.version;
      if (const auto* act = std::get_if<engine::Act>(&stored.event)) note_evidence(id, *act);
    }
  }

  void note_evidence(const CaseId& id, const engine::Act& act) {
    if (!engine::is_evidence(act) || act.event != engine::kAddEvidence) return;
    result_.evidence.push_back({id, engine::evidence_field(act, engine::kEvidenceId),
                                engine::evidence_field(act, engine::kEvidenceHash), engine::evidence_bytes(act)});
  }

  void compare(const CaseId& id, const storage::CaseRows& expected, const storage::CaseRows& found) {
    const auto differ = [&](const char* what, bool same) {
      if (!same)
        find(id, what,
             {std::string("重算结果与库中不同:") + what, std::string("the fold and the stored rows differ: ") + what});
    };
    differ("state", expected.summary.state == found.summary.state && expected.summary.phase == found.summary.phase);
    differ("summary", same_summary(expected.summary, found.summary));
    differ("clocks", same_clocks(expected.clocks, found.clocks));
    differ("parties", same(expected.parties, found.parties, &storage::PartyRow::key));
    differ("documents", same(expected.documents, found.documents, &storage::DocumentRow::id));
    differ("services", std::ranges::is_permutation(expected.services, found.services));
    differ("links", std::ranges::is_permutation(expected.links, found.links));
    differ("proposals", same(expected.proposals, found.proposals, &storage::ProposalRow::version));
  }

  static bool same_summary(storage::Summary expected, storage::Summary found) {
    // Passing time alone may have moved these on without an event.
    expected.through = found.through;
    expected.next_moment = found.next_moment;
    return expected == found;
  }

  template <typename Row, typename Key>
  static bool same(std::vector<Row> left, std::vector<Row> right, Key key) {
    std::ranges::sort(left, {}, key);
    std::ranges::sort(right, {}, key);
    return left == right;
  }

  static bool same_clocks(std::vector<storage::ClockRow> left, std::vector<storage::ClockRow> right) {
    const auto key = [](const storage::ClockRow& row) { return std::tie(row.rule, row.key, row.ordinal); };
    for (auto* rows : {&left, &right}) {
      std::ranges::sort(*rows, {}, key);
      // A newer notice makes a date firm without moving it; rungs pass without an event.
      for (auto& row : *rows) {
        row.provisional = false;
        row.next_on.reset();
      }
    }
    return left == right;
  }

  storage::Store& store_;
  const Definitions& definitions_;
  const std::size_t most_;
  CheckResult result_;
};

}  // namespace

Result<CheckResult> check_store(storage::Store& store, const Definitions& definitions, std::size_t most) {
  return Checker(store, definitions, most).run();
}

}  // namespace hejie::app
