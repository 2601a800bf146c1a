#include "cli/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace hejie::cli {

void notify_manager(std::string_view state) {
  static const std::string kPath = [] {
    const char* path = std::getenv("NOTIFY_SOCKET");
    return std::string(path == nullptr ? "" : path);
  }();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool usable =
      kPath.size() > 1 && (kPath[0] == '/' || kPath[0] == '@') && kPath.size() < sizeof address.sun_path;
  if (!usable) return;
  std::copy(kPath.begin(), kPath.end(), address.sun_path);
  if (kPath[0] == '@') address.sun_path[0] = '\0';  // the abstract name space of Linux
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + kPath.size());
  const auto sent = ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&address), size);
  (void)sent;
  ::close(socket);
}

}  // namespace hejie::cli
