#include "cli/signals.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>

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
