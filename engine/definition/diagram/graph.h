// What a diagram shows of a procedure: states and arrows with names in one language. Internal to engine/definition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.h"

namespace hejie::definition {

enum class ArrowKind { person, clock, automatic };

struct DiagramState {
  std::string id;
  std::string name;
  engine::Phase phase = engine::Phase::open;
  std::string waits;                     ///< clock id, or ""
  std::vector<std::string> from_open;    ///< events that lead here from nearly every open state; a note, not arrows
  std::vector<std::string> from_closed;  ///< the same of closed states
  std::vector<std::string> stays;        ///< events that leave the case where it is
};

struct DiagramArrow {
  int from = -1;  ///< index of a state; -1 = the start of a case
  int to = 0;
  ArrowKind kind = ArrowKind::person;
  std::vector<std::string> names;  ///< of the events, in file order
};

struct DiagramGraph {
  std::string title;
  bool english = false;
  std::vector<DiagramState> states;  ///< file order
  std::vector<DiagramArrow> arrows;  ///< no loops; one for each pair of states
};

[[nodiscard]] DiagramGraph graph_of(const engine::Procedure& procedure, bool english);

/// The first few names and how many more there are.
[[nodiscard]] std::vector<std::string> shortened(const std::vector<std::string>& names, bool english);
/// What the notes of a state say, in lines; empty when it has none.
[[nodiscard]] std::vector<std::string> notes(const DiagramState& state, bool english);

/// Names joined for one line.
[[nodiscard]] std::string joined(const std::vector<std::string>& names, std::string_view between);

[[nodiscard]] std::string to_svg(const DiagramGraph& graph);
[[nodiscard]] std::string to_dot(const DiagramGraph& graph);
[[nodiscard]] std::string to_mermaid(const DiagramGraph& graph);

}  // namespace hejie::definition
