#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/form.h"
#include "app/form_reader_json.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

bool contains(const std::vector<std::string>& list, std::string_view id) {
  return std::ranges::find(list, id) != list.end();
}

void read_officers(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (!json.is_array()) {
    reading.findings.push_back(wrong_type(path, {"人员列表", "a list of officers"}));
    return;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto at = json::pointer(path, i);
    const auto name = read_string(reading, json[i], at);
    if (!name) continue;
    const auto account = reading.question.account_of ? reading.question.account_of(*name) : std::nullopt;
    if (account)
      reading.form.act.officers.push_back(*account);
    else
      reading.findings.push_back(bad_value(at, {"没有这个账号", "there is no such account"}));
  }
}

void read_lines(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (!json.is_array() || json.empty()) {
    reading.findings.push_back(wrong_type(path, {"当事人标识列表", "a list of party keys"}));
    return;
  }
  std::string lines;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto key = read_string(reading, json[i], json::pointer(path, i));
    if (key) lines += (lines.empty() ? "" : ",") + *key;
  }
  reading.form.act.fields["lines"] = lines;
}

void read_link(FormReading& reading, const engine::Event& event, const ordered_json& json, const std::string& path) {
  const auto id = read_string(reading, json, path);
  if (!id) return;
  const auto procedure =
      reading.question.procedure_of_case ? reading.question.procedure_of_case(CaseId(*id)) : std::nullopt;
  if (!procedure) {
    reading.findings.push_back(bad_value(path, {"没有这个案件", "there is no such case"}));
    return;
  }
  reading.form.act.link = engine::LinkInput{event.adopts, CaseId(*id), *procedure, "adopted", ""};
}

bool read_common(FormReading& reading, const engine::Event& event, const std::string& key, const ordered_json& value,
                 const std::string& at) {
  if (key == "reason")
    reading.form.act.reason = read_text(reading, value, at);
  else if (key == "irregular")
    reading.form.act.irregular = read_bool(reading, value, at).value_or(false);
  else if (key == "cascade")
    reading.form.act.cascade = read_bool(reading, value, at).value_or(false);
  else if (key == "officers")
    read_officers(reading, value, at);
  else if (key == "parties" && (event.starts_case() || !event.adds_parties.empty()))
    read_parties(reading, value, at);
  else if (key == "items" && event.items != engine::ItemsUse::none)
    read_items(reading, value, at);
  else if (key == "lines" && event.lines)
    read_lines(reading, value, at);
  else if (key == "link" && !event.adopts.empty())
    read_link(reading, event, value, at);
  else
    return false;
  return true;
}

void report_missing(FormReading& reading, const engine::Event& event, const ordered_json& json,
                    const std::string& path) {
  for (const auto& id : event.asks) {
    if (json.contains(id)) continue;
    const auto* fact = reading.question.procedure.find_fact(id);
    reading.findings.push_back(missing_key(json::pointer(path, id), fact != nullptr ? fact->name : Text{id, id}));
  }
  if (event.items != engine::ItemsUse::none && !json.contains("items") && event.starts_case())
    reading.findings.push_back(missing_key(json::pointer(path, "items"), {"请求事项", "claims"}));
  if (event.lines && !json.contains("lines"))
    reading.findings.push_back(missing_key(json::pointer(path, "lines"), {"涉及的当事人", "the parties concerned"}));
  if (!event.adopts.empty() && !json.contains("link"))
    reading.findings.push_back(missing_key(json::pointer(path, "link"), {"关联案件", "the case to link"}));
}

/// Key of the party whose act it is; a role stands for its only party.
std::string party_of(FormReading& reading, const std::string& asked, const engine::Event* event) {
  std::vector<std::pair<std::string, std::pair<std::string, std::string>>> all;  // key, (role, kind)
  if (reading.question.file != nullptr)
    for (const auto& party : reading.question.file->state.parties) all.push_back({party.key, {party.role, party.kind}});
  else
    for (const auto& party : reading.form.act.parties)
      all.push_back({party.key.empty() ? party.role : party.key, {party.role, party.kind}});
  std::vector<std::string> fits;
  for (const auto& [key, what] : all) {
    if (key == asked) return key;
    const bool wanted = asked.empty() ? event != nullptr && (contains(event->act_of, what.first) ||
                                                             contains(event->act_of, what.second))
                                      : what.first == asked;
    if (wanted) fits.push_back(key);
  }
  if (fits.size() == 1) return fits.front();
  return asked;
}

std::optional<Version> read_of(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto seq = read_int(reading, json, path);
  if (!seq) return {};
  const auto version = reading.question.version_of ? reading.question.version_of(*seq) : std::nullopt;
  if (!version) reading.findings.push_back(bad_value(path, {"本案没有这条记录", "this case has no such entry"}));
  return version;
}

const engine::Act* act_at(const FormQuestion& question, Version version) {
  if (question.file == nullptr) return nullptr;
  for (const auto& act : question.file->acts)
    if (act.version == version) return &act;
  return nullptr;
}

void read_corrected_data(FormReading& reading, const ordered_json& json, const std::string& path) {
  const auto* old = act_at(reading.question, reading.form.act.of);
  if (old == nullptr) return;
  if (!json.is_object()) {
    reading.findings.push_back(wrong_type(path, {"对象", "an object"}));
    return;
  }
  if (old->kind == engine::ActKind::served) {
    reading.form.act.serve = old->serve;
    read_serve(reading, json, path, false);
    return;
  }
  if (const auto* event = reading.question.procedure.find_event(old->event))
    read_event_fields(reading, *event, json, path, false);
}

struct BuiltIn {
  std::string_view id;
  engine::ActKind kind;
  std::array<std::string_view, 5> keys;
  bool needs_of;
  bool needs_reason;
};
constexpr std::array<BuiltIn, 5> kBuiltIns{{
    {"approve", engine::ActKind::approved, {"of", "reason"}, true, false},
    {"decline", engine::ActKind::declined, {"of", "reason"}, true, false},
    {"recall", engine::ActKind::recalled, {"of", "reason"}, true, false},
    {"correct", engine::ActKind::corrected, {"of", "reason", "occurred_on", "data", "cascade"}, true, true},
    {"annul", engine::ActKind::annulled, {"of", "reason", "cascade"}, true, true},
}};

void read_built_in(FormReading& reading, const BuiltIn& form, const ordered_json& json, const std::string& path) {
  auto& act = reading.form.act;
  act.kind = form.kind;
  if (const auto of = json.find("of"); of != json.end()) {
    act.of = read_of(reading, *of, json::pointer(path, "of")).value_or(0);
  } else {
    reading.findings.push_back(missing_key(json::pointer(path, "of"), {"所指记录的序号", "seq of the entry meant"}));
  }
  const auto reason = json.find("reason");
  if (form.needs_reason && (reason == json.end() || *reason == ""))
    reading.findings.push_back(missing_key(json::pointer(path, "reason"), {"理由", "the reason"}));
  if (const auto* meant = act_at(reading.question, act.of); meant != nullptr) {
    act.event = meant->event;
    // A correction names the day the entry shall have; without one it keeps its own.
    if (act.kind == engine::ActKind::corrected) reading.form.occurred_on = meant->on;
  }
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (key.empty() || std::ranges::find(form.keys, key) == form.keys.end())
      reading.findings.push_back(unknown_key(at, key));
    else if (key == "reason")
      act.reason = read_text(reading, value, at);
    else if (key == "cascade")
      act.cascade = read_bool(reading, value, at).value_or(false);
    else if (key == "occurred_on")
      reading.form.occurred_on = read_day(reading, value, at);
    else if (key == "data")
      read_corrected_data(reading, value, at);
  }
}

}  // namespace

bool is_built_in(std::string_view event) {
  return event == "serve" || std::ranges::any_of(kBuiltIns, [&](const BuiltIn& form) { return form.id == event; });
}

void read_event_fields(FormReading& reading, const engine::Event& event, const ordered_json& json,
                       const std::string& path, bool complete) {
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (contains(event.asks, key) || contains(event.may, key)) {
      const auto* fact = reading.question.procedure.find_fact(key);
      if (fact == nullptr) fact = reading.question.procedure.find_standing(key);
      if (fact == nullptr || value.is_null()) {
        if (contains(event.asks, key))
          reading.findings.push_back(missing_key(at, fact != nullptr ? fact->name : Text{key, key}));
        continue;
      }
      reading.form.act.fields[key] = read_value(reading, *fact, value, at);
    } else if (!read_common(reading, event, key, value, at)) {
      reading.findings.push_back(unknown_key(at, key));
    }
  }
  if (complete) report_missing(reading, event, json, path);
}

void read_serve(FormReading& reading, const ordered_json& json, const std::string& path, bool complete) {
  engine::ServeInput serve = reading.form.act.serve.value_or(engine::ServeInput{});
  if (complete) serve.made_on = reading.question.on;
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (key == "doc")
      serve.document = read_string(reading, value, at).value_or("");
    else if (key == "to")
      serve.to = party_of(reading, read_string(reading, value, at).value_or(""), nullptr);
    else if (key == "mode")
      serve.mode = read_string(reading, value, at).value_or("");
    else if (key == "made_on")
      serve.made_on = read_day(reading, value, at).value_or(serve.made_on);
    else if (key == "received_on")
      serve.received_on = read_day(reading, value, at);
    else if (key == "copy")
      serve.copy = static_cast<int>(std::clamp<std::int64_t>(read_int(reading, value, at).value_or(0), 0, 100'000));
    else if (key == "consent")
      serve.consent = read_bool(reading, value, at).value_or(false);
    else if (key == "proof")
      serve.proof = read_text(reading, value, at).value;
    else if (key == "reason")
      reading.form.act.reason = read_text(reading, value, at);
    else if (key == "cascade" && complete)
      reading.form.act.cascade = read_bool(reading, value, at).value_or(false);
    else
      reading.findings.push_back(unknown_key(at, key));
  }
  if (complete) {
    if (!json.contains("doc"))
      reading.findings.push_back(missing_key(json::pointer(path, "doc"), {"送达的文书", "the document served"}));
    if (!json.contains("to"))
      reading.findings.push_back(missing_key(json::pointer(path, "to"), {"受送达人", "the addressee"}));
    if (!json.contains("mode"))
      reading.findings.push_back(missing_key(json::pointer(path, "mode"), {"送达方式", "the mode of service"}));
  }
  reading.form.act.serve = std::move(serve);
}

Result<Form> read_form(const std::string& data_json, const FormQuestion& question) {
  TRY(const ordered_json json, json::parse(data_json));
  if (!json.is_object())
    return fail(ErrorCode::invalid, {"data 应为对象", "data must be an object"},
                {wrong_type("/data", {"对象", "an object"})});
  Form form;
  std::vector<Finding> findings;
  FormReading reading{question, form, findings};
  form.act.event = question.event;
  const std::string path = "/data";
  const auto* built_in = std::ranges::find(kBuiltIns, question.event, &BuiltIn::id);
  if (built_in != kBuiltIns.end()) {
    read_built_in(reading, *built_in, json, path);
  } else if (question.event == "serve") {
    form.act.kind = engine::ActKind::served;
    read_serve(reading, json, path, true);
    form.act.event = "serve";
  } else if (const auto* event = question.procedure.find_event(question.event)) {
    read_event_fields(reading, *event, json, path, true);
    form.act.party = party_of(reading, question.on_behalf_of, event);
  } else {
    return fail(
        ErrorCode::invalid, {"没有这个事件", "there is no such event"},
        {{"/event",
          "unknown_event",
          {"程序中没有事件 " + question.event + "；可办事项见 GET /cases/{id}/actions",
           "the procedure has no event " + question.event + "; GET /cases/{id}/actions lists what can be done"}}});
  }
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  return form;
}

}  // namespace hejie::app
