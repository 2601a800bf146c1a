// One act or tick and everything it opens, signals and tells in linked cases: all or nothing.
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "engine/machine/machine.h"

namespace hejie::engine {
namespace {

constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxCases = 2000;
constexpr const char* kOrigin = "origin";
constexpr const char* kBasisGone = "basis_gone";

/// A lawful "no" or bad input from inside, or an error of the source.
using No = std::variant<Error, Rejection, FormFindings>;
using Step = std::expected<void, No>;

/// A case of the cascade. Its file is copied only when something is decided on top of a decision: nearly never.
struct Member {
  CascadeCase result;
  std::shared_ptr<const CaseFile> before;  ///< as the source gave it; null for a new case
  CaseFile own;                            ///< of a new case, or after a second decision
  std::size_t in_own = 0;                  ///< events of the result that are in `own`
  bool decided = false;
  bool copied = false;

  const CaseFile& file() {
    if (!decided) return before ? *before : own;
    if (before && !copied) own = *before;
    copied = true;
    const auto& events = result.decision.events;
    for (; in_own < events.size(); ++in_own) {
      if (const auto* act = std::get_if<Act>(&events[in_own])) own.acts.push_back(*act);
    }
    own.state = result.decision.after;
    return own;
  }
  [[nodiscard]] const CaseState& state() const {
    if (decided) return result.decision.after;
    return before ? before->state : own.state;
  }
};

void append(Decision& all, Decision&& next) {
  const auto move_to = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move_to(all.events, next.events);
  move_to(all.warnings, next.warnings);
  move_to(all.moved, next.moved);
  move_to(all.effects.alerts, next.effects.alerts);
  move_to(all.effects.alerts_superseded, next.effects.alerts_superseded);
  move_to(all.effects.alerts_left_out, next.effects.alerts_left_out);
  move_to(all.effects.documents, next.effects.documents);
  move_to(all.effects.opens, next.effects.opens);
  move_to(all.effects.signals, next.effects.signals);
  move_to(all.effects.outcomes, next.effects.outcomes);
  move_to(all.effects.basis_gone, next.effects.basis_gone);
  move_to(all.effects.adopts, next.effects.adopts);
  all.effects.gives_number = all.effects.gives_number || next.effects.gives_number;
  all.proposal = all.proposal || next.proposal;
  if (!next.approver_roles.empty()) all.approver_roles = std::move(next.approver_roles);
  all.after = std::move(next.after);
}

class Cascading {
 public:
  Cascading(CaseSource& source, const Calendar& calendar) : source_(source), calendar_(calendar) {}

  Step act_on(Member& member, const Act& act, int depth);
  Step tick_on(Member& member, Moment until);
  std::expected<Member*, No> member(const CaseId& id);
  std::expected<Member*, No> new_member(const std::string& procedure, Date on, CaseId opener, std::string link);
  std::vector<CascadeCase> finish();

 private:
  Step take(Member& member, Decision decision, const Act* act, int depth);
  Step follow(Member& member, const Effects& effects, const Act* act, int depth);
  Step open(Member& opener, const OpenCase& opens, const Act* act, int depth);
  Step link(Member& to, const CaseId& other, const std::string& procedure, std::string kind, std::string direction,
            Date on, int depth);
  Step tell(const CaseId& other, const CaseId& from, const std::string& milestone, Date on, const Act* act, int depth);
  Step signal(const SignalCase& signals, const Act* act, int depth);

  CaseSource& source_;
  const Calendar& calendar_;
  std::deque<Member> members_;  // stable addresses
};

No no_of(Decided&& decided) {
  if (auto* rejection = std::get_if<Rejection>(&decided)) return std::move(*rejection);
  return std::get<FormFindings>(std::move(decided));
}

/// A linked case said no: the commanding case is refused for that reason.
No from_linked(No no, const std::string& procedure, const std::string& event) {
  if (std::holds_alternative<Error>(no)) return no;
  Rejection result;
  result.kind = Rejection::Kind::link;
  result.rule = event;
  result.subject = procedure;
  Text reason;
  if (const auto* rejection = std::get_if<Rejection>(&no)) {
    reason = rejection->message;
    result.cite = rejection->cite;
    result.rule = rejection->rule;
  } else {
    for (const Finding& finding : std::get<FormFindings>(no)) {
      reason.zh += (reason.zh.empty() ? "" : "；") + finding.path + " " + finding.message.zh;
      reason.en += (reason.en.empty() ? "" : "; ") + finding.path + " " + finding.message.en;
    }
  }
  result.message = {fmt::format("关联程序“{}”不接受：{}", procedure, reason.zh),
                    fmt::format("the linked procedure '{}' refuses: {}", procedure, reason.en)};
  return result;
}

Rejection too_deep() {
  return {
      Rejection::Kind::link,
      "cascade",
      "",
      {},
      {fmt::format("关联案件的连锁超过 {} 层，未办理；请联系管理员", kMaxDepth),
       fmt::format("the chain of linked cases is deeper than {}; nothing was done; tell the administrator", kMaxDepth)},
      {}};
}

std::expected<Member*, No> Cascading::member(const CaseId& id) {
  for (Member& known_member : members_) {
    if (known_member.result.id == id) return &known_member;
  }
  if (members_.size() >= kMaxCases) return std::unexpected<No>(too_deep());
  auto file = source_.load(id);
  if (!file) return std::unexpected<No>(std::move(file.error()));
  auto procedure = source_.procedure_of(id);
  if (!procedure) return std::unexpected<No>(std::move(procedure.error()));
  Member& added = members_.emplace_back();
  added.result.id = id;
  added.result.procedure = *procedure;
  added.result.expected = (*file)->state.version;
  added.before = std::move(*file);
  return &added;
}

std::expected<Member*, No> Cascading::new_member(const std::string& procedure, Date on, CaseId opener,
                                                 std::string link) {
  if (members_.size() >= kMaxCases) return std::unexpected<No>(too_deep());
  auto found = source_.procedure(procedure, on);
  if (!found) return std::unexpected<No>(std::move(found.error()));
  Member& added = members_.emplace_back();
  added.result.id = source_.new_case_id();
  added.result.procedure = *found;
  added.result.opened_by = std::move(opener);
  added.result.link = std::move(link);
  added.own.state.id = added.result.id;
  return &added;
}

Step Cascading::act_on(Member& member, const Act& act, int depth) {
  if (depth > kMaxDepth) return std::unexpected<No>(too_deep());
  const Context context{*member.result.procedure, calendar_};
  Decided decided = decide(context, member.file(), act);
  if (!std::holds_alternative<Decision>(decided)) return std::unexpected<No>(no_of(std::move(decided)));
  return take(member, std::get<Decision>(std::move(decided)), &act, depth);
}

Step Cascading::tick_on(Member& member, Moment until) {
  const Context context{*member.result.procedure, calendar_};
  return take(member, tick(context, member.file(), until), nullptr, 0);
}

Step Cascading::take(Member& member, Decision decision, const Act* act, int depth) {
  // What is told to people is of no interest to other cases, and is most of it.
  Effects effects;
  effects.opens = decision.effects.opens;
  effects.adopts = decision.effects.adopts;
  effects.signals = decision.effects.signals;
  effects.outcomes = decision.effects.outcomes;
  effects.basis_gone = decision.effects.basis_gone;
  append(member.result.decision, std::move(decision));
  member.decided = true;
  return follow(member, effects, act, depth);
}

Step Cascading::follow(Member& member, const Effects& effects, const Act* act, int depth) {
  for (const OpenCase& opens : effects.opens) {
    if (auto done = open(member, opens, act, depth + 1); !done) return done;
  }
  for (const std::string& kind : effects.adopts) {
    if (act == nullptr || !act->link) continue;
    auto other = this->member(act->link->other);
    if (!other) return std::unexpected(std::move(other.error()));
    auto done = link(**other, member.result.id, member.result.procedure->id, kOrigin, kOrigin, act->on, depth + 1);
    if (!done) return std::unexpected(from_linked(std::move(done.error()), (*other)->result.procedure->id, kind));
  }
  for (const SignalCase& signals : effects.signals) {
    if (auto done = signal(signals, act, depth + 1); !done) return done;
  }
  for (const Outcome& outcome : effects.outcomes) {
    const auto links = member.state().links;
    for (const LinkState& linked : links) {
      auto done = tell(linked.other, member.result.id, outcome.milestone, outcome.on, act, depth + 1);
      if (!done) return done;
    }
  }
  for (const BasisGone& gone : effects.basis_gone) {
    auto done = tell(gone.other, member.result.id, kBasisGone, gone.on, act, depth + 1);
    if (!done) return done;
  }
  return {};
}

Step Cascading::link(Member& to, const CaseId& other, const std::string& procedure, std::string kind,
                     std::string direction, Date on, int depth) {
  Act act;
  act.kind = ActKind::linked;
  act.on = on;
  act.by.role = "link";
  act.link = LinkInput{std::move(kind), other, procedure, std::move(direction), ""};
  return act_on(to, act, depth);
}

Step Cascading::open(Member& opener, const OpenCase& opens, const Act* act, int depth) {
  if (depth > kMaxDepth) return std::unexpected<No>(too_deep());
  auto child = new_member(opens.procedure, opens.on, opener.result.id, opens.link);
  if (!child) return std::unexpected(std::move(child.error()));
  Act start;
  start.event = opens.event;
  start.on = opens.on;
  start.by.role = "link";
  start.fields = opens.fields;
  start.parties = opens.parties;
  start.items = opens.items;
  start.cascade = act != nullptr && act->cascade;
  if (auto done = act_on(**child, start, depth); !done) {
    return std::unexpected(from_linked(std::move(done.error()), opens.procedure, opens.event));
  }
  const std::string& ours = opener.result.procedure->id;
  if (auto done = link(**child, opener.result.id, ours, kOrigin, kOrigin, opens.on, depth); !done) return done;
  return link(opener, (*child)->result.id, opens.procedure, opens.link, "opened", opens.on, depth);
}

Step Cascading::tell(const CaseId& other, const CaseId& from, const std::string& milestone, Date on, const Act* act,
                     int depth) {
  auto found = member(other);
  if (!found) return std::unexpected(std::move(found.error()));
  Act told;
  told.kind = ActKind::link_outcome;
  told.on = std::max(on, (*found)->state().opened_on);
  told.by.role = "link";
  told.cascade = act != nullptr && act->cascade;
  told.link = LinkInput{"", from, "", "", milestone};
  auto done = act_on(**found, told, depth);
  if (!done) return std::unexpected(from_linked(std::move(done.error()), (*found)->result.procedure->id, milestone));
  return {};
}

Step Cascading::signal(const SignalCase& signals, const Act* act, int depth) {
  auto found = member(signals.other);
  if (!found) return std::unexpected(std::move(found.error()));
  Act signaled;
  signaled.event = signals.event;
  signaled.on = std::max(signals.on, (*found)->state().opened_on);
  signaled.by.role = "link";
  signaled.cascade = act != nullptr && act->cascade;
  auto done = act_on(**found, signaled, depth);
  if (!done)
    return std::unexpected(from_linked(std::move(done.error()), (*found)->result.procedure->id, signals.event));
  return {};
}

std::vector<CascadeCase> Cascading::finish() {
  std::vector<CascadeCase> cases;
  for (Member& done : members_) {
    if (&done == &members_.front() || !done.result.decision.events.empty()) cases.push_back(std::move(done.result));
  }
  return cases;
}

Result<Cascade> answer(Cascading& cascading, Step step) {
  if (step) return Cascade{cascading.finish()};
  if (auto* error = std::get_if<Error>(&step.error())) return fail(std::move(*error));
  if (auto* rejection = std::get_if<Rejection>(&step.error())) return Cascade{std::move(*rejection)};
  return Cascade{std::get<FormFindings>(std::move(step.error()))};
}

}  // namespace

Result<Cascade> decide_cascade(CaseSource& source, const Calendar& calendar, const CaseId& id,
                               const std::string& procedure, const Act& act) {
  Cascading cascading(source, calendar);
  auto member = id.empty() ? cascading.new_member(procedure, act.on, {}, "") : cascading.member(id);
  if (!member) return answer(cascading, std::unexpected(std::move(member.error())));
  return answer(cascading, cascading.act_on(**member, act, 0));
}

Result<Cascade> tick_cascade(CaseSource& source, const Calendar& calendar, const CaseId& id, Moment until) {
  Cascading cascading(source, calendar);
  auto member = cascading.member(id);
  if (!member) return answer(cascading, std::unexpected(std::move(member.error())));
  return answer(cascading, cascading.tick_on(**member, until));
}

}  // namespace hejie::engine
