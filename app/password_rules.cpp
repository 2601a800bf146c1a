#include "app/password_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "resources/resources.h"

namespace hejie::app {
namespace {

constexpr std::size_t kLeast = 8;
/// Words of such a bureau, beside the user's own name: with a few characters more they are still the first guess.
constexpr std::array<std::string_view, 16> kOwnWords{
    "hejie",    "laodong", "zhongcai", "tiaojie",   "jiancha",     "renshe",     "shebao",        "laodongfa",
    "rensheju", "gongzi",  "labor",    "mediation", "arbitration", "inspection", "administrator", "bureau"};

char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Sorted lines of the shipped list.
bool listed(std::string_view word) {
  static const std::vector<std::string_view> kWords = [] {
    std::vector<std::string_view> out;
    std::string_view text = resources::find("resources/common_passwords.txt").value_or("");
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      out.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::ranges::sort(out);
    return out;
  }();
  return std::ranges::binary_search(kWords, word);
}

/// The word and a few digits or signs behind it are as common as the word.
bool common(std::string_view word) {
  if (listed(word)) return true;
  const auto end = std::find_if(word.rbegin(), word.rend(), is_letter).base();
  const std::string_view stem(word.begin(), end);
  if (stem.size() >= 4 && listed(stem)) return true;
  return std::ranges::any_of(word, [&](char c) { return c != word.front(); }) == false;
}

bool own(std::string_view word, std::string_view username) {
  if (username.size() >= 3 && word.find(username) != std::string_view::npos) return true;
  std::string rest(word);
  for (const auto one : kOwnWords) {
    for (auto at = rest.find(one); at != std::string::npos; at = rest.find(one)) rest.erase(at, one.size());
  }
  return rest.size() != word.size() && rest.size() < 5;
}

bool is_composed(const std::string& password) {
  const auto any = [&](auto fits) { return std::ranges::any_of(password, fits) ? 1 : 0; };
  const int kinds = any([](char c) { return c >= 'a' && c <= 'z'; }) +
                    any([](char c) { return c >= 'A' && c <= 'Z'; }) +
                    any([](char c) { return c >= '0' && c <= '9'; }) +
                    any([](char c) { return !is_letter(lower(c)) && (c < '0' || c > '9'); });
  return kinds >= 3;
}

}  // namespace

std::vector<Finding> password_findings(const std::string& username, const std::string& password, bool composed,
                                       const std::string& path) {
  std::vector<Finding> out;
  if (password.size() < kLeast) {
    out.push_back({path, "too_short", {"密码至少 8 个字符", "A password needs at least 8 characters"}});
  }
  if (password.size() > kPasswordMost) {
    out.push_back({path, "too_long", {"密码最多 1024 个字节", "A password has at most 1024 bytes"}});
    return out;
  }
  std::string word = password;
  std::ranges::transform(word, word.begin(), lower);
  if (!word.empty() && (common(word) || own(word, username))) {
    out.push_back({path,
                   "weak_password",
                   {"密码过于常见,或者含有用户名、单位用语,请换一个",
                    "The password is common, or holds the user name or words of the bureau; choose another"}});
  }
  if (composed && !is_composed(password)) {
    out.push_back({path,
                   "not_composed",
                   {"密码须含大写字母、小写字母、数字、其他字符中的三种",
                    "A password needs three of: lower case, upper case, digit, other"}});
  }
  return out;
}

}  // namespace hejie::app
