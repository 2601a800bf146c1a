// JSON bodies of the admin verbs and lines from their answers, so that the verbs themselves see no JSON type.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::cli {

[[nodiscard]] std::string user_body(const std::string& username, const std::string& display_name,
                                    const std::vector<std::string>& roles, const std::string& password);
[[nodiscard]] std::vector<std::string> user_lines(const std::string& answer_json, bool english);

/// @errors malformed: the text is not JSON
[[nodiscard]] Result<std::string> calendar_body(const std::string& notice_json, bool dry_run);
[[nodiscard]] std::vector<std::string> calendar_lines(const std::string& answer_json, bool english);
[[nodiscard]] bool calendar_failed(const std::string& answer_json);

/// What `hejie review` asks for, and whom it lets act.
struct ReviewQuestion {
  std::string username, password, otp;
  int year = 0;
  std::string open_from, submit_by, list;  ///< opening only; days as YYYY-MM-DD, list as CSV
  bool dry_run = false;
};
[[nodiscard]] std::string review_body(const ReviewQuestion& question);
[[nodiscard]] std::vector<std::string> review_lines(const std::string& answer_json, bool english);
/// Some line was refused.
[[nodiscard]] bool review_failed(const std::string& answer_json);

[[nodiscard]] std::string unmasking_body(const std::string& what, const std::string& reason, const std::string& login);

[[nodiscard]] Result<std::string> import_body(const std::string& file, const std::string& script_json, bool dry_run);
[[nodiscard]] std::vector<std::string> import_lines(const std::string& answer_json, bool english);
/// Some expectation of the script did not hold: nothing was stored.
[[nodiscard]] bool import_failed(const std::string& answer_json);

}  // namespace hejie::cli
