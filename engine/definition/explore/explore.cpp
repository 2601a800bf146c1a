#include "engine/definition/explore/explore.h"

#include <algorithm>
#include <set>

#include "engine/definition/checks/parts.h"
#include "engine/definition/explore/ties.h"
#include "engine/definition/explore/walk.h"

namespace hejie::definition {
namespace {

using engine::Procedure;

/// A list that holds every state of a phase was most likely written as "*open" or the like: it may reach further than
/// what it speaks of ever comes to. One that does not has named its states.
bool names_alone(const Procedure& procedure, const std::vector<std::string>& list, const std::string& state) {
  const auto phase = procedure.find_state(state)->phase;
  return std::any_of(procedure.states.begin(), procedure.states.end(),
                     [&](const auto& other) { return other.phase == phase && !contains(list, other.id); });
}

/// What every slice came to; and findings, each place once.
class Report {
 public:
  explicit Report(Subject& subject) : subject_(subject) {
    for (const auto& state : subject.procedure.states) states_.insert(state.id);
    for_each_row(subject.procedure, [&](const engine::Event& event, const engine::Row& row) {
      // Rows that only links of other cases or clocks could call for are the affair of other checks.
      if (!event.rows.empty()) rows_.insert(&row);
    });
  }

  void take_in(const Walk& walk, const std::string& slice) {
    std::set<std::string> reached;
    for (const auto& node : walk.nodes())
      if (node.state >= 0) reached.insert(subject_.procedure.states[static_cast<std::size_t>(node.state)].id);
    for (const auto& state : states_)
      if (!reached.contains(state) && told_.insert("state " + state).second)
        subject_.error("explored", "/states/" + state,
                       say("没有办法走到状态“{}”（{}）", "no case comes to the state \"{}\" ({})", state, slice));
    for (const auto* row : rows_)
      if (!walk.taken().contains(row) && told_.insert(row->pointer).second)
        subject_.error("explored", row->pointer,
                       say("这一行永远不能办理（{}）", "this row can never apply ({})", slice));
    for (const auto* row : rows_) tell_where(walk, *row, slice);
    for (const auto& refused : walk.refused()) tell_refused(walk, refused);
    for (const std::size_t at : walk.stuck()) tell_stuck(walk, walk.nodes()[at]);
  }

  /// States a clock is said to live in where it never is.
  void tell_lives(const Walk& walk, const engine::ClockRule& clock) {
    std::set<std::string> alive;
    for (const auto& node : walk.nodes())
      if (node.state >= 0 && walk.alive(node, clock)) alive.insert(state_of(node));
    for (const auto& state : clock.lives)
      if (!alive.contains(state) && names_alone(subject_.procedure, clock.lives, state))
        subject_.error(
            "explored", clock.pointer + "/lives",
            say("期限“{}”不可能存续到状态“{}”", "the clock \"{}\" can never run in \"{}\"", clock.id, state));
  }

  void tell_tie(const Walk& walk, const Tie& tie, const Walk::Node& node) {
    subject_.error("tie", tie.second->pointer + "/expiry",
                   say("期限“{}”与“{}”在状态“{}”（{}）可能同日届满，先后不同则结果不同",
                       "the clocks \"{}\" and \"{}\" may run out on one day in \"{}\" ({}) and end differently by "
                       "which is told first",
                       tie.first->id, tie.second->id, state_of(node), walk.words(node)));
  }

 private:
  const std::string& state_of(const Walk::Node& node) const {
    return subject_.procedure.states[static_cast<std::size_t>(node.state)].id;
  }

  /// A state from which a row can never be taken though the row names it.
  void tell_where(const Walk& walk, const engine::Row& row, const std::string& slice) {
    for (const auto& from : row.from) {
      if (!names_alone(subject_.procedure, row.from, from)) continue;
      const auto state = static_cast<int>(subject_.procedure.find_state(from) - subject_.procedure.states.data());
      if (walk.taken_in().contains({&row, state}) || !told_.insert(row.pointer + " " + from).second) continue;
      subject_.error("explored", row.pointer + "/from",
                     say("这一行在状态“{}”永远不能办理（{}）", "the row can never apply in \"{}\" ({})", from, slice));
    }
  }

  void tell_refused(const Walk& walk, const Walk::Refused& refused) {
    if (!told_.insert("expiry " + refused.clock->id).second) return;
    const auto& node = walk.nodes()[refused.node];
    subject_.error("explored", refused.clock->pointer + "/expiry",
                   say("期限“{}”在状态“{}”（{}）届满时，没有一行可以办理",
                       "when the clock \"{}\" runs out in \"{}\" ({}), no row of its event applies", refused.clock->id,
                       state_of(node), walk.words(node)));
  }

  void tell_stuck(const Walk& walk, const Walk::Node& node) {
    if (!told_.insert("stuck " + state_of(node)).second) return;
    subject_.error("explored", "/states/" + state_of(node),
                   say("从状态“{}”（{}）再也到不了终结", "from \"{}\" ({}) no final state can be come to any more",
                       state_of(node), walk.words(node)));
  }

  Subject& subject_;
  std::set<std::string> states_;
  std::set<const engine::Row*> rows_;
  std::set<std::string> told_;
};

std::string slice_name(const Tracks& tracks, const std::vector<std::size_t>& picked) {
  if (picked.empty()) return "trunk";
  std::string text;
  for (const auto track : picked) text += (text.empty() ? "" : " + ") + tracks.all[track].id;
  return picked.size() > 2 ? "all tracks" : text;
}

Text words_of(const Tracks& tracks, const std::vector<std::size_t>& picked) {
  if (picked.empty()) return {"主线", "the trunk"};
  if (picked.size() > 2) return say("{} 条支线一起", "{} tracks at once", picked.size());
  const std::string name = slice_name(tracks, picked);
  return {name, name};
}

}  // namespace

Explored& Explored::operator+=(const Explored& other) {
  tracks += other.tracks;
  pairs += other.pairs;
  nodes += other.nodes;
  moves += other.moves;
  most_nodes = std::max(most_nodes, other.most_nodes);
  most_moves = std::max(most_moves, other.most_moves);
  cut.insert(cut.end(), other.cut.begin(), other.cut.end());
  whole += other.whole;
  return *this;
}

Explored explore(Subject& subject, const ExploreOptions& options) {
  const auto linked = linked_cases(subject);
  const Tracks tracks = tracks_of(subject.procedure, linked);
  Evaluator evaluate(subject.procedure, tracks);
  Walk walk(subject.procedure, tracks, evaluate);
  Report report(subject);
  Explored explored{static_cast<int>(tracks.all.size()), static_cast<int>(tracks.together.size())};
  explored.most_nodes = options.most_nodes;
  explored.most_moves = Walk::most_moves(options.most_nodes);
  const auto run = [&](const std::vector<std::size_t>& picked) {
    const bool whole = walk.run(picked, options.most_nodes);
    if (!whole) explored.cut.push_back({subject.procedure.id, words_of(tracks, picked), walk.nodes().size()});
    explored.nodes += walk.nodes().size();
    explored.moves += walk.moves();
    if (whole) report.take_in(walk, slice_name(tracks, picked));
    return whole;
  };
  (void)run({});
  for (std::size_t i = 0; i < tracks.all.size(); ++i) {
    const bool whole = run({i});
    const auto* clock =
        tracks.all[i].kind == Track::Kind::clock ? subject.procedure.find_clock(tracks.all[i].id) : nullptr;
    if (clock != nullptr && whole) report.tell_lives(walk, *clock);
  }
  for (const auto& [left, right] : tracks.together) (void)run({left, right});
  for (const Tie& tie : possible_ties(subject.procedure)) {
    const bool whole = run(tracks_of(tie, subject.procedure, tracks));
    const std::size_t at = whole ? where_order_tells(tie, walk) : kNoTrack;
    if (at != kNoTrack) report.tell_tie(walk, tie, walk.nodes()[at]);
  }
  if (!options.deep) return explored;
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < tracks.all.size(); ++i)
    if (tracks.all[i].kind != Track::Kind::link && !tracks.all[i].unread) all.push_back(i);
  if (run(all)) explored.whole = 1;
  return explored;
}

Findings explore_all(const CheckSet& set, const ExploreOptions& options, Explored& total) {
  Findings findings;
  for (const auto& read : set.procedures) {
    if (read.procedure == nullptr) continue;
    Subject subject(read, set, findings);
    total += explore(subject, options);
  }
  return findings;
}

}  // namespace hejie::definition
