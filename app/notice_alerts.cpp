#include "app/notice_alerts.h"

#include <algorithm>
#include <map>

#include "app/alert_lines.h"
#include "app/notice_words.h"

namespace hejie::app {
namespace {

void add_staff(const NoticeMoves& moves, const std::string& role, std::vector<std::string>& roles) {
  if (moves.is_staff(role) && std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
}

std::string recorder_of(const NoticeMoves& moves) {
  std::map<std::string, int> counts;
  std::string most;
  for (const auto& event : moves.procedure.events)
    for (const auto& role : event.by)
      if (moves.is_staff(role) && ++counts[role] > counts[most]) most = role;
  return most;
}

bool same_clock(const storage::AlertKey& key, const engine::Rederived::Moved& moved) {
  return key.clock == moved.clock && key.key == moved.key && key.ordinal == moved.ordinal;
}

}  // namespace

std::vector<std::string> staff_of(const engine::ClockRule& rule, const NoticeMoves& moves) {
  std::vector<std::string> roles;
  add_staff(moves, rule.owner, roles);
  for (const auto& rung : rule.ladder) add_staff(moves, rung.to, roles);
  if (roles.empty()) add_staff(moves, recorder_of(moves), roles);
  return roles;
}

void tell_moves(const NoticeMoves& moves, storage::Commit& commit) {
  for (const auto& moved : moves.moved) {
    const auto* rule = moves.procedure.find_clock(moved.clock);
    if (rule == nullptr || !moved.before || !moved.after) continue;
    const std::string rung = std::string(kNoticeRung) + moves.notice + ":" + format_date(*moved.before);
    for (const auto& role : staff_of(*rule, moves)) {
      std::erase_if(commit.alerts, [&](const storage::NewAlert& row) {
        return row.what.case_id == moves.case_id && row.what.rung == kMoved && row.what.to == role &&
               same_clock(row.what, moved);
      });
      commit.alerts.push_back(
          {{moves.case_id, moved.clock, moved.key, moved.ordinal, rung, role, *moved.after}, moves.today});
    }
  }
}

}  // namespace hejie::app
