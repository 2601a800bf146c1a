// Errors as values. An Error is for the machine or the sender of bad input; a lawful "no" is a machine::Rejection.
// A bug is a CHECK (check.h). Nothing here throws.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"

namespace hejie {

/// What kind of failure; decides the HTTP status and the exit code (contracts in docs/openapi and README).
enum class ErrorCode {
  malformed,              ///< cannot be read at all (400; exit 2)
  invalid,                ///< read, but wrong; see findings (422; exit 2)
  not_found,              ///< 404
  forbidden,              ///< 403
  unauthorized,           ///< 401
  conflict,               ///< stale version (412)
  precondition_required,  ///< 428
  in_flight,              ///< the same idempotency key is still running (409 + Retry-After)
  key_reused,             ///< idempotency key reused with another body (422)
  too_large,              ///< 413
  too_many,               ///< 429
  unavailable,            ///< overload, stopping, retries used up (503; exit 3)
  read_only,              ///< disk full or read-only (503)
  corrupt,                ///< stored data does not decode or verify (503, exit 3)
  io,                     ///< file, port, lock (exit 3)
};

/// One thing wrong with an input: where (JSON pointer, "" = the whole), a stable code, and words that say what to do.
struct Finding {
  std::string path;
  std::string code;
  Text message;
  bool operator==(const Finding&) const = default;
};

struct Error {
  ErrorCode code = ErrorCode::invalid;
  Text message;                     ///< what, where, what to do; never personal data
  std::vector<Finding> findings{};  ///< all of them, not the first
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> fail(ErrorCode code, Text message, std::vector<Finding> findings = {}) {
  return std::unexpected<Error>(Error{code, std::move(message), std::move(findings)});
}
inline std::unexpected<Error> fail(Error error) {
  return std::unexpected<Error>(std::move(error));
}

}  // namespace hejie

#define HEJIE_CONCAT_INNER(a, b) a##b
#define HEJIE_CONCAT(a, b) HEJIE_CONCAT_INNER(a, b)
/// TRY(auto x, expr): x = value of the Result, or return its error from this function.
#define TRY(decl, expr)                                                             \
  auto HEJIE_CONCAT(try_result_, __LINE__) = (expr);                                \
  if (!HEJIE_CONCAT(try_result_, __LINE__))                                         \
    return std::unexpected(std::move(HEJIE_CONCAT(try_result_, __LINE__)).error()); \
  decl = std::move(*HEJIE_CONCAT(try_result_, __LINE__))
/// TRY_VOID(expr): return the error of a Result<void> from this function.
#define TRY_VOID(expr)                                                      \
  do {                                                                      \
    auto try_status = (expr);                                               \
    if (!try_status) return std::unexpected(std::move(try_status).error()); \
  } while (false)
