// The parts of HTTP/1.1 that are plain text: heads of answers, chunks, what is refused before there is a request, ids
// of requests. No sockets. Used by server.cpp only.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/http.h"

namespace hejie::api {

/// obs-fold and bare line feeds are refused (RFC 9112 5.2, 2.2): proxies disagree on them.
[[nodiscard]] bool header_block_is_strict(std::string_view block);

/// How an answer goes out.
struct Sending {
  bool keep_alive = false;
  bool chunked = false;  ///< the length is not known yet
  bool secure = false;   ///< over TLS: a browser is told to come back by it alone
};
/// Status line and header of an answer, to the empty line. What keeps a browser safe is in every one of them; an answer
/// that says some of it itself (pages) has its own word.
[[nodiscard]] std::string head_of(const Response& response, const Sending& sending, std::string_view request_id);

/// The one transfer coding that is spoken (RFC 9112 7; case does not matter).
[[nodiscard]] bool is_chunked(std::string_view coding);

/// One chunk of a body of unknown length (RFC 9112 7.1). @pre text is not empty: an empty chunk ends the body
[[nodiscard]] std::string chunk_of(std::string_view text);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// An answer given before there is a request. Trivial on purpose: GCC 12 destroys an aggregate temporary with a
/// destructor twice when it is an argument inside a co_await expression.
struct Refusal {
  int status;
  std::string_view code;
  std::string_view place;  ///< part of the request it is about
  std::string_view zh, en;
};
inline constexpr Refusal kBodyTooLarge{413, "too_large", "content", "请求内容过大", "The request body is too large"};
inline constexpr Refusal kHeaderTooLarge{431, "header_too_large", "header", "请求头过大",
                                         "The request header is too large"};
inline constexpr Refusal kBadVersion{505, "http_version", "request-line", "只支持 HTTP/1.1",
                                     "Only HTTP/1.1 is spoken here"};
inline constexpr Refusal kNotHttp{400, "malformed", "header", "请求不符合 HTTP/1.1,请检查请求行、请求头和长度",
                                  "The request is not valid HTTP/1.1; check request line, header and length"};
inline constexpr Refusal kFolded{400, "malformed", "header", "请求头含折行或单独的换行符",
                                 "The header has folded lines or a bare line feed"};
inline constexpr Refusal kTargetTooLong{414, "target_too_long", "request-target", "请求地址过长",
                                        "The request target is too long"};
inline constexpr Refusal kNoHost{400, "malformed", "Host", "请求头必须有且只有一个 Host",
                                 "Exactly one Host header is needed"};

/// Ids of requests: unlike those of another run of the program, in order within one. Any thread.
class RequestIds {
 public:
  RequestIds();
  [[nodiscard]] std::string next();

 private:
  std::string prefix_;
  std::atomic<std::uint64_t> next_{1};
};

}  // namespace hejie::api
