#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/form.h"
#include "app/script.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

/// Reads one object key by key; what was not asked for is reported at the end.
class ObjectReader {
 public:
  ObjectReader(const ordered_json& json, std::string path, std::vector<Finding>& findings)
      : json_(json), path_(std::move(path)), findings_(findings) {
    if (!json_.is_object()) findings_.push_back(wrong_type(path_, {"对象", "an object"}));
  }

  const ordered_json* find(const std::string& key) {
    asked_.push_back(key);
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(key);
    return found == json_.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::string at(const std::string& key) const { return json::pointer(path_, key); }
  void report(Finding finding) { findings_.push_back(std::move(finding)); }

  std::string text(const std::string& key, bool required = false) {
    const auto* value = find(key);
    if (value == nullptr) {
      if (required) report(missing_key(at(key), {key, key}));
      return {};
    }
    if (value->is_string()) return value->get<std::string>();
    report(wrong_type(at(key), {"文字", "a string"}));
    return {};
  }
  std::optional<Date> day(const std::string& key, bool required = false) {
    const auto* value = find(key);
    if (value == nullptr) {
      if (required) report(missing_key(at(key), {"日期", "a date"}));
      return {};
    }
    const auto date = value->is_string() ? parse_date(value->get<std::string>()) : std::nullopt;
    if (!date) report(wrong_type(at(key), {"日期 YYYY-MM-DD", "a date YYYY-MM-DD"}));
    return date;
  }
  bool flag(const std::string& key) {
    const auto* value = find(key);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    report(wrong_type(at(key), {"true 或 false", "true or false"}));
    return false;
  }
  std::optional<std::vector<std::string>> list(const std::string& key) {
    const auto* value = find(key);
    if (value == nullptr) return {};
    std::vector<std::string> out;
    if (!value->is_array())
      report(wrong_type(at(key), {"列表", "a list"}));
    else
      for (const auto& entry : *value) {
        if (entry.is_string())
          out.push_back(entry.get<std::string>());
        else
          report(wrong_type(at(key), {"文字列表", "a list of strings"}));
      }
    return out;
  }
  void done() {
    if (!json_.is_object()) return;
    for (const auto& [key, value] : json_.items())
      if (std::ranges::find(asked_, key) == asked_.end()) report(unknown_key(at(key), key));
  }

 private:
  const ordered_json& json_;
  std::string path_;
  std::vector<Finding>& findings_;
  std::vector<std::string> asked_;
};

ScriptPerson person_of(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return {text, ""};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

std::vector<ScriptPerson> read_approvers(ObjectReader& step) {
  const auto* value = step.find("approved_by");
  if (value == nullptr) return {};
  if (value->is_string()) return {person_of(value->get<std::string>())};
  std::vector<ScriptPerson> out;
  for (const auto& name : step.list("approved_by").value_or(std::vector<std::string>{})) out.push_back(person_of(name));
  return out;
}

std::optional<int> read_minute(ObjectReader& step) {
  const std::string text = step.text("at");
  if (text.empty()) return {};
  const auto instant = text.size() == 5 ? parse_instant("2020-01-01T" + text + ":00+08:00") : std::nullopt;
  if (instant) return to_bureau(*instant).minute;
  step.report(wrong_type(step.at("at"), {"时刻 HH:MM", "a time HH:MM"}));
  return {};
}

/// A JSON pointer in data that stands for a step's data: received_on may be written on the step.
void read_data(ScriptStep& out, ObjectReader& step) {
  const auto* found = step.find("data");
  ordered_json data = found != nullptr ? *found : ordered_json::object();
  if (!data.is_object()) {
    step.report(wrong_type(step.at("data"), {"对象", "an object"}));
    return;
  }
  if (const auto received = step.day("received_on")) data["received_on"] = format_date(*received);
  const bool names_entry = is_built_in(out.event) && out.event != "serve";
  if (const auto of = data.find("of"); names_entry && of != data.end()) {
    if (of->is_string())
      out.of = of->get<std::string>();
    else
      step.report(wrong_type(step.at("data") + "/of", {"事件名", "the id of an event"}));
    data.erase("of");
  }
  if (const auto link = data.find("link"); link != data.end() && link->is_string()) out.link = link->get<std::string>();
  out.data_json = json::dump(data);
}

std::optional<std::map<std::string, std::optional<Date>>> read_opens(ObjectReader& expect) {
  const auto* value = expect.find("opens");
  if (value == nullptr) return {};
  std::map<std::string, std::optional<Date>> out;
  if (!value->is_object()) {
    expect.report(wrong_type(expect.at("opens"), {"对象", "an object"}));
    return out;
  }
  for (const auto& [label, due] : value->items()) {
    const auto date = due.is_string() ? parse_date(due.get<std::string>()) : std::nullopt;
    if (!date && !due.is_null())
      expect.report(wrong_type(json::pointer(expect.at("opens"), label), {"日期或 null", "a date or null"}));
    out[label] = date;
  }
  return out;
}

std::optional<std::vector<ScriptLink>> read_linked(ObjectReader& expect, std::vector<Finding>& findings) {
  const auto* value = expect.find("linked");
  if (value == nullptr) return {};
  std::vector<ScriptLink> out;
  if (!value->is_array()) {
    expect.report(wrong_type(expect.at("linked"), {"列表", "a list"}));
    return out;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    ObjectReader link((*value)[i], json::pointer(expect.at("linked"), i), findings);
    out.push_back({link.text("case", true), link.text("workflow", true)});
    link.done();
  }
  return out;
}

Expectation read_expectation(const ordered_json& json, const std::string& path, std::vector<Finding>& findings) {
  ObjectReader reader(json, path, findings);
  Expectation out;
  if (auto state = reader.text("state"); !state.empty()) out.state = state;
  if (auto refused = reader.text("refused"); !refused.empty()) out.refused = refused;
  out.opens = read_opens(reader);
  out.closes = reader.list("closes");
  out.alerts = reader.list("alerts");
  out.documents = reader.list("documents");
  out.provisional = reader.list("provisional");
  out.linked = read_linked(reader, findings);
  reader.done();
  return out;
}

ScriptStep read_step(const ordered_json& json, std::size_t index, std::vector<Finding>& findings) {
  const std::string path = json::pointer("/steps", index);
  ObjectReader reader(json, path, findings);
  ScriptStep step;
  step.index = index;
  step.on = reader.day("on", true).value_or(Date{});
  step.tick = reader.flag("tick");
  step.by = person_of(reader.text("by", !step.tick));
  step.event = reader.text("event", !step.tick);
  step.party = reader.text("party");
  step.persons = reader.list("persons").value_or(std::vector<std::string>{});
  step.approved_by = read_approvers(reader);
  step.minute = read_minute(reader);
  step.recorded_on = reader.day("recorded_on");
  if (auto name = reader.text("case"); !name.empty()) step.case_name = name;
  read_data(step, reader);
  step.assumed = reader.flag("assumed");
  step.from_source = reader.text("from_source");
  if (const auto* expect = reader.find("expect"); expect != nullptr)
    step.expect = read_expectation(*expect, json::pointer(path, "expect"), findings);
  reader.done();
  if (!step.tick && json.is_object() && !step.expect.state && !step.expect.refused)
    findings.push_back(missing_key(json::pointer(path, "expect"),
                                   {"expect.state 或 expect.refused", "expect.state or expect.refused"}));
  return step;
}

/// The values are judged where the switch is known (script_readings.h).
Readings read_readings(ObjectReader& script, std::vector<Finding>& findings) {
  Readings out;
  const auto* value = script.find("readings");
  if (value == nullptr) return out;
  if (!value->is_object()) findings.push_back(wrong_type(script.at("readings"), {"对象", "an object"}));
  for (const auto& [procedure, switches] : value->items()) {
    if (!switches.is_object() || switches.empty()) {
      findings.push_back(wrong_type(json::pointer(script.at("readings"), procedure), {"对象", "an object"}));
      continue;
    }
    for (const auto& [id, option] : switches.items()) out[procedure][id] = json::dump(option);
  }
  return out;
}

void check_order(const std::vector<ScriptStep>& steps, std::vector<Finding>& findings) {
  Date entered{};
  for (const auto& step : steps) {
    const Date day = step.recorded_on.value_or(step.on);
    if (step.index > 0 && day < entered)
      findings.push_back(
          bad_value("/steps/" + std::to_string(step.index) + "/on",
                    {"早于前一步;补录请写 recorded_on", "is before the step above; a late entry needs recorded_on"}));
    if (step.recorded_on && *step.recorded_on < step.on)
      findings.push_back(bad_value("/steps/" + std::to_string(step.index) + "/recorded_on",
                                   {"早于事件发生日", "is before the day it happened"}));
    entered = std::max(entered, day);
  }
}

}  // namespace

int Expectation::count() const {
  int n = (state ? 1 : 0) + (refused ? 1 : 0);
  // An empty list is one comparison: that nothing is there.
  const auto size = [](const auto& list) { return list ? std::max<int>(1, static_cast<int>(list->size())) : 0; };
  return n + size(opens) + size(closes) + size(alerts) + size(documents) + size(provisional) + size(linked);
}

Result<Script> read_script(const std::string& file, const std::string& text) {
  TRY(const ordered_json json, json::parse(text));
  std::vector<Finding> findings;
  ObjectReader reader(json, "", findings);
  Script script;
  script.file = file;
  if (const auto* title = reader.find("title"); title != nullptr) {
    ObjectReader words(*title, "/title", findings);
    script.title = {words.text("zh", true), words.text("en", true)};
    words.done();
  } else {
    findings.push_back(missing_key("/title", {"标题", "title"}));
  }
  script.source = reader.text("source", true);
  script.workflow = reader.text("workflow", true);
  script.region = reader.text("region");
  script.overlays = reader.list("overlays");
  script.readings = read_readings(reader, findings);
  const auto* steps = reader.find("steps");
  if (steps == nullptr || !steps->is_array() || steps->empty())
    findings.push_back(missing_key("/steps", {"至少一步", "at least one step"}));
  else
    for (std::size_t i = 0; i < steps->size(); ++i) script.steps.push_back(read_step((*steps)[i], i, findings));
  reader.done();
  check_order(script.steps, findings);
  if (!findings.empty())
    return fail(ErrorCode::invalid, {file + ":脚本有误", file + ": bad script"}, std::move(findings));
  return script;
}

}  // namespace hejie::app
