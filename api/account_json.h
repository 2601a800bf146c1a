// Accounts, sessions, the access log and the state of the logs over HTTP: answer bodies.
#pragma once

#include <string>
#include <vector>

#include "app/access_log.h"
#include "app/accounts.h"
#include "app/notary.h"
#include "app/own_notes.h"
#include "app/system_state.h"

namespace hejie::api {

[[nodiscard]] std::string account_body(const app::AccountView& account);
[[nodiscard]] std::string accounts_body(const std::vector<app::AccountView>& accounts);
/// @param own id of the session of the request
[[nodiscard]] std::string sessions_body(const std::vector<app::SessionView>& sessions, const std::string& own);
[[nodiscard]] std::string secret_body(const std::string& token, Instant expires_at);
/// With the address an authenticator reads (otpauth://).
[[nodiscard]] std::string offer_body(const std::string& secret, const std::string& username);
[[nodiscard]] std::string codes_body(const std::vector<std::string>& codes);
/// What an account page shows of certificates.
struct OwnCertificate {
  bool asked;  ///< this server asks for certificates
  const std::string& bound;
  const std::string& shown;  ///< in this connection
  const std::string& fault;
};
[[nodiscard]] std::string certificate_body(const OwnCertificate& own);
[[nodiscard]] std::string access_body(const app::AccessLog::Page& page);
/// All that is held of one account.
struct OwnData {
  const app::AccountView& account;
  const std::vector<app::SessionView>& sessions;
  const std::string& session;  ///< id of the one of the request
  const std::vector<app::DraftView>& drafts;
  const std::string& preferences;  ///< JSON
  const app::AccessLog::Page& log;
};
[[nodiscard]] std::string own_data_body(const OwnData& data);
[[nodiscard]] std::string system_body(const app::NotaryState& state, const app::SystemState& system, long long lost);

}  // namespace hejie::api
