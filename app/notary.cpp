#include "app/notary.h"

#include <filesystem>

#include "app/log_check.h"
#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

using storage::Log;
constexpr std::array kLogs{Log::events, Log::access};

std::size_t index_of(Log log) {
  return static_cast<std::size_t>(log);
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

/// A key is made once, for a file of heads that does not exist yet: a lost key must not be replaced in silence.
Result<crypto::Key> key_for(const NotarySettings& settings, audit::HashKind hash) {
  const auto kind = hash == audit::HashKind::sm3 ? crypto::SignatureKind::sm2 : crypto::SignatureKind::ed25519;
  if (exists(settings.key) || exists(settings.heads)) {
    TRY(auto there, crypto::Key::read_private(settings.key));
    if (audit::fits(hash, there)) return there;
    const std::string is(crypto::name_of(there.kind())), needed(crypto::name_of(kind)), by(audit::name_of(hash));
    return fail(ErrorCode::invalid,
                {settings.key + " 是 " + is + " 密钥,日志使用 " + by + ",须由 " + needed + " 签名:请换一个密钥文件",
                 settings.key + " is a key of " + is + "; logs by " + by + " are signed by " + needed +
                     ": give another key file"});
  }
  crypto::Key key = crypto::Key::generate(kind);
  TRY_VOID(key.write_private(settings.key));
  TRY_VOID(key.write_public(public_key_path(settings.key)));
  return key;
}

}  // namespace

NotarySettings notary_in(const std::string& folder) {
  return {.heads = folder + "/heads.log", .key = folder + "/log_key.pem"};
}

std::string public_key_path(const std::string& path) {
  return std::filesystem::path(path).replace_extension(".pub.pem").string();
}

Result<std::unique_ptr<Notary>> Notary::load(storage::Store& store, const Clock& machine, NotarySettings settings) {
  audit::HashKind hash{};
  {
    TRY(const auto snapshot, store.snapshot());
    TRY(hash, snapshot->log_hash());
  }
  TRY(auto key, key_for(settings, hash));
  TRY(const auto text, audit::read_head_file(settings.heads));
  const auto heads = audit::read_heads(text, key);
  if (!heads.findings.empty()) {
    const Text where{settings.heads + ": ", settings.heads + ": "};
    return fail(ErrorCode::invalid, where + heads.findings.front().message, heads.findings);
  }
  std::unique_ptr<Notary> notary(new Notary(store, machine, std::move(settings), std::move(key), hash));
  for (const Log log : kLogs) {
    const auto mine = audit::heads_of(heads, storage::log_name(log));
    if (!mine.empty()) notary->last_[index_of(log)] = mine.back();
  }
  return notary;
}

Result<std::unique_ptr<Notary>> Notary::open(storage::Store& store, const Clock& machine, NotarySettings settings) {
  TRY(auto notary, load(store, machine, std::move(settings)));
  {
    TRY(const auto snapshot, store.snapshot());
    for (const auto log : kLogs) {
      const auto& last = notary->last_[index_of(log)];
      if (last && !HEJIE_FAULT(older_copy_starts)) TRY_VOID(hold_against(*snapshot, log, *last));
    }
  }
  return notary;
}

Status Notary::begin(storage::Store& store, const Clock& machine, NotarySettings settings) {
  TRY(const auto notary, load(store, machine, std::move(settings)));
  return notary->sign(true, true);
}

Result<audit::Head> Notary::head_now(storage::Snapshot& snapshot, Log log) const {
  audit::Head head;
  head.log = storage::log_name(log);
  head.hash = hash_;
  TRY(head.size, snapshot.log_size(log));
  TRY(const auto edge, audit::Edge::of(hash_, head.size, nodes_of(snapshot, log)));
  head.root = edge.root();
  if (head.size > 0) {
    TRY(const auto last, snapshot.log_entries(log, head.size - 1, 1));
    if (last.empty() || !last[0].chain) {
      return fail(ErrorCode::corrupt, {"日志末条没有链值", "the last entry of the log has no link"});
    }
    head.chain = *last[0].chain;
  }
  head.at = clock_.now();
  return head;
}

Status Notary::sign(bool all, bool begins) {
  const std::lock_guard lock(mutex_);
  TRY(const auto snapshot, store_.snapshot());
  std::vector<audit::Head> heads;
  std::vector<std::string> lines;
  for (const Log log : kLogs) {
    const auto& last = last_[index_of(log)];
    TRY(const Seq size, snapshot->log_size(log));
    const Seq signed_size = last ? last->size : 0;
    const bool old = !last || clock_.now().ms - last->at.ms >= settings_.seconds * 1'000LL;
    const bool due = size > signed_size && (all || old || size - signed_size >= settings_.entries);
    if (!due && !begins) continue;
    TRY(auto head, head_now(*snapshot, log));
    head.begins = begins || !last;
    head.line = audit::head_line(head, key_);
    lines.push_back(head.line);
    heads.push_back(std::move(head));
  }
  if (lines.empty()) return {};
  const auto written = audit::append_heads(settings_.heads, lines);
  failing_ = !written;
  if (!written) return written;
  for (auto& head : heads) {
    const Log log = head.log == storage::log_name(Log::events) ? Log::events : Log::access;
    last_[index_of(log)] = std::move(head);
  }
  return {};
}

Status Notary::step() {
  return sign(false, false);
}
Status Notary::finish() {
  return sign(true, false);
}

Result<NotaryState> Notary::state() {
  TRY(const auto snapshot, store_.snapshot());
  const std::lock_guard lock(mutex_);
  NotaryState out;
  out.key_id = key_.id();
  out.signature = crypto::name_of(key_.kind());
  out.hash = audit::name_of(hash_);
  out.failing = failing_;
  for (const Log log : kLogs) {
    auto& one = out.logs[index_of(log)];
    one.log = storage::log_name(log);
    TRY(one.size, snapshot->log_size(log));
    one.head = last_[index_of(log)];
  }
  return out;
}

}  // namespace hejie::app
