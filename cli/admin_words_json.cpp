#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/admin_words.h"
#include "json/json.h"

namespace hejie::cli {
namespace {

using nlohmann::ordered_json;

constexpr json::Limits kLimits{16U << 20U, 64};

ordered_json read(const std::string& text) {
  auto json = json::parse(text, kLimits);
  return json && json->is_object() ? std::move(*json) : ordered_json::object();
}

std::string text_of(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string day_of(const ordered_json& json, const char* key) {
  const auto text = text_of(json, key);
  return text.empty() ? "-" : text;
}

std::size_t size_of(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() ? 0 : found->size();
}

}  // namespace

std::string user_body(const std::string& username, const std::string& display_name,
                      const std::vector<std::string>& roles, const std::string& password) {
  return json::dump({{"username", username}, {"display_name", display_name}, {"roles", roles}, {"password", password}});
}

std::vector<std::string> user_lines(const std::string& answer_json, bool english) {
  std::vector<std::string> lines;
  const auto answer = read(answer_json);
  for (const auto& account : answer.value("items", ordered_json::array())) {
    std::string roles;
    for (const auto& role : account["roles"]) roles += (roles.empty() ? "" : ",") + role.get<std::string>();
    const bool disabled = account.value("disabled", false);
    lines.push_back(fmt::format("{:<20} {:<10} {}", text_of(account, "username"),
                                disabled ? (english ? "disabled" : "停用") : (english ? "active" : "启用"), roles));
  }
  return lines;
}

Result<std::string> calendar_body(const std::string& notice_json, bool dry_run) {
  TRY(auto notice, json::parse(notice_json, kLimits));
  return json::dump({{"notice", std::move(notice)}, {"dry_run", dry_run}});
}

namespace {

/// One date that moves: which, by how much, who is told.
std::string move_line(const ordered_json& move, bool english) {
  const auto number = text_of(move, "number");
  std::string by;
  if (const auto days = move.find("days"); days != move.end() && days->is_number_integer())
    by = english ? fmt::format(" ({:+} d)", days->get<int>()) : fmt::format("（{:+} 日）", days->get<int>());
  std::string told = text_of(move, "handler_name");
  for (const auto& role : move.value("roles", ordered_json::array()))
    told += (told.empty() ? "" : ", ") + role.get<std::string>();
  return fmt::format("{:<28} {:<16} {} -> {}{} {}{}", number.empty() ? text_of(move, "case_id") : number,
                     text_of(move, "clock"), day_of(move, "before"), day_of(move, "after"), by,
                     english ? "told: " : "告知：", told);
}

}  // namespace

std::vector<std::string> calendar_lines(const std::string& answer_json, bool english) {
  const auto answer = read(answer_json);
  std::vector<std::string> lines;
  if (answer.value("known", false) && !answer.value("resumed", false))
    return {english ? "this notice had been loaded before; nothing was done" : "该通知此前已载入,未作改动"};
  for (const auto& move : answer.value("moved", ordered_json::array())) lines.push_back(move_line(move, english));
  const auto looked = answer.value("cases_looked_at", 0);
  const auto moved = size_of(answer, "moved");
  const bool dry = answer.value("dry_run", false);
  lines.push_back(english ? fmt::format("{}: {} cases looked at, {} dates {}", text_of(answer, "notice"), looked, moved,
                                        dry ? "would move" : "moved")
                          : fmt::format("{}:检查案件 {} 件,{} 个期限{}", text_of(answer, "notice"), looked, moved,
                                        dry ? "将变动" : "已变动"));
  for (const auto& id : answer.value("failed", ordered_json::array()))
    lines.push_back((english ? "could not be recomputed: " : "无法重算:") + id.get<std::string>());
  return lines;
}

bool calendar_failed(const std::string& answer_json) {
  return size_of(read(answer_json), "failed") > 0;
}

std::string review_body(const ReviewQuestion& question) {
  ordered_json body{{"username", question.username},
                    {"password", question.password},
                    {"review_year", question.year},
                    {"dry_run", question.dry_run}};
  if (!question.otp.empty()) body["otp"] = question.otp;
  if (!question.open_from.empty()) body["open_from"] = question.open_from;
  if (!question.submit_by.empty()) body["submit_by"] = question.submit_by;
  if (!question.list.empty()) body["list"] = question.list;
  return json::dump(body);
}

std::vector<std::string> review_lines(const std::string& answer_json, bool english) {
  const auto answer = read(answer_json);
  std::vector<std::string> lines;
  for (const auto& line : answer.value("lines", ordered_json::array())) {
    const auto reason = line.value("reason", ordered_json::object());
    lines.push_back(fmt::format("{:>5} {:<10} {:<20} {} {} {}", line.value("line", 0), text_of(line, "outcome"),
                                text_of(line, "code"), text_of(line, "name"), text_of(line, "number"),
                                text_of(reason, english ? "en" : "zh")));
  }
  const auto count = [&](const char* key) { return answer.value(key, 0); };
  const bool dry = answer.value("dry_run", false);
  lines.push_back(english ? fmt::format("{}opened {}, duplicates {}, refused {}, reminded {}", dry ? "dry run: " : "",
                                        count("opened"), count("duplicates"), count("refused"), count("reminded"))
                          : fmt::format("{}新办 {}，重复 {}，退回 {}，催报 {}", dry ? "试算：" : "", count("opened"),
                                        count("duplicates"), count("refused"), count("reminded")));
  return lines;
}

bool review_failed(const std::string& answer_json) {
  return read(answer_json).value("refused", 0) > 0;
}

std::string unmasking_body(const std::string& what, const std::string& reason, const std::string& login) {
  return json::dump({{"what", what}, {"reason", reason}, {"login", login}});
}

Result<std::string> import_body(const std::string& file, const std::string& script_json, bool dry_run) {
  TRY(auto script, json::parse(script_json, kLimits));
  return json::dump({{"file", file}, {"script", std::move(script)}, {"dry_run", dry_run}});
}

std::vector<std::string> import_lines(const std::string& answer_json, bool english) {
  const auto answer = read(answer_json);
  std::vector<std::string> lines;
  for (const auto& failure : answer.value("failures", ordered_json::array()))
    lines.push_back("! " + failure.get<std::string>());
  const bool stored = answer.value("stored", false);
  const auto* outcome = stored ? (english ? "stored" : "已入库") : (english ? "not stored" : "未入库");
  std::string ids;
  for (const auto& item : answer.value("cases", ordered_json::array()))
    ids += " " + text_of(item, "name") + "=" + text_of(item, "id");
  for (const auto& number : answer.value("numbers", ordered_json::array())) ids += " " + number.get<std::string>();
  lines.push_back(fmt::format("{}: {}, {} {}, {} {}{}", text_of(answer, "file"), outcome, answer.value("steps", 0),
                              english ? "steps" : "步", answer.value("events", 0), english ? "events" : "条事件",
                              stored ? ids : ""));
  return lines;
}

bool import_failed(const std::string& answer_json) {
  return size_of(read(answer_json), "failures") > 0;
}

}  // namespace hejie::cli
