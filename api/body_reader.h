// Reads the members of a JSON request body, collecting every finding. Made for the small bodies of this API; the forms
// of events are read against their definition in app/form.h. Hides the JSON type.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::api {

class BodyReader {
 public:
  /// @errors malformed, too_large, invalid (not an object)
  static Result<BodyReader> open(const std::string& body);
  ~BodyReader();
  BodyReader(BodyReader&&) noexcept;
  BodyReader& operator=(BodyReader&&) noexcept;

  std::string text(const std::string& name, bool required, std::size_t most = 4096);
  std::optional<bool> flag(const std::string& name);
  std::optional<long long> integer(const std::string& name, long long least, long long most);
  std::optional<Date> day(const std::string& name, bool required = false);
  std::optional<Instant> instant(const std::string& name, bool required = false);
  std::vector<std::string> texts(const std::string& name, std::size_t most = 100);
  /// Pairs ["a","b"] of days, for exclusions.
  std::vector<std::pair<Date, Date>> day_pairs(const std::string& name, std::size_t most = 1000);
  /// The member as JSON text; "{}" when absent. Must be an object.
  std::string object(const std::string& name, bool required = false);
  [[nodiscard]] bool has(const std::string& name) const;

  /// Unknown members become findings. @errors invalid with all findings
  Status finish();

 private:
  BodyReader();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::api
