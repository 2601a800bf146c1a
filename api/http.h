// Plain requests and answers, as handlers see them: no Beast, no sockets. Made and sent by server.cpp; tests make them
// by hand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/certificate.h"

namespace hejie::api {

struct Header {
  std::string name;  ///< lower case in requests
  std::string value;
};

struct Request {
  std::string method;
  std::string path;  ///< percent-decoded per segment; starts with "/"
  std::string raw_target;
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order; repeated keys stay repeated
  std::vector<Header> headers;
  std::string body;
  std::string peer;  ///< address of the caller, without port (behind a trusted proxy: the forwarded one)
  bool loopback = false;
  bool secure = false;            ///< TLS here or at a trusted proxy
  ClientCertificate certificate;  ///< shown in the connection itself; behind a proxy: none, whatever a header says
  std::string request_id;

  /// First header of that (lower-case) name; "" when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  /// "zh" (default) or "en", from Accept-Language by quality.
  [[nodiscard]] std::string_view language() const;
};

/// A long answer: lines of server-sent events pulled by the connection.
class EventStream {
 public:
  virtual ~EventStream() = default;
  /// What is to be sent now; "" = nothing yet. Empty optional = cut the connection.
  virtual std::optional<std::string> take() = 0;
  /// Called once: `wake` may be called from any thread when take() would give something.
  virtual void on_ready(std::function<void()> wake) = 0;
};

/// A long answer of known length, pulled by the connection piece by piece.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// "" = the end. Empty optional = it cannot go on: the connection is cut, so that nobody takes a part for the whole.
  virtual std::optional<std::string> next() = 0;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  std::string content_type = "application/json";
  std::shared_ptr<EventStream> stream;
  std::shared_ptr<ByteSource> bytes;  ///< instead of the body
  bool close = false;
  std::string code;  ///< of a refusal, for the logs; "" = none

  Response& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

/// What the server calls for each request; must be safe to call from many threads at once.
using Handler = std::function<Response(const Request&)>;

/// RFC 9110 date-free parsing helpers shared by the server and tests.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// Splits a target into path and query. Empty when it is not valid (bad escape, NUL, control characters, not UTF-8).
[[nodiscard]] bool split_target(std::string_view target, Request& request);
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace hejie::api
