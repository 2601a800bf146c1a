#include "api/account_json.h"

#include <nlohmann/json.hpp>

#include "json/json.h"

namespace hejie::api {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const app::AccountView& account) {
  return {{"id", account.id.value},
          {"username", account.username},
          {"display_name", account.display_name},
          {"roles", account.roles},
          {"disabled", account.disabled},
          {"second_factor", account.second_factor},
          {"certificate", account.certificate.empty() ? Json(nullptr) : Json(account.certificate)},
          {"created_at", format_instant(account.created_at)}};
}

}  // namespace

std::string account_body(const app::AccountView& account) {
  return json::dump(to_json(account));
}

std::string accounts_body(const std::vector<app::AccountView>& accounts) {
  Json items = Json::array();
  for (const auto& account : accounts) items.push_back(to_json(account));
  return json::dump({{"items", std::move(items)}});
}

namespace {

Json sessions_json(const std::vector<app::SessionView>& sessions, const std::string& own) {
  Json items = Json::array();
  for (const auto& one : sessions) {
    items.push_back({{"id", one.id},
                     {"kind", one.is_token ? "token" : "session"},
                     {"label", one.label},
                     {"scopes", one.scopes},
                     {"current", !own.empty() && one.id == own},
                     {"created_at", format_instant(one.created_at)},
                     {"seen_at", format_instant(one.seen_at)},
                     {"expires_at", format_instant(one.expires_at)}});
  }
  return items;
}

Json access_json(const app::AccessLog::Page& page) {
  Json items = Json::array();
  for (const auto& [seq, record] : page.items) {
    items.push_back({{"seq", seq},
                     {"at", format_instant(record.at)},
                     {"actor", record.actor.value},
                     {"address", record.address},
                     {"action", record.action},
                     {"object", record.object},
                     {"result", record.result},
                     {"request_id", record.request_id}});
  }
  return items;
}

}  // namespace

std::string sessions_body(const std::vector<app::SessionView>& sessions, const std::string& own) {
  return json::dump({{"items", sessions_json(sessions, own)}});
}

std::string own_data_body(const OwnData& data) {
  Json drafts = Json::array();
  for (const auto& draft : data.drafts)
    drafts.push_back({{"key", draft.key}, {"body", draft.body}, {"updated_at", format_instant(draft.updated_at)}});
  const auto preferences = json::parse(data.preferences);
  return json::dump({{"account", to_json(data.account)},
                     {"sessions", sessions_json(data.sessions, data.session)},
                     {"preferences", preferences ? Json(*preferences) : Json::object()},
                     {"drafts", std::move(drafts)},
                     {"access_log", access_json(data.log)},
                     {"access_log_whole", data.log.next == 0}});
}

std::string secret_body(const std::string& token, Instant expires_at) {
  return json::dump({{"token", token}, {"expires_at", format_instant(expires_at)}});
}

std::string offer_body(const std::string& secret, const std::string& username) {
  return json::dump(
      {{"secret", secret}, {"uri", "otpauth://totp/Hejie:" + username + "?secret=" + secret + "&issuer=Hejie"}});
}

std::string codes_body(const std::vector<std::string>& codes) {
  return json::dump({{"recovery_codes", codes}});
}

std::string certificate_body(const OwnCertificate& own) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  return json::dump(
      {{"asked", own.asked}, {"bound", text(own.bound)}, {"shown", text(own.shown)}, {"fault", text(own.fault)}});
}

std::string access_body(const app::AccessLog::Page& page) {
  return json::dump(
      {{"items", access_json(page)}, {"next", page.next == 0 ? Json(nullptr) : Json(std::to_string(page.next))}});
}

std::string system_body(const app::NotaryState& state, const app::SystemState& system, long long lost) {
  Json authority = Json::array();
  for (const auto& one : system.authority)
    authority.push_back(
        {{"path", one.path}, {"code", one.code}, {"message", {{"zh", one.message.zh}, {"en", one.message.en}}}});
  Json logs = Json::array();
  for (const auto& log : state.logs) {
    Json one{{"log", log.log}, {"size", log.size}};
    if (log.head) {
      one["signed"] = {{"size", log.head->size},
                       {"at", format_instant(log.head->at)},
                       {"root", audit::to_hex(log.head->root)},
                       {"chain", audit::to_hex(log.head->chain)}};
    }
    logs.push_back(std::move(one));
  }
  return json::dump({{"version", HEJIE_VERSION},
                     {"read_only", system.read_only},
                     {"signing_key", state.key_id},
                     {"signature", state.signature},
                     {"log_hash", state.hash},
                     {"signing_fails", state.failing},
                     {"reads_not_logged", lost},
                     {"logs", std::move(logs)},
                     {"authority_changed", std::move(authority)},
                     {"rules",
                      {{"sha256", system.rules.sha256},
                       {"since", format_instant(system.rules.since)},
                       {"changed", system.rules.changed}}}});
}

}  // namespace hejie::api
