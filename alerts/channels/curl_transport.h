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
/// like, also inside an IPv6 address that carries one of IPv4. What is no address counts as inner.
[[nodiscard]] bool is_inner_address(const std::string& ip);
/// May a channel connect there? @param local the operator allows it loopback and private addresses; link-local,
/// metadata and multicast addresses are allowed to none
[[nodiscard]] bool may_reach(const std::string& ip, bool local);
/// The host of a URL when it is written as an address, in whatever form ("2130706433" is 127.0.0.1); else "".
[[nodiscard]] std::string address_in(const std::string& url);

}  // namespace hejie::alerts
