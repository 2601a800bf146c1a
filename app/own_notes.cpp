#include "app/own_notes.h"

#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr std::size_t kBytesMax = 256 * 1024;

}  // namespace

OwnNotes::OwnNotes(storage::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

Result<std::vector<DraftView>> OwnNotes::drafts(const Caller& caller) {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto rows, snapshot->drafts(caller.account));
  std::vector<DraftView> out;
  for (const auto& row : rows) out.push_back({row.key, row.body, row.updated_at});
  return out;
}

Status OwnNotes::put_draft(const Caller& caller, const std::string& key, const std::string& body) {
  if (key.empty() || key.size() > 128 || body.size() > kBytesMax) {
    return fail(ErrorCode::invalid, {"草稿有误", "The draft is not valid"},
                {{"/key",
                  "out_of_range",
                  {"键为 1 至 128 字节,内容至多 256 KiB", "Key of 1 to 128 bytes, body of at most 256 KiB"}}});
  }
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.puts.push_back(storage::PutDraft{{caller.account, key, body, commit.recorded_at}});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<std::string> OwnNotes::preferences(const Caller& caller) {
  TRY(auto snapshot, store_.snapshot());
  return snapshot->preferences(caller.account);
}

Status OwnNotes::put_preferences(const Caller& caller, const std::string& body) {
  if (body.size() > kBytesMax) {
    return fail(ErrorCode::invalid, {"偏好设置过大", "The preferences are too large"},
                {{"", "too_long", {"至多 256 KiB", "At most 256 KiB"}}});
  }
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.puts.push_back(storage::PutPreferences{caller.account, body});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

}  // namespace hejie::app
