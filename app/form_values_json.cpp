#include <limits>
#include <nlohmann/json.hpp>

#include "app/form_reader_json.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;
constexpr std::size_t kMaxTextBytes = 64 * 1024;
constexpr std::size_t kMaxNameBytes = 600;

std::string options_of(const engine::Fact& fact) {
  std::string all;
  for (const auto& [id, name] : fact.values) all += (all.empty() ? "" : ", ") + id;
  return all;
}

engine::Value read_enum(FormReading& reading, const engine::Fact& fact, const ordered_json& json,
                        const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return {};
  for (const auto& [id, name] : fact.values)
    if (id == *text) return *text;
  const std::string options = options_of(fact);
  reading.findings.push_back(bad_value(path, {"只能是:" + options, "must be one of: " + options}));
  return {};
}

engine::Value read_number(FormReading& reading, const engine::Fact& fact, const ordered_json& json,
                          const std::string& path) {
  const auto number = read_int(reading, json, path);
  if (!number) return {};
  const std::int64_t low =
      fact.min.value_or(fact.type == engine::FactType::money ? 0 : std::numeric_limits<int>::min());
  const std::int64_t high =
      fact.max.value_or(fact.type == engine::FactType::money ? 100'000'000'000'000 : std::numeric_limits<int>::max());
  if (*number >= low && *number <= high) return *number;
  const std::string range = std::to_string(low) + " ... " + std::to_string(high);
  reading.findings.push_back({path, "out_of_range", {"应在 " + range + " 之间", "must be in " + range}});
  return {};
}

/// "2018-02-06T10:30" (bureau time) or RFC 3339.
std::optional<Moment> parse_moment(const std::string& text) {
  if (const auto instant = parse_instant(text)) return to_bureau(*instant);
  if (text.size() != 16 || text[10] != 'T') return {};
  if (const auto instant = parse_instant(text + ":00+08:00")) return to_bureau(*instant);
  return {};
}

engine::Value read_moment(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return {};
  if (const auto moment = parse_moment(*text)) return *moment;
  reading.findings.push_back(wrong_type(path, {"时刻,如 2026-03-02T10:30", "a moment like 2026-03-02T10:30"}));
  return {};
}

engine::Value read_period(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return {};
  if (const auto period = calendar::parse_period(*text)) return *period;
  reading.findings.push_back(wrong_type(path, {"期间,如 10wd、15d", "a period like 10wd or 15d"}));
  return {};
}

void read_person_field(FormReading& reading, storage::Person& person, const std::string& key, const ordered_json& json,
                       const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return;
  if (text->size() > kMaxNameBytes) {
    reading.findings.push_back(bad_value(path, {"过长", "too long"}));
    return;
  }
  if (key == "name") person.name = *text;
  if (key == "id_number") person.id_number = *text;
  if (key == "credit_code") person.credit_code = *text;
  if (key == "phone") person.phone = *text;
  if (key == "address") person.address = *text;
}

}  // namespace

bool is_person_key(std::string_view key) {
  return key == "name" || key == "id_number" || key == "credit_code" || key == "phone" || key == "address";
}

std::optional<std::string> read_string(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (!json.is_string()) {
    reading.findings.push_back(wrong_type(path, {"文字", "a string"}));
    return {};
  }
  auto text = json::nfc(json.get<std::string>());
  if (text) return *text;
  reading.findings.push_back(wrong_type(path, {"有效的 UTF-8 文字", "valid UTF-8"}));
  return {};
}

std::optional<bool> read_bool(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (json.is_boolean()) return json.get<bool>();
  reading.findings.push_back(wrong_type(path, {"true 或 false", "true or false"}));
  return {};
}

std::optional<std::int64_t> read_int(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  reading.findings.push_back(wrong_type(path, {"整数", "an integer"}));
  return {};
}

std::optional<Date> read_day(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return {};
  if (const auto day = parse_date(*text)) return day;
  reading.findings.push_back(wrong_type(path, {"日期 YYYY-MM-DD", "a date YYYY-MM-DD"}));
  return {};
}

TextId read_text(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto text = read_string(reading, json, path);
  if (!text) return {};
  if (text->size() > kMaxTextBytes) {
    reading.findings.push_back(bad_value(path, {"文字超过 64 KiB", "text longer than 64 KiB"}));
    return {};
  }
  TextId id(reading.question.ids.next("t"));
  reading.form.texts.push_back({id, {}, *text});
  return id;
}

PersonId read_person(FormReading& reading, const ordered_json& json, const std::string& path, const std::string& kind) {
  if (json.is_string()) {
    PersonId id(json.get<std::string>());
    if (!reading.question.has_person || reading.question.has_person(id)) return id;
    reading.findings.push_back(bad_value(path, {"没有此编号的人员；首次登记请写 {\"name\": ...}",
                                                "there is no person of this id; write {\"name\": ...} for a new one"}));
    return {};
  }
  if (!json.is_object()) {
    reading.findings.push_back(wrong_type(path, {"人员对象或人员编号", "a person object or the id of a person"}));
    return {};
  }
  storage::Person person;
  person.kind = kind;
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (is_person_key(key))
      read_person_field(reading, person, key, value, at);
    else
      reading.findings.push_back(unknown_key(at, key));
  }
  const auto& register_key = person.credit_code.empty() ? person.id_number : person.credit_code;
  if (!register_key.empty() && reading.question.person_of) {
    if (const auto known = reading.question.person_of(register_key)) return *known;
    for (const auto& other : reading.form.persons)
      if (other.id_number == person.id_number && other.credit_code == person.credit_code) return other.id;
  }
  person.id = PersonId(reading.question.ids.next("p"));
  reading.form.persons.push_back(person);
  return person.id;
}

engine::Value read_value(FormReading& reading, const engine::Fact& fact, const ordered_json& json,
                         const std::string& path) {
  switch (fact.type) {
    case engine::FactType::boolean:
      if (const auto flag = read_bool(reading, json, path)) return *flag;
      return {};
    case engine::FactType::enumeration:
      return read_enum(reading, fact, json, path);
    case engine::FactType::integer:
    case engine::FactType::money:
      return read_number(reading, fact, json, path);
    case engine::FactType::day:
      if (const auto day = read_day(reading, json, path)) return *day;
      return {};
    case engine::FactType::moment:
      return read_moment(reading, json, path);
    case engine::FactType::period:
      return read_period(reading, json, path);
    case engine::FactType::text:
      if (const auto id = read_text(reading, json, path); !id.empty()) return id.value;
      return {};
    case engine::FactType::person:
      if (const auto id = read_person(reading, json, path, ""); !id.empty()) return id.value;
      return {};
  }
  return {};
}

}  // namespace hejie::app
