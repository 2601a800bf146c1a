// The transport over libcurl: the only file that includes it. One object a thread; a call in progress ends soon after
// `stopping` is set.
#pragma once

#include <atomic>

#include "alerts/channels/transport.h"

namespace hejie::alerts {

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const std::atomic<bool>& stopping) : stopping_(stopping) {}
  Result<HttpAnswer> post(const HttpPost& request, const Reach& reach) override;
  Status mail(const Mail& mail, const Reach& reach) override;

 private:
  const std::atomic<bool>& stopping_;
};

/// Not an address of the public network: loopback, private, link-local (where clouds keep their metadata), and the
/// like.
[[nodiscard]] bool is_inner_address(const std::string& ip);

}  // namespace hejie::alerts
