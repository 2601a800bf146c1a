// A server under measurement as a process of its own: started, its address read from its first words, its processor
// time and memory read from the kernel, stopped. Knows nothing of HTTP.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hejie::bench {

class Program {
 public:
  /// Starts `words` (the first is the path); its complaints go to `log`. Ends this process when it cannot be started.
  Program(const std::vector<std::string>& words, const std::string& log);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Waits for "listening on http://127.0.0.1:PORT". @returns PORT
  int port();
  [[nodiscard]] double cpu_seconds() const;
  [[nodiscard]] double resident_mb() const;
  [[nodiscard]] double peak_mb() const;  ///< the largest it has been
  /// Waits until it does nothing any more: what a store made in bulk leaves to be followed up is done. Ends this
  /// process when that takes ten minutes. @returns seconds
  double settle() const;
  /// SIGTERM and wait. @returns the exit code
  int stop();

 private:
  [[nodiscard]] double memory_mb(const char* name) const;
  pid_t pid_ = -1;
  int out_ = -1;
};

/// Runs to the end, output to `log`. @returns the exit code
int run(const std::vector<std::string>& words, const std::string& log);

}  // namespace hejie::bench
