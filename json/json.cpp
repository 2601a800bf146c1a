#include "json/json.h"

#include <nlohmann/json.hpp>

namespace hejie::json {
namespace {

std::string write(const nlohmann::ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string dump(const nlohmann::ordered_json& value) {
  return write(value, -1);
}

std::string dump_pretty(const nlohmann::ordered_json& value) {
  return write(value, 2);
}

std::string pointer(std::string_view base, std::string_view token) {
  std::string out(base);
  out += '/';
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string pointer(std::string_view base, std::size_t index) {
  return pointer(base, std::to_string(index));
}

}  // namespace hejie::json
