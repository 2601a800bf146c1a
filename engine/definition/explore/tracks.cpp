#include "engine/definition/explore/tracks.h"

#include <algorithm>
#include <set>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::FactType;
using engine::Value;
using Kind = Track::Kind;

/// Answers are asked afresh each time and never kept.
bool kept(const engine::Procedure& procedure, const std::string& id) {
  const auto* fact = procedure.find_fact(id);
  return fact != nullptr && !fact->answer && fact->type != FactType::text && fact->type != FactType::person;
}

class Collector {
 public:
  Collector(const engine::Procedure& procedure, const std::map<std::string, LinkedCase>& linked)
      : procedure_(procedure), linked_(linked) {}

  Tracks tracks;

  /// All tracks a condition reads.
  void read(const Condition& condition, std::set<std::size_t>& out) {
    for (const auto& child : condition.children) read(child, out);
    switch (condition.kind) {
      case ConditionKind::fact_in:
      case ConditionKind::fact_known:
      case ConditionKind::fact_at_least:
      case ConditionKind::fact_at_most:
        if (kept(procedure_, condition.id)) out.insert(fact(condition));
        break;
      case ConditionKind::clock_is:
        out.insert(add(Kind::clock, condition.id));
        break;
      case ConditionKind::hold_on:
        out.insert(add(Kind::hold, condition.id));
        break;
      case ConditionKind::done:
        out.insert(add(Kind::done, condition.id));
        break;
      case ConditionKind::link_outcome:
      case ConditionKind::link_is:
        if (linked_.contains(condition.id)) out.insert(link(condition.id));
        break;
      case ConditionKind::always:
      case ConditionKind::day_not_before:
      case ConditionKind::day_not_after:
      case ConditionKind::day_within:
      case ConditionKind::day_leaves:
      case ConditionKind::served:
      case ConditionKind::parties:
      case ConditionKind::self:
      case ConditionKind::items:
      case ConditionKind::switch_is:
      case ConditionKind::all:
      case ConditionKind::any:
      case ConditionKind::negation:
        break;
    }
  }

  std::size_t add(Kind kind, const std::string& id) {
    const std::size_t found = tracks.find(kind, id);
    if (found != kNoTrack) return found;
    tracks.all.push_back({kind, id, {}, nullptr, false});
    return tracks.all.size() - 1;
  }

  std::size_t link(const std::string& id) {
    const std::size_t at = add(Kind::link, id);
    tracks.all[at].linked = &linked_.at(id);
    return at;
  }

  void couple(const std::set<std::size_t>& group) {
    for (auto i = group.begin(); i != group.end(); ++i)
      for (auto j = std::next(i); j != group.end(); ++j) pairs_.insert({*i, *j});
  }

  void finish() { tracks.together.assign(pairs_.begin(), pairs_.end()); }

 private:
  std::size_t fact(const Condition& condition) {
    const std::size_t at = add(Kind::fact, condition.id);
    Track& track = tracks.all[at];
    const auto* rule = procedure_.find_fact(condition.id);
    const auto value = [&](const Value& one) {
      if (std::find(track.values.begin(), track.values.end(), one) == track.values.end()) track.values.push_back(one);
    };
    if (rule->type == FactType::boolean) {
      value(true);
      value(false);
    }
    for (const auto& [id, name] : rule->values) value(id);
    const bool listed = rule->type == FactType::boolean || !rule->values.empty();
    if (listed) return at;
    value(Value{});  // any value no guard names
    for (const auto& named : condition.values) {
      value(named);
      if (const auto* number = std::get_if<std::int64_t>(&named)) {
        value(*number - 1);
        value(*number + 1);
      }
    }
    return at;
  }

  const engine::Procedure& procedure_;
  const std::map<std::string, LinkedCase>& linked_;
  std::set<std::pair<std::size_t, std::size_t>> pairs_;
};

void collect_row(Collector& collector, const engine::Row& row) {
  std::set<std::size_t> group;
  collector.read(row.when, group);
  for (const auto& hold : row.takes) group.insert(collector.add(Kind::hold, hold));
  for (const auto& hold : row.releases) group.insert(collector.add(Kind::hold, hold));
  collector.couple(group);
}

void collect_clock(Collector& collector, const engine::Procedure& procedure, const engine::ClockRule& clock) {
  std::set<std::size_t> group;
  if (!clock.expiry_event.empty() || !clock.expiry_set.empty()) {
    group.insert(collector.add(Kind::clock, clock.id));
    if (const auto* event = procedure.find_event(clock.expiry_event))
      for (const auto& row : event->rows) collector.read(row.when, group);
  }
  for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
    for (const auto& trigger : *triggers) collector.read(trigger.when, group);
  collector.couple(group);
}

}  // namespace

std::size_t Tracks::find(Track::Kind kind, const std::string& id) const {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].kind == kind && all[i].id == id) return i;
  return kNoTrack;
}

Tracks tracks_of(const engine::Procedure& procedure, const std::map<std::string, LinkedCase>& linked) {
  Collector collector(procedure, linked);
  for_each_row(procedure, [&](const engine::Event&, const engine::Row& row) { collect_row(collector, row); });
  for (const auto& clock : procedure.clocks) collect_clock(collector, procedure, clock);
  std::set<std::size_t> holds;
  for (const auto& hold : procedure.holds) holds.insert(collector.add(Kind::hold, hold.id));
  collector.couple(holds);
  for (const auto& [id, other] : linked) collector.link(id);
  for (const auto& clock : procedure.clocks)
    if (collector.tracks.find(Kind::clock, clock.id) == kNoTrack)
      collector.tracks.all[collector.add(Kind::clock, clock.id)].unread = true;
  collector.finish();
  return std::move(collector.tracks);
}

}  // namespace hejie::definition
