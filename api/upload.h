// The one way around the limit of request bodies: an address that takes a file is asked before the body is read and
// then gets it piece by piece. The server knows no address; dispatch_upload does.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "api/http.h"

namespace hejie::api {

struct Services;

/// Takes the body of one request. Destroyed before finish(): the client left, nothing may stay behind.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// false: enough has been seen; finish() has the refusal and the rest is not read.
  virtual bool take(std::string_view piece) = 0;
  /// The answer. Once.
  virtual Response finish() = 0;
};

/// Nothing: an ordinary request. A response: refused before its body. A sink: it takes the body.
using UploadGate = std::variant<std::monostate, Response, std::unique_ptr<BodySink>>;
/// Asked for every request once its header is read; `request` has no body yet. Any thread.
using UploadGateKeeper = std::function<UploadGate(const Request& request)>;

/// Of the table of routes (route_table.cpp).
UploadGate dispatch_upload(const Request& request, Services& services);

}  // namespace hejie::api
