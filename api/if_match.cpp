#include "api/if_match.h"

namespace hejie::api {

Result<Version> read_if_match(const Request& request) {
  const std::string_view text = request.header("if-match");
  if (text.empty()) return kNoVersion;
  const bool shaped = request.count("if-match") == 1 && text.size() >= 3 && text.size() <= 20 && text.front() == '"' &&
                      text.back() == '"' &&
                      text.substr(1, text.size() - 2).find_first_not_of("0123456789") == std::string_view::npos &&
                      (text[1] != '0' || text.size() == 3);  // tags are compared byte by byte: "07" is not "7"
  if (!shaped) {
    return fail(ErrorCode::malformed,
                {"If-Match 须为案件的版本,如 \"7\"", "If-Match must be the version of the case, such as \"7\""},
                {{"If-Match", "malformed", {"格式不对", "malformed"}}});
  }
  return std::stoll(std::string(text.substr(1, text.size() - 2)));
}

Error with_place(Error error) {
  if (error.code == ErrorCode::precondition_required)
    error.findings.push_back(
        {"If-Match",
         "missing",
         {"写入须带案件的版本(GET 所得的 ETag)", "a write needs the version of the case, the ETag of GET"}});
  return error;
}

}  // namespace hejie::api
