#include "engine/definition/checks/matters.h"

#include <fmt/format.h>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using Names = Conditions::Names;

std::string bound(const Condition& condition, const char* sign) {
  if (!condition.other.empty()) return condition.id + sign + condition.other;
  const auto* number = condition.values.empty() ? nullptr : std::get_if<std::int64_t>(&condition.values.front());
  return condition.id + sign + (number != nullptr ? std::to_string(*number) : "");
}

/// Of a yes-or-no fact the answer is told, of others only that they matter.
std::string fact(const Condition& condition) {
  const auto* yes = condition.values.size() == 1 ? std::get_if<bool>(&condition.values.front()) : nullptr;
  return yes != nullptr && !*yes ? "not " + condition.id : condition.id;
}

std::string clock(const Condition& condition) {
  constexpr const char* kTests[] = {"open", "running", "expired", "over"};
  constexpr const char* kOf[] = {"", " of the actor", " of all"};
  return condition.id + " " + kTests[static_cast<std::size_t>(condition.clock_test)] +
         kOf[static_cast<std::size_t>(condition.of)] + (condition.role.empty() ? "" : " " + condition.role);
}

std::string counted(const Condition& condition) {
  constexpr const char* kCounts[] = {"all", "some", "no", ""};
  return condition.count == engine::Count::at_least ? std::to_string(condition.number)
                                                    : kCounts[static_cast<std::size_t>(condition.count)];
}

std::string keys_of(const Condition& condition) {
  std::string out;
  for (const auto& [key, values] : condition.where) out += " " + key;
  return out;
}

std::string flagged(const Condition& condition, const std::string& text) {
  return condition.flag ? text : "not " + text;
}

std::string leaf(const Condition& condition) {
  switch (condition.kind) {
    case ConditionKind::fact_in:
      return fact(condition);
    case ConditionKind::fact_known:
      return flagged(condition, condition.id + " known");
    case ConditionKind::fact_at_least:
      return bound(condition, ">=");
    case ConditionKind::fact_at_most:
      return bound(condition, "<=");
    case ConditionKind::day_not_before:
      return condition.id + " not before " + condition.other;
    case ConditionKind::day_not_after:
      return condition.id + " not after " + condition.other;
    case ConditionKind::day_within:
      return condition.id + " within " + calendar::format_period(condition.period) + " of " + condition.other;
    case ConditionKind::day_leaves:
      return condition.id + " leaves " + calendar::format_period(condition.period);
    case ConditionKind::clock_is:
      return clock(condition);
    case ConditionKind::served:
      return "served " + condition.id +
             (condition.role.empty() ? "" : " to " + counted(condition) + " " + condition.role);
    case ConditionKind::hold_on:
      return flagged(condition, "hold " + condition.id);
    case ConditionKind::done:
      return flagged(condition, "done " + condition.id);
    case ConditionKind::parties:
      return counted(condition) + " " + condition.role + keys_of(condition) +
             (condition.other_than_actor ? " other than the actor" : "");
    case ConditionKind::self:
      return "the party" + keys_of(condition);
    case ConditionKind::items:
      return counted(condition) + " items" + keys_of(condition);
    case ConditionKind::link_outcome:
      return "outcome of " + condition.id;
    case ConditionKind::link_is:
      return flagged(condition, "link " + condition.id);
    case ConditionKind::switch_is:
      return "reading " + condition.id;
    case ConditionKind::always:
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::negation:
      break;
  }
  return {};
}

const char* join_of(const Condition& condition) {
  if (condition.children.size() < 2) return "";
  return condition.kind == ConditionKind::all ? "all" : condition.kind == ConditionKind::any ? "any" : "";
}

/// A nested list is told in brackets, a condition with a name by its name.
std::string told(const Condition& condition, bool by_name = true) {
  if (by_name && !condition.let.empty()) return "[" + condition.let + "]";
  if (condition.children.empty()) return leaf(condition);
  if (condition.kind == ConditionKind::negation) return "not (" + told(condition.children.front()) + ")";
  Names parts;
  for (const auto& child : condition.children) parts.insert(told(child));
  return fmt::format("{}({})", join_of(condition), fmt::join(parts, "; "));
}

Names matters_of(const Condition& condition, bool by_name = true) {
  const bool whole = condition.children.empty() || condition.kind == ConditionKind::negation;
  if (whole || (by_name && !condition.let.empty())) return {told(condition, by_name)};
  Names out;
  if (*join_of(condition) != '\0') out.insert(join_of(condition));
  for (const auto& child : condition.children) out.insert(told(child));
  return out;
}

std::string told(const engine::Trigger& trigger) {
  using On = engine::Trigger::On;
  std::string out = trigger.id;
  if (trigger.on == On::served) out = "served " + trigger.id + (trigger.to.empty() ? "" : " to " + trigger.to);
  if (trigger.on == On::state) out = "stage " + trigger.id;
  if (trigger.on == On::expiry) out = trigger.id + " over";
  if (trigger.on == On::released) out = trigger.id + " lifted";
  if (trigger.on == On::link) out = fmt::format("{}: {}", trigger.id, fmt::join(trigger.outcomes, ", "));
  if (!trigger.from.empty()) out += ", counted from " + trigger.from;
  if (trigger.keeps_extension) out += ", extension kept";
  if (trigger.reopen) out += ", opened again";
  return out;
}

class Collector {
 public:
  explicit Collector(const engine::Procedure& procedure) : procedure_(procedure) {}

  std::vector<Conditioned> all() {
    for (const auto* events : {&procedure_.events, &procedure_.automatic})
      for (const auto& event : *events) add_event(event);
    for (const auto& clock : procedure_.clocks) add_clock(clock);
    for (const auto& mode : procedure_.service) add("mode " + mode.id, "/service/" + mode.id, mode.when);
    for_each_condition(procedure_, [&](const Condition& condition, const engine::Event*) { add_name(condition); });
    return std::move(out_);
  }

 private:
  void put(const std::string& part, const std::string& pointer, Names matters) {
    for (auto& one : out_)
      if (one.part == part) return one.matters.merge(matters);
    out_.push_back({part, pointer, std::move(matters)});
  }

  void add(const std::string& part, const std::string& pointer, const Condition& condition) {
    if (condition.kind != ConditionKind::always) put(part, pointer, matters_of(condition));
  }

  void add_name(const Condition& condition) {
    if (condition.let.empty() || !named_.insert(condition.let).second) return;
    put("words " + condition.let, "/let/" + condition.let, matters_of(condition, false));
  }

  void add_event(const engine::Event& event) {
    for (const auto& step : event.approval) add("approval " + event.id, event.pointer + "/approval", step.when);
    for (const auto& warning : event.warn) add("warning " + event.id, event.pointer + "/warn", warning.unless);
    for (const auto& row : event.rows) {
      const std::string act = event.rows.size() < 2 || row.id.empty() ? event.id : event.id + "." + row.id;
      add("act " + act, row.pointer + "/when", row.when);
      for (const auto& issue : row.issues)
        add("paper " + act + " " + issue.document, row.pointer + "/issues", issue.when);
      for (const auto& open : row.opens) add("opening " + act + " " + open.link, row.pointer + "/opens", open.when);
      for (const auto& signal : row.signals)
        add("word " + act + " " + signal.event, row.pointer + "/signals", signal.when);
    }
  }

  void add_triggers(const engine::ClockRule& clock, const char* kind, const std::vector<engine::Trigger>& triggers) {
    for (const auto& trigger : triggers)
      add(std::string(kind) + " " + clock.id + " " + told(trigger), clock.pointer + "/" + kind, trigger.when);
  }

  void add_clock(const engine::ClockRule& clock) {
    add_triggers(clock, "starts", clock.starts);
    add_triggers(clock, "stops", clock.stops);
    add_triggers(clock, "restarts", clock.restarts);
    for (const auto& length : clock.length) add("length " + clock.id, clock.pointer + "/length", length.when);
    for (const auto& extension : clock.extends)
      add("extends " + clock.id + " " + extension.event, clock.pointer + "/extends", extension.when);
  }

  const engine::Procedure& procedure_;
  std::vector<Conditioned> out_;
  std::set<std::string, std::less<>> named_;
};

Names all_told(const std::vector<engine::Trigger>& triggers) {
  Names out;
  for (const auto& trigger : triggers) out.insert(told(trigger));
  return out;
}

}  // namespace

std::vector<Conditioned> conditions_in(const engine::Procedure& procedure) {
  return Collector(procedure).all();
}

Conditions::Matters course_of(const engine::ClockRule& clock) {
  constexpr const char* kKinds[] = {"duty", "window", "timer"};
  Conditions::Matters out{{"kind", {kKinds[static_cast<std::size_t>(clock.kind)]}}};
  if (clock.soft) out["kind"].insert("target");
  if (!clock.owner.empty()) out["whose"] = {clock.owner};
  if (clock.per == engine::Per::party) out["each"] = {clock.role.empty() ? "party" : clock.role};
  if (clock.per == engine::Per::act) out["each"] = {"act"};
  out["begins"] = all_told(clock.starts);
  out["again"] = all_told(clock.restarts);
  out["ends"] = all_told(clock.stops);
  out["still"] = {clock.excluded_by.begin(), clock.excluded_by.end()};
  Names then;
  if (!clock.expiry_event.empty()) then.insert(clock.expiry_event);
  if (!clock.breach_right.empty()) then.insert("right to " + clock.breach_right);
  for (const auto* setters : {&clock.expiry_set, &clock.expiry_set_party})
    for (const auto& setter : *setters) then.insert("sets " + setter.target);
  out["then"] = std::move(then);
  std::erase_if(out, [](const auto& aspect) { return aspect.second.empty(); });
  return out;
}

}  // namespace hejie::definition
