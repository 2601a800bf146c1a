#include "api/wire.h"

#include "engine/base/fault_controls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace hejie::api {

namespace {

/// For answers that are data: nothing in them may be drawn, framed or run (W3C CSP level 3, OWASP ASVS 5.0 3.4).
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSafety{{
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
}};

bool says(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const Header& header) { return header.name == name; });
}

}  // namespace

bool header_block_is_strict(std::string_view block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (block[i] != '\n') continue;
    if (i == 0 || block[i - 1] != '\r') return false;
    if (i + 1 < block.size() && (block[i + 1] == ' ' || block[i + 1] == '\t')) return false;
  }
  return true;
}

std::string head_of(const Response& response, const Sending& sending, std::string_view request_id) {
  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += reason_phrase(response.status);
  head += HEJIE_FAULT(version_told) ? "\r\nServer: hejie/" HEJIE_VERSION : "\r\nServer: hejie";
  if (HEJIE_FAULT(any_site_reads)) head += "\r\nAccess-Control-Allow-Origin: *";
  head += "\r\nX-Request-Id: ";
  head += request_id;
  head += "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";
  for (const auto& [name, value] : kSafety) {
    const bool policy = name == "Content-Security-Policy";
    if (policy ? HEJIE_FAULT(no_content_policy) : HEJIE_FAULT(no_safe_headers)) continue;
    if (!says(response, name)) head += fmt::format("{}: {}\r\n", name, value);
  }
  if (sending.secure && !HEJIE_FAULT(plain_allowed_later))
    head += "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";
  if (response.status != 204 && response.status != 304) {
    head += "Content-Type: " + response.content_type + "\r\n";
    if (sending.chunked) {
      head += "Transfer-Encoding: chunked\r\n";
    } else {
      const std::uint64_t length = response.bytes ? response.bytes->size() : response.body.size();
      head += "Content-Length: " + std::to_string(length) + "\r\n";
    }
  }
  for (const auto& h : response.headers) {
    head += h.name;
    head += ": ";
    for (const char c : h.value) {
      if (c != '\r' && c != '\n') head += c;
    }
    head += "\r\n";
  }
  head += sending.keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return head;
}

bool is_chunked(std::string_view coding) {
  return std::ranges::equal(coding, std::string_view("chunked"), {},
                            [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
}

std::string chunk_of(std::string_view text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

RequestIds::RequestIds() : prefix_(fmt::format("{:08x}", std::random_device()())) {}

std::string RequestIds::next() {
  return fmt::format("{}-{:x}", prefix_, next_.fetch_add(1));
}

}  // namespace hejie::api
