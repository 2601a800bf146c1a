// Buckets of requests by account and address, and exports at once.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "api/request_rates.h"

namespace hejie::api {
namespace {

RateLimits limits(int a_second, int burst = 2, int accounts = 3) {
  RateLimits out;
  out.a_second = a_second;
  out.burst_seconds = burst;
  out.accounts_an_address = accounts;
  return out;
}

int allowed_of(RequestRates& rates, int n, const std::string& account, const std::string& address,
               std::int64_t now_ms) {
  int allowed = 0;
  for (int i = 0; i < n; ++i) allowed += rates.take(account, address, now_ms).allowed ? 1 : 0;
  return allowed;
}

TEST(RequestRates, BurstThenTheRateAndItRecovers_060) {
  RequestRates rates(limits(10));
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 1'000), 20);
  const auto refused = rates.take("u_1", "a", 1'000);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.limit, 20);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_EQ(refused.wait_seconds, 1);
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 1'500), 5) << "half a second brings five";
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 60'000), 20) << "and never more than the burst";
}

TEST(RequestRates, AccountsDoNotPayForEachOtherButTheAddressDoes_060) {
  RequestRates rates(limits(10));
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 0), 20);
  EXPECT_EQ(allowed_of(rates, 30, "u_2", "b", 0), 20);
  RequestRates again(limits(10));
  int all = 0;
  for (int account = 0; account < 9; ++account) all += allowed_of(again, 20, "u_" + std::to_string(account), "a", 0);
  EXPECT_EQ(all, 60) << "three accounts' worth";
  EXPECT_TRUE(again.take("u_9", "b", 0).allowed);
}

TEST(RequestRates, NobodyKnownIsCountedByTheAddress_060) {
  RequestRates rates(limits(10));
  EXPECT_EQ(allowed_of(rates, 100, "", "a", 0), 60);
  EXPECT_FALSE(rates.take("u_1", "a", 0).allowed);
}

TEST(RequestRates, ClockGoingBackGivesNothing_060) {
  RequestRates rates(limits(10));
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 10'000), 20);
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 1'000), 0);
  EXPECT_EQ(allowed_of(rates, 100, "u_1", "a", 10'100), 1);
}

TEST(RequestRates, WithoutALimitNothingIsCounted_060) {
  RequestRates rates(limits(0));
  EXPECT_EQ(allowed_of(rates, 10'000, "u_1", "a", 0), 10'000);
  EXPECT_EQ(rates.take("u_1", "a", 0).limit, 0);
}

TEST(RequestRates, ManyThreadsTakeNoMoreThanThereIs_060) {
  RequestRates rates(limits(100));
  std::atomic<int> allowed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] { allowed += allowed_of(rates, 1'000, "u_1", "a", 5); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(allowed, 200);
}

TEST(RequestRates, ThirdExportAtOnceIsRefused_061) {
  RequestRates rates(limits(10));
  auto first = std::make_unique<RequestRates::Export>(rates);
  const RequestRates::Export second(rates);
  EXPECT_TRUE(first->allowed());
  EXPECT_TRUE(second.allowed());
  EXPECT_FALSE(RequestRates::Export(rates).allowed());
  first.reset();
  EXPECT_TRUE(RequestRates::Export(rates).allowed());
}

}  // namespace
}  // namespace hejie::api
