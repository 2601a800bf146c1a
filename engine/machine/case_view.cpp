#include "engine/machine/case_view.h"

namespace hejie::engine {

void Seen::add(const ClockInstance& clock) {
  if (clock.status == ClockStatus::superseded) return;
  any = true;
  open = open || clock.status == ClockStatus::running;
  running = running || clock.status == ClockStatus::running || clock.status == ClockStatus::breached;
  expired = expired || clock.status == ClockStatus::expired || clock.breached_on.has_value();
}

CaseView::CaseView(const CaseState& state) {
  for (const ClockInstance& clock : state.clocks) clocks_[clock.rule][clock.key].add(clock);
  for (const Party& party : state.parties) parties_.emplace(party.key, &party);
}

Seen CaseView::clocks_of(std::string_view rule, std::string_view key) const {
  const auto of_rule = clocks_.find(rule);
  if (of_rule == clocks_.end()) return {};
  const auto seen = of_rule->second.find(key);
  return seen == of_rule->second.end() ? Seen{} : seen->second;
}

const Party* CaseView::party(std::string_view key) const {
  const auto found = parties_.find(key);
  return found == parties_.end() ? nullptr : found->second;
}

}  // namespace hejie::engine
