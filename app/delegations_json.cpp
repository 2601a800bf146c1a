#include <nlohmann/json.hpp>

#include "app/delegations.h"
#include "json/json.h"

namespace hejie::app {

using nlohmann::ordered_json;

std::string write_delegation(const Delegation& delegation) {
  ordered_json json{{"to", delegation.to.value},
                    {"roles", delegation.roles},
                    {"events", delegation.events},
                    {"first", format_date(delegation.first)},
                    {"last", format_date(delegation.last)},
                    {"basis", delegation.basis},
                    {"reason", delegation.reason.value}};
  if (delegation.ended_at) {
    json["ended_at_ms"] = delegation.ended_at->ms;
    json["ended_by"] = delegation.ended_by.value;
  }
  return json::dump(json);
}

Delegation read_delegation(const storage::KeptRow& row) {
  Delegation out;
  out.id = row.period;
  out.from = AccountId(row.subject);
  out.case_id = row.case_id;
  out.made_at = row.made_at;
  const auto json = json::parse(row.body);
  if (!json || !json->is_object()) return out;  // without days: never in force
  out.to = AccountId(json->value("to", ""));
  out.roles = json->value("roles", std::vector<std::string>{});
  out.events = json->value("events", std::vector<std::string>{});
  out.first = parse_date(json->value("first", "")).value_or(Date{});
  out.last = parse_date(json->value("last", "")).value_or(Date{});
  out.basis = json->value("basis", "");
  out.reason = TextId(json->value("reason", ""));
  if (json->contains("ended_at_ms")) out.ended_at = Instant{json->value("ended_at_ms", std::int64_t{0})};
  out.ended_by = AccountId(json->value("ended_by", ""));
  return out;
}

}  // namespace hejie::app
