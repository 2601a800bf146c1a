#include "engine/definition/explore/walk.h"

#include <algorithm>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::ClockRule;
using engine::Event;
using engine::Row;
using engine::Setter;
using engine::Trigger;

bool machine_only(const Event& event) {
  return std::all_of(event.by.begin(), event.by.end(),
                     [](const auto& role) { return role == "clock" || role == "link"; });
}

bool only_by_clock(const Event& event) {
  return !event.automatic &&
         std::all_of(event.by.begin(), event.by.end(), [](const auto& role) { return role == "clock"; });
}

/// States a case may be in once a document was issued, guards left out of account.
std::set<std::string> states_after_issue(const engine::Procedure& procedure, const std::string& document) {
  std::set<std::string> reached;
  for_each_row(procedure, [&](const Event&, const Row& row) {
    if (std::none_of(row.issues.begin(), row.issues.end(), [&](const auto& i) { return i.document == document; }))
      return;
    if (row.to.empty())
      reached.insert(row.from.begin(), row.from.end());
    else
      reached.insert(row.to);
  });
  for (bool grew = true; grew;) {
    grew = false;
    for_each_row(procedure, [&](const Event&, const Row& row) {
      const bool here =
          std::any_of(row.from.begin(), row.from.end(), [&](const auto& s) { return reached.contains(s); });
      if (here && !row.to.empty()) grew = reached.insert(row.to).second || grew;
    });
  }
  return reached;
}

bool moves_case(const Row& row, const std::string& state) {
  return !row.to.empty() && row.to != state;
}

}  // namespace

Walk::Walk(const engine::Procedure& procedure, const Tracks& tracks, Evaluator& evaluate)
    : procedure_(procedure), tracks_(tracks), evaluate_(evaluate) {
  for (const auto& document : procedure.documents) served_in_[document.id] = states_after_issue(procedure, document.id);
}

bool Walk::run(const std::vector<std::size_t>& picked, std::uint64_t most) {
  picked_ = picked;
  evaluate_.remember(picked);
  nodes_.clear();
  back_.clear();
  known_.clear();
  taken_.clear();
  taken_in_.clear();
  refused_.clear();
  moves_ = 0;
  Node start{-1, Memory(picked.size(), 0)};
  for (std::size_t i = 0; i < picked.size(); ++i) {
    const Track& track = tracks_.all[picked[i]];
    if (track.kind == Track::Kind::fact) start.memory[i] = value_index(picked[i], procedure_.find_fact(track.id)->init);
  }
  reach(0, start);
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    if (nodes_.size() > most || moves_ > most_moves(most)) return false;
    expand(at);
  }
  return true;
}

void Walk::reach(std::size_t from, Node node) {
  if (captured_ != nullptr) {
    captured_->push_back(std::move(node));
    return;
  }
  ++moves_;
  std::string key(1, static_cast<char>(node.state + 1));
  key.append(node.memory.begin(), node.memory.end());
  const auto [it, fresh] = known_.emplace(std::move(key), nodes_.size());
  if (fresh) {
    nodes_.push_back(std::move(node));
    back_.emplace_back();
  }
  if (it->second != from) back_[it->second].push_back(from);
}

bool Walk::in(const std::vector<std::string>& states, int state) const {
  return state < 0 ? states.empty() : contains(states, procedure_.states[static_cast<std::size_t>(state)].id);
}

bool Walk::lives(const ClockRule& clock, int state) const {
  return state >= 0 && in(clock.lives, state);
}

std::uint8_t Walk::value_index(std::size_t track, const engine::Value& value) const {
  if (!engine::known(value)) return 0;
  const auto& values = tracks_.all[track].values;
  const auto exact = std::find(values.begin(), values.end(), value);
  const auto other = std::find(values.begin(), values.end(), engine::Value{});
  const auto at = exact != values.end() ? exact : other;
  return at == values.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(at - values.begin() + 1);
}

void Walk::expand(std::size_t at) {
  const int state = nodes_[at].state;
  if (state >= 0 && procedure_.states[static_cast<std::size_t>(state)].phase == engine::Phase::final) return;
  if (automatic_moves(at)) return;
  for (const auto& event : procedure_.events)
    if (!only_by_clock(event)) event_moves(at, event);
  if (state < 0) return;
  expiry_moves(at);
  outside_moves(at);
  link_moves(at);
}

/// Automatic events fire at once: where one must move the case, nothing else happens first.
bool Walk::automatic_moves(std::size_t at) {
  const int state = nodes_[at].state;
  if (state < 0) return false;
  bool must = false;
  for (const auto& event : procedure_.automatic) {
    const Row& row = event.rows.front();
    if (!in(row.from, state)) continue;
    const Memory memory = nodes_[at].memory;
    const May may = evaluate_(row.when, memory);
    if (!(may & kMayYes)) continue;
    take(at, memory, {event, row, false}, false, nullptr);
    must = must || (may == kMayYes && moves_case(row, procedure_.states[static_cast<std::size_t>(state)].id));
  }
  return must;
}

void Walk::event_moves(std::size_t at, const Event& event) {
  const Memory memory = nodes_[at].memory;
  const int state = nodes_[at].state;
  for (const auto& row : event.rows)
    if (in(row.from, state)) take(at, memory, {event, row, !machine_only(event)}, true, nullptr);
}

bool Walk::barred(const Memory& memory, const Move& move) const {
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind == Track::Kind::hold && memory[i] == 1) {
      const auto* hold = procedure_.find_hold(track.id);
      if (move.by_people && !contains(hold->allows, move.event.id)) return true;
      if (move.by_people && contains(move.row.takes, track.id) && !hold->per_request &&
          !contains(move.row.releases, track.id))
        return true;
    }
    if (track.kind == Track::Kind::clock && contains(move.event.within, track.id)) {
      const auto* rule = procedure_.find_clock(track.id);
      const bool single = rule->per == engine::Per::one;
      if (memory[i] == value_of(ClockNow::none) || (single && memory[i] != value_of(ClockNow::running))) return true;
    }
  }
  return false;
}

/// The memory with each value the form may bring.
void Walk::each_form(const Memory& memory, const Event& event, const std::function<void(const Memory&)>& visit) const {
  std::vector<Memory> all{memory};
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind != Track::Kind::fact) continue;
    const bool asked = contains(event.asks, track.id);
    if (!asked && !contains(event.may, track.id)) continue;
    std::vector<Memory> more;
    for (const auto& one : all) {
      if (!asked) more.push_back(one);
      for (std::size_t v = 1; v <= track.values.size(); ++v) {
        more.push_back(one);
        more.back()[i] = static_cast<std::uint8_t>(v);
      }
    }
    all = std::move(more);
  }
  for (const auto& one : all) visit(one);
}

bool Walk::take(std::size_t from, const Memory& memory, const Move& move, bool forms, const ClockRule* expired) {
  bool some = false;
  const auto attempt = [&](const Memory& filled) {
    if (barred(filled, move) || !(evaluate_(move.row.when, filled) & kMayYes)) return;
    some = apply(from, filled, move, expired) || some;
  };
  if (forms)
    each_form(memory, move.event, attempt);
  else
    attempt(memory);
  if (some) taken_.insert(&move.row);
  if (some) taken_in_.emplace(&move.row, nodes_[from].state);
  return some;
}

void Walk::store_set(std::vector<Memory>& memories, const std::vector<Setter>& setters) const {
  for (const auto& set : setters) {
    const std::size_t track = tracks_.find(Track::Kind::fact, set.target);
    const std::size_t place = track == kNoTrack ? kNoTrack : evaluate_.place(track);
    if (place == kNoTrack) continue;
    if (set.source == Setter::Source::literal) {
      for (auto& memory : memories) memory[place] = value_index(track, set.literal);
      continue;
    }
    std::vector<Memory> more;
    const bool copied = set.source == Setter::Source::fact;
    for (const auto& memory : memories)
      for (std::size_t v = copied ? 0 : 1; v <= tracks_.all[track].values.size(); ++v) {
        more.push_back(memory);
        more.back()[place] = static_cast<std::uint8_t>(v);
      }
    memories = std::move(more);
  }
}

bool Walk::apply(std::size_t from, Memory memory, const Move& move, const ClockRule* expired) {
  const int before = nodes_[from].state;
  int after = before;
  if (!move.row.to.empty()) after = static_cast<int>(procedure_.find_state(move.row.to) - procedure_.states.data());
  std::vector<Memory> memories{std::move(memory)};
  store_set(memories, move.row.set);
  open_links(move, memories);
  std::set<std::string> ended;
  for (auto& each : memories) {
    for (std::size_t i = 0; i < picked_.size(); ++i) {
      const Track& track = tracks_.all[picked_[i]];
      if (track.kind == Track::Kind::done && track.id == move.event.id) each[i] = 1;
      if (track.kind != Track::Kind::hold) continue;
      const bool was = each[i] == 1;
      if (contains(move.row.releases, track.id)) each[i] = 0;
      if (contains(move.row.takes, track.id)) each[i] = 1;
      if (!in(procedure_.find_hold(track.id)->lives, after)) each[i] = 0;
      if (was && each[i] == 0) ended.insert(track.id);
    }
    run_clocks(from, each, before, after, [&](const Trigger& trigger) {
      switch (trigger.on) {
        case Trigger::On::event:
          return trigger.id == move.event.id;
        case Trigger::On::state:
          return after != before && after >= 0 && trigger.id == procedure_.states[static_cast<std::size_t>(after)].id;
        case Trigger::On::released:
          return ended.contains(trigger.id) || contains(move.row.releases, trigger.id);
        case Trigger::On::expiry:
          return expired != nullptr && trigger.id == expired->id;
        case Trigger::On::served:
        case Trigger::On::link:
          return false;
      }
      return false;
    });
  }
  return !memories.empty();
}

/// Stops, leaving, starts of the remembered clocks; a trigger whose `when` is open may or may not be meant.
void Walk::run_clocks(std::size_t from, const Memory& memory, int before, int after, const Happened& happened) {
  std::vector<Memory> all{memory};
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind != Track::Kind::clock) continue;
    const ClockRule& clock = *procedure_.find_clock(track.id);
    const bool single = clock.per == engine::Per::one;
    const auto meant = [&](const std::vector<Trigger>& triggers, const Memory& one) {
      May out = 0;
      for (const auto& trigger : triggers)
        if (happened(trigger)) out |= evaluate_(trigger.when, one);
      if (out & kMayYes) return (out & (kMayNo | kMayUnknown)) || !single ? May{kMayYes | kMayNo} : kMayYes;
      return May{kMayNo};
    };
    std::vector<Memory> more;
    for (const auto& one : all) {
      std::set<std::uint8_t> values{one[i]};
      const auto change = [&](May may, const std::function<std::uint8_t(std::uint8_t)>& to) {
        std::set<std::uint8_t> next;
        for (const auto value : values) {
          if (may & kMayYes) next.insert(to(value));
          if (may & kMayNo) next.insert(value);
        }
        values = std::move(next);
      };
      const auto alive = [](std::uint8_t v) {
        return v == value_of(ClockNow::running) || v == value_of(ClockNow::breached);
      };
      change(meant(clock.stops, one), [&](std::uint8_t v) { return alive(v) ? value_of(ClockNow::ended) : v; });
      change(meant(clock.restarts, one), [&](std::uint8_t v) {
        const bool reopen =
            std::any_of(clock.restarts.begin(), clock.restarts.end(), [](const auto& t) { return t.reopen; });
        return alive(v) || (reopen && v != value_of(ClockNow::none)) ? value_of(ClockNow::running) : v;
      });
      if (after != before && !lives(clock, after))
        change(kMayYes, [&](std::uint8_t v) { return alive(v) ? value_of(ClockNow::ended) : v; });
      if (lives(clock, after))
        change(meant(clock.starts, one), [&](std::uint8_t) { return value_of(ClockNow::running); });
      for (const auto value : values) {
        more.push_back(one);
        more.back()[i] = value;
      }
    }
    all = std::move(more);
  }
  for (auto& one : all) reach(from, {after, std::move(one)});
}

}  // namespace hejie::definition
