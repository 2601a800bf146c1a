#include "api/peer.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstdlib>

namespace hejie::api {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

asio::ip::address_v6 as_v6(const asio::ip::address& address) {
  return address.is_v6() ? address.to_v6() : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
}

bool inside(const Network& network, const asio::ip::address& address) {
  const auto bytes = as_v6(address).to_bytes();
  for (unsigned bit = 0; bit < network.bits; ++bit) {
    const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
    if ((bytes[bit / 8] & mask) != (network.bytes[bit / 8] & mask)) return false;
  }
  return true;
}

bool is_loopback(const asio::ip::address& address) {
  if (address.is_loopback()) return true;
  return address.is_v6() && address.to_v6().is_v4_mapped() &&
         asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
}

/// The last address of the list: the only one the proxy itself has seen.
std::string_view last_of(std::string_view forwarded) {
  const auto comma = forwarded.rfind(',');
  if (comma != std::string_view::npos) forwarded.remove_prefix(comma + 1);
  while (!forwarded.empty() && forwarded.front() == ' ') forwarded.remove_prefix(1);
  return forwarded;
}

}  // namespace

std::optional<Network> parse_network(const std::string& text) {
  const auto slash = text.find('/');
  error_code error;
  const auto address = asio::ip::make_address(text.substr(0, slash), error);
  if (error) return std::nullopt;
  Network network{as_v6(address).to_bytes(), 128};
  if (slash == std::string::npos) return network;
  char* end = nullptr;
  const std::string number = text.substr(slash + 1);
  const long bits = std::strtol(number.c_str(), &end, 10);
  if (number.empty() || *end != '\0' || bits < 0 || bits > (address.is_v4() ? 32 : 128)) return std::nullopt;
  network.bits = static_cast<unsigned>(bits) + (address.is_v4() ? 96U : 0U);
  return network;
}

bool lies_in(const std::string& address, const std::vector<Network>& networks) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  return !error && std::ranges::any_of(networks, [&](const Network& network) { return inside(network, ip); });
}

Peer peer_at(const std::string& address, const std::vector<Network>& proxies) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return {address, false, false};
  return {address, is_loopback(ip), lies_in(address, proxies)};
}

void set_peer(Request& request, const Peer& peer, bool tls) {
  request.peer = peer.address;
  request.secure = tls;
  request.loopback = peer.loopback && !peer.is_proxy;
  if (!peer.is_proxy) return;
  error_code error;
  const auto forwarded = asio::ip::make_address(std::string(last_of(request.header("x-forwarded-for"))), error);
  if (!error) request.peer = forwarded.to_string();
  request.secure = request.header("x-forwarded-proto") == "https";
}

}  // namespace hejie::api
