#include "app/control.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>

namespace hejie::app {
namespace {

constexpr std::size_t kMostBytes = 16U << 20U;
constexpr int kPatienceMs = 5'000;      ///< for a peer that does not finish its line
constexpr int kAnswerMs = 10 * 60'000;  ///< an import may take long

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error io_error(const std::string& what) {
  return {ErrorCode::io, {"控制通道:" + what, "control socket: " + what + ": " + std::strerror(errno)}};
}

std::string socket_path(const std::string& folder) {
  return folder + "/control.sock";
}

std::optional<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return {};
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

bool wait_readable(int fd, int ms) {
  pollfd wanted{fd, POLLIN, 0};
  return ::poll(&wanted, 1, ms) > 0;
}

/// One line without its end; empty optional when the peer left, was too slow or sent too much.
std::optional<std::string> read_line(int fd, int patience_ms) {
  std::string line;
  std::array<char, 64 * 1024> buffer;
  while (line.size() < kMostBytes && wait_readable(fd, patience_ms)) {
    const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got <= 0) return {};
    line.append(buffer.data(), static_cast<std::size_t>(got));
    if (const auto end = line.find('\n'); end != std::string::npos) {
      line.resize(end);
      return line;
    }
  }
  return {};
}

bool write_all(int fd, const std::string& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto n = ::send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += static_cast<std::size_t>(n);
  }
  return true;
}

/// Root or the user the server runs as.
bool is_trusted(int fd) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || peer.uid == ::geteuid();
}

Result<Descriptor> listen_at(const std::string& path) {
  const auto address = address_of(path);
  if (!address) return fail(ErrorCode::io, {"路径过长:" + path, "the path of the control socket is too long: " + path});
  Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd.ok()) return fail(io_error("socket"));
  ::unlink(path.c_str());  // the folder's lock is ours: what lies there is a dead server's
  const mode_t before = ::umask(0177);
  const int bound = ::bind(fd.get(), generic(*address), sizeof(*address));
  ::umask(before);
  if (bound != 0 || ::chmod(path.c_str(), 0600) != 0) return fail(io_error(path));
  if (::listen(fd.get(), 8) != 0) return fail(io_error("listen"));
  return fd;
}

}  // namespace

struct ControlServer::Parts {
  std::string path;
  ControlHandler handler;
  Descriptor listener;
  std::atomic<bool> stopping{false};
  std::thread thread;

  void serve_one(int fd) const {
    if (!is_trusted(fd)) return;
    const auto line = read_line(fd, kPatienceMs);
    if (!line) return;
    const auto request = read_control_request(*line);
    const Result<std::string> answer =
        request ? handler(request->verb, request->body_json) : Result<std::string>(std::unexpected(request.error()));
    write_all(fd, write_control_answer(answer));
  }

  void loop() const {
    constexpr int kLookUpMs = 200;
    while (!stopping) {
      if (!wait_readable(listener.get(), kLookUpMs)) continue;
      const Descriptor peer(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (peer.ok()) serve_one(peer.get());
    }
  }
};

ControlServer::ControlServer() : parts_(std::make_unique<Parts>()) {}

Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::string& folder, ControlHandler handler) {
  std::unique_ptr<ControlServer> server(new ControlServer());
  auto& parts = *server->parts_;
  parts.path = socket_path(folder);
  parts.handler = std::move(handler);
  TRY(parts.listener, listen_at(parts.path));
  parts.thread = std::thread([&parts] { parts.loop(); });
  return server;
}

ControlServer::~ControlServer() {
  parts_->stopping = true;
  if (!parts_->thread.joinable()) return;
  parts_->thread.join();
  ::unlink(parts_->path.c_str());
}

Result<std::string> control_call(const std::string& folder, const std::string& verb, const std::string& body_json) {
  const std::string path = socket_path(folder);
  const auto address = address_of(path);
  if (!address) return fail(ErrorCode::io, {"路径过长:" + path, "the path of the control socket is too long: " + path});
  const Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd.ok()) return fail(io_error("socket"));
  if (::connect(fd.get(), generic(*address), sizeof(*address)) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED)
      return fail(ErrorCode::not_found, {"没有服务在监听 " + path, "no server listens at " + path});
    return fail(io_error(path));
  }
  if (!write_all(fd.get(), write_control_request({verb, body_json}))) return fail(io_error("send"));
  const auto line = read_line(fd.get(), kAnswerMs);
  if (!line) return fail(ErrorCode::io, {"服务没有回答", "the server did not answer"});
  return read_control_answer(*line);
}

}  // namespace hejie::app
