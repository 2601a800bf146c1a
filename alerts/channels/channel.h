// A way out of the house for alerts: webhook, mail, group robot, text message. Made from the operator's file
// (config.h), given one message at a time by the dispatcher. Owns no rule, keeps nothing, may get the same message
// twice and gives it the same id each time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/channels/message.h"
#include "alerts/channels/transport.h"

namespace hejie::alerts {

enum class ChannelKind { webhook, mail, robot, template_ };
enum class RobotStyle { wecom, dingtalk, feishu };

/// As the operator wrote it, secrets read from their files.
struct ChannelConfig {
  std::string id;
  ChannelKind kind = ChannelKind::webhook;
  std::string url;
  std::string secret;                                         ///< webhook: raw key; robots: as given
  std::vector<std::string> to;                                ///< roles told by this channel; empty = all
  std::map<std::string, std::vector<std::string>> addresses;  ///< mail, template: role -> addresses
  std::string source = "/hejie";                              ///< webhook: `source` of the CloudEvents
  std::string from, user, password;                           ///< mail
  bool english = false;                                       ///< words in English instead of Chinese
  RobotStyle style = RobotStyle::wecom;
  std::string body;                  ///< template: JSON text with {text}, {address}, {case}, {due}, {id}
  std::vector<std::string> headers;  ///< template: "Name: value"
  Reach reach;
  std::vector<int> retry_seconds{5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600};
};

/// How a try ended: sent; not now; or never, because the receiver said so.
struct Outcome {
  enum class Kind { sent, later, never } kind = Kind::sent;
  std::string why;  ///< for people; without addresses and secrets
};

/// Does this channel tell that role anything?
[[nodiscard]] bool wants(const ChannelConfig& config, const std::string& role);

/// One try. @param now real time, for signatures
[[nodiscard]] Outcome deliver(const ChannelConfig& config, Transport& transport, const Message& message, Instant now);

/// "webhook-signature" of Standard Webhooks: v1 and the HMAC-SHA256 of id, time and body.
[[nodiscard]] std::string webhook_signature(const std::string& key, const std::string& id, std::int64_t seconds,
                                            const std::string& body);
/// A mail as RFC 5322 and 2047 say, with both languages.
[[nodiscard]] std::string mail_text(const ChannelConfig& config, const Message& message,
                                    const std::vector<std::string>& to, Instant now);

// message_json.cpp
/// CloudEvents 1.0 in structured mode.
[[nodiscard]] std::string cloud_event(const ChannelConfig& config, const Message& message);
/// What a group robot takes. @param seconds and `sign` go in for Feishu when it has a secret
[[nodiscard]] std::string robot_body(RobotStyle style, const std::string& words, std::int64_t seconds,
                                     const std::string& sign);
/// Robots answer 200 also when they refuse: the code inside says so. Empty = taken.
[[nodiscard]] std::string robot_refusal(const std::string& answer);
/// The template with its names replaced, each as JSON text wants it.
[[nodiscard]] std::string fill_template(const std::string& body, const std::map<std::string, std::string>& values);

/// The channels of a file. @errors io, malformed; invalid: all findings (unknown keys, kinds, a secret that cannot be
/// read, plain http to an outer address ...)
[[nodiscard]] Result<std::vector<ChannelConfig>> read_channels(const std::string& path);

}  // namespace hejie::alerts
