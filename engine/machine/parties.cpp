#include "engine/machine/parties.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace hejie::engine {
namespace {

std::size_t count_of(const CaseState& state, const std::vector<PartyInput>& added, const std::string& role) {
  return static_cast<std::size_t>(std::ranges::count(state.parties, role, &Party::role)) +
         static_cast<std::size_t>(std::ranges::count(added, role, &PartyInput::role));
}

void check_one(const Procedure& procedure, const Event& event, const PartyInput& party, const std::string& path,
               FormFindings& findings) {
  const PartyRole* role = procedure.find_party_role(party.role);
  if (role == nullptr) {
    findings.push_back({path + "/role",
                        "unknown_role",
                        {fmt::format("本程序没有当事人身份“{}”", party.role),
                         fmt::format("this procedure has no party role '{}'", party.role)}});
    return;
  }
  if (!event.starts_case() && !contains(event.adds_parties, party.role)) {
    findings.push_back({path + "/role",
                        "not_added_here",
                        {fmt::format("“{}”不能增加{}", event.name.zh, role->name.zh),
                         fmt::format("'{}' does not add a party of role {}", event.name.en, role->id)}});
  }
  if (!role->kinds.empty() && !contains(role->kinds, party.kind)) {
    findings.push_back(
        {path + "/kind",
         "unknown_kind",
         {fmt::format("{}的类别不能是“{}”，可用：{}", role->name.zh, party.kind, fmt::join(role->kinds, "、")),
          fmt::format("{} cannot be of kind '{}'; use one of {}", role->id, party.kind,
                      fmt::join(role->kinds, ", "))}});
  }
}

void check_numbers(const Procedure& procedure, const CaseState& state, const Event& event, const Act& act,
                   FormFindings& findings) {
  for (const PartyRole& role : procedure.parties) {
    const auto count = count_of(state, act.parties, role.id);
    if (event.starts_case() && count < static_cast<std::size_t>(std::max(role.min, 0))) {
      findings.push_back({"/data/parties",
                          "too_few",
                          {fmt::format("至少需要 {} 名{}", role.min, role.name.zh),
                           fmt::format("at least {} of role {} needed", role.min, role.id)}});
    }
    if (!act.parties.empty() && count > static_cast<std::size_t>(std::max(role.max, 0))) {
      findings.push_back({"/data/parties",
                          "too_many",
                          {fmt::format("{}最多 {} 名", role.name.zh, role.max),
                           fmt::format("at most {} of role {}", role.max, role.id)}});
    }
  }
}

}  // namespace

void name_parties(const CaseState& state, std::vector<PartyInput>& parties) {
  if (parties.empty()) return;
  std::set<std::string> taken;
  for (const Party& party : state.parties) taken.insert(party.key);
  for (const PartyInput& party : parties) {
    if (!party.key.empty()) taken.insert(party.key);
  }
  std::map<std::string, int> next;
  for (PartyInput& party : parties) {
    if (!party.key.empty()) continue;
    int& n = next[party.role];
    do {
      ++n;
      party.key = n == 1 ? party.role : fmt::format("{}_{}", party.role, n);
    } while (!taken.insert(party.key).second);
  }
}

void add_parties(Run& run, const Act& act) {
  for (const PartyInput& input : act.parties) {
    if (run.state.find_party(input.key) != nullptr) continue;
    Party party{input.key, input.role, input.kind, input.person, input.representative, {}};
    for (const Fact& standing : run.procedure().standings) {
      if (known(standing.init)) party.standings.emplace(standing.id, standing.init);
    }
    run.state.parties.push_back(std::move(party));
  }
}

void check_parties(const Procedure& procedure, const CaseState& state, const Event& event, const Act& act,
                   FormFindings& findings) {
  if (state.parties.size() + act.parties.size() > kMaxParties) {
    findings.push_back(
        {"/data/parties",
         "too_many",
         {fmt::format("一案最多 {} 名当事人", kMaxParties), fmt::format("at most {} parties a case", kMaxParties)}});
    return;
  }
  std::set<std::string_view> keys;
  for (const Party& party : state.parties) {
    if (!act.parties.empty()) keys.insert(party.key);
  }
  for (std::size_t i = 0; i < act.parties.size(); ++i) {
    const std::string path = fmt::format("/data/parties/{}", i);
    check_one(procedure, event, act.parties[i], path, findings);
    const std::string& key = act.parties[i].key;
    if (!key.empty() && !keys.insert(key).second) {
      findings.push_back(
          {path + "/key",
           "duplicate",
           {fmt::format("当事人标识“{}”已使用", key), fmt::format("party key '{}' is already used", key)}});
    }
    if (key.find(',') != std::string::npos) {
      findings.push_back({path + "/key", "bad_key", {"当事人标识不能含逗号", "a party key cannot contain a comma"}});
    }
  }
  check_numbers(procedure, state, event, act, findings);
}

}  // namespace hejie::engine
