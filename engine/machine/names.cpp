#include "engine/machine/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hejie::engine::names {
namespace {

struct Named {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Named, 5> kKinds{{{"worker", "劳动者", "worker"},
                                       {"employer", "用人单位", "employer"},
                                       {"relative", "近亲属", "relative"},
                                       {"organ", "机关", "public body"},
                                       {"other", "其他当事人", "other party"}}};

constexpr std::array<Named, 9> kModes{
    {{"direct", "直接送达", "direct service"},
     {"mail", "邮寄送达", "service by mail"},
     {"left", "留置送达", "leaving it at the domicile"},
     {"posted", "张贴送达", "posting it at the domicile"},
     {"electronic", "电子送达", "electronic service"},
     {"refused_in_office", "当场拒签送达", "service refused in the office"},
     {"public_notice", "公告送达", "public notice"},
     {"public_notice_collective", "集体争议公告送达", "public notice in a collective dispute"},
     {"simple", "简便方式送达", "service by simple means"}}};

template <std::size_t N>
Text of(const std::array<Named, N>& table, std::string_view id) {
  const auto found = std::ranges::find(table, id, &Named::id);
  if (found == table.end()) return {std::string(id), std::string(id)};
  return {std::string(found->zh), std::string(found->en)};
}

}  // namespace

Text role(const Procedure& procedure, std::string_view id) {
  const auto found = std::ranges::find(procedure.role_names, id, &std::pair<std::string, Text>::first);
  return found == procedure.role_names.end() ? Text{std::string(id), std::string(id)} : found->second;
}

Text roles(const Procedure& procedure, const std::vector<std::string>& ids) {
  Text list;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Text name = role(procedure, ids[i]);
    const bool last = i + 1 == ids.size();
    list.zh += (i == 0 ? "" : last ? "或者" : "、") + name.zh;
    list.en += (i == 0 ? "" : last ? " or " : ", ") + name.en;
  }
  return list;
}

Text role_or_kind(const Procedure& procedure, std::string_view id) {
  const PartyRole* found = procedure.find_party_role(id);
  return found == nullptr || found->name.empty() ? of(kKinds, id) : found->name;
}

Text party(const Procedure& procedure, std::string_view key) {
  for (const PartyRole& found : procedure.parties) {
    if (found.name.empty() || !key.starts_with(found.id)) continue;
    const std::string_view rest = key.substr(found.id.size());
    if (rest.empty()) return found.name;
    if (rest.front() == '_' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos)
      return {found.name.zh + std::string(rest.substr(1)), found.name.en + " " + std::string(rest.substr(1))};
  }
  return {std::string(key), std::string(key)};
}

Text mode(std::string_view id) {
  return of(kModes, id);
}

}  // namespace hejie::engine::names
