#include "cli/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/base/clock.h"

namespace hejie::cli {
namespace {

spdlog::logger& logger() {
  static const auto kLogger = [] {
    auto made = spdlog::stderr_logger_mt("hejie");
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    return made;
  }();
  return *kLogger;
}

/// JSON string content; control characters and quotes cannot break the line (ASVS 16.4.1).
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

void put(std::string& line, std::string_view name, std::string_view value) {
  if (!value.empty()) line += fmt::format(",\"{}\":\"{}\"", name, escaped(value));
}

std::string head(std::string_view level, std::string_view component) {
  return fmt::format(R"({{"ts":"{}","level":"{}","component":"{}")", format_instant(SystemClock{}.now()), level,
                     component);
}

}  // namespace

void log_request(const api::RequestLog& request) {
  std::string line = head(request.status >= 500 ? "error" : "info", "api");
  put(line, "request_id", request.request_id);
  put(line, "account", request.account);
  put(line, "method", request.method);
  put(line, "route", request.route);
  put(line, "case", request.case_id);
  put(line, "code", request.code);
  line += fmt::format(",\"status\":{},\"ms\":{}}}", request.status, request.ms);
  logger().info(line);
}

void log_event(std::string_view level, std::string_view component, std::string_view code, std::string_view detail) {
  std::string line = head(level, component);
  put(line, "code", code);
  put(line, "detail", detail);
  logger().info(line + "}");
}

}  // namespace hejie::cli
