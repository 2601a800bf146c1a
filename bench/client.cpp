#include "bench/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace hejie::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "client: %s\n", what);
  std::exit(3);
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  const std::string line = "\r\n" + std::string(name) + ": ";
  const auto at = head.find(line);
  if (at == std::string_view::npos) return {};
  const auto start = at + line.size();
  return head.substr(start, head.find("\r\n", start) - start);
}

std::string request_text(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body) {
  std::string text;
  text.reserve(512 + body.size());
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n").append(headers);
  if (!body.empty())
    text.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  return text.append("\r\n").append(body);
}

Client::Client(int port, int connections) : poll_(::epoll_create1(EPOLL_CLOEXEC)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < connections; ++i) {
    Connection connection;
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      give_up("cannot connect");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(i);
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event);
    connections_.push_back(std::move(connection));
  }
}

Client::~Client() {
  for (const auto& connection : connections_) ::close(connection.socket);
  ::close(poll_);
}

void Client::send(Connection& connection, const std::string& request) {
  connection.busy = true;
  connection.in.clear();
  connection.sent = SteadyClock::now();
  const ssize_t n = ::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL);
  if (n != static_cast<ssize_t>(request.size())) give_up("cannot send");
}

bool Client::receive(Connection& connection, Answer& answer) {
  std::array<char, 16384> part{};
  const ssize_t n = ::recv(connection.socket, part.data(), part.size(), 0);
  if (n <= 0) give_up("the server closed a connection");
  connection.in.append(part.data(), static_cast<std::size_t>(n));
  const std::string_view all = connection.in;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  answer.head = all.substr(0, end + 2);
  answer.body = all.substr(end + 4);
  const auto length = answer.header("Content-Length");
  std::size_t wanted = 0;
  std::from_chars(length.data(), length.data() + length.size(), wanted);
  if (answer.body.size() < wanted) return false;
  answer.status = std::atoi(connection.in.c_str() + 9);
  return true;
}

Figures Client::drive(double seconds, const Next& next, const Done& done) {
  std::vector<double> times;
  times.reserve(1 << 18);
  int busy = 0;
  const auto begin = SteadyClock::now();
  const auto go_on = [&](int i) {
    if (seconds > 0 && seconds_since(begin) >= seconds) return;
    const std::string request = next(i);
    if (request.empty()) return;
    ++busy;
    send(connections_[static_cast<std::size_t>(i)], request);
  };
  const double cpu_before = own_cpu_seconds();
  for (int i = 0; i < static_cast<int>(connections_.size()); ++i) go_on(i);
  std::array<epoll_event, 64> events{};
  while (busy > 0) {
    const int n = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), -1);
    for (int k = 0; k < n; ++k) {
      const auto i = static_cast<int>(events[static_cast<std::size_t>(k)].data.u32);
      Connection& connection = connections_[static_cast<std::size_t>(i)];
      Answer answer;
      if (!receive(connection, answer)) continue;
      times.push_back(seconds_since(connection.sent) * 1e3);
      connection.busy = false;
      --busy;
      done(i, answer);
      go_on(i);
    }
  }
  return figures_of(std::move(times), seconds_since(begin), own_cpu_seconds() - cpu_before);
}

Answer Client::ask(const std::string& request, std::string& keep) {
  Connection& connection = connections_.front();
  send(connection, request);
  Answer answer;
  while (!receive(connection, answer)) {
  }
  connection.busy = false;
  keep = connection.in;
  const auto end = keep.find("\r\n\r\n");
  answer.head = std::string_view(keep).substr(0, end + 2);
  answer.body = std::string_view(keep).substr(end + 4);
  return answer;
}

}  // namespace hejie::bench
