// DIR/control.sock: how a verb that writes reaches the server that holds the lock of DIR. One JSON object a line: the
// request {"verb","body"}, the answer {"ok","body"} or {"ok":false,"error"}. Only the owner of the folder (mode 0600,
// and the peer's user is asked of the kernel). Plain POSIX sockets; knows no verb. Server side started by serve.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/base/result.h"

namespace hejie::app {

/// Does a verb; called from the control thread, one at a time.
using ControlHandler = std::function<Result<std::string>(const std::string& verb, const std::string& body_json)>;

class ControlServer {
 public:
  /// @errors io: the socket cannot be made (path too long, folder not writable)
  static Result<std::unique_ptr<ControlServer>> start(const std::string& folder, ControlHandler handler);
  /// Stops taking verbs, finishes the one in hand, removes the socket.
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  ControlServer();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Sends a verb to the server that holds the folder. @errors not_found: nobody listens there; io; what the verb
/// answered
Result<std::string> control_call(const std::string& folder, const std::string& verb, const std::string& body_json);

// the lines, apart from the sockets (control_json.cpp)
struct ControlRequest {
  std::string verb, body_json;
};
[[nodiscard]] std::string write_control_request(const ControlRequest& request);
[[nodiscard]] Result<ControlRequest> read_control_request(const std::string& line);
[[nodiscard]] std::string write_control_answer(const Result<std::string>& answer);
[[nodiscard]] Result<std::string> read_control_answer(const std::string& line);

}  // namespace hejie::app
