#include "storage/refusals.h"

#include <set>

#include "storage/codec.h"

namespace hejie::storage {
namespace {

CommitError refusal(ErrorCode code, std::string zh, std::string en) {
  CommitError out;
  out.code = code;
  out.message = {std::move(zh), std::move(en)};
  return out;
}

std::optional<CommitError> find_defect(const CaseChange& change) {
  const auto bug = [&](std::string en) {
    return refusal(ErrorCode::invalid, "写入内容有误（" + change.id.value + "）：" + en, change.id.value + ": " + en);
  };
  if (change.id.empty()) return bug("a case without an id");
  if (change.expected < 0) return bug("an expected version below 0");
  if (change.expected == 0 && (!change.pin || !change.rows || change.events.empty())) {
    return bug("a new case needs its pin, its rows and an event");
  }
  if (!change.events.empty() && !change.rows) return bug("events without the rows that follow from them");
  if (change.number && change.number->event >= change.events.size()) return bug("a number for an event not there");
  Version version = change.expected;
  for (const auto& event : change.events) {
    if (version_of(event) != ++version) return bug("event versions are not in order");
  }
  return std::nullopt;
}

}  // namespace

CommitError stale(const CaseId& id, Version current) {
  CommitError out = refusal(ErrorCode::conflict, "案件已被他人更新，当前版本为 " + std::to_string(current),
                            "the case has been changed; it is now at version " + std::to_string(current));
  out.case_id = id;
  out.current = current;
  return out;
}
CommitError key_reused() {
  return refusal(ErrorCode::key_reused, "该幂等键已用于另一请求，请换一个新键",
                 "this idempotency key belongs to another request; send a new key");
}
CommitError stopping() {
  return refusal(ErrorCode::unavailable, "服务正在停止，请稍后重试", "the store is stopping; try again later");
}
CommitError overloaded() {
  return refusal(ErrorCode::unavailable, "写入过于繁忙，请稍后重试",
                 "too many commands are waiting to be written; try again later");
}
CommitError unknown_case(const CaseId& id) {
  CommitError out = refusal(ErrorCode::not_found, "案件不存在：" + id.value, "no such case: " + id.value);
  out.case_id = id;
  return out;
}
CommitError unknown_alert(long long id) {
  return refusal(ErrorCode::not_found, "提醒不存在：" + std::to_string(id), "no such alert: " + std::to_string(id));
}
CommitError not_dead(long long outbox) {
  return refusal(ErrorCode::not_found, "没有这条停发的消息：" + std::to_string(outbox),
                 "no such message that was given up: " + std::to_string(outbox));
}
CommitError changed_meanwhile() {
  return refusal(ErrorCode::conflict, "这份记录已被别人改动，请重新打开",
                 "somebody has changed this record meanwhile; open it again");
}
CommitError username_taken() {
  return refusal(ErrorCode::conflict, "该用户名已存在", "this user name is taken");
}
CommitError no_such_person() {
  return refusal(ErrorCode::not_found, "没有这个人员编号", "there is no person of this id");
}
CommitError other_notice() {
  return refusal(ErrorCode::conflict, "同一编号的通知已载入且内容不同",
                 "a notice with this id but other content has been loaded before");
}
CommitError read_only_mode() {
  return refusal(ErrorCode::read_only, "磁盘已满或只读，暂停写入",
                 "the disk is full or read-only; writing is suspended");
}
CommitError damaged() {
  return refusal(ErrorCode::corrupt, "存储已损坏，只读运行，请从备份恢复",
                 "the store is damaged and read-only; restore a backup");
}

std::optional<CommitError> find_defect(const Commit& commit) {
  std::set<std::string> seen;
  for (const auto& change : commit.cases) {
    if (auto defect = find_defect(change)) return defect;
    if (!seen.insert(change.id.value).second) {
      return refusal(ErrorCode::invalid, "同一案件在一次写入中出现两次", "a case stands twice in one commit");
    }
  }
  return std::nullopt;
}

std::string format_number(const NumberRequest& request, int n) {
  std::string out = request.pattern;
  bool numbered = false;
  const auto replace = [&out](const std::string& what, const std::string& with) {
    bool found = false;
    for (std::size_t at = 0; (at = out.find(what, at)) != std::string::npos; at += with.size()) {
      out.replace(at, what.size(), with);
      found = true;
    }
    return found;
  };
  numbered = replace("{n}", std::to_string(n));
  replace("{year}", std::to_string(request.year));
  replace("{unit}", request.unit);
  return numbered ? out : out + std::to_string(n);
}

NewAlert alert_of(const NewRisk& risk, int id, const std::string& to) {
  return {
      {risk.case_id, "risk:" + risk.rule, "", id, std::to_string(risk.level), to, risk.on}, risk.on, risk.wait_until};
}

}  // namespace hejie::storage
