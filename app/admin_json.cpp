#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/admin.h"
#include "app/drill.h"
#include "app/id_maker.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const AccountView& account) {
  return {{"id", account.id.value}, {"username", account.username}, {"display_name", account.display_name},
          {"roles", account.roles}, {"disabled", account.disabled}, {"created_at", format_instant(account.created_at)}};
}

std::string text_of(const ordered_json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

bool flag_of(const ordered_json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_boolean() && found->get<bool>();
}

std::vector<std::string> roles_of(const ordered_json& body) {
  std::vector<std::string> roles;
  if (const auto found = body.find("roles"); found != body.end() && found->is_array())
    for (const auto& role : *found)
      if (role.is_string()) roles.push_back(role.get<std::string>());
  return roles;
}

Result<AccountView> account_named(const AdminParts& parts, const ordered_json& body) {
  TRY(const auto accounts, parts.accounts.list());
  const auto found = std::ranges::find(accounts, text_of(body, "username"), &AccountView::username);
  if (found == accounts.end()) return fail(ErrorCode::not_found, {"没有此账号", "No such account"});
  return *found;
}

Result<std::string> user_enable(const AdminParts& parts, const ordered_json& body) {
  TRY(const auto account, account_named(parts, body));
  TRY(const auto changed, parts.accounts.change(local_administrator(), account.id, "", account.roles, false, {}));
  return json::dump(to_json(changed));
}

Result<std::string> user_roles(const AdminParts& parts, const ordered_json& body) {
  TRY(const auto account, account_named(parts, body));
  TRY(const auto changed,
      parts.accounts.change(local_administrator(), account.id, "", roles_of(body), account.disabled, {}));
  return json::dump(to_json(changed));
}

Result<std::string> user_drop_factor(const AdminParts& parts, const ordered_json& body) {
  TRY(const auto account, account_named(parts, body));
  TRY_VOID(parts.accounts.remove_second_factor(local_administrator(), account.id, {}));
  if (!account.certificate.empty()) {
    TRY_VOID(parts.accounts.unbind_certificate(local_administrator(), account.id, {}));
  }
  return "{}";
}

Result<std::string> user_add(const AdminParts& parts, const ordered_json& body) {
  const auto roles = roles_of(body);
  const bool empty = text_of(body, "password").empty();
  if (empty) return fail(invalid_form({missing_key("/password", {"密码", "the password"})}));
  TRY(const auto account,
      parts.accounts.add(text_of(body, "username"), text_of(body, "display_name"), roles, text_of(body, "password")));
  return json::dump(to_json(account));
}

Result<std::string> user_list(const AdminParts& parts, const ordered_json&) {
  TRY(const auto accounts, parts.accounts.list());
  ordered_json items = ordered_json::array();
  for (const auto& account : accounts) items.push_back(to_json(account));
  return json::dump({{"items", items}});
}

Result<std::string> user_disable(const AdminParts& parts, const ordered_json& body) {
  TRY_VOID(parts.accounts.disable(text_of(body, "username")));
  return "{}";
}

Result<std::string> user_reset(const AdminParts& parts, const ordered_json& body) {
  TRY_VOID(parts.accounts.reset(text_of(body, "username"), text_of(body, "password")));
  return "{}";
}

Result<std::string> calendar_load(const AdminParts& parts, const ordered_json& body) {
  if (!body.contains("notice")) return fail(invalid_form({missing_key("/notice", {"放假通知", "the notice"})}));
  TRY(const auto change,
      parts.calendars.load(local_administrator(), json::dump(body["notice"]), flag_of(body, "dry_run")));
  ordered_json moved = ordered_json::array();
  const auto day = [](const std::optional<Date>& date) {
    return date ? ordered_json(format_date(*date)) : ordered_json(nullptr);
  };
  for (const auto& move : change.moved)
    moved.push_back({{"case_id", move.case_id.value},
                     {"number", move.number},
                     {"workflow", move.workflow},
                     {"clock", move.label},
                     {"name", {{"zh", move.name.zh}, {"en", move.name.en}}},
                     {"before", day(move.before)},
                     {"after", day(move.after)},
                     {"days", move.days ? ordered_json(*move.days) : ordered_json(nullptr)},
                     {"handler_name", move.handler_name},
                     {"roles", move.roles}});
  return json::dump({{"notice", change.notice},
                     {"dry_run", change.dry_run},
                     {"known", change.known},
                     {"resumed", change.resumed},
                     {"version_before", change.version_before},
                     {"version_after", change.version_after},
                     {"cases_looked_at", change.cases_looked_at},
                     {"moved", moved},
                     {"failed", change.failed}});
}

Result<std::string> import_verb(const AdminParts& parts, const ordered_json& body) {
  if (!body.contains("script")) return fail(invalid_form({missing_key("/script", {"案例脚本", "the script"})}));
  TRY(const auto script, read_script(text_of(body, "file"), json::dump(body["script"])));
  TRY(const auto done, import_story(script, parts.definitions, parts.scratch, parts.store, parts.clock,
                                    local_administrator().account, flag_of(body, "dry_run")));
  ordered_json cases = ordered_json::array();
  for (const auto& [name, id] : done.cases) cases.push_back({{"name", name}, {"id", id.value}});
  return json::dump({{"file", done.file},
                     {"stored", done.stored},
                     {"steps", done.steps},
                     {"events", done.events},
                     {"expectations", done.expectations},
                     {"cases", cases},
                     {"numbers", done.numbers},
                     {"failures", done.failures}});
}

/// The reason is free text, so it stands where such texts stand; the mark has no more than where to find it.
Result<std::string> note_unmasking(const AdminParts& parts, const ordered_json& body) {
  const std::string what = text_of(body, "what");
  const std::string reason = text_of(body, "reason");
  if (what.empty()) return fail(invalid_form({missing_key("/what", {"导出内容", "what is exported"})}));
  if (reason.empty()) return fail(invalid_form({missing_key("/reason", {"理由", "the reason"})}));
  TRY(const auto snapshot, parts.store.snapshot());
  TRY(const auto last, snapshot->mark(kUnmaskings));
  const int number = (last ? std::atoi(last->c_str()) : 0) + 1;
  RandomIds ids(parts.clock);
  const TextId text(ids.next("t"));
  storage::Commit commit;
  commit.recorded_at = parts.clock.now();
  commit.recorded_by = local_administrator().account;
  commit.puts.emplace_back(storage::PutText{{text, CaseId(), reason}});
  commit.puts.emplace_back(
      storage::PutMark{unmasking_mark(number), json::dump({{"at", format_instant(commit.recorded_at)},
                                                           {"what", what},
                                                           {"login", text_of(body, "login")},
                                                           {"reason", text.value}})});
  commit.puts.emplace_back(storage::PutMark{kUnmaskings, std::to_string(number)});
  if (const auto done = parts.store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return json::dump({{"number", number}});
}

/// The account in whose name it is done: whoever may open the folder is not yet an inspector.
Result<Caller> log_in(const AdminParts& parts, const ordered_json& body) {
  TRY(const auto session,
      parts.accounts.log_in(text_of(body, "username"), text_of(body, "password"), text_of(body, "otp"), {"local", ""}));
  TRY_VOID(parts.accounts.log_out(session.token));
  return session.caller;
}

int year_of(const ordered_json& body, std::vector<Finding>& findings) {
  const auto found = body.find("review_year");
  if (found != body.end() && found->is_number_integer()) return found->get<int>();
  findings.push_back(missing_key("/review_year", {"审查年度", "the year reviewed"}));
  return 0;
}

Date day_at(const ordered_json& body, const char* key, std::vector<Finding>& findings) {
  const auto day = parse_date(text_of(body, key));
  if (day) return *day;
  findings.push_back(bad_value(std::string("/") + key, {"应为日期 YYYY-MM-DD", "must be a date YYYY-MM-DD"}));
  return {};
}

Result<std::string> review_open(const AdminParts& parts, const ordered_json& body) {
  std::vector<Finding> findings;
  const ReviewRound round{year_of(body, findings), day_at(body, "open_from", findings),
                          day_at(body, "submit_by", findings)};
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  TRY(const auto caller, log_in(parts, body));
  TRY(const auto report, parts.reviews.open(caller, round, text_of(body, "list"), flag_of(body, "dry_run")));
  return review_report_json(report);
}

Result<std::string> review_remind(const AdminParts& parts, const ordered_json& body) {
  std::vector<Finding> findings;
  const int year = year_of(body, findings);
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  TRY(const auto caller, log_in(parts, body));
  TRY(const auto report, parts.reviews.remind(caller, year, flag_of(body, "dry_run")));
  return review_report_json(report);
}

Result<std::string> drill_keep(const AdminParts& parts, const ordered_json& body) {
  const Instant now = parts.clock.now();
  TRY_VOID(keep_drill(parts.store, json::dump(body), now));
  return json::dump({{"kept_at", format_instant(now)}});
}

using Verb = Result<std::string> (*)(const AdminParts&, const ordered_json&);
constexpr std::array<std::pair<std::string_view, Verb>, 13> kVerbs{{{"user_add", user_add},
                                                                    {"user_list", user_list},
                                                                    {"user_disable", user_disable},
                                                                    {"user_reset", user_reset},
                                                                    {"user_enable", user_enable},
                                                                    {"user_roles", user_roles},
                                                                    {"user_drop_factor", user_drop_factor},
                                                                    {"calendar_load", calendar_load},
                                                                    {"import", import_verb},
                                                                    {"note_unmasking", note_unmasking},
                                                                    {"drill_keep", drill_keep},
                                                                    {"review_open", review_open},
                                                                    {"review_remind", review_remind}}};

}  // namespace

std::string unmasking_mark(int number) {
  return std::string(kUnmaskings) + "/" + std::to_string(number);
}

Caller local_administrator() {
  return {AccountId("u_local"), "local", "local administrator", {"system_admin"}};
}

Result<std::string> run_admin(const AdminParts& parts, const std::string& verb, const std::string& body_json) {
  constexpr json::Limits kLimits{16U << 20U, 64};
  TRY(const ordered_json body, json::parse(body_json, kLimits));
  if (!body.is_object()) return fail(invalid_form({wrong_type("", {"对象", "an object"})}));
  const auto* found = std::ranges::find(kVerbs, verb, [](const auto& entry) { return entry.first; });
  if (found == kVerbs.end()) return fail(ErrorCode::not_found, {"没有命令 " + verb, "there is no verb " + verb});
  return found->second(parts, body);
}

}  // namespace hejie::app
