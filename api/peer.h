// Who is at the other end of a connection: the address, and what a trusted proxy says of the one behind it. Opens no
// socket. Used by server.cpp and admin_gate.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "api/http.h"

namespace hejie::api {

/// A block of addresses; IPv4 in its IPv6 form (::ffff:a.b.c.d).
struct Network {
  std::array<unsigned char, 16> bytes{};
  unsigned bits = 128;
};

/// "10.0.0.0/8", "::1", "192.0.2.7". Empty when it is none of these.
[[nodiscard]] std::optional<Network> parse_network(const std::string& text);

/// @param address as an operating system writes it; anything else lies nowhere
[[nodiscard]] bool lies_in(const std::string& address, const std::vector<Network>& networks);

struct Peer {
  std::string address;  ///< without port
  bool loopback = false;
  bool is_proxy = false;  ///< lies in a network whose X-Forwarded-For and -Proto are believed
};
/// @pre address is one as an operating system writes it
[[nodiscard]] Peer peer_at(const std::string& address, const std::vector<Network>& proxies);

/// Fills in who asks: the peer, or whom a proxy names last.
/// @param tls the connection itself is encrypted
void set_peer(Request& request, const Peer& peer, bool tls);

}  // namespace hejie::api
