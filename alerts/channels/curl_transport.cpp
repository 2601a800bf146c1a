#include "alerts/channels/curl_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "engine/base/fault_controls.h"

namespace hejie::alerts {
namespace {

constexpr std::size_t kMostAnswer = 64 * 1024;

struct Started {
  Started() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

struct Handle {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{nullptr, curl_easy_cleanup};
  curl_slist* list = nullptr;
  const Reach* reach = nullptr;
  const std::atomic<bool>* stopping = nullptr;
  std::string answer;
  std::string_view upload;
  std::array<char, CURL_ERROR_SIZE> error{};
  bool inner = false;

  Handle() {
    static const Started started;
    curl.reset(curl_easy_init());
  }
  ~Handle() { curl_slist_free_all(list); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  template <typename T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(curl.get(), option, value);
  }
  void add(const std::string& text) { list = curl_slist_append(list, text.c_str()); }
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* to) {
  auto& answer = static_cast<Handle*>(to)->answer;
  answer.append(data, std::min(size * count, kMostAnswer - std::min(kMostAnswer, answer.size())));
  return size * count;
}

std::size_t give(char* data, std::size_t size, std::size_t count, void* from) {
  auto& upload = static_cast<Handle*>(from)->upload;
  const auto part = std::min(size * count, upload.size());
  std::copy_n(upload.data(), part, data);
  upload.remove_prefix(part);
  return part;
}

int is_stopping(void* handle, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Handle*>(handle)->stopping->load() ? 1 : 0;
}

std::string text_of(const curl_sockaddr& to) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (to.family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in&>(to.addr).sin_addr;
  if (to.family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6&>(to.addr).sin6_addr;
  const char* written = bytes == nullptr ? nullptr : inet_ntop(to.family, bytes, text.data(), text.size());
  return written == nullptr ? std::string() : std::string(written);
}

/// Sees the very address that is connected to next, whatever the name meant before: no packet goes to a refused one.
curl_socket_t open_socket(void* handle, curlsocktype purpose, curl_sockaddr* to) {
  auto& one = *static_cast<Handle*>(handle);
  one.inner = purpose != CURLSOCKTYPE_IPCXN || !may_reach(text_of(*to), one.reach->local);
  return one.inner ? CURL_SOCKET_BAD : socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

void prepare(Handle& handle, const std::string& url, const Reach& reach, const std::atomic<bool>& stopping) {
  handle.reach = &reach;
  handle.stopping = &stopping;
  handle.set(CURLOPT_URL, url.c_str());
  handle.set(CURLOPT_NOSIGNAL, 1L);
  handle.set(CURLOPT_ERRORBUFFER, handle.error.data());
  handle.set(CURLOPT_TIMEOUT, static_cast<long>(reach.timeout_seconds));
  handle.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(reach.timeout_seconds));
  handle.set(CURLOPT_FOLLOWLOCATION, HEJIE_FAULT(redirects_followed) ? 1L : 0L);
  handle.set(CURLOPT_SSL_VERIFYPEER, HEJIE_FAULT(any_certificate) ? 0L : 1L);
  handle.set(CURLOPT_SSL_VERIFYHOST, HEJIE_FAULT(any_certificate) ? 0L : 2L);
  handle.set(CURLOPT_PROXY, "");
  if (!reach.ca_file.empty()) handle.set(CURLOPT_CAINFO, reach.ca_file.c_str());
  handle.set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  handle.set(CURLOPT_OPENSOCKETDATA, &handle);
  handle.set(CURLOPT_NOPROGRESS, 0L);
  handle.set(CURLOPT_XFERINFOFUNCTION, is_stopping);
  handle.set(CURLOPT_XFERINFODATA, &handle);
  handle.set(CURLOPT_WRITEFUNCTION, take);
  handle.set(CURLOPT_WRITEDATA, &handle);
}

Status perform(Handle& handle) {
  const CURLcode code = curl_easy_perform(handle.curl.get());
  if (code == CURLE_OK) return {};
  if (handle.inner)
    return fail(ErrorCode::unavailable, {"地址属于内部网络,该渠道未允许",
                                         "the address is of an inner network, which this channel may not reach"});
  // The code's own words: the buffer of details may quote the address.
  const std::string why = curl_easy_strerror(code);
  return fail(ErrorCode::unavailable, {"未能送出:" + why, "not sent: " + why});
}

bool in(std::uint32_t ip, std::uint32_t net, int bits) {
  return (ip >> (32 - bits)) == (net >> (32 - bits));
}

enum class Zone { outer, inner, never };

/// RFC 6890. Never: this network, link-local (where clouds keep the metadata of a machine), multicast, and the
/// address of such metadata that lies among shared ones.
Zone zone_of_v4(std::uint32_t ip) {
  constexpr std::uint32_t kMetadata = 0x646464C8;
  if (in(ip, 0x00000000, 8) || in(ip, 0xA9FE0000, 16) || in(ip, 0xE0000000, 3) || ip == kMetadata) return Zone::never;
  const bool inner = in(ip, 0x0A000000, 8) || in(ip, 0x64400000, 10) || in(ip, 0x7F000000, 8) ||
                     in(ip, 0xAC100000, 12) || in(ip, 0xC0000000, 24) || in(ip, 0xC0A80000, 16) ||
                     in(ip, 0xC6120000, 15);
  return inner ? Zone::inner : Zone::outer;
}

std::uint32_t four(const std::uint8_t* b) {
  return (std::uint32_t{b[0]} << 24U) | (std::uint32_t{b[1]} << 16U) | (std::uint32_t{b[2]} << 8U) | b[3];
}

Zone zone_of_v6(const in6_addr& ip) {
  const auto* b = ip.s6_addr;
  if (IN6_IS_ADDR_LOOPBACK(&ip)) return Zone::inner;
  constexpr std::array<std::uint8_t, 12> kNat64{0, 0x64, 0xFF, 0x9B};
  const bool carries_v4 =
      IN6_IS_ADDR_V4MAPPED(&ip) || IN6_IS_ADDR_V4COMPAT(&ip) || std::equal(kNat64.begin(), kNat64.end(), b);
  if (carries_v4) return zone_of_v4(four(b + 12));
  if (b[0] == 0x20 && b[1] == 0x02) return zone_of_v4(four(b + 2));  // 6to4
  const bool metadata = b[0] == 0xFD && b[1] == 0x00 && b[2] == 0x0E && b[3] == 0xC2;
  if (IN6_IS_ADDR_UNSPECIFIED(&ip) || IN6_IS_ADDR_LINKLOCAL(&ip) || IN6_IS_ADDR_MULTICAST(&ip) || metadata)
    return Zone::never;
  const bool unique_local = (b[0] & 0xFEU) == 0xFC;
  return unique_local || IN6_IS_ADDR_SITELOCAL(&ip) ? Zone::inner : Zone::outer;
}

/// @returns never for what is no address
Zone zone_of(const std::string& ip) {
  in_addr v4{};
  if (inet_pton(AF_INET, ip.c_str(), &v4) == 1) return zone_of_v4(ntohl(v4.s_addr));
  in6_addr v6{};
  return inet_pton(AF_INET6, ip.c_str(), &v6) == 1 ? zone_of_v6(v6) : Zone::never;
}

}  // namespace

bool is_inner_address(const std::string& ip) {
  return zone_of(ip) != Zone::outer;
}

bool may_reach(const std::string& ip, bool local) {
  const Zone zone = zone_of(ip);
  if (HEJIE_FAULT(any_address_called)) return true;
  return zone == Zone::outer || (zone == Zone::inner && local);
}

std::string address_in(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
  char* host = nullptr;
  if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) return {};
  if (curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) return {};
  std::string out = host;
  curl_free(host);
  if (out.size() > 2 && out.front() == '[') out = out.substr(1, out.size() - 2);
  in_addr v4{};
  in6_addr v6{};
  const bool address = inet_pton(AF_INET, out.c_str(), &v4) == 1 || inet_pton(AF_INET6, out.c_str(), &v6) == 1;
  return address ? out : std::string();
}

Result<HttpAnswer> CurlTransport::post(const HttpPost& request, const Reach& reach) {
  Handle handle;
  prepare(handle, request.url, reach, stopping_);
  handle.set(CURLOPT_PROTOCOLS_STR, reach.local ? "https,http" : "https");
  for (const auto& header : request.headers) handle.add(header);
  handle.add("Expect:");
  handle.set(CURLOPT_HTTPHEADER, handle.list);
  handle.set(CURLOPT_POST, 1L);
  handle.set(CURLOPT_POSTFIELDS, request.body.c_str());
  handle.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  TRY_VOID(perform(handle));
  HttpAnswer answer;
  curl_easy_getinfo(handle.curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  answer.body = std::move(handle.answer);
  return answer;
}

Status CurlTransport::mail(const Mail& mail, const Reach& reach) {
  Handle handle;
  prepare(handle, mail.url, reach, stopping_);
  handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  handle.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!mail.user.empty()) {
    handle.set(CURLOPT_USERNAME, mail.user.c_str());
    handle.set(CURLOPT_PASSWORD, mail.password.c_str());
  }
  handle.set(CURLOPT_MAIL_FROM, mail.from.c_str());
  for (const auto& to : mail.to) handle.add(to);
  handle.set(CURLOPT_MAIL_RCPT, handle.list);
  handle.upload = mail.text;
  handle.set(CURLOPT_READFUNCTION, give);
  handle.set(CURLOPT_READDATA, &handle);
  handle.set(CURLOPT_UPLOAD, 1L);
  return perform(handle);
}

}  // namespace hejie::alerts
