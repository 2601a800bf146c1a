#include <nlohmann/json.hpp>

#include "app/script_data.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

std::string with(const std::string& data_json, const char* key, ordered_json value) {
  auto json = json::parse(data_json);
  if (!json || !json->is_object()) return data_json;
  (*json)[key] = std::move(value);
  return json::dump(*json);
}

/// Dates and moments anywhere in the value, `days` later.
void shift_dates(ordered_json& json, int days) {
  constexpr std::size_t kDateLength = 10;
  if (json.is_structured()) {
    for (auto& entry : json) shift_dates(entry, days);
    return;
  }
  if (!json.is_string()) return;
  const auto text = json.get<std::string>();
  if (text.size() < kDateLength || (text.size() > kDateLength && text[kDateLength] != 'T')) return;
  if (const auto date = parse_date(std::string_view(text).substr(0, kDateLength)))
    json = format_date(*date + days) + text.substr(kDateLength);
}

}  // namespace

std::string with_seq(const std::string& data_json, Seq of) {
  return with(data_json, "of", of);
}

std::string with_link(const std::string& data_json, const std::string& case_id) {
  return with(data_json, "link", case_id);
}

std::string with_fact(const std::string& data_json, const std::string& fact, const std::string& value) {
  const auto json = json::parse(data_json);
  if (json && json->is_object() && json->contains(fact)) return data_json;
  return with(data_json, fact.c_str(), value);
}

Script shifted(Script script, int days) {
  for (auto& step : script.steps) {
    step.on = step.on + days;
    if (step.recorded_on) step.recorded_on = *step.recorded_on + days;
    if (auto json = json::parse(step.data_json)) {
      shift_dates(*json, days);
      step.data_json = json::dump(*json);
    }
    step.expect.opens.reset();
    step.expect.closes.reset();
    step.expect.alerts.reset();
    step.expect.provisional.reset();
  }
  return script;
}

}  // namespace hejie::app
