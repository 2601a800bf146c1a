#include "audit/verifier.h"

#include <algorithm>

namespace hejie::audit {
namespace {

constexpr std::size_t kMostFindings = 1'000;
constexpr std::size_t kMostSuspects = 64;  ///< compared with each other
constexpr std::int64_t kMostShift = 8;

std::string day_of(Instant at) {
  return format_instant(at);
}

}  // namespace

LogVerifier::LogVerifier(std::string log, HashKind hash, std::vector<Head> heads)
    : log_(std::move(log)),
      hash_(hash),
      other_(hash == HashKind::sm3 ? HashKind::sha256 : HashKind::sm3),
      heads_(std::move(heads)),
      edge_(hash) {
  leave_out_heads_of_another_hash();
  std::stable_sort(heads_.begin(), heads_.end(), [](const Head& a, const Head& b) { return a.size < b.size; });
  hold_against_heads(Hash{});
}

/// A log that says it is by another hash than the one it was signed by was given another name, or written anew.
void LogVerifier::leave_out_heads_of_another_hash() {
  const auto gone = std::erase_if(heads_, [this](const Head& head) { return head.hash != hash_; });
  if (gone == 0) return;
  const std::string is(name_of(hash_)), was(name_of(other_));
  report_.findings.push_back({"/" + log_,
                              "other_hash",
                              {"日志自称使用 " + is + "，但签名的树头使用 " + was,
                               "the log says it is by " + is + ", its signed heads are by " + was}});
}

void LogVerifier::tell_other_hash() {
  if (other_from_ == 0) return;
  const std::string is(name_of(hash_)), was(name_of(other_));
  find(other_from_, other_to_, "other_hash",
       {"这些条目的链值使用 " + was + "，而日志使用 " + is,
        "these entries are linked by " + was + ", the log is by " + is});
  other_from_ = 0;
}

void LogVerifier::find(std::int64_t from, std::int64_t to, const char* code, Text message) {
  if (report_.findings.size() >= kMostFindings) {
    report_.cut = true;
    return;
  }
  std::string path = "/" + log_ + "/" + std::to_string(from);
  if (to > from) path += "-" + std::to_string(to);
  report_.findings.push_back({std::move(path), code, std::move(message)});
}

void LogVerifier::take(std::int64_t seq, const std::optional<Hash>& chain, std::string_view entry) {
  const std::int64_t expected = last_seq_ + 1;
  if (seq > expected) {
    find(expected, seq - 1, "missing", {"条目缺失", "entries are missing here"});
  } else if (seq < expected) {
    find(seq, seq, "out_of_order", {"条目重复或次序错误", "an entry stands twice or out of order"});
  }
  if (!chain) {
    find(seq, seq, "no_link", {"条目没有链值", "the entry has no link of the chain"});
  } else if (seq == expected) {
    follow(seq, *chain, entry);
  } else {
    computed_.reset();  // what stood before is not there to follow from
  }
  last_seq_ = seq;
  last_chain_ = chain.value_or(Hash{});
  edge_.append(leaf(hash_, entry));
  hold_against_heads(last_chain_);
}

void LogVerifier::follow(std::int64_t seq, const Hash& chain, std::string_view entry) {
  const Hash is = link(hash_, last_chain_, seq, entry);
  if (is == chain) {
    computed_.reset();
    tell_other_hash();
    return;
  }
  if (link(other_, last_chain_, seq, entry) == chain) {
    computed_.reset();
    if (other_from_ == 0) other_from_ = seq;
    other_to_ = seq;
    return;
  }
  // It may follow from what the entry before should have had beside it: then only that link was changed.
  if (computed_ && link(hash_, *computed_, seq, entry) == chain && !suspects_.empty() &&
      suspects_.back().seq == seq - 1) {
    suspects_.pop_back();
    find(seq - 1, seq - 1, "link_changed", {"条目的链值被改动", "the link beside the entry was changed"});
    computed_.reset();
    return;
  }
  computed_ = is;
  if (suspects_.size() >= kMostSuspects) {
    report_.cut = true;
    return;
  }
  suspects_.push_back({seq, last_chain_, chain, std::string(entry), false});
}

void LogVerifier::hold_against_heads(const Hash& chain) {
  for (; next_head_ < heads_.size() && heads_[next_head_].size == edge_.size(); ++next_head_) {
    const Head& head = heads_[next_head_];
    if (head.root == edge_.root() && head.chain == chain) {
      report_.signed_size = head.size;
      ++report_.heads;
    } else if (!std::exchange(differs_, true)) {
      const std::string when = day_of(head.at);
      find(report_.signed_size + 1, head.size, "head_differs",
           {"这些条目不是 " + when + " 签名时的内容", "these entries are not the ones signed at " + when});
    }
  }
}

/// Entries that changed places, alone or with the links beside them.
void LogVerifier::explain_moves() {
  const auto belongs = [&](std::int64_t seq, std::int64_t stands_at) {
    find(seq, seq, "moved",
         {"条目被移到第 " + std::to_string(stands_at) + " 位",
          "the entry was moved to place " + std::to_string(stands_at)});
  };
  bool moved = false;
  for (auto& one : suspects_) {
    for (const auto& other : suspects_) {
      if (one.seq == other.seq || one.explained) continue;
      const bool alone = link(hash_, one.before, one.seq, other.entry) == one.chain;
      const bool with_link = link(hash_, one.before, one.seq, other.entry) == other.chain;
      if (!alone && !with_link) continue;
      belongs(one.seq, other.seq);
      one.explained = moved = true;
    }
  }
  if (!moved) return;
  for (auto& one : suspects_) {  // those that only stand behind a moved one
    for (const auto& other : suspects_) {
      if (!one.explained && other.explained && link(hash_, other.chain, one.seq, one.entry) == one.chain)
        one.explained = true;
    }
  }
}

/// Entries that are sound but carry another number: something before them was taken out or put in.
void LogVerifier::explain_shifts() {
  std::optional<std::int64_t> told;
  for (auto& one : suspects_) {
    if (one.explained) continue;
    for (std::int64_t by = -kMostShift; by <= kMostShift; ++by) {
      if (by == 0 || link(hash_, one.before, one.seq + by, one.entry) != one.chain) continue;
      one.explained = true;
      if (told == by) break;
      told = by;
      const std::string count = std::to_string(by > 0 ? by : -by);
      find(one.seq - 1, one.seq, "renumbered",
           by > 0 ? Text{"此前有 " + count + " 个条目被删除,其后的序号被改动",
                         count + " entries before here were removed and those after numbered again"}
                  : Text{"此前插入了 " + count + " 个条目,其后的序号被改动",
                         count + " entries were put in before here and those after numbered again"});
      break;
    }
  }
}

LogReport LogVerifier::finish() {
  tell_other_hash();
  explain_moves();
  explain_shifts();
  for (const auto& one : suspects_) {
    if (one.explained) continue;
    find(one.seq, one.seq, "changed",
         {"条目与前一条的链值不符:条目被改动,或者前一条连同其链值被改动",
          "the entry does not follow from the one before: it was changed, or the one before with its link"});
  }
  if (next_head_ < heads_.size()) {
    const Head& last = heads_.back();
    const std::string when = day_of(last.at);
    find(edge_.size() + 1, last.size, "cut_off",
         {"这些条目在 " + when + " 已签名,现在没有:日志被截断或者换成了旧副本",
          "these entries were signed at " + when + " and are gone: the log was cut off or replaced by an older copy"});
  }
  report_.size = edge_.size();
  report_.root = edge_.root();
  report_.chain = last_chain_;
  return std::move(report_);
}

}  // namespace hejie::audit
