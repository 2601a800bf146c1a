// Who is asking. Made from the session by api (or by a CLI verb); authority never comes from a request body.
#pragma once

#include <string>
#include <vector>

#include "engine/base/ids.h"

namespace hejie::app {

struct Caller {
  AccountId account;
  std::string username;
  std::string display_name;
  std::vector<std::string> roles;
  [[nodiscard]] bool has(std::string_view role) const {
    for (const auto& r : roles) {
      if (r == role) return true;
    }
    return false;
  }
};

/// Anyone whose work is cases; administrators of system, security and audit see none. Defined in case_view.cpp.
[[nodiscard]] bool may_read_cases(const Caller& caller);

}  // namespace hejie::app
