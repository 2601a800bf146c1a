// From which addresses administrators work (GB/T 22239-2019 8.1.4.4 c): an account with one of their roles is served
// from the networks of the setting admin_allow alone, whatever it asks. Who is no administrator is served from
// anywhere. Holds no state that changes; asked by routes.cpp and at the log-in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/peer.h"
#include "api/routes.h"
#include "app/caller.h"
#include "engine/base/result.h"

namespace hejie::api {

class AdminGate {
 public:
  /// @param networks CIDR; none: from everywhere. @errors invalid: one of them is no CIDR
  static Result<AdminGate> make(const std::vector<std::string>& networks);
  /// May this person be served at this address (behind a trusted proxy: the forwarded one)?
  [[nodiscard]] bool lets_in(const app::Caller& caller, const std::string& address) const;
  /// 403, code administrator_address; the access log is told.
  [[nodiscard]] static Response turn_away(const Call& call, const app::Caller& caller, std::string_view operation);

 private:
  std::vector<Network> networks_;
};

}  // namespace hejie::api
