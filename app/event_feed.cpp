#include "app/event_feed.h"

#include <algorithm>
#include <iterator>

#include "app/clock_view.h"
#include "app/hand_over.h"
#include "app/units.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

std::string occurrence_topic(engine::OccurrenceKind kind) {
  using enum engine::OccurrenceKind;
  switch (kind) {
    case clock_started:
    case clock_stopped:
    case clock_left:
    case clock_superseded:
    case clock_expired:
    case clock_breached:
    case clock_moved:
      return "clock";
    case service_deemed:
    case automatic:
    case hold_ended:
    case proposal_ended:
      return "case";
  }
  return "case";
}

FeedItem to_item(const storage::StoredEvent& stored) {
  FeedItem item{stored.seq, "case", stored.case_id, stored.version, "", 0};
  if (const auto* act = std::get_if<engine::Act>(&stored.event)) {
    item.kind = act->event;
  } else if (const auto* occurrence = std::get_if<engine::Occurrence>(&stored.event)) {
    item.topic = occurrence_topic(occurrence->kind);
    item.kind =
        item.topic == "clock" ? clock_label(occurrence->id, occurrence->key, occurrence->ordinal) : occurrence->id;
  } else {
    item.kind = "rederived";
  }
  return item;
}

}  // namespace

Result<Feed> feed_since(storage::Store& store, Seq after, int limit) {
  TRY(auto snapshot, store.snapshot());
  TRY(const auto rows, snapshot->events_since(after, limit));
  Feed feed;
  for (const auto& row : rows) feed.items.push_back(to_item(row));
  if (feed.items.empty()) {
    TRY(feed.head, snapshot->head());
  } else {
    feed.head = feed.items.back().seq;
  }
  return feed;
}

namespace {

/// An alert about no case is the business of whom it is for.
bool is_for(const Caller& caller, const FeedItem& item) {
  const std::string to = item.kind.substr(item.kind.rfind('>') + 1);
  return caller.has(to) || to == kToAccount + caller.account.value;
}

}  // namespace

Result<std::optional<std::vector<FeedItem>>> heard_by(storage::Store& store, const Clock& clock, const Caller& caller,
                                                      const std::vector<FeedItem>& items) {
  TRY(const auto snapshot, store.snapshot());
  TRY(const auto account, snapshot->find_account(caller.account));
  if (!account || account->disabled) return std::nullopt;
  TRY(const auto sessions, snapshot->sessions(caller.account));
  if (std::ranges::find(sessions, caller.session, &storage::Session::id) == sessions.end()) return std::nullopt;
  Caller now = caller;
  now.roles = account->roles;
  std::vector<FeedItem> out;
  if (!may_read_cases(now)) return out;
  TRY(const bool all, sees_every_case(*snapshot, clock, now));
  if (all) {
    std::ranges::copy_if(items, std::back_inserter(out),
                         [&](const FeedItem& item) { return !item.case_id.empty() || is_for(now, item); });
    return out;
  }
  TRY(const auto within, snapshot_for(store, clock, now));
  for (const auto& item : items) {
    if (item.case_id.empty()) {
      if (is_for(now, item)) out.push_back(item);
      continue;
    }
    const auto seen = within->find_version(item.case_id);
    if (seen) out.push_back(item);
    if (!seen && seen.error().code != ErrorCode::not_found) return fail(Error(seen.error()));
  }
  return out;
}

Result<std::vector<FeedItem>> alerts_since(storage::Store& store, long long after, int limit) {
  TRY(auto snapshot, store.snapshot());
  TRY(const auto rows, snapshot->alerts_since(after, limit));
  std::vector<FeedItem> items;
  for (const auto& row : rows) {
    items.push_back(
        {0, "alert", row.what.case_id, 0,
         clock_label(row.what.clock, row.what.key, row.what.ordinal) + ":" + row.what.rung + ">" + row.what.to,
         row.id});
  }
  return items;
}

}  // namespace hejie::app
