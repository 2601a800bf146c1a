// Certificates as a second factor: which account is bound to which, and what a log-in without the right one is told. A
// binding is a kept record of the account, so that the store needs no column for it.
#include <algorithm>

#include "app/accounts.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr const char* kKind = "certificate";
constexpr std::size_t kFingerprint = 64;

bool is_fingerprint(const std::string& text) {
  return text.size() == kFingerprint &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// A JSON text of nothing but hex digits, or an empty one: the binding was taken back.
std::string body_of(const std::string& fingerprint) {
  return '"' + fingerprint + '"';
}
std::string fingerprint_in(const std::string& body) {
  const std::string inside = body.size() > 2 ? body.substr(1, body.size() - 2) : "";
  return is_fingerprint(inside) ? inside : "";
}

Result<std::optional<storage::KeptRow>> row_of(storage::Snapshot& snapshot, const AccountId& account) {
  storage::KeptFilter filter;
  filter.kind = {kKind};
  filter.subject = {account.value};
  TRY(auto page, snapshot.list_kept(filter));
  if (page.items.empty()) return std::optional<storage::KeptRow>();
  return std::optional(std::move(page.items.front()));
}

Error bad_fingerprint() {
  const Text words{"证书指纹为 SHA-256 的 64 位十六进制数", "A fingerprint is SHA-256 in 64 hex digits"};
  return {ErrorCode::invalid, words, {{"/fingerprint", "malformed", words}}};
}

Error bound_elsewhere() {
  const Text words{"此证书已绑定另一账号", "This certificate is bound to another account"};
  return {ErrorCode::conflict, words, {{"/fingerprint", "bound_elsewhere", words}}};
}

Text fault_words(const std::string& fault) {
  if (fault == "expired") return {"证书已过期", "The certificate has expired"};
  if (fault == "not_yet_valid") return {"证书尚未生效", "The certificate is not valid yet"};
  if (fault == "not_bound") return {"此证书不是本账号绑定的证书", "This is not the certificate bound to the account"};
  if (fault == "required") return {"请出示本账号绑定的证书", "Show the certificate bound to the account"};
  return {"证书不是本单位认可的机构签发的", "The certificate is from no authority that this bureau trusts"};
}

}  // namespace

Error certificate_refused(const std::string& fault) {
  const Text words = fault_words(fault);
  return {ErrorCode::unauthorized, words, {{"", "certificate_" + fault, words}}};
}

std::optional<std::string> normal_fingerprint(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == ' ') continue;
    out += static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
  }
  if (!is_fingerprint(out)) return std::nullopt;
  return out;
}

Result<std::string> Accounts::bound_certificate(storage::Snapshot& snapshot, const AccountId& account) {
  TRY(const auto row, row_of(snapshot, account));
  return row ? fingerprint_in(row->body) : std::string();
}

Result<std::map<std::string, std::string>> Accounts::bound_certificates(storage::Snapshot& snapshot) {
  std::map<std::string, std::string> out;
  storage::KeptFilter filter;
  filter.kind = {kKind};
  filter.page.limit = 500;
  do {
    TRY(const auto page, snapshot.list_kept(filter));
    for (const auto& row : page.items) {
      auto fingerprint = fingerprint_in(row.body);
      if (!fingerprint.empty()) out[row.subject] = std::move(fingerprint);
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return out;
}

Status Accounts::keep_certificate(const AccountId& by, const storage::Account& account, const std::string& fingerprint,
                                  const std::string& action, bool ends_sessions, const From& from) {
  const std::lock_guard one_at_a_time(certificates_);  // else two accounts could be bound to one certificate
  storage::KeptRow row;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(auto known, row_of(*snapshot, account.id));
    if (fingerprint.empty() && (!known || fingerprint_in(known->body).empty())) return {};
    if (known) row = std::move(*known);
    if (!fingerprint.empty()) {
      TRY(const auto bound, bound_certificates(*snapshot));
      for (const auto& [other, theirs] : bound)
        if (theirs == fingerprint && other != account.id.value) return fail(bound_elsewhere());
    }
  }
  row.kind = kKind;
  row.subject = account.id.value;
  if (row.id == 0) row.made_at = clock_.now();
  if (row.id == 0) row.made_by = by;
  row.body = body_of(fingerprint);
  storage::Commit write;
  write.puts.push_back(storage::PutKept{std::move(row)});
  if (ends_sessions) write.puts.push_back(storage::DropSessionsOf{account.id});
  write.puts.push_back(note(by, action, account.username, "ok", from));
  TRY_VOID(commit(std::move(write), by));
  forget_live(account.id);  // what they may do is read again at their next request
  return {};
}

Status Accounts::bind_own_certificate(const Caller& caller, const std::string& password, const From& from) {
  TRY_VOID(check_fresh(caller));
  TRY(const auto account, need(caller.account));
  const Instant now = clock_.now();
  if (throttle_.wait_seconds(account.username, from.address, now) > 0) {
    return fail(ErrorCode::too_many, {"尝试次数过多,请稍后再试", "Too many tries; try again later"});
  }
  TRY(const bool right, verify(password, account.password_hash));
  if (!right) {
    throttle_.failed(account.username, from.address, now);
    const Text words{"密码不正确", "The password is wrong"};
    return fail(ErrorCode::invalid, words, {{"/password", "wrong", words}});
  }
  const std::string fault = from.certificate.empty() ? "required" : from.certificate_fault;
  if (!fault.empty()) {
    const Text words = from.certificate.empty()
                           ? Text{"本次连接没有出示证书", "No certificate was shown in this connection"}
                           : fault_words(fault);
    return fail(ErrorCode::invalid, words, {{"", "certificate_" + fault, words}});
  }
  return keep_certificate(caller.account, account, from.certificate, "bind_certificate", false, from);
}

Status Accounts::unbind_own_certificate(const Caller& caller, const From& from) {
  TRY_VOID(check_fresh(caller));
  TRY(const auto account, need(caller.account));
  if (limits_.need_second_factor && account.totp.empty()) {
    return fail(ErrorCode::forbidden, {"本单位要求第二因素", "This bureau demands a second factor"});
  }
  return keep_certificate(caller.account, account, "", "unbind_certificate", false, from);
}

Status Accounts::bind_certificate(const Caller& by, const AccountId& id, const std::string& fingerprint,
                                  const From& from) {
  TRY(const auto account, need(id));
  const auto normal = normal_fingerprint(fingerprint);
  if (!normal) return fail(bad_fingerprint());
  return keep_certificate(by.account, account, *normal, "bind_certificate", by.account != id, from);
}

Status Accounts::unbind_certificate(const Caller& by, const AccountId& id, const From& from) {
  TRY(const auto account, need(id));
  return keep_certificate(by.account, account, "", "unbind_certificate", by.account != id, from);
}

}  // namespace hejie::app
