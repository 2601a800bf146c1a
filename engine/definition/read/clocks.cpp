// Clocks: triggers, lengths, variants, extensions, where they live, and their warning ladders.
#include <algorithm>

#include "engine/definition/read/condition.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/roll.h"
#include "engine/definition/read/sections.h"
#include "engine/definition/read/values.h"
#include "engine/model/rung.h"

namespace hejie::definition {
namespace {

using engine::ClockRule;
using engine::FactType;
using engine::Length;
using engine::Trigger;

struct TriggerForm {
  std::string_view key;
  Trigger::On on;
  Name names;
};

constexpr TriggerForm kTriggers[] = {
    {"event", Trigger::On::event, Name::event},      {"served", Trigger::On::served, Name::document},
    {"state", Trigger::On::state, Name::state},      {"expiry", Trigger::On::expiry, Name::clock},
    {"released", Trigger::On::released, Name::hold}, {"link", Trigger::On::link, Name::link},
};

Trigger read_trigger(Context& context, const Node& node, bool restart) {
  Fields fields(context, node);
  Trigger out;
  int forms = 0;
  for (const auto& form : kTriggers) {
    const Node* id = fields.find(form.key);
    if (id == nullptr) continue;
    ++forms;
    out.on = form.on;
    // An automatic event can start a clock as well.
    const bool automatic =
        form.on == Trigger::On::event && id->is(Node::Kind::string) && context.has(Name::automatic, id->string);
    out.id = automatic ? id->string : context.refer(*id, form.names);
  }
  if (forms != 1)
    context.error(node, "condition",
                  {"应恰有一个：event、served、state、expiry、released、link",
                   "exactly one of event, served, state, expiry, released, link belongs here"});
  if (out.on == Trigger::On::served) {
    const Node* to = fields.find("to");
    const bool any = to == nullptr || (to->is(Node::Kind::string) && to->string == "any");
    if (!any) out.to = context.refer(*to, Name::party);
  }
  if (out.on == Trigger::On::link) out.outcomes = fields.strings("outcome");
  out.when = read_when(context, fields);
  if (const Node* from = fields.find("from"))
    out.from = read_fact_of(context, *from, {FactType::day, FactType::moment});
  if (restart) {
    out.keeps_extension = fields.boolean("keeps_extension", false);
    out.reopen = fields.boolean("reopen", false);
  }
  return out;
}

std::vector<Trigger> read_triggers(Context& context, Fields& fields, std::string_view key) {
  std::vector<Trigger> out;
  if (const Node* node = fields.find(key))
    for (const Node* item : one_or_many(*node)) out.push_back(read_trigger(context, *item, key == "restarts"));
  return out;
}

void read_length_switch(Context& context, const Node& node, Length& out) {
  out.kind = Length::Kind::by_switch;
  out.id = context.refer(node, Name::switch_);
  const engine::Switch* found = context.find_switch(out.id);
  if (found == nullptr) return;
  const bool periods = std::all_of(found->options.begin(), found->options.end(),
                                   [](const auto& value) { return std::holds_alternative<engine::Period>(value); });
  if (!periods)
    context.error(node, "type",
                  say("开关“{}”的取值不是期间", "the options of the switch \"{}\" are no periods", out.id));
}

Length read_length(Context& context, const Node& node) {
  Length out;
  if (!node.is(Node::Kind::object)) {
    out.kind = Length::Kind::period;
    out.period = read_period(context, node).value_or(engine::Period{});
    return out;
  }
  Fields fields(context, node);
  if (const Node* until = fields.find("until")) {
    out.kind = Length::Kind::until;
    out.id = read_fact_of(context, *until, {FactType::day, FactType::moment});
  } else if (const Node* back = fields.find("back")) {
    out.kind = Length::Kind::back;
    out.period = read_period(context, *back).value_or(engine::Period{});
    if (const Node* from = fields.need("from"))
      out.id = read_fact_of(context, *from, {FactType::day, FactType::moment});
  } else if (const Node* fact = fields.find("fact")) {
    out.kind = Length::Kind::fact;
    out.id = read_fact_of(context, *fact, {FactType::period});
  } else if (const Node* by = fields.find("switch")) {
    read_length_switch(context, *by, out);
  } else {
    context.error(node, "condition",
                  {"长度应为期间、until、back、fact 或 switch", "a length is a period, until, back, fact or switch"});
  }
  return out;
}

std::vector<Length> read_lengths(Context& context, const Node* node) {
  if (node == nullptr) return {Length{}};
  if (!node->is(Node::Kind::array)) return {read_length(context, *node)};
  std::vector<Length> out;
  for (const auto& item : node->items) {
    Fields fields(context, item);
    const Node* is = fields.need("is");
    if (is == nullptr) continue;
    Length length = read_length(context, *is);
    length.when = read_when(context, fields);
    if (!fields.has("when") && &item != &node->items.back())
      context.error(item, "missing_key", {"只有最后一项可以没有 when", "only the last may lack \"when\""});
    out.push_back(std::move(length));
  }
  if (out.empty()) wrong_type(context, *node, {"非空列表", "a list, not empty"});
  return out;
}

std::optional<Date> read_day(Context& context, Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  if (node == nullptr || node->is(Node::Kind::null)) return std::nullopt;
  const auto day = node->is(Node::Kind::string) ? parse_date(node->string) : std::nullopt;
  if (!day) context.error(*node, "bad_value", {"此处应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  return day;
}

engine::ClockVariant read_variant(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::ClockVariant out;
  out.from = read_day(context, fields, "from");
  out.to = read_day(context, fields, "to");
  out.length = read_lengths(context, fields.need("length"));
  out.cite = fields.cites();
  if (out.from && out.to && *out.from > *out.to)
    context.error(node, "bad_value", {"from 晚于 to", "from is later than to"});
  return out;
}

engine::Extension read_extension(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::Extension out;
  (void)fields.need("event");
  out.event = fields.name("event", Name::event);
  out.when = read_when(context, fields);
  out.times = fields.integer("times", 1, 1, 100);
  const Node* by = fields.find("by");
  const Node* to = fields.find("to");
  if ((by == nullptr) == (to == nullptr))
    context.error(node, "condition", {"应恰有一个：by、to", "exactly one of by, to belongs here"});
  if (by != nullptr && by->is(Node::Kind::object)) {
    Fields inner(context, *by);
    if (const Node* fact = inner.need("fact")) out.by_fact = read_fact_of(context, *fact, {FactType::period});
  } else if (by != nullptr) {
    out.by = read_period(context, *by);
  }
  if (to != nullptr) {
    Fields inner(context, *to);
    if (const Node* fact = inner.need("fact")) out.to_fact = read_fact_of(context, *fact, {FactType::day});
  }
  return out;
}

std::vector<std::string> read_sources(Context& context, Fields& fields) {
  std::vector<std::string> out;
  const Node* node = fields.find("excluded_by");
  if (node == nullptr) return out;
  for (const Node* item : one_or_many(*node)) {
    const std::string& text = item->string;
    const auto part = [&](std::string_view prefix, Name kind) {
      Node rest = *item;
      rest.string = text.substr(prefix.size());
      if (!context.refer(rest, kind).empty()) out.push_back(text);
    };
    if (text == "public_notice")
      out.push_back(text);
    else if (text.starts_with("state:"))
      part("state:", Name::state);
    else if (text.starts_with("link:"))
      part("link:", Name::link);
    else
      part("", Name::hold);
  }
  return out;
}

void add_phase(const engine::Procedure& procedure, engine::Phase phase, std::vector<std::string>& out) {
  for (const auto& state : procedure.states)
    if (state.phase == phase) out.push_back(state.id);
}

std::vector<std::string> read_lives(Context& context, Fields& fields) {
  const Node* node = fields.find("lives");
  const std::string word = node == nullptr ? "open" : node->string;
  std::vector<std::string> out;
  if (word == "open" || word == "any") add_phase(context.procedure, engine::Phase::open, out);
  if (word == "closed" || word == "any") add_phase(context.procedure, engine::Phase::closed, out);
  if (word == "open" || word == "any" || word == "closed") return out;
  return read_state_list(context, *node);
}

void read_expiry(Context& context, const Node& node, ClockRule& clock) {
  Fields fields(context, node);
  clock.expiry_event = fields.name("event", Name::event);
  if (const Node* set = fields.find("set")) clock.expiry_set = read_setters(context, *set, Target::fact);
  if (const Node* set = fields.find("set_party"))
    clock.expiry_set_party = read_setters(context, *set, Target::standing);
  if (node.members.size() != 1)
    context.error(node, "condition",
                  {"应恰有一个：event、set、set_party", "exactly one of event, set, set_party belongs here"});
}

/// "-3wd", "0", "+1wd" as days of a unit from the due day.
std::optional<std::pair<int, calendar::Unit>> read_offset(std::string_view text) {
  if (text == "0") return std::pair{0, calendar::Unit::working_days};
  if (text.size() < 2 || (text[0] != '-' && text[0] != '+')) return std::nullopt;
  const auto period = calendar::parse_period(text.substr(1));
  if (!period) return std::nullopt;
  using calendar::Unit;
  if (period->unit != Unit::working_days && period->unit != Unit::days && period->unit != Unit::hours)
    return std::nullopt;
  return std::pair{text[0] == '-' ? -period->count : period->count, period->unit};
}

std::string recipient(const Context& context, const ClockRule& clock, const std::string& to) {
  // A party does not log in: what concerns its right is told to whoever handles the case.
  const bool staff = clock.kind != engine::ClockKind::window && !clock.owner.empty();
  if (to == "$owner" && staff && (!context.knows(Name::staff_role) || context.has(Name::staff_role, clock.owner)))
    return clock.owner;
  return to.starts_with('$') ? context.handler : to;
}

void add_rungs(Context& context, const Node& at, const LadderRung& rung, ClockRule& clock) {
  const auto offset = read_offset(rung.at);
  if (!offset) {
    context.error(at, "bad_value",
                  say("阶梯的“{}”应写成 \"-3wd\"、\"0\"、\"+1wd\"",
                      "the ladder's \"{}\" must be like \"-3wd\", \"0\", \"+1wd\"", rung.at));
    return;
  }
  for (const auto& to : rung.to) {
    engine::Rung out = engine::make_rung(offset->first, offset->second, recipient(context, clock, to));
    const bool twice = std::any_of(clock.ladder.begin(), clock.ladder.end(), [&](const engine::Rung& other) {
      return other.offset == out.offset && other.unit == out.unit && other.to == out.to;
    });
    if (!twice && !out.to.empty()) clock.ladder.push_back(std::move(out));
  }
}

void read_ladder(Context& context, Fields& fields, ClockRule& clock) {
  const Node* node = fields.find("ladder");
  if (node == nullptr) return;
  const Ladder* ladder = context.library.find_ladder(context.refer(*node, Name::ladder));
  if (ladder == nullptr) return;
  for (const auto& rung : ladder->rungs) add_rungs(context, *node, rung, clock);
}

void read_owner(Context& context, Fields& fields, ClockRule& clock) {
  const Node* node = fields.find("owner");
  if (node == nullptr) return;
  const bool ours = node->is(Node::Kind::string) &&
                    (context.has(Name::staff_role, node->string) || context.has(Name::actor, node->string));
  clock.owner = ours ? node->string
                     : context.refer(*node, clock.kind == engine::ClockKind::window ? Name::actor : Name::staff_role);
}

ClockRule read_clock(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id, true);
  ClockRule clock;
  clock.id = id;
  clock.pointer = node.pointer;
  clock.name = fields.need_text("name");
  (void)fields.need("kind");
  clock.kind = static_cast<engine::ClockKind>(fields.word("kind", {"duty", "window", "timer"}, 0));
  clock.per = static_cast<engine::Per>(fields.word("per", {"case", "party", "act"}, 0));
  clock.role = fields.name("role", Name::party);
  if (!clock.role.empty() && clock.per != engine::Per::party)
    context.error(node, "bad_value", {"role 只用于 \"per\":\"party\"", "role belongs to \"per\":\"party\" only"});
  read_owner(context, fields, clock);
  clock.length = read_lengths(context, fields.find("length"));
  if (const Node* variants = fields.find("variants"))
    for (const Node* item : one_or_many(*variants)) clock.variants.push_back(read_variant(context, *item));
  clock.starts = read_triggers(context, fields, "starts");
  clock.stops = read_triggers(context, fields, "stops");
  clock.restarts = read_triggers(context, fields, "restarts");
  clock.stops_by = fields.text("stops_by");
  if (const Node* extends = fields.find("extends"))
    for (const Node* item : one_or_many(*extends)) clock.extends.push_back(read_extension(context, *item));
  clock.excluded_by = read_sources(context, fields);
  clock.lives = read_lives(context, fields);
  read_roll(context, fields, clock.roll, clock.roll_switch);
  if (const Node* expiry = fields.find("expiry")) read_expiry(context, *expiry, clock);
  clock.breach_right = fields.name("breach_right", Name::event);
  clock.soft = fields.boolean("soft", false);
  read_ladder(context, fields, clock);
  clock.cite = fields.cites();
  clock.unit_cite = fields.cites("unit_cite");
  return clock;
}

}  // namespace

void read_clocks(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) context.procedure.clocks.push_back(read_clock(context, id, node));
}

}  // namespace hejie::definition
