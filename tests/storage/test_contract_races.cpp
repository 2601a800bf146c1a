// The contract of a store under many threads: one winner a version (T10), one effect a key (T09), numbers 1..n.
#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::add_act;
using samples::open_case;

constexpr int kCallers = 64;

class StoreRaces : public StoreContract {
 protected:
  /// Runs `work(i)` on many threads at once.
  template <typename F>
  static void together(F work) {
    std::atomic<bool> go{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < kCallers; ++i) {
      threads.emplace_back([&, i] {
        go.wait(false);
        work(i);
      });
    }
    go = true;
    go.notify_all();
    for (auto& thread : threads) thread.join();
  }
};

TEST_P(StoreRaces, OneWinnerAVersion) {
  must(open_case("c_1"));
  constexpr int kRounds = 5;
  for (int round = 1; round <= kRounds; ++round) {
    std::atomic<int> won{0};
    std::atomic<int> conflicts{0};
    together([&](int) {
      const auto outcome = store_->commit(add_act("c_1", round));
      if (outcome) ++won;
      if (!outcome && outcome.error().code == ErrorCode::conflict && outcome.error().current == round + 1) ++conflicts;
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(conflicts, kCallers - 1);
  }
  EXPECT_EQ(look()->find_case(CaseId("c_1")).value().version, kRounds + 1);
  EXPECT_EQ(look()->history(CaseId("c_1")).value().size(), static_cast<std::size_t>(kRounds + 1));
}

TEST_P(StoreRaces, OneEffectAKey) {
  constexpr int kKeys = 10;
  for (int key = 0; key < kKeys; ++key) {
    std::atomic<int> effects{0};
    std::atomic<int> same{0};
    together([&](int caller) {
      Commit commit = open_case("c_" + std::to_string(key) + "_" + std::to_string(caller));
      IdempotencyRecord record;
      record.account = AccountId("u_1");
      record.key = "key-" + std::to_string(key);
      record.request_hash = "hash";
      record.answer = [](const CommitResult& r) { return StoredAnswer{201, "", "", std::to_string(r.seqs[0][0])}; };
      commit.idempotency = std::move(record);
      const auto outcome = store_->commit(std::move(commit));
      ASSERT_TRUE(outcome);
      if (!outcome->repeat) ++effects;
      if (outcome->answer && outcome->answer->body == std::to_string(key + 1)) ++same;
    });
    EXPECT_EQ(effects, 1);
    EXPECT_EQ(same, kCallers) << "everyone gets the first answer";
  }
  EXPECT_EQ(head(), kKeys);
}

TEST_P(StoreRaces, NumbersWithoutGaps) {
  together([&](int caller) {
    Commit commit = open_case("c_" + std::to_string(caller));
    commit.cases[0].number = NumberRequest{"arbitration", "X", 2026, "X-{n}", 0};
    if (caller % 3 == 0) commit.cases.push_back(add_act("c_missing", 1).cases[0]);  // refused: uses no number
    (void)store_->commit(std::move(commit));
  });
  const auto numbers = look()->numbers("arbitration", "X", 2026).value();
  ASSERT_EQ(numbers.size(), static_cast<std::size_t>(kCallers - (kCallers + 2) / 3));
  std::set<std::string> cases;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(numbers[i].n, static_cast<int>(i) + 1);
    cases.insert(numbers[i].case_id.value);
  }
  EXPECT_EQ(cases.size(), numbers.size());
}

TEST_P(StoreRaces, SequenceHasNoGapsAndFollowsVersions) {
  together([&](int caller) {
    const std::string id = "c_" + std::to_string(caller % 8);
    for (int i = 0; i < 10; ++i) {
      auto snapshot = store_->snapshot();
      ASSERT_TRUE(snapshot);
      const auto found = (*snapshot)->find_case(CaseId(id));
      (void)store_->commit(found ? add_act(id, found->version) : open_case(id));
    }
  });
  const auto events = look()->events_since(0, 10'000).value();
  ASSERT_GE(events.size(), 8U);
  std::map<std::string, Version> versions;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].seq, static_cast<Seq>(i) + 1);
    EXPECT_EQ(events[i].version, ++versions[events[i].case_id.value]);
  }
  for (const auto& [id, version] : versions) EXPECT_EQ(look()->find_case(CaseId(id)).value().version, version);
}

TEST_P(StoreRaces, StopAnswersEveryone) {
  std::atomic<int> done{0};
  std::atomic<int> refused_count{0};
  together([&](int caller) {
    if (caller == kCallers / 2) store_->stop();
    const auto outcome = store_->commit(open_case("c_" + std::to_string(caller)));
    if (outcome) {
      ++done;
    } else {
      EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
      ++refused_count;
    }
  });
  EXPECT_EQ(done + refused_count, kCallers);
  EXPECT_EQ(look()->counts().value().cases, done) << "what was accepted is there, what was refused is not";
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreRaces, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
