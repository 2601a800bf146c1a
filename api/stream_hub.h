// Server-sent events: one thread reads what was committed and hands it to every open stream. Carries no personal data.
// Each stream carries what its person may see (units, roles) and ends with the session. Handlers open streams; whoever
// commits pokes the hub. A reader that falls behind is cut, never waited for.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/http.h"
#include "app/event_feed.h"
#include "engine/base/ids.h"

namespace hejie::api {

class StreamHub {
 public:
  struct Source {
    std::function<Result<app::Feed>(Seq after, int limit)> feed;
    std::function<Result<std::vector<app::FeedItem>>(long long after, int limit)> alerts;
    /// What of it somebody may hear; none ends the stream (app/event_feed.h).
    std::function<Result<std::optional<std::vector<app::FeedItem>>>(const app::Caller& caller,
                                                                    const std::vector<app::FeedItem>& items)>
        heard;
  };
  struct Limits {
    int per_account = 4;
    std::size_t behind_bytes = 1024 * 1024;
    Seq resume_most = 10'000;  ///< further back: `event: reset`
    int rest_ms = 50;          ///< between two looks, so that many commits make few questions
  };

  StreamHub(Source source, Limits limits);
  ~StreamHub();

  /// Something was committed. Any thread; never blocks on the store.
  void poke();
  /// @param last_event_id value of Last-Event-ID; "" = from now. @errors too_many
  Result<std::shared_ptr<EventStream>> open(const app::Caller& caller, const std::string& last_event_id);
  void stop();

 private:
  class Stream;
  struct Heads {
    Seq seq = 0;
    long long alert = 0;
  };
  Heads read_heads();
  void run();
  void pump();
  void push(const std::vector<app::FeedItem>& items, const std::function<void()>& count);
  /// What of it this person may hear, as text; none: the stream ends. Asks the store: not under the lock.
  std::optional<std::string> text_for(const app::Caller& caller, const std::vector<app::FeedItem>& items) const;

  Source source_;
  Limits limits_;
  std::mutex mutex_;
  std::condition_variable poked_;
  bool dirty_ = true;
  bool stopping_ = false;
  Seq last_seq_ = 0;
  long long last_alert_ = 0;
  std::set<Stream*> streams_;
  std::map<AccountId, int> open_;
  std::thread thread_;
};

/// One event in the text form of the specification (WHATWG HTML, server-sent events).
[[nodiscard]] std::string sse_text(const app::FeedItem& item);

}  // namespace hejie::api
