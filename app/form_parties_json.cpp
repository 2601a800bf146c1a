#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/form_reader_json.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {

bool is_person_key(std::string_view key);

namespace {

using nlohmann::ordered_json;

/// The text at `key`, if there.
std::string text_at(FormReading& reading, const ordered_json& json, const char* key, const std::string& path) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  return read_string(reading, *found, json::pointer(path, key)).value_or("");
}

void check_role(FormReading& reading, const engine::PartyInput& party, const std::string& path) {
  const auto* role = reading.question.procedure.find_party_role(party.role);
  if (role == nullptr) {
    std::string roles;
    for (const auto& known : reading.question.procedure.parties) roles += (roles.empty() ? "" : ", ") + known.id;
    reading.findings.push_back(
        bad_value(path + "/role", {"当事人身份只能是:" + roles, "role must be one of: " + roles}));
    return;
  }
  if (role->kinds.empty() || std::ranges::find(role->kinds, party.kind) != role->kinds.end()) return;
  std::string kinds;
  for (const auto& kind : role->kinds) kinds += (kinds.empty() ? "" : ", ") + kind;
  reading.findings.push_back(bad_value(path + "/kind", {"类别只能是:" + kinds, "kind must be one of: " + kinds}));
}

void read_party(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (!json.is_object()) {
    reading.findings.push_back(wrong_type(path, {"当事人对象", "a party object"}));
    return;
  }
  engine::PartyInput party;
  party.key = text_at(reading, json, "key", path);
  party.role = text_at(reading, json, "role", path);
  party.kind = text_at(reading, json, "kind", path);
  const auto* role = reading.question.procedure.find_party_role(party.role);
  if (party.kind.empty() && role != nullptr && role->kinds.size() == 1) party.kind = role->kinds.front();
  ordered_json person = ordered_json::object();
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (key == "representative")
      party.representative = read_bool(reading, value, at).value_or(false);
    else if (key == "person")
      party.person = read_person(reading, value, at, party.kind);
    else if (is_person_key(key))
      person[key] = value;
    else if (key != "key" && key != "role" && key != "kind")
      reading.findings.push_back(unknown_key(at, key));
  }
  check_role(reading, party, path);
  if (party.person.empty()) party.person = read_person(reading, person, path, party.kind);
  reading.form.act.parties.push_back(std::move(party));
}

Finding not_one_of(const std::string& path, const std::vector<std::pair<std::string, Text>>& options) {
  std::string ids;
  for (const auto& [id, name] : options) ids += (ids.empty() ? "" : ", ") + id;
  return bad_value(path, {"应为下列之一：" + ids, "must be one of: " + ids});
}

void read_item(FormReading& reading, const ordered_json& json, const std::string& path) {
  if (!json.is_object()) {
    reading.findings.push_back(wrong_type(path, {"请求项对象", "an item object"}));
    return;
  }
  engine::Item item;
  for (const auto& [key, value] : json.items()) {
    const auto at = json::pointer(path, key);
    if (key == "key" || key == "kind" || key == "party" || key == "outcome") {
      auto& target = key == "key" ? item.key : key == "kind" ? item.kind : key == "party" ? item.party : item.outcome;
      target = read_string(reading, value, at).value_or("");
    } else if (key == "claimed_fen" || key == "awarded_fen") {
      const auto fen = read_int(reading, value, at);
      if (fen && (*fen < 0 || *fen > 100'000'000'000'000))
        reading.findings.push_back({at, "out_of_range", {"金额(分)不在范围内", "amount in fen out of range"}});
      (key == "claimed_fen" ? item.claimed_fen : item.awarded_fen) = fen;
    } else {
      reading.findings.push_back(unknown_key(at, key));
    }
  }
  const auto& kinds = reading.question.procedure.item_kinds;
  const auto known = [&](const auto& list, const std::string& id) {
    return std::ranges::any_of(list, [&](const auto& entry) { return entry.first == id; });
  };
  if (!item.kind.empty() && !known(kinds, item.kind)) reading.findings.push_back(not_one_of(path + "/kind", kinds));
  if (!item.outcome.empty() && !known(reading.question.procedure.item_outcomes, item.outcome))
    reading.findings.push_back(not_one_of(path + "/outcome", reading.question.procedure.item_outcomes));
  reading.form.act.items.push_back(std::move(item));
}

using ReadOne = void (*)(FormReading&, const ordered_json&, const std::string&);
void read_list(FormReading& reading, const ordered_json& json, const std::string& path, ReadOne read_one) {
  constexpr std::size_t kMax = 2000;
  if (!json.is_array() || json.size() > kMax) {
    reading.findings.push_back(wrong_type(path, {"不超过 2000 项的列表", "a list of at most 2000"}));
    return;
  }
  for (std::size_t i = 0; i < json.size(); ++i) read_one(reading, json[i], json::pointer(path, i));
}

}  // namespace

void read_parties(FormReading& reading, const ordered_json& json, const std::string& path) {
  read_list(reading, json, path, read_party);
}

void read_items(FormReading& reading, const ordered_json& json, const std::string& path) {
  read_list(reading, json, path, read_item);
}

}  // namespace hejie::app
