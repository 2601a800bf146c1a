// The running product: store, definitions, use cases, scheduler, streams, HTTP server, tied together for `hejie serve`
// and `hejie demo`. Owns the threads; everything it owns is stopped in the order that loses nothing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/demo_clock.h"
#include "api/request_rates.h"
#include "api/server.h"
#include "app/accounts.h"
#include "app/case_service.h"
#include "app/definitions.h"
#include "app/evidence_desk.h"
#include "cli/crypto_choice.h"
#include "engine/base/clock.h"
#include "storage/store.h"

namespace hejie::cli {

struct AppOptions {
  std::string data;  ///< folder; created when missing
  app::DefinitionSettings definitions;
  app::AccountLimits accounts;
  std::string heads_file, heads_key_file;  ///< signed heads of the logs, key that signs; "" = in the data folder
  std::string channels_file;               ///< ways out of the house for alerts; "" = none
  CryptoChoice crypto = CryptoChoice::store;
  api::ServerOptions server;
  api::RateLimits rates;
  app::EvidenceLimits evidence;
  std::vector<std::string> admin_allow;  ///< CIDR from which administrators work; none: from everywhere
  bool demo_store = false;               ///< this run may only use a store marked as a demonstration, or an empty one
  bool allow_demo = false;               ///< serve a demonstration store although it is one
};

class ServerApp {
 public:
  /// Opens everything but the sockets. `clock` is bureau time, `machine` real time; both outlive the object.
  /// @errors io (folder, lock, newer schema), corrupt, invalid (definitions), unavailable (a pinned version is missing)
  static Result<std::unique_ptr<ServerApp>> open(AppOptions options, const Clock& clock, const Clock& machine,
                                                 api::DemoClock* demo);
  ~ServerApp();

  /// Binds and serves. @returns addresses
  Result<std::vector<std::string>> start();
  /// Reads the certificate and its key again; the log says what came of it. Connections of before go on as they are.
  void reload_certificate();
  /// Is TLS spoken here?
  [[nodiscard]] bool encrypted() const;
  /// Finishes requests in hand (at most `seconds`), writes what is queued, closes.
  void stop(int seconds);

  [[nodiscard]] storage::Store& store();
  [[nodiscard]] app::Definitions& definitions();
  [[nodiscard]] app::CaseService& cases();
  [[nodiscard]] app::Accounts& accounts();
  /// One step of the scheduler now. @returns events and alerts written
  Result<int> step(Moment now);

 private:
  ServerApp();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hejie::cli
