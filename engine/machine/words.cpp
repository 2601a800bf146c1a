#include "engine/machine/words.h"

#include <fmt/format.h>

#include "engine/machine/names.h"
#include "engine/machine/rows.h"
#include "engine/machine/run.h"

namespace hejie::engine::words {
namespace {

Rejection rejection(Rejection::Kind kind, std::string rule, std::string subject, Cites cite, std::string zh,
                    std::string en) {
  return {kind, std::move(rule), std::move(subject), std::move(cite), {std::move(zh), std::move(en)}, {}};
}

Text or_id(const Text& name, const std::string& id) {
  return name.empty() ? Text{id, id} : name;
}

Text where_possible(const Procedure& procedure, const Event& event) {
  Text list;
  int shown = 0;
  for (const Row& row : event.rows) {
    for (const std::string& from : row.from) {
      const State* state = procedure.find_state(from);
      if (state == nullptr || list.zh.find("“" + state->name.zh + "”") != std::string::npos) continue;
      if (++shown > 8) return {list.zh + "等", list.en + " ..."};
      list.zh += (list.zh.empty() ? "" : "、") + ("“" + state->name.zh + "”");
      list.en += (list.en.empty() ? "" : ", ") + ("“" + state->name.en + "”");
    }
  }
  return list;
}

/// Why none of several rows applies, as sentence parts: "(a and b) or (c)". Rows that ask the same are told once.
struct Reasons {
  static constexpr int kMostRows = 4;
  Text told;
  std::string subject;  ///< fact or named condition of the first reason
  bool all_unknown = true;
  int rows = 0;

  void add(const Row& row, const Scope& scope) {
    Text list;
    for (const Condition* part : parts_not_true(row.when, scope)) {
      const Text asked = describe(*part, scope);
      list.zh += (list.zh.empty() ? "" : "；") + asked.zh;
      list.en += (list.en.empty() ? "" : " and ") + asked.en;
      if (subject.empty()) subject = part->let.empty() ? part->id : part->let;
      all_unknown = all_unknown && evaluate(*part, scope) == Truth::unknown;
    }
    put(list);
  }

  void put(const Text& list) {
    const Text bracketed{"（" + list.zh + "）", "(" + list.en + ")"};
    if (told.zh.find(bracketed.zh) != std::string::npos || ++rows > kMostRows + 1) return;
    if (rows > 1 && rows <= kMostRows) told = told + Text{"或者", " or "};
    told = told + (rows <= kMostRows ? bracketed : Text{"等", " ..."});
  }
};

}  // namespace

std::string rule_of(const Event& event, const Row& row) {
  return row.id.empty() ? event.id : event.id + "." + row.id;
}

Rejection unknown_event(std::string_view event) {
  return rejection(Rejection::Kind::unknown_event, std::string(event), std::string(event), {},
                   fmt::format("本程序没有事项“{}”，请从可办事项中选择", event),
                   fmt::format("this procedure has no event '{}'; choose one of the available actions", event));
}

Rejection wrong_state(const Procedure& procedure, const Event& event, const CaseState& state) {
  const Text name = or_id(event.name, event.id);
  if (!state.exists()) {
    return rejection(
        Rejection::Kind::state, event.id, "", event.cite,
        fmt::format("案件尚未立起，不能办理“{}”；请先办理开始案件的事项", name.zh),
        fmt::format("the case does not exist yet, so “{}” cannot be done; begin with an event that opens a case",
                    name.en));
  }
  const State* now = procedure.find_state(state.state);
  const Text at = now == nullptr ? Text{state.state, state.state} : or_id(now->name, now->id);
  if (event.starts_case()) {
    return rejection(Rejection::Kind::state, event.id, state.state, event.cite,
                     fmt::format("“{}”用于开始案件，而本案已在“{}”阶段；请另立新案", name.zh, at.zh),
                     fmt::format("“{}” opens a case, but this one is already “{}”; open a new case", name.en, at.en));
  }
  const Text possible = where_possible(procedure, event);
  return rejection(
      Rejection::Kind::state, event.id, state.state, event.cite,
      fmt::format("案件处于“{}”，不能办理“{}”；该事项只能在{}办理", at.zh, name.zh, possible.zh),
      fmt::format("“{}” cannot be done while the case is “{}”; it can be done in {}", name.en, at.en, possible.en));
}

Rejection held(const Procedure& procedure, const Event& event, const Hold& hold, const CaseState& state) {
  Text allowed;
  for (const std::string& id : hold.allows) {
    const Event* other = procedure.find_event(id);
    if (other == nullptr || !possible_in_state(*other, state) || contains(other->by, "clock")) continue;
    const Text name = name_of_event(procedure, id);
    allowed.zh += (allowed.zh.empty() ? "“" : "、“") + name.zh + "”";
    allowed.en += (allowed.en.empty() ? "“" : ", “") + name.en + "”";
  }
  const Text name = or_id(event.name, event.id);
  const Text on = or_id(hold.name, hold.id);
  return rejection(Rejection::Kind::hold, hold.id, hold.id, hold.cite.empty() ? event.cite : hold.cite,
                   fmt::format("“{}”期间不能办理“{}”；此时可以办理：{}", on.zh, name.zh, allowed.zh),
                   fmt::format("“{}” cannot be done during “{}”; possible now: {}", name.en, on.en, allowed.en));
}

Rejection hold_taken(const Event& event, const Hold& hold) {
  const Text on = or_id(hold.name, hold.id);
  return rejection(Rejection::Kind::hold, event.id, hold.id, event.cite,
                   fmt::format("“{}”已在进行，不能重复；须先结束", on.zh),
                   fmt::format("“{}” is already on and cannot be taken twice; end it first", on.en));
}

Rejection wrong_role(const Procedure& procedure, const Event& event, std::string_view role) {
  const Text name = or_id(event.name, event.id);
  const Text mine = names::role(procedure, role);
  const Text needed = names::roles(procedure, event.by);
  return rejection(Rejection::Kind::role, event.id, std::string(role), event.cite,
                   fmt::format("{}不能办理“{}”；须由{}办理", mine.zh, name.zh, needed.zh),
                   fmt::format("the role “{}” may not do “{}”; it needs: {}", mine.en, name.en, needed.en));
}

Rejection wrong_approver(const Procedure& procedure, const Event& event, const ApprovalStep& step,
                         std::string_view role) {
  const Text name = or_id(event.name, event.id);
  const Text mine = names::role(procedure, role);
  const Text needed = names::roles(procedure, step.by);
  return rejection(Rejection::Kind::approval, event.id, std::string(role), event.cite,
                   fmt::format("{}不能审批“{}”；本步须由{}审批", mine.zh, name.zh, needed.zh),
                   fmt::format("the role “{}” cannot answer the request for “{}”; this step needs: {}", mine.en,
                               name.en, needed.en));
}

Rejection no_party(const Procedure& procedure, const Event& event, std::string_view given) {
  Text roles;
  for (const std::string& id : event.act_of) {
    const Text name = names::role_or_kind(procedure, id);
    roles.zh += (roles.zh.empty() ? "" : "或者") + name.zh;
    roles.en += (roles.en.empty() ? "" : " or ") + name.en;
  }
  const Text name = or_id(event.name, event.id);
  if (given.empty()) {
    return rejection(Rejection::Kind::party, event.id, "", event.cite,
                     fmt::format("“{}”是当事人的行为，请指明是哪一名{}", name.zh, roles.zh),
                     fmt::format("“{}” is an act of a party; say whose ({})", name.en, roles.en));
  }
  const Text party = names::party(procedure, given);
  if (roles.empty()) {
    return rejection(Rejection::Kind::party, event.id, std::string(given), event.cite,
                     fmt::format("本案没有当事人“{}”", party.zh), fmt::format("the case has no party “{}”", party.en));
  }
  return rejection(Rejection::Kind::party, event.id, std::string(given), event.cite,
                   fmt::format("“{}”不能是{}的行为；应为{}的行为", name.zh, party.zh, roles.zh),
                   fmt::format("“{}” cannot be an act of “{}”; it is an act of: {}", name.en, party.en, roles.en));
}

Rejection too_few_officers(const Event& event, std::size_t given) {
  const Text name = or_id(event.name, event.id);
  return rejection(Rejection::Kind::officers, event.id, std::to_string(event.officers), event.cite,
                   fmt::format("“{}”须由 {} 名不同的人员共同办理，现有 {} 名", name.zh, event.officers, given),
                   fmt::format("“{}” needs {} different officers; {} named", name.en, event.officers, given));
}

Rejection same_person(std::string_view rule, const Text& name, const Cites& cite, std::string_view with,
                      const Text& with_name) {
  return rejection(
      Rejection::Kind::separation, std::string(rule), std::string(with), cite,
      fmt::format("“{}”不能由办理“{}”的同一人办理；请由其他人员办理", name.zh, with_name.zh),
      fmt::format("“{}” may not be done by the person who did “{}”; another person must do it", name.en, with_name.en));
}

Rejection no_window(const Event& event, const ClockRule& window, const ClockInstance* instance) {
  const Text name = or_id(event.name, event.id);
  const Text clock = or_id(window.name, window.id);
  const Cites& cite = window.cite.empty() ? event.cite : window.cite;
  if (instance == nullptr) {
    return rejection(
        Rejection::Kind::window, window.id, window.id, cite,
        fmt::format("期间“{}”（{}）尚未开始，不能办理“{}”", clock.zh, window.id, name.zh),
        fmt::format("the period “{}” ({}) has not begun, so “{}” cannot be done", clock.en, window.id, name.en));
  }
  const std::string due = instance->due ? format_date(*instance->due) : std::string("-");
  return rejection(Rejection::Kind::window, window.id, window.id, cite,
                   fmt::format("期间“{}”（{}）已结束（届满日 {}），不能办理“{}”", clock.zh, window.id, due, name.zh),
                   fmt::format("the period “{}” ({}) is over (last day {}), so “{}” cannot be done", clock.en,
                               window.id, due, name.en));
}

Rejection no_extension(const Event& event, const NoExtension& why) {
  const ClockRule& rule = *why.clock;
  const Text name = or_id(event.name, event.id);
  const Text clock = or_id(rule.name, rule.id);
  Text reason;
  switch (why.why) {
    case NoExtension::Why::not_running:
      reason = {"该期间没有在计算", "it is not running"};
      break;
    case NoExtension::Why::used_up:
      reason = {"延长次数已用完", "it has been extended as often as allowed"};
      break;
    case NoExtension::Why::breached:
      reason = {"该期间已经逾期", "it is already overdue"};
      break;
  }
  return rejection(
      Rejection::Kind::clock, event.id, rule.id, rule.cite.empty() ? event.cite : rule.cite,
      fmt::format("不能办理“{}”：期间“{}”（{}）不能延长，{}", name.zh, clock.zh, rule.id, reason.zh),
      fmt::format("“{}” cannot be done: “{}” ({}) cannot be extended, {}", name.en, clock.en, rule.id, reason.en));
}

Rejection no_row(const Event& event, const std::vector<const Row*>& rows, const Scope& scope) {
  Reasons reasons;
  for (const Row* row : rows) reasons.add(*row, scope);
  const Text name = or_id(event.name, event.id);
  const std::string rule = rule_of(event, *rows.front());
  if (reasons.all_unknown) {
    return rejection(Rejection::Kind::unknown_fact, rule, reasons.subject, event.cite,
                     fmt::format("暂不能办理“{}”：所需事实尚未登记{}；请先登记", name.zh, reasons.told.zh),
                     fmt::format("“{}” cannot be done yet: facts it needs are not recorded {}; record them first",
                                 name.en, reasons.told.en));
  }
  return rejection(Rejection::Kind::guard, rule, reasons.subject, event.cite,
                   fmt::format("不能办理“{}”：条件不符{}", name.zh, reasons.told.zh),
                   fmt::format("“{}” cannot be done: conditions are not met {}", name.en, reasons.told.en));
}

Rejection two_rows(const Event& event, const Row& first, const Row& second) {
  return rejection(Rejection::Kind::guard, event.id, rule_of(event, second), event.cite,
                   fmt::format("“{}”同时符合 {} 和 {} 两种情形，程序定义有误，请联系管理员", event.name.zh,
                               rule_of(event, first), rule_of(event, second)),
                   fmt::format("“{}” fits both {} and {}: the definition is at fault; tell the administrator",
                               event.name.en, rule_of(event, first), rule_of(event, second)));
}

Rejection conflict(std::string_view rule, std::vector<Version> later) {
  Rejection result = rejection(
      Rejection::Kind::conflict, std::string(rule), "", {},
      fmt::format("这样登记后，其后的行为（第 {} 号）不再有依据；请先更正这些行为，或确认保留并记为不合规",
                  fmt::join(later, "、")),
      fmt::format(
          "with this entry the later acts {} would no longer be lawful; correct them first, or confirm that they stay, "
          "marked irregular",
          fmt::join(later, ", ")));
  result.conflicts = std::move(later);
  return result;
}

}  // namespace hejie::engine::words
