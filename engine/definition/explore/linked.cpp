#include "engine/definition/explore/linked.h"

#include <algorithm>
#include <functional>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Procedure;
using engine::Row;

constexpr std::size_t kMostPlaces = 250;  // a remembered value is one byte

using EachRow = std::function<void(const Row&)>;

void for_each_step(const Procedure& procedure, const EachRow& visit) {
  for_each_row(procedure, [&](const engine::Event&, const Row& row) { visit(row); });
}

class Builder {
 public:
  Builder(const Procedure& other, std::set<std::string> read) : other_(other), read_(std::move(read)) {}

  LinkedCase build() {
    for_each_step(other_, [&](const Row& row) {
      if (row.from.empty() && !row.to.empty()) add_once(made_.start, place(row.to, {}));
    });
    for (std::size_t at = 0; at < made_.places.size() && at < kMostPlaces; ++at) expand(at);
    return std::move(made_);
  }

 private:
  static void add_once(std::vector<std::size_t>& list, std::size_t value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
  }

  std::size_t place(const std::string& state, std::set<std::string> passed) {
    const auto* found = other_.find_state(state);
    if (found != nullptr && read_.contains(found->milestone)) passed.insert(found->milestone);
    for (std::size_t i = 0; i < made_.places.size(); ++i)
      if (made_.places[i].state == state && made_.places[i].passed == passed) return i;
    made_.places.push_back({state, std::move(passed), {}, {}});
    return made_.places.size() - 1;
  }

  void expand(std::size_t at) {
    const std::string state = made_.places[at].state;
    const auto passed = made_.places[at].passed;
    for_each_step(other_, [&](const Row& row) {
      if (row.to.empty()) return;
      if (row.from.empty())
        add(at, &LinkedCase::Place::renewed, place(row.to, passed));
      else if (contains(row.from, state) && row.to != state)
        add(at, &LinkedCase::Place::next, place(row.to, passed));
    });
  }

  void add(std::size_t at, std::vector<std::size_t> LinkedCase::Place::*list, std::size_t value) {
    add_once(made_.places[at].*list, value);
  }

  const Procedure& other_;
  std::set<std::string> read_;
  LinkedCase made_;
};

/// The milestones of a link kind that some guard or clock reads; none: only whether there is a link.
std::set<std::string> milestones_read(const Procedure& procedure, const std::string& link, bool& any) {
  std::set<std::string> read;
  for_each_condition(procedure, [&](const Condition& each, const engine::Event*) {
    if (each.id != link) return;
    if (each.kind == ConditionKind::link_outcome) read.insert(each.names.begin(), each.names.end());
    any = any || each.kind == ConditionKind::link_outcome || each.kind == ConditionKind::link_is;
  });
  for (const auto& clock : procedure.clocks)
    for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
      for (const auto& trigger : *triggers) {
        if (trigger.on != engine::Trigger::On::link || trigger.id != link) continue;
        any = true;
        read.insert(trigger.outcomes.begin(), trigger.outcomes.end());
      }
  return read;
}

bool opens(const Procedure& procedure, const std::string& link) {
  bool found = false;
  for_each_row(procedure, [&](const engine::Event&, const Row& row) {
    found = found || std::any_of(row.opens.begin(), row.opens.end(), [&](const auto& o) { return o.link == link; });
  });
  return found;
}

}  // namespace

std::map<std::string, LinkedCase> linked_cases(const Subject& subject) {
  std::map<std::string, LinkedCase> out;
  for (const auto& link : subject.procedure.links) {
    const Procedure* other = subject.find(link.procedure);
    bool any = false;
    auto read = milestones_read(subject.procedure, link.id, any);
    if (other == nullptr || !any) continue;
    LinkedCase made = Builder(*other, std::move(read)).build();
    made.opened_here = opens(subject.procedure, link.id);
    if (made.places.size() <= kMostPlaces) out.emplace(link.id, std::move(made));
  }
  return out;
}

}  // namespace hejie::definition
