// Query parameters of a request, read strictly: every wrong value is a finding with the parameter's name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/http.h"
#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::api {

class QueryReader {
 public:
  explicit QueryReader(const Request& request) : request_(request) {}

  std::vector<std::string> texts(std::string_view name) const;
  std::string text(std::string_view name);  ///< at most once
  /// What is searched for: `q`, or the header Search-Words (RFC 8187 form), by which a name or number of a person
  /// stands in no address. Not both.
  std::string words();
  std::optional<Date> day(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  int limit();  ///< `limit`: 1 ... 500, default 50
  /// @errors malformed with all findings
  Status finish();

 private:
  std::optional<std::string> one(std::string_view name);
  const Request& request_;
  std::vector<Finding> findings_;
};

}  // namespace hejie::api
