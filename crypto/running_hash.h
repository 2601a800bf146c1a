// SHA-256 (FIPS 180-4) of bytes that come piece by piece, for what is too large to be held. The whole at once:
// sha256.h. Called by the folder of evidence.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hejie::crypto {

class RunningHash {
 public:
  RunningHash();
  ~RunningHash();
  RunningHash(RunningHash&&) noexcept;
  RunningHash& operator=(RunningHash&&) noexcept;

  void take(std::string_view piece);
  /// Of everything taken: 64 lower-case hex digits. Once.
  [[nodiscard]] std::string finish_hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hejie::crypto
