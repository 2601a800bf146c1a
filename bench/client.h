// An HTTP/1.1 client that costs next to nothing: it shares the machine with the server it measures, so a library's
// parser would be measured along with it. One thread, keep-alive connections, one request at a time on each. It
// understands answers with Content-Length and nothing else. Only the benches use it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure.h"

namespace hejie::bench {

struct Answer {
  int status = 0;
  std::string_view head, body;  ///< valid until the call they were given to returns
  /// Value of a header as the server spells it; "" when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

class Client {
 public:
  /// The next request of a connection, whole; "" = it rests (the connection gets no more).
  using Next = std::function<std::string(int connection)>;
  using Done = std::function<void(int connection, const Answer&)>;

  Client(int port, int connections);  ///< ends the process when it cannot connect
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Sends on every connection until the time is over (0 = until all rest), then waits for what is under way.
  Figures drive(double seconds, const Next& next, const Done& done);
  /// One request on the first connection. `keep` holds what the answer points into.
  Answer ask(const std::string& request, std::string& keep);

 private:
  struct Connection {
    int socket = -1;
    bool busy = false;
    std::string in;
    SteadyClock::time_point sent;
  };
  void send(Connection& connection, const std::string& request);
  /// Reads what is there. @returns true when an answer is complete
  bool receive(Connection& connection, Answer& answer);

  int poll_ = -1;
  std::vector<Connection> connections_;
};

/// A whole request. `headers` are lines that end in \r\n.
[[nodiscard]] std::string request_text(std::string_view method, std::string_view target, std::string_view headers,
                                       std::string_view body = {});

}  // namespace hejie::bench
