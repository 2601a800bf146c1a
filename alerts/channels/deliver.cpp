#include <algorithm>

#include "alerts/channels/channel.h"
#include "crypto/hmac.h"

namespace hejie::alerts {
namespace {

constexpr std::int64_t kSecondMs = 1000;

std::string words(const ChannelConfig& config, const Message& message) {
  const Text both = words_of(message);
  return config.english ? both.en : both.zh;
}

Outcome judge(const Result<HttpAnswer>& answer) {
  if (!answer) return {Outcome::Kind::later, answer.error().message.en};
  if (answer->status >= 200 && answer->status < 300) return {};
  const std::string why = "HTTP " + std::to_string(answer->status);
  // What is wrong with the request itself stays wrong; anything else may pass.
  const bool final = answer->status == 400 || answer->status == 410 || answer->status == 413 || answer->status == 422;
  return {final ? Outcome::Kind::never : Outcome::Kind::later, why};
}

Outcome send_webhook(const ChannelConfig& config, Transport& transport, const Message& message, Instant now) {
  const std::int64_t seconds = now.ms / kSecondMs;
  HttpPost post{
      config.url, {"Content-Type: application/cloudevents+json; charset=utf-8"}, cloud_event(config, message)};
  post.headers.push_back("Alert-Id: " + message.id());
  post.headers.push_back("webhook-id: " + message.id());
  post.headers.push_back("webhook-timestamp: " + std::to_string(seconds));
  post.headers.push_back("webhook-signature: " + webhook_signature(config.secret, message.id(), seconds, post.body));
  return judge(transport.post(post, config.reach));
}

std::string percent(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

Outcome send_robot(const ChannelConfig& config, Transport& transport, const Message& message, Instant now) {
  HttpPost post{config.url, {"Content-Type: application/json; charset=utf-8"}, {}};
  std::string sign;
  const std::int64_t seconds = now.ms / kSecondMs;
  if (config.style == RobotStyle::dingtalk && !config.secret.empty()) {
    const std::string stamp = std::to_string(now.ms);
    sign = crypto::base64(crypto::hmac_sha256(config.secret, stamp + "\n" + config.secret));
    post.url += "&timestamp=" + stamp + "&sign=" + percent(sign);
  } else if (config.style == RobotStyle::feishu && !config.secret.empty()) {
    sign = crypto::base64(crypto::hmac_sha256(std::to_string(seconds) + "\n" + config.secret, ""));
  }
  post.body = robot_body(config.style, words(config, message), seconds, sign);
  const auto answer = transport.post(post, config.reach);
  const Outcome outcome = judge(answer);
  if (outcome.kind != Outcome::Kind::sent) return outcome;
  const std::string refusal = robot_refusal(answer->body);
  return refusal.empty() ? Outcome{} : Outcome{Outcome::Kind::later, refusal};
}

const std::vector<std::string>& addresses_of(const ChannelConfig& config, const std::string& role) {
  static const std::vector<std::string> kNone;
  const auto found = config.addresses.find(role);
  return found == config.addresses.end() ? kNone : found->second;
}

/// One message an address; the worst outcome counts, so that nobody is left out. Who had it gets it again then.
Outcome send_template(const ChannelConfig& config, Transport& transport, const Message& message) {
  Outcome worst;
  for (const auto& address : addresses_of(config, message.to)) {
    HttpPost post{config.url, config.headers, {}};
    post.headers.push_back("Content-Type: application/json; charset=utf-8");
    post.headers.push_back("Alert-Id: " + message.id());
    post.body = fill_template(config.body, {{"text", words(config, message)},
                                            {"address", address},
                                            {"case", message.number.empty() ? message.case_id.value : message.number},
                                            {"due", format_date(message.due)},
                                            {"id", message.id()}});
    Outcome one = judge(transport.post(post, config.reach));
    if (one.kind > worst.kind) worst = std::move(one);
  }
  return worst;
}

Outcome send_mail(const ChannelConfig& config, Transport& transport, const Message& message, Instant now) {
  const auto& to = addresses_of(config, message.to);
  Mail mail{config.url, config.user, config.password, config.from, to, mail_text(config, message, to, now)};
  const auto sent = transport.mail(mail, config.reach);
  return sent ? Outcome{} : Outcome{Outcome::Kind::later, sent.error().message.en};
}

/// RFC 2047: "=?UTF-8?B?...?=", in words of at most 75 characters, cut between characters.
std::string encoded_words(const std::string& text) {
  constexpr std::size_t kMostBytes = 42;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + kMostBytes, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + crypto::base64(text.substr(at, end - at)) + "?=");
    at = end;
  }
  return out;
}

/// RFC 5322: "Mon, 02 Mar 2026 09:00:00 +0800", the bureau's time.
std::string mail_date(Instant now) {
  static constexpr const char* kDays[]{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr const char* kMonths[]{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Moment at = to_bureau(now);
  const auto ymd = to_ymd(at.day);
  const std::string time = format_moment(at).substr(11, 8);
  return std::string(kDays[weekday(at.day)]) + ", " + std::to_string(ymd.day) + " " + kMonths[ymd.month - 1] + " " +
         std::to_string(ymd.year) + " " + time + " +0800";
}

}  // namespace

bool wants(const ChannelConfig& config, const std::string& role) {
  const bool addressed = config.kind == ChannelKind::mail || config.kind == ChannelKind::template_;
  if (addressed && !config.addresses.contains(role)) return false;
  return config.to.empty() || std::ranges::find(config.to, role) != config.to.end();
}

std::string webhook_signature(const std::string& key, const std::string& id, std::int64_t seconds,
                              const std::string& body) {
  return "v1," + crypto::base64(crypto::hmac_sha256(key, id + "." + std::to_string(seconds) + "." + body));
}

std::string mail_text(const ChannelConfig& config, const Message& message, const std::vector<std::string>& to,
                      Instant now) {
  const Text text = words_of(message);
  std::string list;
  for (const auto& one : to) list += (list.empty() ? "" : ",\r\n ") + one;
  const std::string host = config.from.substr(config.from.find('@') + 1);
  std::string out =
      "Date: " + mail_date(now) + "\r\nFrom: " + config.from + "\r\nTo: " + list + "\r\nMessage-ID: <" + message.id() +
      "." + config.id + "@" + host + ">\r\nAlert-Id: " + message.id() +
      "\r\nAuto-Submitted: auto-generated\r\nSubject: " + encoded_words(config.english ? text.en : text.zh) +
      "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string body = crypto::base64(text.zh + "\r\n" + text.en + "\r\n" + message.case_id.value + "\r\n");
  constexpr std::size_t kLine = 76;
  for (std::size_t at = 0; at < body.size(); at += kLine) out += body.substr(at, kLine) + "\r\n";
  return out;
}

Outcome deliver(const ChannelConfig& config, Transport& transport, const Message& message, Instant now) {
  switch (config.kind) {
    case ChannelKind::webhook:
      return send_webhook(config, transport, message, now);
    case ChannelKind::mail:
      return send_mail(config, transport, message, now);
    case ChannelKind::robot:
      return send_robot(config, transport, message, now);
    case ChannelKind::template_:
      return send_template(config, transport, message);
  }
  return {Outcome::Kind::never, "no such kind of channel"};
}

}  // namespace hejie::alerts
