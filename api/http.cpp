#include "api/http.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "json/json.h"

namespace hejie::api {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Quality of a language range in thousandths; 0 when it is refused or malformed.
int quality(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view number = parameters.substr(at + 2);
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || value < 0 || value > 1) return 0;
  return static_cast<int>(value * 1000);
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& h : headers) {
    if (h.name == name) return h.value;
  }
  return {};
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const Header& h) { return h.name == name; }));
}

std::string_view Request::language() const {
  std::string_view rest = header("accept-language");
  int zh = 0;
  int en = 0;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string_view range = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const auto first = range.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    range.remove_prefix(first);
    const auto semicolon = range.find(';');
    const int q = semicolon == std::string_view::npos ? 1000 : quality(range.substr(semicolon + 1));
    const std::string_view tag = range.substr(0, 2);
    if (tag == "zh" || tag == "ZH") zh = std::max(zh, q);
    if (tag == "en" || tag == "EN") en = std::max(en, q);
  }
  return en > zh ? "en" : "zh";
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

bool split_target(std::string_view target, Request& request) {
  if (target.empty() || target.front() != '/') return false;
  const auto question = target.find('?');
  const auto path = percent_decode(target.substr(0, question), false);
  if (!path || !clean(*path) || !json::nfc(*path)) return false;
  request.path = *path;
  if (question == std::string_view::npos) return true;
  std::string_view rest = target.substr(question + 1);
  while (!rest.empty()) {
    const auto ampersand = rest.find('&');
    const std::string_view pair = rest.substr(0, ampersand);
    rest = ampersand == std::string_view::npos ? std::string_view{} : rest.substr(ampersand + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto key = percent_decode(pair.substr(0, equals), true);
    const auto value =
        percent_decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!key || !value || !clean(*key) || !clean(*value) || !json::nfc(*key) || !json::nfc(*value)) return false;
    request.query.emplace_back(*key, *value);
    if (request.query.size() > 200) return false;
  }
  return true;
}

std::string_view reason_phrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr std::array kPhrases{Phrase{200, "OK"},
                                       Phrase{201, "Created"},
                                       Phrase{202, "Accepted"},
                                       Phrase{204, "No Content"},
                                       Phrase{304, "Not Modified"},
                                       Phrase{400, "Bad Request"},
                                       Phrase{401, "Unauthorized"},
                                       Phrase{403, "Forbidden"},
                                       Phrase{404, "Not Found"},
                                       Phrase{405, "Method Not Allowed"},
                                       Phrase{408, "Request Timeout"},
                                       Phrase{409, "Conflict"},
                                       Phrase{412, "Precondition Failed"},
                                       Phrase{413, "Content Too Large"},
                                       Phrase{414, "URI Too Long"},
                                       Phrase{415, "Unsupported Media Type"},
                                       Phrase{422, "Unprocessable Content"},
                                       Phrase{428, "Precondition Required"},
                                       Phrase{429, "Too Many Requests"},
                                       Phrase{431, "Request Header Fields Too Large"},
                                       Phrase{500, "Internal Server Error"},
                                       Phrase{501, "Not Implemented"},
                                       Phrase{503, "Service Unavailable"},
                                       Phrase{505, "HTTP Version Not Supported"}};
  for (const auto& phrase : kPhrases) {
    if (phrase.status == status) return phrase.text;
  }
  return "Unknown";
}

}  // namespace hejie::api
