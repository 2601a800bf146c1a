// One exploration: all nodes that abstract runs remembering some tracks come to. Internal to engine/definition/explore.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/definition/explore/evaluate.h"

namespace hejie::definition {

class Walk {
 public:
  struct Node {
    int state = -1;  ///< index of the state; -1 = not opened
    Memory memory;
    bool operator==(const Node&) const = default;
  };
  struct Refused {
    std::size_t node = 0;
    const engine::ClockRule* clock = nullptr;
  };

  Walk(const engine::Procedure& procedure, const Tracks& tracks, Evaluator& evaluate);

  /// @param picked the tracks remembered @returns false when `most` nodes were not enough
  bool run(const std::vector<std::size_t>& picked, std::uint64_t most);

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] std::uint64_t moves() const { return moves_; }
  /// The bound of moves that goes with one of nodes: one node may have very many ways on.
  [[nodiscard]] static std::uint64_t most_moves(std::uint64_t most_nodes) { return kMovesPerNode * most_nodes; }
  static constexpr std::uint64_t kMovesPerNode = 10;
  [[nodiscard]] const std::set<const engine::Row*>& taken() const { return taken_; }
  /// Rows with the states they were taken from.
  [[nodiscard]] const std::set<std::pair<const engine::Row*, int>>& taken_in() const { return taken_in_; }
  /// Is the clock remembered, and running or breached in the node?
  [[nodiscard]] bool alive(const Node& node, const engine::ClockRule& clock) const;
  [[nodiscard]] const std::vector<Refused>& refused() const { return refused_; }  ///< expiries without a row
  /// Nodes from which no final state can be come to.
  [[nodiscard]] std::vector<std::size_t> stuck() const;
  /// Where two running clocks that run out on one day lead when the first is told first, then the second if it still
  /// runs: state and remembered facts in words. Automatic events that must follow do. @pre after run()
  [[nodiscard]] std::set<std::string> ends(const Node& node, const engine::ClockRule& first,
                                           const engine::ClockRule& second);
  /// Does the clock run in the node, as far as the node remembers?
  [[nodiscard]] bool running(const Node& node, const engine::ClockRule& clock) const;
  /// "Clock A12 running, suspended on": what a node remembers.
  [[nodiscard]] std::string words(const Node& node) const;

 private:
  using Happened = std::function<bool(const engine::Trigger&)>;
  struct Move {
    const engine::Event& event;
    const engine::Row& row;
    bool by_people = true;
  };

  void expand(std::size_t at);
  bool automatic_moves(std::size_t at);
  void event_moves(std::size_t at, const engine::Event& event);
  void expiry_moves(std::size_t at);
  void expire(std::size_t at, const engine::ClockRule& clock);
  [[nodiscard]] std::vector<Node> after_expiry(const Node& node, const engine::ClockRule& clock);
  [[nodiscard]] std::string words(const Node& node, bool clocks) const;
  void outside_moves(std::size_t at);
  void link_moves(std::size_t at);
  void link_to(std::size_t at, std::size_t place, std::size_t there);
  void open_links(const Move& move, std::vector<Memory>& memories) const;
  /// All results of a row; @returns whether there is one. @param forms whether its form may bring facts
  bool take(std::size_t from, const Memory& memory, const Move& move, bool forms, const engine::ClockRule* expired);
  bool apply(std::size_t from, Memory memory, const Move& move, const engine::ClockRule* expired);
  void store_set(std::vector<Memory>& memories, const std::vector<engine::Setter>& setters) const;
  void run_clocks(std::size_t from, const Memory& memory, int before, int after, const Happened& happened);
  void each_form(const Memory& memory, const engine::Event& event,
                 const std::function<void(const Memory&)>& visit) const;
  [[nodiscard]] bool barred(const Memory& memory, const Move& move) const;
  [[nodiscard]] bool lives(const engine::ClockRule& clock, int state) const;
  [[nodiscard]] std::uint8_t value_index(std::size_t track, const engine::Value& value) const;
  [[nodiscard]] bool in(const std::vector<std::string>& states, int state) const;
  void reach(std::size_t from, Node node);

  const engine::Procedure& procedure_;
  const Tracks& tracks_;
  Evaluator& evaluate_;
  std::vector<std::size_t> picked_;
  std::vector<Node> nodes_;
  std::vector<std::vector<std::size_t>> back_;
  std::unordered_map<std::string, std::size_t> known_;
  std::vector<Node>* captured_ = nullptr;  ///< when set, moves lead there and are not remembered
  std::set<const engine::Row*> taken_;
  std::set<std::pair<const engine::Row*, int>> taken_in_;
  std::map<std::string, std::set<std::string>> served_in_;  ///< by document: states where it may have been issued
  std::vector<Refused> refused_;
  std::uint64_t moves_ = 0;
};

}  // namespace hejie::definition
