// The certificate somebody shows in the TLS connection of a request: its name and what is against it. No header ever
// says it. Filled in by server.cpp, read by the handlers of log-in and accounts.
#pragma once

#include <string>

namespace hejie::api {

struct ClientCertificate {
  std::string fingerprint;  ///< SHA-256 of the whole certificate, 64 lower-case hex digits; "" = none was shown
  std::string fault;        ///< "" = good; expired, not_yet_valid, untrusted
};

}  // namespace hejie::api
