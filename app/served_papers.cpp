#include "app/served_papers.h"

#include "app/exceptions_found.h"
#include "app/kept_bodies.h"

namespace hejie::app {
namespace {

constexpr const char* kMark = "control/served_papers";
constexpr int kEventsAStep = 500;

}  // namespace

Status ServedPapers::look_at(const storage::StoredEvent& stored, storage::Commit& commit) {
  const auto* act = std::get_if<engine::Act>(&stored.event);
  if (act == nullptr || act->kind != engine::ActKind::served || !act->serve || act->by.account.empty()) return {};
  KeptException body;
  body.version = act->version;
  body.event = act->event;
  body.on = act->on;
  body.paper = act->serve->document + (act->serve->copy > 0 ? "-" + std::to_string(act->serve->copy) : "");
  auto missing = papers_.missing(stored.case_id, body.paper);
  if (!missing) {
    // An entry annulled since may have taken its document along; a template that does not read is told on its page.
    const auto code = missing.error().code;
    if (code == ErrorCode::not_found || code == ErrorCode::malformed) return {};
    return fail(Error(missing.error()));
  }
  if (missing->empty()) return {};
  body.missing = std::move(*missing);
  storage::KeptRow row;
  row.kind = "exception";
  row.subject = kIncompleteDocument;
  row.period = format_date(to_bureau(stored.recorded_at).day) + " " + stored.case_id.value + " " +
               std::to_string(stored.version);
  row.case_id = stored.case_id;
  row.made_at = commit.recorded_at;
  row.made_by = act->by.account;
  row.body = write_body(body);
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
  return {};
}

Result<bool> ServedPapers::step(Instant now) {
  std::vector<storage::StoredEvent> events;
  storage::Commit commit;
  commit.recorded_at = now;
  {
    TRY(const auto snapshot, store_.snapshot());
    if (!seen_) {
      TRY(const auto mark, snapshot->mark(kMark));
      TRY(const auto head, snapshot->head());
      if (mark)
        seen_ = std::stoll(*mark);
      else
        commit.puts.emplace_back(storage::PutMark{kMark, std::to_string(head)});
      if (!mark) seen_ = head;
    }
    TRY(events, snapshot->events_since(*seen_, kEventsAStep));
  }
  for (const auto& stored : events) TRY_VOID(look_at(stored, commit));
  const Seq upto = events.empty() ? *seen_ : events.back().seq;
  // Its place is written when there is something to tell, or now and then: entries that told nothing may be read again.
  const bool told = !commit.puts.empty();
  if (told || events.size() == kEventsAStep) {
    if (!events.empty()) commit.puts.emplace_back(storage::PutMark{kMark, std::to_string(upto)});
    const auto done = store_.commit(std::move(commit));
    if (!done) return fail(Error(done.error()));
  }
  seen_ = upto;
  return events.size() == kEventsAStep;
}

}  // namespace hejie::app
