// A failed call of the embedded database, by its result code, and what it means for the store. Thrown and caught inside
// storage/sqlite only.
#pragma once

#include <exception>
#include <optional>
#include <string>

#include "engine/base/result.h"

namespace hejie::storage::sqlite {

class Failure : public std::exception {
 public:
  Failure(int extended_code, std::string words) : extended_(extended_code), words_(std::move(words)) {}
  /// Not the database failed, but what stands in it: sealed data that does not open.
  explicit Failure(Error said) : words_(said.message.en), said_(std::move(said)) {}
  [[nodiscard]] const char* what() const noexcept override { return words_.c_str(); }
  [[nodiscard]] int extended() const { return extended_; }

  [[nodiscard]] bool disk_full() const;
  [[nodiscard]] bool read_only() const;  ///< read-only file or file system
  [[nodiscard]] bool busy() const;
  [[nodiscard]] bool damaged() const;  ///< the file is not a sound database
  [[nodiscard]] bool io() const;       ///< any I/O error of the disk
  [[nodiscard]] bool io_read() const;  ///< an I/O error that left nothing half-written: a failed read
  [[nodiscard]] bool constraint() const;
  [[nodiscard]] bool no_memory() const;
  [[nodiscard]] bool said() const { return said_.has_value(); }  ///< one command's fault, not the file's

  [[nodiscard]] Error to_error() const;

 private:
  int extended_ = 0;
  std::string words_;
  std::optional<Error> said_{};
};

[[noreturn]] void raise_error(Error error);
/// @param what "a sealed person"
[[noreturn]] void raise_damaged(const std::string& what);

/// Runs `work` and turns a Failure into an Error.
template <typename F>
auto guarded(F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Failure& failure) {
    return std::unexpected(failure.to_error());
  }
}

}  // namespace hejie::storage::sqlite
