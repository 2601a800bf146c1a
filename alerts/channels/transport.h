// How bytes leave the house: one HTTP request or one mail at a time. The interface that channels use; the real one is
// curl_transport.h, tests have their own. Knows no alert.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::alerts {

struct HttpPost {
  std::string url;
  std::vector<std::string> headers;  ///< "Name: value"
  std::string body;
};
struct HttpAnswer {
  long status = 0;
  std::string body;  ///< the first 64 KiB
};

struct Mail {
  std::string url;  ///< smtp:// (STARTTLS is demanded) or smtps://
  std::string user, password, from;
  std::vector<std::string> to;
  std::string text;  ///< headers and body, lines ended by CR LF
};

/// What holds for a channel's connections. Certificates are always verified, redirects never followed.
struct Reach {
  std::string ca_file;  ///< "" = those of the system
  int timeout_seconds = 10;
  bool local = false;  ///< may reach loopback and private addresses (never link-local ones), and by plain HTTP
};

class Transport {
 public:
  virtual ~Transport() = default;
  /// @errors unavailable: no answer; the message says why, without the address
  virtual Result<HttpAnswer> post(const HttpPost& request, const Reach& reach) = 0;
  /// @errors unavailable
  virtual Status mail(const Mail& mail, const Reach& reach) = 0;
};

}  // namespace hejie::alerts
