#include "storage/cursor.h"

#include <charconv>

#include "storage/codec.h"

namespace hejie::storage {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr int kMaxLimit = 500;

std::unexpected<Error> foreign() {
  const Text words{"分页游标无效，请从第一页重新查询",
                   "this cursor does not belong to this list; start again without it"};
  return fail(ErrorCode::malformed, words, {{"/cursor", "foreign_cursor", words}});
}

}  // namespace

std::string make_cursor(std::string_view list, const std::vector<std::string>& position) {
  std::vector<std::string> parts{std::string(list)};
  parts.insert(parts.end(), position.begin(), position.end());
  std::string out;
  for (const char c : encode_list(parts)) {
    out += kHex[static_cast<unsigned char>(c) >> 4U];
    out += kHex[static_cast<unsigned char>(c) & 0xFU];
  }
  return out;
}

Result<std::vector<std::string>> read_cursor(std::string_view list, std::string_view cursor, std::size_t parts) {
  if (cursor.empty()) return std::vector<std::string>{};
  if (cursor.size() % 2 != 0 || cursor.size() > 2048) return foreign();
  std::string text;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    const auto high = kHex.find(cursor[i]);
    const auto low = kHex.find(cursor[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return foreign();
    text += static_cast<char>(high * 16 + low);
  }
  auto decoded = decode_list(text);
  if (!decoded || decoded->size() != parts + 1 || decoded->front() != list) return foreign();
  decoded->erase(decoded->begin());
  return std::move(*decoded);
}

Result<long long> cursor_number(const std::string& part) {
  long long value = 0;
  const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (code != std::errc() || end != part.data() + part.size()) return foreign();
  return value;
}

Status check_limit(int limit) {
  if (limit >= 1 && limit <= kMaxLimit) return {};
  const Text words{"limit 须在 1 到 500 之间", "limit must be between 1 and 500"};
  return fail(ErrorCode::invalid, words, {{"/limit", "out_of_range", words}});
}

}  // namespace hejie::storage
