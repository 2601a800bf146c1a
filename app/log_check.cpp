#include "app/log_check.h"

namespace hejie::app {
namespace {

constexpr int kPage = 1'000;

template <typename Take>
Status each_entry(storage::Snapshot& snapshot, storage::Log log, Take take) {
  for (Seq last = 0;;) {
    TRY(const auto entries, snapshot.log_entries(log, last, kPage));
    if (entries.empty()) return {};
    for (const auto& one : entries) take(one);
    last = entries.back().seq;
  }
}

}  // namespace

audit::NodeAt nodes_of(storage::Snapshot& snapshot, storage::Log log) {
  return [&snapshot, log](int level, std::int64_t index) { return snapshot.log_node(log, level, index); };
}

Result<audit::LogReport> verify_log(storage::Snapshot& snapshot, storage::Log log, const audit::Heads& heads) {
  const std::string name(storage::log_name(log));
  TRY(const auto hash, snapshot.log_hash());
  audit::LogVerifier verifier(name, hash, audit::heads_of(heads, name));
  TRY_VOID(each_entry(snapshot, log, [&](const auto& one) { verifier.take(one.seq, one.chain, one.entry); }));
  auto report = verifier.finish();
  const auto kept = audit::Edge::of(hash, report.size, nodes_of(snapshot, log));
  if (!kept || kept->root() != report.root) {
    report.findings.push_back({"/" + name,
                               "tree_differs",
                               {"保存的散列树与条目不符", "the tree kept in the store is not the one of the entries"}});
  }
  return report;
}

Status hold_against(storage::Snapshot& snapshot, storage::Log log, const audit::Head& head) {
  const std::string when = format_instant(head.at);
  TRY(const auto hash, snapshot.log_hash());
  if (hash != head.hash) {
    const std::string is(audit::name_of(hash)), was(audit::name_of(head.hash));
    return fail(ErrorCode::corrupt,
                {"存储自称日志使用 " + is + ", " + when + " 签名的树头使用 " + was + ":存储被改动或者换掉",
                 "The store says its logs are by " + is + ", the head signed at " + when + " is by " + was +
                     ": the store was changed or replaced"});
  }
  TRY(const Seq size, snapshot.log_size(log));
  if (size < head.size) {
    const std::string there = std::to_string(size);
    const std::string before = std::to_string(head.size);
    return fail(ErrorCode::corrupt, {"日志 " + head.log + " 只有 " + there + " 条, " + when + " 已签名 " + before +
                                         " 条:被截断或者换成了旧副本",
                                     "The log " + head.log + " has " + there + " entries; at " + when + " " + before +
                                         " were signed: it was cut off or replaced by an older copy"});
  }
  if (head.size == 0) return {};
  const auto kept = audit::Edge::of(hash, head.size, nodes_of(snapshot, log));
  TRY(const auto last, snapshot.log_entries(log, head.size - 1, 1));
  if (kept && kept->root() == head.root && !last.empty() && last[0].chain == head.chain) return {};
  return fail(ErrorCode::corrupt, {"日志 " + head.log + " 与 " + when + " 签名的树头不符:内容被改动",
                                   "The log " + head.log + " is not what was signed at " + when + ": it was changed"});
}

Result<audit::InclusionProof> prove_entry(storage::Snapshot& snapshot, storage::Log log, Seq seq,
                                          const audit::Heads& heads) {
  const std::string name(storage::log_name(log));
  const auto signed_heads = audit::heads_of(heads, name);
  if (seq < 1 || signed_heads.empty() || signed_heads.back().size < seq) {
    return fail(ErrorCode::not_found, {"没有此条目,或者尚未签名", "There is no such entry, or no head covers it yet"});
  }
  const auto& head = signed_heads.back();
  TRY(const auto entries, snapshot.log_entries(log, seq - 1, 1));
  if (entries.empty() || entries[0].seq != seq)
    return fail(ErrorCode::not_found, {"没有此条目", "There is no such entry"});
  TRY(const auto hash, snapshot.log_hash());
  audit::InclusionProof proof{name, hash, entries[0].entry, seq, {}, head.line};
  TRY(proof.nodes, audit::inclusion_proof(hash, seq - 1, head.size, nodes_of(snapshot, log)));
  return proof;
}

Result<audit::ConsistencyProof> prove_growth(storage::Snapshot& snapshot, storage::Log log, std::int64_t from,
                                             std::int64_t to, const audit::Heads& heads) {
  const std::string name(storage::log_name(log));
  const auto signed_heads = audit::heads_of(heads, name);
  const audit::Head *earlier = nullptr, *later = nullptr;
  for (const auto& head : signed_heads) {
    if (head.size > 0 && head.size <= from) earlier = &head;
    if (head.size > 0 && (to == 0 || head.size <= to)) later = &head;
  }
  if (earlier == nullptr || later == nullptr || later->size < earlier->size) {
    return fail(ErrorCode::not_found, {"没有覆盖这么少条目的签名树头", "There is no signed head over so few entries"});
  }
  TRY(const auto hash, snapshot.log_hash());
  audit::ConsistencyProof proof{name, hash, earlier->line, {}, later->line};
  TRY(proof.nodes, audit::consistency_proof(hash, earlier->size, later->size, nodes_of(snapshot, log)));
  return proof;
}

Status write_log(storage::Snapshot& snapshot, storage::Log log, const std::function<void(const std::string&)>& write) {
  TRY(const auto hash, snapshot.log_hash());
  write(audit::log_begin(hash, std::string(storage::log_name(log))));
  std::int64_t count = 0;
  TRY_VOID(each_entry(snapshot, log, [&](const storage::LogEntry& one) {
    write(audit::log_line(one.seq, one.chain.value_or(audit::Hash{}), one.entry));
    ++count;
  }));
  write(audit::log_end(count));
  return {};
}

}  // namespace hejie::app
