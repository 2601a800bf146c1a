#include "cli/signals.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

#include "cli/log.h"

namespace hejie::cli {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

sigset_t all_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int one : kSignals) sigaddset(&set, one);
  return set;
}

}  // namespace

void write_no_core() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) log_event("warning", "server", "core_not_limited");
}

int connections_with_room(int wanted) {
  constexpr rlim_t kLeast = 24;
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  std::error_code unknown;
  const auto open = static_cast<rlim_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd", unknown),
                                                      std::filesystem::directory_iterator()));
  const rlim_t kept = open + std::max(kLeast, files.rlim_cur / 4);
  const rlim_t room = files.rlim_cur > kept ? files.rlim_cur - kept : 1;
  if (room >= static_cast<rlim_t>(wanted)) return wanted;
  log_event("warning", "server", "connections_limited_by_open_files",
            std::to_string(room) + " instead of " + std::to_string(wanted));
  return static_cast<int>(room);
}

void block_signals() {
  const sigset_t set = all_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

bool signal_waits() {
  sigset_t waiting;
  sigpending(&waiting);
  return std::ranges::any_of(kSignals, [&](int one) { return sigismember(&waiting, one) == 1; });
}

int wait_for_signal(const std::function<void()>& on_hangup) {
  const sigset_t set = all_signals();
  int signal_number = 0;
  while (sigwait(&set, &signal_number) == 0 && signal_number == SIGHUP && on_hangup) on_hangup();
  return signal_number;
}

}  // namespace hejie::cli
