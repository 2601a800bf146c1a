// Talks to the service manager by its notification protocol (sd_notify(3)): ready, stopping, still alive. Without
// NOTIFY_SOCKET in the environment it does nothing. Called by serve and the server's own thread.
#pragma once

#include <string_view>

namespace hejie::cli {

/// One datagram such as "READY=1". What cannot be sent is not: the manager will notice.
void notify_manager(std::string_view state);

}  // namespace hejie::cli
