// Keeps an eye on what decides authority in the store (storage/authority.h): walks over it at the start and every
// minute, tells in the access log what was changed beside the program, once each, and keeps what is wrong now for the
// system page, the metrics and the alarm of the channels. Owns no thread; the program calls step(). Called by cli, api.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "storage/authority.h"

namespace hejie::app {

class AuthorityWatch {
 public:
  static constexpr std::int64_t kEveryMs = 60'000;

  AuthorityWatch(storage::Store& store, const Clock& machine)
      : store_(store), side_(storage::coded_side(store)), clock_(machine) {}

  /// Walks when a minute has passed, and tells what is new. @returns what is new @errors of the store
  Result<std::vector<Finding>> step();
  /// What is wrong now. Any thread.
  [[nodiscard]] std::vector<Finding> findings() const;

 private:
  storage::Store& store_;
  storage::Coded* side_;  ///< null: there is no file to be changed
  const Clock& clock_;
  std::int64_t walked_ms_ = 0;
  std::set<std::string> told_;  ///< path and code
};

}  // namespace hejie::app
