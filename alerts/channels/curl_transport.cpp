#include "alerts/channels/curl_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

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

/// After the name was resolved and before anything is sent: what a name meant when it was configured does not count.
int check_address(void* handle, char* ip, char*, int, int) {
  auto& one = *static_cast<Handle*>(handle);
  one.inner = !one.reach->local && is_inner_address(ip);
  return one.inner ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

void prepare(Handle& handle, const std::string& url, const Reach& reach, const std::atomic<bool>& stopping) {
  handle.reach = &reach;
  handle.stopping = &stopping;
  handle.set(CURLOPT_URL, url.c_str());
  handle.set(CURLOPT_NOSIGNAL, 1L);
  handle.set(CURLOPT_ERRORBUFFER, handle.error.data());
  handle.set(CURLOPT_TIMEOUT, static_cast<long>(reach.timeout_seconds));
  handle.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(reach.timeout_seconds));
  handle.set(CURLOPT_FOLLOWLOCATION, 0L);
  handle.set(CURLOPT_SSL_VERIFYPEER, 1L);
  handle.set(CURLOPT_SSL_VERIFYHOST, 2L);
  handle.set(CURLOPT_PROXY, "");
  if (!reach.ca_file.empty()) handle.set(CURLOPT_CAINFO, reach.ca_file.c_str());
  handle.set(CURLOPT_PREREQFUNCTION, check_address);
  handle.set(CURLOPT_PREREQDATA, &handle);
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

bool is_inner_v4(std::uint32_t ip) {
  return in(ip, 0x00000000, 8) || in(ip, 0x0A000000, 8) || in(ip, 0x64400000, 10) || in(ip, 0x7F000000, 8) ||
         in(ip, 0xA9FE0000, 16) || in(ip, 0xAC100000, 12) || in(ip, 0xC0A80000, 16) || in(ip, 0xE0000000, 3);
}

}  // namespace

bool is_inner_address(const std::string& ip) {
  in_addr v4{};
  if (inet_pton(AF_INET, ip.c_str(), &v4) == 1) return is_inner_v4(ntohl(v4.s_addr));
  in6_addr v6{};
  if (inet_pton(AF_INET6, ip.c_str(), &v6) != 1) return true;
  const auto* b = v6.s6_addr;
  const auto last = [&] {
    return (std::uint32_t{b[12]} << 24U) | (std::uint32_t{b[13]} << 16U) | (std::uint32_t{b[14]} << 8U) | b[15];
  };
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return is_inner_v4(last());
  const bool unique_local = (b[0] & 0xFEU) == 0xFC;
  return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || IN6_IS_ADDR_LINKLOCAL(&v6) ||
         IN6_IS_ADDR_MULTICAST(&v6) || unique_local;
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
