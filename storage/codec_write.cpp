// Writing events straight into canonical text; json::canonical says what that is, and the tests compare.
#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "json/json.h"
#include "storage/codec.h"
#include "storage/codec_fields.h"
#include "storage/codec_names.h"

namespace hejie::storage {
namespace {

using Json = nlohmann::ordered_json;

void write(std::string& out, const std::string& x) {
  const bool plain = std::all_of(x.begin(), x.end(), [](char c) { return c >= ' ' && c != '"' && c != '\\'; });
  if (plain) {  // ASCII without escapes is its own NFC
    out += '"';
    out += x;
    out += '"';
  } else {
    out += json::canonical(Json(x));
  }
}
void write(std::string& out, bool x) {
  out += x ? "true" : "false";
}
void write(std::string& out, std::int64_t x) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), x);
  out.append(digits.data(), end.ptr);
}
void write(std::string& out, long long x) {
  write(out, std::int64_t{x});
}
void write(std::string& out, int x) {
  write(out, std::int64_t{x});
}
void write(std::string& out, Date x) {
  write(out, format_date(x));
}
void write(std::string& out, Moment x) {
  std::string text = format_date(x.day) + "T00:00";
  const auto put = [&text](std::size_t at, int value) {
    text[at] = static_cast<char>('0' + value / 10 % 10);
    text[at + 1] = static_cast<char>('0' + value % 10);
  };
  put(text.size() - 5, x.minute / 60);
  put(text.size() - 2, x.minute % 60);
  write(out, text);
}
template <typename Tag>
void write(std::string& out, const StrongId<Tag>& x) {
  write(out, x.value);
}
template <typename E>
requires std::is_enum_v<E>
void write(std::string& out, E x) {
  out += '"';
  out += name_of(x);
  out += '"';
}
void write(std::string& out, calendar::Period x) {
  out += R"({"count":)";
  write(out, x.count);
  out += R"(,"unit":)";
  write(out, x.unit);
  out += '}';
}
void write(std::string& out, const engine::Value& x);
void write(std::string& out, const engine::Values& x);

template <typename T>
requires std::is_class_v<T>
void write(std::string& out, const T& x);
template <typename T>
void write(std::string& out, const std::vector<T>& x) {
  out += '[';
  bool first = true;
  for (const auto& element : x) {
    if (!first) out += ',';
    first = false;
    write(out, element);
  }
  out += ']';
}
template <typename T>
void write(std::string& out, const std::optional<T>& x) {
  write(out, *x);
}

/// Texts stand bare; days, moments and periods are named, so that the type survives.
struct ValueWriter {
  std::string& out;
  void operator()(std::monostate) const { out += "null"; }
  void operator()(bool v) const { write(out, v); }
  void operator()(std::int64_t v) const { write(out, v); }
  void operator()(const std::string& v) const { write(out, v); }
  void operator()(Date v) const { named("day", v); }
  void operator()(Moment v) const { named("moment", v); }
  void operator()(calendar::Period v) const { named("period", v); }
  template <typename T>
  void named(const char* name, const T& v) const {
    out += "{\"";
    out += name;
    out += "\":";
    write(out, v);
    out += '}';
  }
};
void write(std::string& out, const engine::Value& x) {
  std::visit(ValueWriter{out}, x);
}

/// Members in any order, put out sorted by name.
class Members {
 public:
  template <typename T>
  void add(std::string_view name, const T& value) {
    const std::size_t begin = text_.size();
    write(text_, value);
    members_.push_back({name, begin, text_.size()});
  }
  void put_sorted(std::string& out) {
    const bool plain = std::all_of(members_.begin(), members_.end(), [](const Member& m) {
      return std::all_of(m.name.begin(), m.name.end(), [](char c) { return c > ' ' && c != '"' && c != '\\'; });
    });
    if (!plain) return put_through_json(out);
    std::sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) { return a.name < b.name; });
    out += '{';
    for (const auto& m : members_) {
      if (&m != members_.data()) out += ',';
      out += '"';
      out += m.name;
      out += "\":";
      out.append(text_, m.begin, m.end - m.begin);
    }
    out += '}';
  }

 private:
  struct Member {
    std::string_view name;
    std::size_t begin, end;
  };
  /// Names beyond ASCII: their order and NFC are the library's business.
  void put_through_json(std::string& out) const {
    Json object = Json::object();
    for (const auto& m : members_) object[std::string(m.name)] = Json::parse(text_.substr(m.begin, m.end - m.begin));
    out += json::canonical(object);
  }
  std::string text_;
  std::vector<Member> members_;
};

void write(std::string& out, const engine::Values& x) {
  Members members;
  for (const auto& [id, value] : x) members.add(id, value);
  members.put_sorted(out);
}

class Writer {
 public:
  explicit Writer(bool nested) : nested_(nested) {}
  template <typename T>
  void operator()(const char* name, T& x, const std::type_identity_t<T>& leave_out = T{}) {
    if (!(x == leave_out)) members_.add(name, x);
  }
  [[nodiscard]] bool nested() const { return nested_; }
  void finish(std::string& out) { members_.put_sorted(out); }

 private:
  Members members_;
  bool nested_;
};

template <typename T>
void write_struct(std::string& out, const T& x, bool nested) {
  Writer writer(nested);
  fields(writer, const_cast<T&>(x));  // one description serves both directions; the writer never changes it
  writer.finish(out);
}
template <typename T>
requires std::is_class_v<T>
void write(std::string& out, const T& x) {
  write_struct(out, x, true);
}

}  // namespace

int kind_of(const engine::CaseEvent& event) {
  return static_cast<int>(event.index());
}

std::string_view kind_name(const engine::CaseEvent& event) {
  if (const auto* act = std::get_if<engine::Act>(&event)) return name_of(act->kind);
  if (const auto* occurrence = std::get_if<engine::Occurrence>(&event)) return name_of(occurrence->kind);
  return "rederived";
}

Version version_of(const engine::CaseEvent& event) {
  return std::visit([](const auto& e) { return e.version; }, event);
}

std::string encode(const StoredEvent& event) {
  std::string out = R"({"body":)";
  std::visit([&out](const auto& e) { write_struct(out, e, false); }, event.event);
  const auto member = [&out](const char* name, const auto& value) {
    out += name;
    write(out, value);
  };
  member(R"(,"case":)", event.case_id);
  member(R"(,"codec":)", kCodecVersion);
  member(R"(,"kind":)", std::string(kKinds[event.event.index()]));
  if (!event.number.empty()) member(R"(,"number":)", event.number);
  member(R"(,"recorded_at":)", format_instant(event.recorded_at));
  if (!event.recorded_by.empty()) member(R"(,"recorded_by":)", event.recorded_by);
  member(R"(,"version":)", event.version);
  out += '}';
  return out;
}

std::string encode_list(const std::vector<std::string>& list) {
  if (list.empty()) return "[]";
  std::string out;
  write(out, list);
  return out;
}

std::string encode_values(const engine::Values& values) {
  if (values.empty()) return "{}";
  std::string out;
  write(out, values);
  return out;
}

}  // namespace hejie::storage
