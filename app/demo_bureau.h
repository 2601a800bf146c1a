// The demonstration bureau: an account for every role, the example stories as closed cases, the same stories moved to
// now and left open at every stage, and many synthetic cases on request. Same now, same bureau. Only ever put into a
// store marked as a demonstration. Called by `hejie demo`, benches and tests.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/import.h"

namespace hejie::app {

/// Known to everyone who reads this: that is why `serve` refuses a demonstration store.
inline constexpr const char* kDemoPassword = "hejie-demo-2026";
inline constexpr const char* kDemoMark = "demo";

struct DemoOptions {
  Instant now{};
  long long generate = 0;        ///< synthetic cases, about ten events each
  bool stories = true;           ///< the examples, closed and open
  std::string examples_dir;      ///< "" = the shipped ones
  std::function<bool()> stop{};  ///< asked between stories; true: no more, the answer is unavailable
};

struct DemoAccount {
  std::string username, display_name;
  std::vector<std::string> roles;
};

struct DemoReport {
  std::vector<DemoAccount> accounts;
  long long cases = 0, open_cases = 0, events = 0;
  std::vector<std::string> left_out;  ///< stories that do not run today, and why
};

/// @errors io: the examples cannot be read; unavailable: told to stop; of the store. A store that has cases already
/// only gets missing accounts.
[[nodiscard]] Result<DemoReport> fill_demo(storage::Store& store, const Definitions& definitions,
                                           const MakeScratch& scratch, const DemoOptions& options);

/// The accounts a demonstration has; two of the roles whose acts need two persons.
[[nodiscard]] std::vector<DemoAccount> demo_accounts();
[[nodiscard]] AccountId demo_account_id(const std::string& username);

}  // namespace hejie::app
