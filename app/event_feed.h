// What happened, for /stream: events after a seq and new alerts, without personal data. Callers: api's stream hub.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/caller.h"
#include "engine/base/clock.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct FeedItem {
  Seq seq = 0;
  std::string topic;  ///< case, clock, alert
  CaseId case_id;
  Version version = 0;
  std::string kind;  ///< event id, "clock_expired" ..., or the alert's "A26:-3wd>clerk"
  long long alert = 0;
};

/// Events with seq > after, ascending, at most `limit`. `head` is the newest seq.
struct Feed {
  std::vector<FeedItem> items;
  Seq head = 0;
};
Result<Feed> feed_since(storage::Store& store, Seq after, int limit);
/// Alerts with id > after, ascending.
Result<std::vector<FeedItem>> alerts_since(storage::Store& store, long long after, int limit);

/// Those of them the account may hear of, by its roles and units as they are now; none: its session has ended, or the
/// account is disabled. Asked for each batch and stream: what was taken from somebody is heard no more at once.
Result<std::optional<std::vector<FeedItem>>> heard_by(storage::Store& store, const Clock& clock, const Caller& caller,
                                                      const std::vector<FeedItem>& items);

}  // namespace hejie::app
