#include "api/wire.h"

#include <fmt/format.h>

#include <random>

namespace hejie::api {

bool header_block_is_strict(std::string_view block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (block[i] != '\n') continue;
    if (i == 0 || block[i - 1] != '\r') return false;
    if (i + 1 < block.size() && (block[i + 1] == ' ' || block[i + 1] == '\t')) return false;
  }
  return true;
}

std::string head_of(const Response& response, bool keep_alive, bool chunked, std::string_view request_id) {
  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += reason_phrase(response.status);
  head += "\r\nServer: hejie\r\nX-Request-Id: ";
  head += request_id;
  head += "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";
  if (response.status != 204 && response.status != 304) {
    head += "Content-Type: " + response.content_type + "\r\n";
    if (chunked) {
      head += "Transfer-Encoding: chunked\r\n";
    } else {
      head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
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
  head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return head;
}

std::string chunk_of(std::string_view text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

RequestIds::RequestIds() : prefix_(fmt::format("{:08x}", std::random_device()())) {}

std::string RequestIds::next() {
  return fmt::format("{}-{:x}", prefix_, next_.fetch_add(1));
}

}  // namespace hejie::api
