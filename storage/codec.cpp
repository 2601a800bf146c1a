// Reading events; writing them is codec_write.cpp.
#include "storage/codec.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "json/json.h"
#include "storage/codec_fields.h"
#include "storage/codec_names.h"

namespace hejie::storage {
namespace {

using Json = nlohmann::ordered_json;
constexpr json::Limits kLimits{.bytes = 64U << 20U, .depth = 64};

Error corrupt(const std::string& where, const std::string& what) {
  return Error{ErrorCode::corrupt,
               {"事件内容无法读取：" + where + "，" + what, "an event does not decode: " + where + ": " + what}};
}

// ---- reading: each read() answers "" or what is wrong

std::string read(const Json& in, std::string& x) {
  if (!in.is_string()) return "text expected";
  x = in.get<std::string>();
  return "";
}
std::string read(const Json& in, bool& x) {
  if (!in.is_boolean()) return "true or false expected";
  x = in.get<bool>();
  return "";
}
std::string read(const Json& in, std::int64_t& x) {
  if (!in.is_number_integer()) return "integer expected";
  x = in.get<std::int64_t>();
  return "";
}
std::string read(const Json& in, long long& x) {
  std::int64_t value = 0;
  auto wrong = read(in, value);
  x = value;
  return wrong;
}
std::string read(const Json& in, int& x) {
  std::int64_t value = 0;
  if (auto wrong = read(in, value); !wrong.empty()) return wrong;
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) return "integer out of range";
  x = static_cast<int>(value);
  return "";
}
std::string read(const Json& in, Date& x) {
  const auto date = in.is_string() ? parse_date(in.get_ref<const std::string&>()) : std::nullopt;
  if (!date) return "day expected";
  x = *date;
  return "";
}
std::string read(const Json& in, Moment& x) {
  const std::string text = in.is_string() ? in.get<std::string>() : "";
  const auto date = parse_date(std::string_view(text).substr(0, std::min<std::size_t>(10, text.size())));
  const auto digit = [&text](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
  if (!date || text.size() != 16 || text[10] != 'T' || text[13] != ':') return "moment expected";
  const int hour = digit(11) * 10 + digit(12);
  const int minute = digit(14) * 10 + digit(15);
  if (hour > 23 || minute > 59) return "moment expected";
  x = Moment{*date, hour * 60 + minute};
  return "";
}
template <typename Tag>
std::string read(const Json& in, StrongId<Tag>& x) {
  return read(in, x.value);
}
template <typename E>
requires std::is_enum_v<E> std::string read(const Json& in, E& x) {
  const auto found = in.is_string() ? parse_name<E>(in.get_ref<const std::string&>()) : std::nullopt;
  if (!found) return "unknown name";
  x = *found;
  return "";
}
std::string read(const Json& in, calendar::Period& x) {
  if (!in.is_object() || in.size() != 2 || !in.contains("count") || !in.contains("unit")) return "period expected";
  auto wrong = read(in["count"], x.count);
  return wrong.empty() ? read(in["unit"], x.unit) : wrong;
}

template <typename T>
std::string read_as(const Json& in, engine::Value& x) {
  T value{};
  auto wrong = read(in, value);
  x = std::move(value);
  return wrong;
}
std::string read(const Json& in, engine::Value& x) {
  if (in.is_null()) {
    x = std::monostate{};
    return "";
  }
  if (in.is_boolean()) return read_as<bool>(in, x);
  if (in.is_number_integer()) return read_as<std::int64_t>(in, x);
  if (in.is_string()) return read_as<std::string>(in, x);
  if (!in.is_object() || in.size() != 1) return "value expected";
  const auto member = in.begin();
  const std::string& name = member.key();
  const Json& value = *member;
  if (name == "day") return read_as<Date>(value, x);
  if (name == "moment") return read_as<Moment>(value, x);
  if (name == "period") return read_as<calendar::Period>(value, x);
  return "value of an unknown type";
}
std::string read(const Json& in, engine::Values& x) {
  if (!in.is_object()) return "object expected";
  for (const auto& [id, value] : in.items()) {
    if (auto wrong = read(value, x[id]); !wrong.empty()) return wrong;
  }
  return "";
}
template <typename T>
requires std::is_class_v<T> std::string read(const Json& in, T& x);
template <typename T>
std::string read(const Json& in, std::vector<T>& x) {
  if (!in.is_array()) return "array expected";
  for (const auto& element : in) {
    if (auto wrong = read(element, x.emplace_back()); !wrong.empty()) return wrong;
  }
  return "";
}
template <typename T>
std::string read(const Json& in, std::optional<T>& x) {
  return read(in, x.emplace());
}

class Reader {
 public:
  Reader(const Json& in, bool nested) : in_(in), nested_(nested) {
    if (!in.is_object()) wrong_ = "object expected";
  }
  template <typename T>
  void operator()(const char* name, T& x, const std::type_identity_t<T>& leave_out = T{}) {
    if (!wrong_.empty()) return;
    const auto it = in_.find(name);
    if (it == in_.end()) {
      x = leave_out;
      return;
    }
    ++seen_;
    x = T{};
    if (auto wrong = read(*it, x); !wrong.empty()) wrong_ = std::string(name) + ": " + wrong;
    // one event has one byte form: a default is never written
    if (wrong_.empty() && x == leave_out) wrong_ = std::string(name) + ": default written";
  }
  [[nodiscard]] bool nested() const { return nested_; }
  std::string finish() {
    if (wrong_.empty() && seen_ != in_.size()) wrong_ = "unknown key";
    return wrong_;
  }

 private:
  const Json& in_;
  bool nested_;
  std::size_t seen_ = 0;
  std::string wrong_;
};

template <typename T>
std::string read_struct(const Json& in, T& x, bool nested) {
  Reader reader(in, nested);
  fields(reader, x);
  return reader.finish();
}
template <typename T>
requires std::is_class_v<T> std::string read(const Json& in, T& x) {
  return read_struct(in, x, true);
}

Result<engine::CaseEvent> decode_body(const std::string& kind, const Json& body, Version version) {
  const auto as = [&](auto event) -> Result<engine::CaseEvent> {
    if (auto wrong = read_struct(body, event, false); !wrong.empty()) return fail(corrupt("body", wrong));
    event.version = version;
    return engine::CaseEvent{std::move(event)};
  };
  if (kind == kKinds[0]) return as(engine::Act{});
  if (kind == kKinds[1]) return as(engine::Occurrence{});
  if (kind == kKinds[2]) return as(engine::Rederived{});
  return fail(corrupt("kind", "unknown name"));
}

Result<StoredEvent> decode_envelope(const Json& in) {
  for (const char* key : {"body", "case", "codec", "kind", "recorded_at", "version"}) {
    if (!in.is_object() || !in.contains(key)) return fail(corrupt(key, "missing"));
  }
  StoredEvent out;
  std::string kind;
  std::string at;
  Json body;
  std::size_t seen = 0;
  std::string wrong;
  const auto take = [&](const char* key, auto& x) {
    if (!wrong.empty() || !in.contains(key)) return;
    ++seen;
    wrong = read(in[key], x);
    if (!wrong.empty()) wrong = std::string(key) + ": " + wrong;
  };
  take("case", out.case_id);
  take("codec", out.codec_version);
  take("kind", kind);
  take("number", out.number);
  take("recorded_at", at);
  take("recorded_by", out.recorded_by);
  take("version", out.version);
  if (wrong.empty() && seen + 1 != in.size()) wrong = "unknown key";
  if (!wrong.empty()) return fail(corrupt("envelope", wrong));
  if (out.codec_version != kCodecVersion) return fail(corrupt("codec", "version not known to this program"));
  const auto instant = parse_instant(at);
  if (!instant || format_instant(*instant) != at) return fail(corrupt("recorded_at", "instant expected"));
  out.recorded_at = *instant;
  TRY(out.event, decode_body(kind, in["body"], out.version));
  return out;
}

}  // namespace

Result<StoredEvent> decode(std::string_view bytes) {
  auto parsed = json::parse(bytes, kLimits);
  if (!parsed) return fail(corrupt("JSON", parsed.error().message.en));
  return decode_envelope(*parsed);
}

Result<std::vector<std::string>> decode_list(std::string_view text) {
  auto parsed = json::parse(text, kLimits);
  std::vector<std::string> out;
  if (!parsed) return fail(corrupt("list", parsed.error().message.en));
  if (auto wrong = read(*parsed, out); !wrong.empty()) return fail(corrupt("list", wrong));
  return out;
}

Result<engine::Values> decode_values(std::string_view text) {
  auto parsed = json::parse(text, kLimits);
  engine::Values out;
  if (!parsed) return fail(corrupt("values", parsed.error().message.en));
  if (auto wrong = read(*parsed, out); !wrong.empty()) return fail(corrupt("values", wrong));
  return out;
}

}  // namespace hejie::storage
