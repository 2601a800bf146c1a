#include "api/stream_hub.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

namespace hejie::api {
namespace {

constexpr int kBatch = 500;

}  // namespace

class StreamHub::Stream final : public EventStream {
 public:
  Stream(StreamHub& hub, app::Caller caller, std::size_t most) : hub_(hub), caller_(std::move(caller)), most_(most) {}
  ~Stream() override {
    const std::lock_guard lock(hub_.mutex_);
    hub_.streams_.erase(this);
    if (--hub_.open_[caller_.account] == 0) hub_.open_.erase(caller_.account);
  }

  [[nodiscard]] const app::Caller& caller() const { return caller_; }

  std::optional<std::string> take() override {
    const std::lock_guard lock(mutex_);
    if (cut_) return std::nullopt;
    return std::exchange(waiting_, {});
  }

  void on_ready(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }

  void push(const std::string& text) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() + text.size() > most_) {
        cut_ = true;
      } else {
        waiting_ += text;
      }
      wake = wake_;
    }
    if (wake) wake();
  }

  void end() {
    {
      const std::lock_guard lock(mutex_);
      cut_ = true;
    }
    if (wake_) wake_();
  }

 private:
  StreamHub& hub_;
  const app::Caller caller_;
  std::size_t most_;
  std::mutex mutex_;
  std::string waiting_;
  std::function<void()> wake_;
  bool cut_ = false;
};

StreamHub::StreamHub(Source source, Limits limits) : source_(std::move(source)), limits_(limits) {
  thread_ = std::thread([this] { run(); });
}

StreamHub::~StreamHub() {
  stop();
}

void StreamHub::poke() {
  {
    const std::lock_guard lock(mutex_);
    dirty_ = true;
  }
  poked_.notify_one();
}

void StreamHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    for (auto* stream : streams_) stream->end();
  }
  poked_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Result<std::shared_ptr<EventStream>> StreamHub::open(const app::Caller& caller, const std::string& last_event_id) {
  Seq from = -1;
  if (!last_event_id.empty()) {
    const auto [end, error] = std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), from);
    if (error != std::errc{} || end != last_event_id.data() + last_event_id.size() || from < 0) from = -2;
  }
  std::shared_ptr<Stream> stream;
  Seq live_from = 0;
  const Heads heads = read_heads();
  {
    const std::lock_guard lock(mutex_);
    if (streams_.empty()) {
      last_seq_ = heads.seq;
      last_alert_ = heads.alert;
    }
    int& mine = open_[caller.account];
    if (mine >= limits_.per_account) {
      return fail(ErrorCode::too_many,
                  {"打开的实时连接过多,请关闭其他页面", "Too many open streams; close other pages"});
    }
    ++mine;
    stream = std::make_shared<Stream>(*this, caller, limits_.behind_bytes);
    live_from = last_seq_;
    streams_.insert(stream.get());
  }
  stream->push("retry: 3000\n\n");
  if (from == -2 || (from >= 0 && (from > live_from || live_from - from > limits_.resume_most))) {
    stream->push("event: reset\ndata: {}\n\n");
    return std::shared_ptr<EventStream>(std::move(stream));
  }
  while (from >= 0 && from < live_from) {
    const auto feed = source_.feed(from, kBatch);
    if (!feed || feed->items.empty()) break;
    auto items = feed->items;
    std::erase_if(items, [&](const app::FeedItem& item) { return item.seq > live_from; });
    stream->push(text_for(caller, items).value_or(""));
    from = feed->items.back().seq;
  }
  return std::shared_ptr<EventStream>(std::move(stream));
}

void StreamHub::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    poked_.wait_for(lock, std::chrono::seconds(1), [&] { return dirty_ || stopping_; });
    if (stopping_) return;
    dirty_ = false;
    if (streams_.empty()) continue;  // nobody listens: the first who does starts from the head
    lock.unlock();
    pump();
    lock.lock();
    poked_.wait_for(lock, std::chrono::milliseconds(limits_.rest_ms), [&] { return stopping_; });
  }
}

StreamHub::Heads StreamHub::read_heads() {
  Heads heads;
  if (const auto feed = source_.feed(std::numeric_limits<Seq>::max() / 2, 1)) heads.seq = feed->head;
  {
    const std::lock_guard lock(mutex_);
    heads.alert = last_alert_;
  }
  while (true) {
    const auto alerts = source_.alerts(heads.alert, kBatch);
    if (!alerts || alerts->empty()) return heads;
    heads.alert = alerts->back().alert;
  }
}

/// Only the hub's thread moves last_seq_ and last_alert_ while streams are open.
void StreamHub::pump() {
  while (true) {
    const auto feed = source_.feed(last_seq_, kBatch);
    if (!feed || feed->items.empty()) break;
    push(feed->items, [&] { last_seq_ = feed->items.back().seq; });
  }
  while (true) {
    const auto alerts = source_.alerts(last_alert_, kBatch);
    if (!alerts || alerts->empty()) break;
    push(*alerts, [&] { last_alert_ = alerts->back().alert; });
  }
}

/// What was read is handed over and counted as read under one lock: a stream opened meanwhile either gets it here or
/// begins behind it.
void StreamHub::push(const std::vector<app::FeedItem>& items, const std::function<void()>& count) {
  std::map<std::string, std::optional<std::string>> texts;  // by session: the tabs of one hear the same
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto unknown =
        std::ranges::find_if(streams_, [&](const Stream* stream) { return !texts.contains(stream->caller().session); });
    if (unknown == streams_.end()) break;
    const app::Caller caller = (*unknown)->caller();
    lock.unlock();
    texts[caller.session] = text_for(caller, items);
    lock.lock();
  }
  for (auto* stream : streams_) {
    const auto& text = texts.at(stream->caller().session);
    if (!text)
      stream->end();
    else if (!text->empty())
      stream->push(*text);
  }
  count();
}

std::optional<std::string> StreamHub::text_for(const app::Caller& caller,
                                               const std::vector<app::FeedItem>& items) const {
  const auto heard = source_.heard(caller, items);
  if (!heard || !*heard) return std::nullopt;
  std::string text;
  for (const auto& item : **heard) text += sse_text(item);
  return text;
}

std::string sse_text(const app::FeedItem& item) {
  // Ids and kinds are our own ASCII names: nothing here needs escaping.
  std::string text = "event: " + item.topic + "\n";
  if (item.seq > 0) text += "id: " + std::to_string(item.seq) + "\n";
  text += "data: {\"case_id\":\"" + item.case_id.value + "\",\"version\":" + std::to_string(item.version) +
          ",\"kind\":\"" + item.kind + "\"";
  if (item.alert > 0) text += ",\"alert\":" + std::to_string(item.alert);
  return text + "}\n\n";
}

}  // namespace hejie::api
