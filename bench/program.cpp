#include "bench/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

extern char** environ;

namespace hejie::bench {

Program::Program(const std::vector<std::string>& words, const std::string& log) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::exit(3);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  std::vector<std::string> copy = words;
  std::vector<char*> argv;
  for (auto& word : copy) argv.push_back(word.data());
  argv.push_back(nullptr);
  if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) != 0) {
    std::fprintf(stderr, "cannot start %s\n", argv[0]);
    std::exit(3);
  }
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  out_ = ends[0];
}

Program::~Program() {
  if (pid_ > 0) stop();
  ::close(out_);
}

int Program::port() {
  const std::string words = "listening on http://127.0.0.1:";
  std::string text;
  std::array<char, 512> part{};
  for (;;) {
    const auto at = text.find(words);
    const auto end = at == std::string::npos ? at : text.find('\n', at);
    if (end != std::string::npos) return std::atoi(text.c_str() + at + words.size());
    const ssize_t n = ::read(out_, part.data(), part.size());
    if (n <= 0) {
      std::fprintf(stderr, "the server ended before it listened\n");
      std::exit(3);
    }
    text.append(part.data(), static_cast<std::size_t>(n));
  }
}

double Program::cpu_seconds() const {
  clockid_t clock{};
  timespec now{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &now) != 0) return 0;
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double Program::memory_mb(const char* name) const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::atof(line.c_str() + line.find(':') + 1) / 1024;
  }
  return 0;
}

double Program::resident_mb() const {
  return memory_mb("VmRSS:");
}

double Program::peak_mb() const {
  return memory_mb("VmHWM:");
}

double Program::settle() const {
  constexpr int kQuietSeconds = 2, kLongest = 600;
  constexpr double kBusy = 0.02;
  int quiet = 0, waited = 0;
  for (double before = cpu_seconds(); quiet < kQuietSeconds; ++waited) {
    if (waited > kLongest) {
      std::fputs("the server does not come to rest\n", stderr);
      std::exit(3);
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const double now = cpu_seconds();
    quiet = now - before < kBusy ? quiet + 1 : 0;
    before = now;
  }
  return waited - kQuietSeconds;
}

int Program::stop() {
  int status = 0;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run(const std::vector<std::string>& words, const std::string& log) {
  std::string line;
  for (const auto& word : words) line += "'" + word + "' ";
  const int status = std::system((line + ">'" + log + "' 2>&1").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace hejie::bench
