// The HTTP server: sockets, TLS, limits and timeouts. Knows no route: it turns bytes into a Request, calls the handler
// on one of its threads (which may block on a commit) and sends the Response. Called by cli/serve and cli/demo.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"
#include "api/upload.h"
#include "engine/base/result.h"

namespace hejie::api {

struct ServerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t body_bytes = 1024 * 1024;
  std::size_t target_bytes = 8 * 1024;
  int header_seconds = 10;
  int body_seconds = 30;                    ///< of a body; of every upload_bytes of an upload
  std::uint64_t upload_bytes = 512 * 1024;  ///< what an upload must bring in that time
  int idle_seconds = 60;
  int write_seconds = 30;
  int connections = 2000;
  int threads = 64;                        ///< a thread waits while its command is being committed
  std::size_t stream_bytes = 1024 * 1024;  ///< a reader of a stream this far behind is cut
  int stream_comment_seconds = 15;
};

struct Listen {
  std::string address = "127.0.0.1";  ///< numeric IPv4 or IPv6
  std::uint16_t port = 8080;          ///< 0 = any free one
};

/// What never became a request that a handler sees, or ended in an error nobody expected.
struct WireRefusal {
  std::string_view code;   ///< e.g. malformed, tls_handshake, internal
  std::string_view place;  ///< part of the request or connection it is about
  std::string address;     ///< of the peer
  std::string request_id;  ///< "" = there was no request yet
};

struct ServerOptions {
  std::vector<Listen> listen;
  std::string tls_cert, tls_key;          ///< PEM files; both or none
  std::string client_ca;                  ///< PEM file of who signs certificates of persons; "" = none is asked for
  std::vector<std::string> behind_proxy;  ///< CIDRs whose X-Forwarded-For / -Proto are believed
  ServerLimits limits;
  std::function<void(const WireRefusal&)> refused;  ///< may be empty; any thread
};

class Server {
 public:
  /// @param uploads may be empty: then no body is larger than the limit
  Server(ServerOptions options, Handler handler, UploadGateKeeper uploads = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts the threads. @returns the addresses bound, e.g. "http://127.0.0.1:8080"
  /// @errors io: cannot bind, bad certificate; invalid: bad address
  Result<std::vector<std::string>> start();
  /// Stops accepting, lets requests in hand finish (at most `seconds`), closes. Safe to call twice.
  void stop(int seconds);
  [[nodiscard]] int connections() const;
  /// Reads certificate and key again, for connections that come from now on. Any thread.
  /// @errors io: not a pair that can be used, what was read before goes on; invalid: no TLS is spoken here
  Status reload_certificate();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::api
