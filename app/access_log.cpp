#include "app/access_log.h"

#include <algorithm>

#include "storage/codec.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostNoted = 20'000;

}  // namespace

void AccessLog::note(storage::AccessRecord record) {
  record.at = clock_.now();
  const std::lock_guard lock(mutex_);
  noted_.push_back(std::move(record));
}

void AccessLog::note_refused(storage::AccessRecord record) {
  record.at = clock_.now();
  auto first = refused_.take(std::move(record));
  if (!first) return;
  const std::lock_guard lock(mutex_);
  noted_.push_back(*std::move(first));
}

Status AccessLog::flush(bool last) {
  std::vector<storage::AccessRecord> now = refused_.counted(clock_.now(), last);
  {
    const std::lock_guard lock(mutex_);
    now.insert(now.begin(), std::make_move_iterator(noted_.begin()), std::make_move_iterator(noted_.end()));
    noted_.clear();
  }
  if (now.empty()) return {};
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  for (const auto& one : now) commit.puts.push_back(storage::PutAccess{one});
  const auto done = store_.commit(std::move(commit));
  if (done) return {};
  const std::lock_guard lock(mutex_);
  now.insert(now.end(), std::make_move_iterator(noted_.begin()), std::make_move_iterator(noted_.end()));
  if (now.size() > kMostNoted) {
    const auto more = static_cast<std::ptrdiff_t>(now.size() - kMostNoted);
    lost_ += more;
    now.erase(now.begin(), now.begin() + more);
  }
  noted_ = std::move(now);
  return fail(Error(done.error()));
}

long long AccessLog::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

Result<AccessLog::Page> AccessLog::read(Seq before, int limit) {
  TRY(const auto snapshot, store_.snapshot());
  TRY(const Seq size, snapshot->log_size(storage::Log::access));
  const Seq end = before <= 0 || before > size ? size : before - 1;
  const Seq begin = std::max<Seq>(0, end - limit);
  TRY(const auto entries, snapshot->log_entries(storage::Log::access, begin, static_cast<int>(end - begin)));
  Page out;
  for (const auto& one : entries) {
    TRY(auto record, storage::decode_access(one.entry));
    out.items.emplace_back(one.seq, std::move(record));
  }
  std::ranges::reverse(out.items);
  out.next = begin > 0 ? begin + 1 : 0;
  return out;
}

Result<AccessLog::Page> AccessLog::of(const AccountId& actor) {
  constexpr int kAPage = 500;
  Page out;
  Seq before = 0;
  for (int seen = 0; seen < kLookedAt && out.items.size() < kOfOne; seen += kAPage) {
    TRY(auto page, read(before, kAPage));
    for (auto& entry : page.items)
      if (entry.second.actor == actor && out.items.size() < kOfOne) out.items.push_back(std::move(entry));
    before = out.next = page.next;
    if (before == 0) break;
  }
  return out;
}

}  // namespace hejie::app
