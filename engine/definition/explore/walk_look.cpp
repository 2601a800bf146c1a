// What an exploration shows once it has run: nodes without a way out, where two clocks lead, nodes in words.
#include "engine/definition/explore/walk.h"

namespace hejie::definition {

using engine::ClockRule;

std::vector<std::size_t> Walk::stuck() const {
  std::vector<bool> out(nodes_.size(), false);
  std::vector<std::size_t> queue;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const int state = nodes_[i].state;
    if (state < 0 || procedure_.states[static_cast<std::size_t>(state)].phase != engine::Phase::final) continue;
    out[i] = true;
    queue.push_back(i);
  }
  while (!queue.empty()) {
    const std::size_t at = queue.back();
    queue.pop_back();
    for (const std::size_t before : back_[at])
      if (!out[before]) {
        out[before] = true;
        queue.push_back(before);
      }
  }
  std::vector<std::size_t> lost;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (!out[i] && nodes_[i].state >= 0) lost.push_back(i);
  return lost;
}

bool Walk::running(const Node& node, const ClockRule& clock) const {
  const std::size_t track = tracks_.find(Track::Kind::clock, clock.id);
  const std::size_t place = track == kNoTrack ? kNoTrack : evaluate_.place(track);
  return place != kNoTrack && node.memory[place] == value_of(ClockNow::running);
}

bool Walk::alive(const Node& node, const ClockRule& clock) const {
  const std::size_t track = tracks_.find(Track::Kind::clock, clock.id);
  const std::size_t place = track == kNoTrack ? kNoTrack : evaluate_.place(track);
  if (place == kNoTrack) return false;
  return node.memory[place] == value_of(ClockNow::running) || node.memory[place] == value_of(ClockNow::breached);
}

/// Every node come to from here has been visited by run(), so it has a number.
std::vector<Walk::Node> Walk::after_expiry(const Node& node, const ClockRule& clock) {
  const auto number = [&](const Node& each) {
    std::string key(1, static_cast<char>(each.state + 1));
    key.append(each.memory.begin(), each.memory.end());
    return known_.at(key);
  };
  std::vector<Node> reached;
  captured_ = &reached;
  expire(number(node), clock);
  std::vector<Node> settled;
  for (std::size_t i = 0; i < reached.size() && i < 64; ++i) {
    std::vector<Node> moved;
    captured_ = &moved;
    if (automatic_moves(number(reached[i])))
      reached.insert(reached.end(), moved.begin(), moved.end());
    else
      settled.push_back(reached[i]);
  }
  captured_ = nullptr;
  return settled;
}

std::set<std::string> Walk::ends(const Node& node, const ClockRule& first, const ClockRule& second) {
  std::set<std::string> out;
  for (const auto& between : after_expiry(node, first)) {
    if (!running(between, second) || !lives(second, between.state)) {
      out.insert(words(between, false));
      continue;
    }
    for (const auto& after : after_expiry(between, second)) out.insert(words(after, false));
  }
  return out;
}

std::string Walk::words(const Node& node) const {
  return words(node, true);
}

std::string Walk::words(const Node& node, bool clocks) const {
  constexpr const char* kClock[] = {"not started", "running", "breached", "expired", "ended"};
  std::string text = clocks || node.state < 0 ? "" : procedure_.states[static_cast<std::size_t>(node.state)].id;
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind == Track::Kind::clock && !clocks) continue;
    text += (text.empty() ? "" : ", ") + track.id + " ";
    if (track.kind == Track::Kind::clock)
      text += kClock[node.memory[i]];
    else if (track.kind == Track::Kind::link)
      text += node.memory[i] == 0 ? "not linked" : track.linked->places[node.memory[i] - 1U].state;
    else if (track.kind != Track::Kind::fact)
      text += node.memory[i] == 1 ? "yes" : "no";
    else if (node.memory[i] == 0)
      text += "unknown";
    else if (const auto& value = track.values[node.memory[i] - 1U]; const auto* name = std::get_if<std::string>(&value))
      text += *name;
    else if (const auto* truth = std::get_if<bool>(&value))
      text += *truth ? "true" : "false";
    else if (const auto* number = std::get_if<std::int64_t>(&value))
      text += std::to_string(*number);
    else
      text += "known";
  }
  return text;
}

}  // namespace hejie::definition
