#include "tests/year/oracle/line.h"

#include <algorithm>

namespace hejie::year::oracle {
namespace {

constexpr int kLastMinute = 24 * 60 - 1;

}  // namespace

std::vector<Line::Undone> Line::learn(const Clock& clock, const Due& due, When now, When reach, bool derived_again,
                                      const std::function<bool(const Rung&)>& told_now) {
  const bool moved = !(due == due_);
  // A period begun anew and entered late: what holds since then was not told of it, whatever was told of the last one.
  if (clock.base != clock_.base) reach = std::min(reach, When{clock.base, kLastMinute});
  now = std::min(now, reach);
  if (derived_again && !alive_ && clock.status != Status::ended) run_again();
  clock_ = clock;
  due_ = due;
  vanished_ = false;
  alive_ = clock.status != Status::ended;
  std::vector<Undone> undone;
  if (derived_again && !alive_ && clock.ended) forget_after(*clock.ended);
  if (!moved || !alive_) return undone;
  for (auto it = done_.begin(); it != done_.end();) {
    const auto new_at = at(*it->first);
    if (derived_again) it->second.loose = true;
    const bool holds = new_at && (*new_at <= now || (*new_at <= reach && !told_now(*it->first)));
    if (derived_again || holds) {
      ++it;
      continue;
    }
    undone.push_back({it->first->to, it->second.loose ? nullptr : it->second.row});
    it = done_.erase(it);
  }
  return undone;
}

void Line::forget_after(Day ended) {
  for (auto it = done_.begin(); it != done_.end();) {
    const auto from = at(*it->first);
    if (from && from->day == ended) it->second.loose = true;
    it = from && from->day > ended ? done_.erase(it) : std::next(it);
  }
}

void Line::run_again() {
  for (auto& [rung, done] : done_) done.loose |= done.row == nullptr;
}

void Line::vanish() {
  alive_ = false;
  vanished_ = true;
  done_.clear();
  due_ = {};
}

const Rung* Line::find(const std::string& name, const std::string& to) const {
  for (const Rung& rung : rule_.rungs)
    if (rung.name == name && rung.to == to) return &rung;
  return nullptr;
}

const Line::Done* Line::done(const Rung& rung) const {
  const auto found = done_.find(&rung);
  return found == done_.end() ? nullptr : &found->second;
}

std::vector<const Rung*> Line::tell(const Rung& rung, const Row* row) {
  done_[&rung] = {row, false};
  const auto told_at = at(rung);
  std::vector<const Rung*> collapsed;
  for (const Rung& other : rule_.rungs) {
    if (other.to != rung.to || done_.contains(&other)) continue;
    const auto other_at = at(other);
    if (!other_at || !told_at || *other_at > *told_at) continue;
    set_aside(other);
    collapsed.push_back(&other);
  }
  return collapsed;
}

bool Line::applies(const Rung& rung) const {
  return clock_.status == Status::running || (rule_.duty && rung.offset >= 0);
}

std::vector<const Rung*> Line::held(When now) const {
  std::vector<const Rung*> rungs;
  for (const Rung& rung : rule_.rungs) {
    const auto from = at(rung);
    if (from && applies(rung) && !done_.contains(&rung) && *from <= now) rungs.push_back(&rung);
  }
  return rungs;
}

std::vector<const Rung*> Line::owed(When now) const {
  auto rungs = held(now);
  std::erase_if(rungs, [&](const Rung* rung) { return wakes_at(*at(*rung)) > now; });
  return rungs;
}

std::optional<When> Line::wakes() const {
  std::optional<When> next;
  for (const Rung& rung : rule_.rungs) {
    const auto from = at(rung);
    if (!from || !applies(rung) || done_.contains(&rung)) continue;
    next = std::min(wakes_at(*from), next.value_or(wakes_at(*from)));
  }
  return next;
}

}  // namespace hejie::year::oracle
