#include <nlohmann/json.hpp>

#include "alerts/channels/channel.h"
#include "json/json.h"

namespace hejie::alerts {
namespace {

using nlohmann::ordered_json;

std::string text_of(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json data_of(const Message& m) {
  ordered_json json{{"alert", m.alert},
                    {"case_id", m.case_id.value},
                    {"workflow", m.workflow},
                    {"clock", m.clock},
                    {"name", {{"zh", m.name.zh}, {"en", m.name.en}}},
                    {"rung", m.rung},
                    {"to", m.to},
                    {"due", format_date(m.due)},
                    {"on", format_date(m.on)},
                    {"told_at", format_instant(m.told_at)}};
  if (!m.number.empty()) json["number"] = m.number;
  if (!m.party.empty()) json["party"] = m.party;
  return json;
}

std::string member(const ordered_json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::string write_message(const Message& message) {
  return text_of(data_of(message));
}

Result<Message> read_message(const std::string& payload) {
  TRY(const ordered_json json, json::parse(payload));
  Message m;
  const auto due = parse_date(member(json, "due"));
  const auto on = parse_date(member(json, "on"));
  const auto told_at = parse_instant(member(json, "told_at"));
  const auto alert = json.find("alert");
  if (!due || !on || !told_at || alert == json.end() || !alert->is_number_integer())
    return fail(ErrorCode::corrupt, {"消息内容无法读取", "the message does not read"});
  m.alert = alert->get<long long>();
  m.case_id = CaseId(member(json, "case_id"));
  m.number = member(json, "number");
  m.workflow = member(json, "workflow");
  m.clock = member(json, "clock");
  m.party = member(json, "party");
  m.rung = member(json, "rung");
  m.to = member(json, "to");
  if (const auto name = json.find("name"); name != json.end() && name->is_object())
    m.name = {member(*name, "zh"), member(*name, "en")};
  m.due = *due;
  m.on = *on;
  m.told_at = *told_at;
  return m;
}

std::string cloud_event(const ChannelConfig& config, const Message& message) {
  const Text words = words_of(message);
  ordered_json data = data_of(message);
  data["text"] = {{"zh", words.zh}, {"en", words.en}};
  return text_of({{"specversion", "1.0"},
                  {"id", message.id()},
                  {"source", config.source},
                  {"type", "hejie.alert.told"},
                  {"subject", message.case_id.value},
                  {"time", format_instant(message.told_at)},
                  {"datacontenttype", "application/json"},
                  {"data", std::move(data)}});
}

std::string robot_body(RobotStyle style, const std::string& words, std::int64_t seconds, const std::string& sign) {
  if (style != RobotStyle::feishu) return text_of({{"msgtype", "text"}, {"text", {{"content", words}}}});
  ordered_json body{{"msg_type", "text"}, {"content", {{"text", words}}}};
  if (!sign.empty()) {
    body["timestamp"] = std::to_string(seconds);
    body["sign"] = sign;
  }
  return text_of(body);
}

std::string robot_refusal(const std::string& answer) {
  const auto parsed = json::parse(answer);
  if (!parsed || !parsed->is_object()) return "the answer of the robot does not read";
  const ordered_json& body = *parsed;
  for (const char* name : {"errcode", "code", "StatusCode"}) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_number_integer()) continue;
    const auto code = found->get<long long>();
    return code == 0 ? "" : "the robot refuses: code " + std::to_string(code);
  }
  return "the answer of the robot has no code";
}

std::string fill_template(const std::string& body, const std::map<std::string, std::string>& values) {
  const auto parsed = json::parse(body);
  if (!parsed) return body;
  ordered_json filled = *parsed;
  const auto fill = [&](auto& self, ordered_json& node) -> void {
    if (node.is_structured()) {
      for (auto& child : node) self(self, child);
      return;
    }
    if (!node.is_string()) return;
    const std::string text = node.get<std::string>();
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = text[at] == '{' ? text.find('}', at) : std::string::npos;
      const auto value = end == std::string::npos ? values.end() : values.find(text.substr(at + 1, end - at - 1));
      out += value == values.end() ? text.substr(at, 1) : value->second;
      at = value == values.end() ? at + 1 : end + 1;
    }
    node = out;
  };
  fill(fill, filled);
  return text_of(filled);
}

}  // namespace hejie::alerts
