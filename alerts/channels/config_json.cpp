// The operator's file of channels: {"channels": [{"id", "kind", ...}]}. docs/schema/channels.schema.json says the same.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "alerts/channels/channel.h"
#include "alerts/channels/curl_transport.h"
#include "crypto/hmac.h"
#include "crypto/wipe.h"
#include "json/json.h"

namespace hejie::alerts {
namespace {

using nlohmann::ordered_json;

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::optional<std::string> read_secret(const std::string& path) {
  auto text = read_text(path);
  while (text && !text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  return text && text->empty() ? std::nullopt : text;
}

/// Takes the members of one channel; what nobody took is unknown.
class Reader {
 public:
  Reader(const ordered_json& json, std::string path, std::vector<Finding>& findings)
      : json_(json), path_(std::move(path)), findings_(findings) {}
  ~Reader() {
    for (const auto& [name, value] : json_.items())
      if (!taken_.contains(name)) tell(name, "unknown_field", {"没有此配置项", "there is no such setting"});
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void tell(const std::string& name, const char* code, Text message) {
    findings_.push_back({json::pointer(path_, name), code, std::move(message)});
  }
  const ordered_json* find(const std::string& name) {
    taken_.insert(name);
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }
  std::string text(const std::string& name, bool required = false) {
    const auto* value = find(name);
    if (value != nullptr && value->is_string() && !value->get_ref<const std::string&>().empty())
      return value->get<std::string>();
    if (value != nullptr)
      tell(name, "wrong_type", {"应为文本", "must be a text"});
    else if (required)
      tell(name, "missing", {"必须填写", "is required"});
    return {};
  }
  std::string secret(const std::string& name, bool required = false) {
    const std::string path = text(name, required);
    if (path.empty()) return {};
    auto secret = read_secret(path);
    if (!secret) tell(name, "unreadable", {"不能读取该文件,或文件为空", "the file cannot be read or is empty"});
    return secret.value_or("");
  }
  bool flag(const std::string& name) {
    const auto* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) tell(name, "wrong_type", {"应为 true 或 false", "must be true or false"});
    return value->is_boolean() && value->get<bool>();
  }
  std::size_t word(const std::string& name, const std::vector<std::string>& words) {
    const std::string value = text(name, true);
    const auto found = std::ranges::find(words, value);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string list;
    for (const auto& one : words) list += (list.empty() ? "" : ", ") + one;
    if (!value.empty()) tell(name, "unknown_option", {"应为: " + list, "must be one of: " + list});
    return 0;
  }
  std::vector<std::string> texts(const std::string& name) {
    std::vector<std::string> out;
    const auto* value = find(name);
    if (value == nullptr) return out;
    bool good = value->is_array();
    for (const auto& item : good ? *value : ordered_json::array()) {
      good = good && item.is_string();
      if (item.is_string()) out.push_back(item.get<std::string>());
    }
    if (!good) tell(name, "wrong_type", {"应为文本列表", "must be a list of texts"});
    return out;
  }
  std::vector<int> seconds(const std::string& name, std::vector<int> otherwise) {
    const auto* value = find(name);
    if (value == nullptr) return otherwise;
    std::vector<int> out;
    for (const auto& item : *value)
      if (item.is_number_integer() && item.get<long long>() >= 0 && item.get<long long>() <= 7 * 86'400)
        out.push_back(item.get<int>());
    if (!value->is_array() || out.size() != value->size() || out.empty() || out.size() > 30)
      tell(name, "out_of_range",
           {"应为 1 至 30 个秒数,每个不超过七日", "must be 1 to 30 numbers of seconds, up to seven days"});
    return out.empty() ? otherwise : out;
  }
  int number(const std::string& name, int otherwise, int least, int most) {
    const auto* value = find(name);
    if (value == nullptr) return otherwise;
    if (value->is_number_integer() && value->get<long long>() >= least && value->get<long long>() <= most)
      return value->get<int>();
    const std::string range = std::to_string(least) + " - " + std::to_string(most);
    tell(name, "out_of_range", {"应在 " + range + " 之间", "must lie in " + range});
    return otherwise;
  }
  std::map<std::string, std::vector<std::string>> addresses(const std::string& name) {
    std::map<std::string, std::vector<std::string>> out;
    const auto* value = find(name);
    if (value == nullptr || !value->is_object() || value->empty()) {
      tell(name, "missing", {"应写明每个岗位的地址", "must say the addresses of each role"});
      return out;
    }
    Reader inner(*value, json::pointer(path_, name), findings_);
    for (const auto& [role, list] : value->items()) out[role] = inner.texts(role);
    return out;
  }

 private:
  const ordered_json& json_;
  std::string path_;
  std::vector<Finding>& findings_;
  std::set<std::string> taken_;
};

void read_url(Reader& reader, ChannelConfig& config) {
  const bool mail = config.kind == ChannelKind::mail;
  config.url = reader.text("url");
  const std::string from_file = reader.secret("url_file");
  if (config.url.empty() == from_file.empty())
    reader.tell("url", "missing", {"url 与 url_file 须且只须其一", "one of url and url_file is needed"});
  if (config.url.empty()) config.url = from_file;
  if (config.url.empty()) return;
  const bool good =
      mail ? config.url.starts_with("smtp://") || config.url.starts_with("smtps://")
           : config.url.starts_with("https://") || (config.reach.local && config.url.starts_with("http://"));
  const std::string address = address_in(config.url);
  if (!address.empty() && !may_reach(address, config.reach.local)) {
    return reader.tell("url", "not_allowed",
                       config.reach.local
                           ? Text{"不得发往链路本地、元数据或组播地址",
                                  "link-local, metadata and multicast addresses are reached by no channel"}
                           : Text{"内部网络地址只用于 local 的渠道", "addresses of inner networks only with local"});
  }
  if (good) return;
  reader.tell("url", "not_allowed",
              mail ? Text{"应以 smtp:// 或 smtps:// 开头", "must begin with smtp:// or smtps://"}
                   : Text{"应以 https:// 开头;http:// 只用于 local 的渠道",
                          "must begin with https://; http:// only with local"});
}

/// They stand in the head of a mail and in commands to its server: a line break in one would begin another line there.
bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         std::ranges::none_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == ',' || c == '<'; });
}

void check_mail_addresses(Reader& reader, const ChannelConfig& config) {
  const Text words{"应为一个邮件地址,不含空白和换行", "must be one mail address without blanks and line breaks"};
  if (!config.from.empty() && !is_mail_address(config.from)) reader.tell("from", "malformed", words);
  for (const auto& [role, list] : config.addresses)
    for (const auto& one : list)
      if (!is_mail_address(one)) reader.tell("addresses", "malformed", words);
}

/// "whsec_" and Base64, as Standard Webhooks writes keys; 24 to 64 bytes.
void read_key(Reader& reader, ChannelConfig& config) {
  const std::string written = reader.secret("secret_file", true);
  if (written.empty()) return;
  const auto key = crypto::from_base64(written.starts_with("whsec_") ? written.substr(6) : written);
  constexpr std::size_t kLeast = 24, kMost = 64;
  if (key && key->size() >= kLeast && key->size() <= kMost)
    config.secret = *key;
  else
    reader.tell("secret_file", "bad_value",
                {"密钥应为 whsec_ 加 24 至 64 字节的 Base64", "the key must be whsec_ and Base64 of 24 to 64 bytes"});
}

void read_template(Reader& reader, ChannelConfig& config) {
  const auto* body = reader.find("body");
  if (body != nullptr && body->is_object())
    config.body = body->dump();
  else
    reader.tell("body", "missing", {"应为 JSON 对象", "must be a JSON object"});
  const std::string headers = reader.secret("headers_file");
  for (std::size_t at = 0; at < headers.size();) {
    const auto end = std::min(headers.find('\n', at), headers.size());
    config.headers.push_back(headers.substr(at, end - at));
    at = end + 1;
  }
  config.addresses = reader.addresses("addresses");
}

ChannelConfig read_channel(const ordered_json& json, const std::string& path, std::vector<Finding>& findings) {
  ChannelConfig config;
  Reader reader(json, path, findings);
  config.id = reader.text("id", true);
  config.kind = static_cast<ChannelKind>(reader.word("kind", {"webhook", "mail", "robot", "template"}));
  config.to = reader.texts("to");
  config.reach.local = reader.flag("local");
  config.reach.ca_file = reader.text("ca_file");
  config.reach.timeout_seconds = reader.number("timeout_seconds", config.reach.timeout_seconds, 1, 120);
  config.retry_seconds = reader.seconds("retry_seconds", config.retry_seconds);
  config.english = reader.find("language") != nullptr && reader.word("language", {"zh", "en"}) == 1;
  read_url(reader, config);
  switch (config.kind) {
    case ChannelKind::webhook:
      if (reader.find("source") != nullptr) config.source = reader.text("source");
      read_key(reader, config);
      break;
    case ChannelKind::mail:
      config.from = reader.text("from", true);
      config.user = reader.text("user");
      config.password = reader.secret("password_file");
      config.addresses = reader.addresses("addresses");
      check_mail_addresses(reader, config);
      break;
    case ChannelKind::robot:
      config.style = static_cast<RobotStyle>(reader.word("style", {"wecom", "dingtalk", "feishu"}));
      config.secret = reader.secret("secret_file");
      break;
    case ChannelKind::template_:
      read_template(reader, config);
      break;
  }
  return config;
}

}  // namespace

Result<std::vector<ChannelConfig>> read_channels(const std::string& path) {
  const crypto::WipingScope scope;
  const auto text = read_text(path);
  if (!text) return fail(ErrorCode::io, {"不能读取渠道文件 " + path, "cannot read the file of channels " + path});
  TRY(const ordered_json json, json::parse(*text));
  std::vector<ChannelConfig> channels;
  std::vector<Finding> findings;
  const auto list = json.is_object() ? json.find("channels") : json.end();
  if (!json.is_object() || list == json.end() || !list->is_array() || json.size() != 1) {
    findings.push_back({"", "wrong_type", {"应为 {\"channels\": [...]}", "must be {\"channels\": [...]}"}});
  } else {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string at = "/channels/" + std::to_string(i);
      const ordered_json& one = (*list)[i];
      if (!one.is_object()) {
        findings.push_back({at, "wrong_type", {"应为对象", "must be an object"}});
        continue;
      }
      channels.push_back(read_channel(one, at, findings));
      if (!ids.insert(channels.back().id).second)
        findings.push_back({at + "/id", "twice", {"渠道编号重复", "two channels with one id"}});
    }
  }
  if (findings.empty()) return channels;
  return fail(ErrorCode::invalid, {"渠道文件有误: " + path, "The file of channels is wrong: " + path},
              std::move(findings));
}

}  // namespace hejie::alerts
