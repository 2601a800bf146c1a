#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "json/json.h"
#include "json/number.h"
#include "json/unicode.h"

namespace hejie::json {
namespace {

using Value = nlohmann::ordered_json;

Error malformed(std::string path, std::string code, Text message) {
  Finding finding{std::move(path), std::move(code), message};
  return Error{ErrorCode::malformed, std::move(message), {std::move(finding)}};
}

/// "line 3, column 7" of a byte offset; columns count bytes.
Text at_byte(std::string_view text, std::size_t offset, Text what) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    column = text[i] == '\n' ? 1 : column + 1;
    if (text[i] == '\n') ++line;
  }
  what.zh = "第 " + std::to_string(line) + " 行第 " + std::to_string(column) + " 字节：" + what.zh;
  what.en = "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what.en;
  return what;
}

/// An object or array being read. Members wait here until it closes, so nothing is searched or copied twice.
struct Frame {
  bool is_object = false;
  bool keyed = false;  ///< a key was read
  std::string key{};
  std::unordered_set<std::string> seen{};  ///< keys in NFC, once there are many or one is not ASCII
  std::vector<std::pair<std::string, Value>> members{};
  Value::array_t elements{};
};

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Was the newest key there before? Equal in NFC counts as equal: the canonical form could not tell such keys apart.
bool is_repeated(Frame& frame) {
  constexpr std::size_t kFew = 16;
  if (frame.seen.empty() && frame.members.size() < kFew && is_ascii(frame.key)) {
    return std::ranges::any_of(frame.members, [&](const auto& member) { return member.first == frame.key; });
  }
  if (frame.seen.empty()) {
    for (const auto& member : frame.members) frame.seen.insert(nfc_or_replace(member.first));
  }
  return !frame.seen.insert(nfc_or_replace(frame.key)).second;
}

/// Builds the value and stops at the first fault. The names of its functions are nlohmann's SAX interface.
class Builder {
 public:
  Builder(std::string_view text, int depth) : text_(text), depth_(depth) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) {
    if (!std::in_range<std::int64_t>(value)) return stop_at_number(NumberFault::out_of_range);
    return put(static_cast<std::int64_t>(value));
  }
  bool number_float(double /*value*/, const std::string& token) {
    const auto exact = exact_integer(token);
    return exact ? put(*exact) : stop_at_number(exact.error());
  }
  bool string(std::string& value) {
    if (value.find('\0') != std::string::npos) return stop_at_nul();
    return put(std::move(value));
  }
  bool binary(Value::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(true); }
  bool start_array(std::size_t /*size*/) { return open(false); }
  bool end_array() {
    Value value(std::move(frames_.back().elements));
    frames_.pop_back();
    return put(std::move(value));
  }
  bool end_object() {
    Value::object_t object;
    object.reserve(frames_.back().members.size());
    for (auto& [key, member] : frames_.back().members) object.emplace_back(std::move(key), std::move(member));
    frames_.pop_back();
    return put(Value(std::move(object)));
  }
  bool key(std::string& name);
  bool parse_error(std::size_t position, const std::string& token, const nlohmann::json::exception& fault);

  [[nodiscard]] Result<Value> take() {
    if (error_) return fail(std::move(*error_));
    return std::move(root_);
  }

 private:
  [[nodiscard]] std::string path() const;
  bool put(Value value);
  bool open(bool is_object);
  bool stop(std::string code, Text message) {
    error_ = malformed(path(), std::move(code), std::move(message));
    return false;
  }
  bool stop_at_number(NumberFault fault);
  bool stop_at_nul() {
    return stop("nul", {"文本中不得含有 NUL 字符（\\u0000）", "a text must not contain NUL (\\u0000)"});
  }

  std::string_view text_;
  int depth_;
  std::vector<Frame> frames_;
  Value root_;
  std::optional<Error> error_;
};

std::string Builder::path() const {
  std::string out;
  for (const Frame& frame : frames_) {
    // An object that has no key yet, or has just closed a member, is itself the place.
    if (frame.is_object && !frame.keyed) break;
    out = frame.is_object ? pointer(out, frame.key) : pointer(out, frame.elements.size());
  }
  return out;
}

bool Builder::put(Value value) {
  if (frames_.empty()) {
    root_ = std::move(value);
  } else if (frames_.back().is_object) {
    frames_.back().members.emplace_back(frames_.back().key, std::move(value));
  } else {
    frames_.back().elements.push_back(std::move(value));
  }
  return true;
}

bool Builder::open(bool is_object) {
  if (std::cmp_greater_equal(frames_.size(), depth_)) {
    return stop("too_deep",
                {"嵌套超过 " + std::to_string(depth_) + " 层", "nested deeper than " + std::to_string(depth_)});
  }
  frames_.push_back(Frame{.is_object = is_object});
  return true;
}

bool Builder::key(std::string& name) {
  Frame& frame = frames_.back();
  frame.key = std::move(name);
  frame.keyed = true;
  if (is_repeated(frame))
    return stop("duplicate_key", {"同一对象中键名重复，请只保留一个", "the key occurs twice in one object; keep one"});
  return frame.key.find('\0') == std::string::npos || stop_at_nul();
}

bool Builder::stop_at_number(NumberFault fault) {
  if (fault == NumberFault::not_integer) {
    return stop("not_integer", {"只接受整数，不接受小数", "integers only: fractions are not accepted"});
  }
  return stop("integer_range",
              {"整数超出 64 位有符号整数的范围", "the integer is outside the range of a signed 64-bit integer"});
}

bool Builder::parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::json::exception& fault) {
  // The library's own words quote the input, which may be personal data; only the kind of fault is taken from them.
  if (fault.id == 406) return stop_at_number(NumberFault::out_of_range);
  const std::size_t offset = position > 0 ? position - 1 : 0;
  if (std::string_view(fault.what()).find("surrogate") != std::string_view::npos) {
    return stop("lone_surrogate",
                at_byte(text_, offset, {"\\u 转义中有不成对的代理码元", "a \\u escape is half of a surrogate pair"}));
  }
  return stop("syntax", at_byte(text_, offset, {"不是有效的 JSON（RFC 8259）", "not valid JSON (RFC 8259)"}));
}

/// What the lexer would let pass or name badly: size, encoding, a byte order mark, a raw NUL (which it takes for the
/// end).
Status check_bytes(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    const Text message{"内容超过 " + std::to_string(limit) + " 字节",
                       "larger than " + std::to_string(limit) + " bytes"};
    return fail(ErrorCode::too_large, message, {{"", "too_large", message}});
  }
  if (const auto bad = find_bad_utf8(text)) {
    return fail(malformed("", "utf8", at_byte(text, *bad, {"不是有效的 UTF-8 编码", "not valid UTF-8"})));
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return fail(malformed("", "byte_order_mark",
                          {"请去掉开头的字节顺序标记（BOM）", "remove the byte order mark at the start"}));
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return fail(malformed("", "nul", at_byte(text, nul, {"不得含有 NUL 字节", "a NUL byte is not JSON"})));
  }
  return {};
}

}  // namespace

Result<Value> parse(std::string_view text, Limits limits) {
  TRY_VOID(check_bytes(text, limits.bytes));
  Builder builder(text, limits.depth);
  Value::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

}  // namespace hejie::json
