// Channels and their dispatcher: each alert leaves once, a try that fails comes again later, what is given up is seen
// and may set out again; a channel that is down holds up no other. T30.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "alerts/channels/curl_transport.h"
#include "alerts/dispatcher.h"
#include "alerts/health_alarm.h"
#include "crypto/hmac.h"
#include "tests/alerts/watched_bureau.h"

namespace hejie::alerts {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Takes what is sent, or answers as told.
struct FakeTransport final : Transport {
  std::vector<HttpPost> posts;
  std::vector<Mail> mails;
  long status = 200;
  std::string answer = R"({"errcode":0})";
  bool down = false;
  Result<HttpAnswer> post(const HttpPost& request, const Reach&) override {
    posts.push_back(request);
    if (down) return fail(ErrorCode::unavailable, {"无应答", "no answer"});
    return HttpAnswer{status, answer};
  }
  Status mail(const Mail& one, const Reach&) override {
    mails.push_back(one);
    if (down) return fail(ErrorCode::unavailable, {"无应答", "no answer"});
    return {};
  }
};

ChannelConfig hook(const std::string& id = "hook") {
  ChannelConfig config;
  config.id = id;
  config.url = "https://receiver.example/alerts";
  config.secret = std::string(32, 'k');
  config.retry_seconds = {5, 30};
  return config;
}

struct Sending : testing::Test {
  WatchedBureau bureau;
  FakeTransport transport;
  Dispatcher dispatcher = made(hook(), transport);
  Dispatcher made(ChannelConfig config, FakeTransport& by) {
    return {*bureau.store, app::shipped(), shipped_rules(), std::move(config), by, bureau.metrics};
  }
  int step(std::int64_t seconds) { return dispatcher.step(Instant{seconds * 1000}).value_or(-1); }
  std::vector<storage::OutboxRow> outbox() {
    const auto snapshot = std::move(bureau.store->snapshot().value());
    return snapshot->list_outbox({}).value().items;
  }
  /// The channel is there before the alerts are.
  void SetUp() override { step(1); }
};

TEST_F(Sending, EachAlertLeavesOnce) {
  bureau.complaint(12);
  EXPECT_EQ(step(10), 2) << "inspector and head";
  EXPECT_EQ(step(11), 0);
  ASSERT_THAT(transport.posts, SizeIs(2));
  EXPECT_THAT(transport.posts[0].headers, Contains("Alert-Id: alert-1"));
  EXPECT_THAT(transport.posts[0].headers, Contains("webhook-id: alert-1"));
  EXPECT_THAT(transport.posts[0].body, HasSubstr(R"("specversion":"1.0")"));
  EXPECT_THAT(transport.posts[0].body, HasSubstr("群体性争议"));
  EXPECT_THAT(transport.posts[0].body, Not(HasSubstr("甲某"))) << "no personal data";
  for (const auto& row : outbox()) EXPECT_EQ(row.state, storage::OutboxState::sent);
}

TEST_F(Sending, WhatWasToldBeforeTheChannelCameStaysInside) {
  bureau.complaint(12);
  step(10);
  FakeTransport later;
  auto second = made(hook("second"), later);
  EXPECT_EQ(second.step(Instant{20'000}).value(), 0);
  bureau.complaint(31);
  EXPECT_EQ(second.step(Instant{21'000}).value(), 3);
}

TEST_F(Sending, OnlyTheRolesOfTheChannel) {
  auto config = hook("heads");
  config.to = {"inspection_head"};
  auto heads = made(config, transport);
  ASSERT_TRUE(heads.step(Instant{1'000}).has_value());
  bureau.complaint(12);
  EXPECT_EQ(heads.step(Instant{10'000}).value(), 1);
  EXPECT_THAT(transport.posts.back().body, HasSubstr(R"("to":"inspection_head")"));
}

TEST_F(Sending, AFailedTryComesAgainWithGrowingPausesThenItIsDead) {
  bureau.complaint(12);
  transport.status = 503;
  EXPECT_EQ(step(10), 0);
  EXPECT_THAT(transport.posts, SizeIs(1)) << "one try, then the channel rests";
  step(12);
  EXPECT_THAT(transport.posts, SizeIs(1));
  for (const std::int64_t at : {16, 22, 60, 70, 120, 130, 140, 200, 210}) step(at);
  const auto rows = outbox();
  ASSERT_THAT(rows, SizeIs(2));
  for (const auto& row : rows) {
    EXPECT_EQ(row.state, storage::OutboxState::dead);
    EXPECT_EQ(row.attempts, 3) << "the first try and one after each pause";
    EXPECT_EQ(row.last_error, "HTTP 503");
  }
  const auto tries = transport.posts.size();
  step(100'000);
  EXPECT_EQ(transport.posts.size(), tries) << "nothing more is tried";
  storage::Commit again;
  again.puts = {storage::OutboxAgain{rows[0].id, Instant{100'001'000}}};
  ASSERT_TRUE(bureau.store->commit(std::move(again)).has_value());
  transport.status = 204;
  EXPECT_EQ(step(100'002), 1);
}

TEST_F(Sending, WhatTheReceiverWillNeverTakeIsGivenUpAtOnce) {
  bureau.complaint(12);
  transport.status = 410;
  step(10);
  for (const auto& row : outbox()) {
    EXPECT_EQ(row.state, storage::OutboxState::dead);
    EXPECT_EQ(row.attempts, 1);
  }
}

TEST_F(Sending, AChannelThatIsDownHoldsUpNoOther) {
  FakeTransport well;
  auto other = made(hook("other"), well);
  ASSERT_TRUE(other.step(Instant{1'000}).has_value());
  transport.down = true;
  bureau.complaint(12);
  step(10);
  EXPECT_EQ(other.step(Instant{10'000}).value(), 2);
}

/// Killed after the receiver had it and before the store knew: it comes once more, with the same id.
TEST_F(Sending, ACrashBetweenSendingAndNotingMeansOneDuplicate) {
  bureau.complaint(12);
  Message first;
  first.alert = 1;
  first.name = {"名", "name"};
  ASSERT_EQ(deliver(hook(), transport, first, Instant{5'000}).kind, Outcome::Kind::sent) << "and then killed";
  auto again = made(hook(), transport);
  EXPECT_EQ(again.step(Instant{6'000}).value(), 2);
  std::map<std::string, int> by_id;
  for (const auto& post : transport.posts)
    for (const auto& header : post.headers)
      if (header.starts_with("Alert-Id: ")) ++by_id[header];
  EXPECT_EQ(by_id["Alert-Id: alert-1"], 2);
  EXPECT_EQ(by_id["Alert-Id: alert-2"], 1);
}

TEST_F(Sending, MailSaysWhatItIsInBothLanguages) {
  ChannelConfig config;
  config.id = "mail";
  config.kind = ChannelKind::mail;
  config.url = "smtp://mail.example";
  config.from = "hejie@bureau.example";
  config.addresses = {{"inspection_head", {"head@bureau.example", "deputy@bureau.example"}}};
  auto mail = made(config, transport);
  ASSERT_TRUE(mail.step(Instant{1'000}).has_value());
  bureau.complaint(12);
  EXPECT_EQ(mail.step(Instant{10'000}).value(), 1) << "the inspector has no address";
  ASSERT_THAT(transport.mails, SizeIs(1));
  EXPECT_THAT(transport.mails[0].to, ElementsAre("head@bureau.example", "deputy@bureau.example"));
  const std::string& text = transport.mails[0].text;
  EXPECT_THAT(text, HasSubstr("Message-ID: <alert-2.mail@bureau.example>\r\n"));
  EXPECT_THAT(text, HasSubstr("Subject: =?UTF-8?B?"));
  for (std::size_t at = 0, end = 0; (end = text.find("\r\n", at)) != std::string::npos; at = end + 2)
    EXPECT_LE(end - at, 78U) << text.substr(at, end - at);
  const auto body = crypto::from_base64([&] {
    std::string lines = text.substr(text.find("\r\n\r\n") + 4);
    std::erase_if(lines, [](char c) { return c == '\r' || c == '\n'; });
    return lines;
  }());
  ASSERT_TRUE(body.has_value());
  EXPECT_THAT(*body, HasSubstr("群体性争议"));
  EXPECT_THAT(*body, HasSubstr("collective dispute"));
}

TEST_F(Sending, ARobotThatAnswersNoIsAFailure) {
  auto config = hook("group");
  config.kind = ChannelKind::robot;
  config.secret.clear();
  auto robot = made(config, transport);
  ASSERT_TRUE(robot.step(Instant{1'000}).has_value());
  bureau.complaint(12);
  transport.answer = R"({"errcode":45009,"errmsg":"limit"})";
  EXPECT_EQ(robot.step(Instant{10'000}).value(), 0);
  EXPECT_EQ(outbox().front().state, storage::OutboxState::waiting);
  transport.answer = R"({"errcode":0,"errmsg":"ok"})";
  EXPECT_EQ(robot.step(Instant{16'000}).value(), 2);
  EXPECT_THAT(transport.posts.back().body, HasSubstr(R"("msgtype":"text")"));
}

/// The expected values come from another program that follows the vendors' pages: DingTalk signs "timestamp\nsecret"
/// (in milliseconds) with the secret as key and puts it into the address; Feishu signs nothing with "timestamp\nsecret"
/// (in seconds) as key and puts it into the body.
TEST_F(Sending, RobotsAreSignedAsTheirVendorsSay) {
  auto config = hook("group");
  config.kind = ChannelKind::robot;
  config.url = "https://robot.example/send?access_token=x";
  config.secret = "SECb7f1e2a4";
  config.style = RobotStyle::dingtalk;
  auto dingtalk = made(config, transport);
  config.id = "feishu";
  config.url = "https://robot.example/hook";
  config.style = RobotStyle::feishu;
  auto feishu = made(config, transport);
  ASSERT_TRUE(dingtalk.step(Instant{1'000}).has_value());
  ASSERT_TRUE(feishu.step(Instant{1'000}).has_value());
  bureau.complaint(12);
  const Instant now{1'772'422'200'000};
  ASSERT_EQ(dingtalk.step(now).value(), 2);
  EXPECT_EQ(transport.posts.back().url,
            "https://robot.example/send?access_token=x&timestamp=1772422200000&sign="
            "40%2Fl%2B%2FaETFNhd9hHpIJ6MQynAqR9Q8BgQxZVyHwFS5E%3D");
  EXPECT_THAT(transport.posts.back().body, Not(HasSubstr("sign")));
  transport.answer = R"({"code":0,"msg":"success"})";
  ASSERT_EQ(feishu.step(now).value(), 2);
  EXPECT_EQ(transport.posts.back().url, "https://robot.example/hook");
  EXPECT_THAT(transport.posts.back().body, HasSubstr(R"("timestamp":"1772422200")"));
  EXPECT_THAT(transport.posts.back().body, HasSubstr(R"("sign":"K6WYFziOHX5knD+xarntoPRZu5d3zAKjqB+h0L0qvVw=")"));
  for (const auto& post : transport.posts) EXPECT_THAT(post.url + post.body, Not(HasSubstr("SECb7f1e2a4")));
}

TEST(HealthAlarm, TellsSilenceOnceAndItsEndOnce) {
  FakeTransport transport;
  HealthAlarm alarm(hook(), transport);
  const Instant sign{1'000'000};
  EXPECT_FALSE(alarm.step(Instant{sign.ms + HealthAlarm::kSilenceMs}, sign));
  transport.down = true;
  EXPECT_FALSE(alarm.step(Instant{sign.ms + 121'000}, sign));
  EXPECT_FALSE(alarm.step(Instant{sign.ms + 122'000}, sign));
  EXPECT_THAT(transport.posts, SizeIs(1)) << "a try that failed is not made again at once";
  transport.down = false;
  EXPECT_TRUE(alarm.step(Instant{sign.ms + 182'000}, sign));
  EXPECT_FALSE(alarm.step(Instant{sign.ms + 300'000}, sign)) << "once";
  EXPECT_THAT(transport.posts.back().body, HasSubstr("no sign of life"));
  EXPECT_THAT(transport.posts.back().body, HasSubstr(R"("subject":"scheduler")"));
  const Instant back{sign.ms + 301'000};
  EXPECT_TRUE(alarm.step(back, back));
  EXPECT_FALSE(alarm.step(back, back));
  EXPECT_THAT(transport.posts.back().body, HasSubstr("works again"));
  EXPECT_THAT(transport.posts, SizeIs(3));
}

TEST(HealthAlarm, TellsAuthorityChangedBesideTheProgramOnceAndItsEndOnce_084) {
  FakeTransport transport;
  HealthAlarm alarm(hook(), transport);
  EXPECT_FALSE(alarm.step_authority(Instant{1'000'000}, 0));
  EXPECT_TRUE(alarm.step_authority(Instant{1'001'000}, 2));
  EXPECT_FALSE(alarm.step_authority(Instant{1'002'000}, 3)) << "once";
  EXPECT_THAT(transport.posts.back().body, HasSubstr("changed beside the program"));
  EXPECT_FALSE(alarm.step(Instant{1'002'000}, Instant{1'002'000})) << "the scheduler is well";
  EXPECT_TRUE(alarm.step_authority(Instant{1'003'000}, 0));
  EXPECT_THAT(transport.posts.back().body, HasSubstr("works again"));
  EXPECT_THAT(transport.posts, SizeIs(2));
}

TEST(HealthAlarm, ChannelsOfOtherPeopleAreLeftAlone) {
  FakeTransport transport;
  auto config = hook();
  config.to = {"inspector"};
  HealthAlarm alarm(config, transport);
  EXPECT_FALSE(alarm.step(Instant{1'000'000}, Instant{0}));
  EXPECT_THAT(transport.posts, testing::IsEmpty());
}

TEST(Channels, SignaturesAreThoseOfStandardWebhooks) {
  const auto key = crypto::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(webhook_signature(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Channels, TemplatesReplaceNamesInsideTextsOnly) {
  EXPECT_EQ(fill_template(R"({"to":"{address}","m":{"t":"x {text} {other}"},"n":1})",
                          {{"address", "139"}, {"text", "a \"quoted\" {address}"}}),
            R"({"to":"139","m":{"t":"x a \"quoted\" {address} {other}"},"n":1})");
}

TEST(Channels, NoAddressAndNoNameBeginsALineOfAMail) {
  const auto file = std::filesystem::path(testing::TempDir()) / "mail_channels.json";
  const auto read = [&](const std::string& from, const std::string& to) {
    std::ofstream(file) << R"({"channels": [{"id": "mail", "kind": "mail", "url": "smtp://mail.example", "from": ")"
                        << from << R"(", "addresses": {"inspector": [")" << to << R"("]}}]})";
    return read_channels(file.string());
  };
  EXPECT_TRUE(read("a@bureau.example", "b@bureau.example").has_value());
  for (const char* bad : {R"(b@bureau.example\r\nBcc: c@evil.example)", R"(b@bureau.example\nDATA)", "b@x, c@evil",
                          "b@x> SIZE=1", "<b@x>", "nobody", "@x", "b@"}) {
    EXPECT_FALSE(read("a@bureau.example", bad).has_value()) << bad;
    EXPECT_FALSE(read(bad, "b@bureau.example").has_value()) << bad;
  }
  ChannelConfig config;
  config.id = "mail";
  config.from = "hejie@bureau.example";
  Message message;
  message.number = "示1号\r\nBcc: c@evil.example";
  message.name = {"期限\r\n\r\n另一封", "clock\nTo: d@evil.example"};
  const std::string text = mail_text(config, message, {"b@bureau.example"}, Instant{0});
  EXPECT_THAT(text, Not(HasSubstr("evil.example"))) << "in Base64 alone";
  EXPECT_EQ(text.find("\r\n\r\n"), text.rfind("\r\n\r\n")) << "one head, one body";
}

TEST(Channels, InnerAddressesAreKnown) {
  for (const char* ip :
       {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "not an address"})
    EXPECT_TRUE(is_inner_address(ip)) << ip;
  for (const char* ip : {"8.8.8.8", "172.32.0.1", "192.169.0.1", "2400:3200::1", "::ffff:8.8.8.8"})
    EXPECT_FALSE(is_inner_address(ip)) << ip;
}

TEST(Channels, AddressesInsideOthersAreKnown_054) {
  for (const char* ip : {"64:ff9b::10.0.0.1", "2002:7f00:1::", "::10.0.0.1", "fec0::1", "198.18.0.1", "192.0.0.8"})
    EXPECT_TRUE(is_inner_address(ip)) << ip;
  EXPECT_FALSE(is_inner_address("64:ff9b::8.8.8.8"));
}

TEST(Channels, MetadataAndLinkLocalAreReachedByNoChannel_054) {
  for (const char* ip :
       {"169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "fe80::1", "0.0.0.0",
        "::", "224.0.0.1", "255.255.255.255", "ff02::1", "100.100.100.200", "fd00:ec2::254", "", "x"}) {
    EXPECT_FALSE(may_reach(ip, true)) << ip;
    EXPECT_FALSE(may_reach(ip, false)) << ip;
  }
  for (const char* ip : {"127.0.0.1", "::1", "10.0.0.1", "fd00::1", "192.168.0.1"}) {
    EXPECT_TRUE(may_reach(ip, true)) << ip;
    EXPECT_FALSE(may_reach(ip, false)) << ip;
  }
  EXPECT_TRUE(may_reach("8.8.8.8", false));
}

TEST(Channels, AddressesAreReadInEveryForm_054) {
  for (const char* url : {"https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/x", "https://127.1:8443/",
                          "https://0177.0.0.1/"})
    EXPECT_EQ(address_in(url), "127.0.0.1") << url;
  EXPECT_EQ(address_in("smtp://[::1]:25"), "::1");
  EXPECT_EQ(address_in("https://user@169.254.169.254/latest"), "169.254.169.254");
  EXPECT_EQ(address_in("https://receiver.example/"), "");
}

/// Counts who connects; nothing is ever answered.
class Listener {
 public:
  Listener() {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address_), size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size), 0);
  }
  ~Listener() { close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::string port() const { return std::to_string(ntohs(address_.sin_port)); }
  [[nodiscard]] bool called() const {
    const int one = accept4(socket_, nullptr, nullptr, SOCK_NONBLOCK);
    if (one >= 0) close(one);
    return one >= 0;
  }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address_{};
};

/// A name says nothing: what counts is the address that is connected to, at the moment it is.
TEST(Channels, NoConnectionIsOpenedToAnInnerAddressWhateverItsName_054) {
  const Listener listener;
  const std::atomic<bool> stopping{false};
  CurlTransport transport(stopping);
  Reach outer;
  outer.timeout_seconds = 2;
  for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
    const auto hook = transport.post({"https://" + host + ":" + listener.port() + "/", {}, "{}"}, outer);
    ASSERT_FALSE(hook) << host;
    EXPECT_THAT(hook.error().message.en, HasSubstr("inner network")) << host;
    const auto mail = transport.mail(
        {"smtp://" + host + ":" + listener.port(), "u", "p", "a@x.example", {"b@x.example"}, "x"}, outer);
    ASSERT_FALSE(mail) << host;
    EXPECT_THAT(mail.error().message.en, HasSubstr("inner network")) << host;
    EXPECT_FALSE(listener.called()) << host;
  }
  Reach local = outer;
  local.local = true;
  local.timeout_seconds = 1;
  EXPECT_FALSE(transport.post({"https://localhost:" + listener.port() + "/", {}, "{}"}, local));
  EXPECT_TRUE(listener.called()) << "the listener would have told";
}

TEST(Channels, TheCodingOfRfc4648) {
  EXPECT_EQ(crypto::base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(crypto::from_base64("Zm9vYmE="), "fooba");
  EXPECT_EQ(crypto::from_base64("Zm9vYmE"), std::nullopt);
  EXPECT_EQ(crypto::from_base64("Zm9v!mE="), std::nullopt);
  EXPECT_THAT(crypto::hmac_sha256("key", "The quick brown fox jumps over the lazy dog"), SizeIs(32));
}

}  // namespace
}  // namespace hejie::alerts
