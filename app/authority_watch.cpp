#include "app/authority_watch.h"

namespace hejie::app {

Result<std::vector<Finding>> AuthorityWatch::step() {
  std::vector<Finding> fresh;
  if (side_ == nullptr) return fresh;
  const Instant now = clock_.now();
  if (walked_ms_ == 0 || now.ms - walked_ms_ >= kEveryMs) {
    walked_ms_ = now.ms;
    TRY_VOID(side_->check_authority());
  }
  std::set<std::string> wrong;
  for (auto& one : side_->authority_findings()) {
    const std::string name = one.path + " " + one.code;
    wrong.insert(name);
    if (!told_.contains(name)) fresh.push_back(std::move(one));
  }
  if (!fresh.empty()) {
    storage::Commit commit;
    commit.recorded_at = now;
    for (const auto& one : fresh)
      commit.puts.emplace_back(
          storage::PutAccess{{now, AccountId(), "", storage::kAuthorityChanged, one.path, one.code, ""}});
    if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  }
  told_ = std::move(wrong);  // what was mended and changed again is told again
  return fresh;
}

std::vector<Finding> AuthorityWatch::findings() const {
  return side_ == nullptr ? std::vector<Finding>() : side_->authority_findings();
}

}  // namespace hejie::app
