// One connection to the store's file and its prepared statements, without the library's types: the only file that
// includes it is connection.cpp. For one thread at a time. Used inside storage/sqlite; failures are thrown as Failure
// and become errors at the edge of this folder (failure.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "storage/sqlite/failure.h"

namespace hejie::storage::sqlite {

inline std::int64_t to_minutes(Moment moment) {
  return std::int64_t{moment.day.days} * kMinutesPerDay + moment.minute;
}
inline Moment from_minutes(std::int64_t minutes) {
  const std::int64_t day = (minutes >= 0 ? minutes : minutes - kMinutesPerDay + 1) / kMinutesPerDay;
  return {Date{static_cast<std::int32_t>(day)}, static_cast<int>(minutes - day * kMinutesPerDay)};
}

struct Statement;

/// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

/// A prepared statement in use; given back when it goes out of scope. Parameters are bound in order.
class Query {
 public:
  explicit Query(Statement* cached);
  explicit Query(std::unique_ptr<Statement> own);
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  template <typename... Args>
  Query& bind(const Args&... args) {
    (put(args), ...);
    return *this;
  }
  /// The next row, if any. @throws Failure
  bool step();
  /// All the rest; @returns rows changed. @throws Failure
  int run();

  // columns of the current row, from 0
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< of a blob: its bytes
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] int small(int column) const { return static_cast<int>(integer(column)); }
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  [[nodiscard]] Date day(int column) const { return Date{static_cast<std::int32_t>(integer(column))}; }
  [[nodiscard]] Moment moment(int column) const { return from_minutes(integer(column)); }
  [[nodiscard]] Instant instant(int column) const { return Instant{integer(column)}; }
  [[nodiscard]] std::optional<Date> maybe_day(int column) const;
  [[nodiscard]] std::optional<Moment> maybe_moment(int column) const;
  [[nodiscard]] std::optional<Instant> maybe_instant(int column) const;
  template <typename E>
  [[nodiscard]] E as(int column) const {
    return static_cast<E>(integer(column));
  }

 private:
  void put_integer(std::int64_t value);
  void put_null();
  void put(const std::string& value);
  void put(const char* value) { put(std::string(value)); }
  void put(const Blob& value);
  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void put(T value) { put_integer(static_cast<std::int64_t>(value)); }
  template <typename Tag>
  void put(const StrongId<Tag>& value) {
    put(value.value);
  }
  void put(Date value) { put_integer(value.days); }
  void put(Moment value) { put_integer(to_minutes(value)); }
  void put(Instant value) { put_integer(value.ms); }
  template <typename T>
  void put(const std::optional<T>& value) {
    if (value) {
      put(*value);
    } else {
      put_null();
    }
  }

  std::unique_ptr<Statement> own_;
  Statement* statement_;
  int next_ = 1;
};

struct ConnectionOptions {
  std::string path;
  bool write = false;                      ///< create the file when missing; else read-only, never checkpoints
  bool wal = true;                         ///< writers: false for a copy that must be one file by itself
  bool full_sync = true;                   ///< false only in the control of a power-cut test
  int cache_kib = 768;                     ///< of pages; a reader's are worth nothing after the next commit
  long long log_limit_bytes = 16LL << 20;  ///< the log file is cut to this when it begins anew
  std::string vfs{};                       ///< "" = the system's
};

class Connection {
 public:
  /// @throws Failure
  explicit Connection(const ConnectionOptions& options);
  ~Connection();
  Connection(Connection&&) noexcept;

  /// A statement kept prepared: `sql` must be a literal (its address is the key).
  Query query(const char* sql);
  /// A statement prepared for this once.
  Query once(const std::string& sql);
  /// One or several statements without parameters. @throws Failure
  void execute(const char* sql);
  std::int64_t integer(const char* sql);  ///< first column of the first row, 0 when none

  [[nodiscard]] std::int64_t last_row() const;  ///< rowid of the last insert
  [[nodiscard]] int wal_pages() const;          ///< pages in the log after the last commit of this connection
  [[nodiscard]] bool in_transaction() const;
  /// PASSIVE checkpoint. @returns pages left in the log that could not be moved yet. @throws Failure
  int checkpoint();
  /// Checkpoint after which the next commit begins the log anew, if the readers of now end within `wait_ms`; else as
  /// checkpoint(). @throws Failure
  void restart_log(int wait_ms);
  /// Moves everything out of the log and cuts it to nothing, if the readers of now end within `wait_ms`: what was
  /// erased does not stay in it. @returns whether it is empty. @throws Failure
  bool empty_log(int wait_ms);
  /// Copies the whole store as of now into a new connection's file, in slices. @throws Failure
  void copy_to(Connection& target);

 private:
  void open_log(const ConnectionOptions& options);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::storage::sqlite
