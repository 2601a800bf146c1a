// Who is asking. Made from the session by api (or by a CLI verb); authority never comes from a request body.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"

namespace hejie::app {

struct Caller {
  AccountId account;
  std::string username;
  std::string display_name;
  std::vector<std::string> roles;
  bool is_token = false;              ///< a program: it may do what its scopes say, nothing about accounts
  std::vector<std::string> scopes{};  ///< of a token: read, write
  bool must_enroll = false;           ///< the bureau demands a second factor and there is none yet
  Instant logged_in_at{};
  std::string session{};      ///< id of the session used
  std::string certificate{};  ///< fingerprint of the one the session is bound to; "" = of none
  AccountId for_whom{};       ///< delegation: whose power is used; set by acting_under() alone
  std::string delegation{};   ///< its id
  [[nodiscard]] bool has(std::string_view role) const {
    for (const auto& r : roles) {
      if (r == role) return true;
    }
    return false;
  }
  /// A session may do everything; a token what it was made for.
  [[nodiscard]] bool allows(std::string_view scope) const {
    if (!is_token) return true;
    for (const auto& s : scopes) {
      if (s == scope) return true;
    }
    return false;
  }
};

inline constexpr std::array<std::string_view, 3> kHeads{"bureau_head", "inspection_head", "committee_head"};
[[nodiscard]] inline bool is_head(const Caller& caller) {
  return std::ranges::any_of(kHeads, [&caller](std::string_view role) { return caller.has(role); });
}

/// Anyone whose work is cases; administrators of system, security and audit see none. Defined in case_view.cpp.
[[nodiscard]] bool may_read_cases(const Caller& caller);

}  // namespace hejie::app
