#include "api/admin_gate.h"

#include <algorithm>
#include <array>

#include "api/problem.h"
#include "app/access_log.h"
#include "engine/base/fault_controls.h"

namespace hejie::api {
namespace {

constexpr std::array kAdministrators{"system_admin", "security_admin", "audit_admin"};

}  // namespace

Result<AdminGate> AdminGate::make(const std::vector<std::string>& networks) {
  AdminGate gate;
  for (const auto& text : networks) {
    const auto network = parse_network(text);
    if (!network)
      return fail(ErrorCode::invalid, {"--admin-allow 不是网段: " + text, "--admin-allow is not a CIDR: " + text});
    gate.networks_.push_back(*network);
  }
  return gate;
}

bool AdminGate::lets_in(const app::Caller& caller, const std::string& address) const {
  const bool administers = std::ranges::any_of(kAdministrators, [&](const char* role) { return caller.has(role); });
  return !administers || networks_.empty() || lies_in(address, networks_) || HEJIE_FAULT(administrators_anywhere);
}

Response AdminGate::turn_away(const Call& call, const app::Caller& caller, std::string_view operation) {
  const Request& request = call.request;
  constexpr const char* kCode = "administrator_address";
  call.services.access.note_refused(
      {{}, caller.account, request.peer, std::string(operation), caller.username, kCode, request.request_id});
  return problem(
      request, 403, kCode,
      {"管理员账号只能从规定的网络地址使用", "Administrators are served from the addresses set for them only"});
}

}  // namespace hejie::api
