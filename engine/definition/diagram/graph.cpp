#include "engine/definition/diagram/graph.h"

#include <algorithm>

#include "engine/definition/diagram.h"

namespace hejie::definition {
namespace {

/// An event from so many states of a phase is said once at its target, not drawn from each.
constexpr std::size_t kManyStates = 4;

class Builder {
 public:
  Builder(const engine::Procedure& procedure, bool english) : procedure_(procedure) {
    graph_.english = english;
    graph_.title = pick(procedure.name);
    for (const auto& state : procedure.states)
      graph_.states.push_back({state.id, pick(state.name), state.phase, state.waits_clock, {}, {}, {}});
  }

  DiagramGraph build() {
    for (const auto* events : {&procedure_.events, &procedure_.automatic})
      for (const auto& event : *events) add(event);
    return std::move(graph_);
  }

 private:
  using States = std::vector<int>;

  [[nodiscard]] const std::string& pick(const Text& text) const { return graph_.english ? text.en : text.zh; }

  [[nodiscard]] int index(const std::string& id) const {
    const auto it = std::find_if(graph_.states.begin(), graph_.states.end(), [&](const auto& s) { return s.id == id; });
    return static_cast<int>(it - graph_.states.begin());
  }

  DiagramState& state(int at) { return graph_.states[static_cast<std::size_t>(at)]; }

  template <typename T>
  static void add_once(std::vector<T>& list, const T& item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }

  static ArrowKind kind_of(const engine::Event& event) {
    if (event.automatic) return ArrowKind::automatic;
    return event.by == std::vector<std::string>{"clock"} ? ArrowKind::clock : ArrowKind::person;
  }

  void add(const engine::Event& event) {
    const std::string& name = pick(event.name);
    std::vector<std::pair<int, States>> ways;  // target and all states the event leads there from
    for (const auto& row : event.rows) {
      if (row.from.empty()) add_arrow(-1, index(row.to), event, name);
      for (const auto& from : row.from) {
        const int to = row.to.empty() ? index(from) : index(row.to);
        if (to == index(from)) {
          add_once(state(to).stays, name);
          continue;
        }
        auto way = std::find_if(ways.begin(), ways.end(), [&](const auto& w) { return w.first == to; });
        if (way == ways.end()) way = ways.insert(ways.end(), {to, {}});
        add_once(way->second, index(from));
      }
    }
    for (const auto& [to, from] : ways) add_way(event, name, to, from);
  }

  /// Whether the states are nearly all of a phase that has many.
  [[nodiscard]] bool nearly_all(const States& from, engine::Phase phase) {
    std::size_t all = 0;
    for (const auto& each : graph_.states) all += each.phase == phase ? 1U : 0U;
    const auto here = static_cast<std::size_t>(
        std::count_if(from.begin(), from.end(), [&](int each) { return state(each).phase == phase; }));
    return here >= kManyStates && here * 10 >= all * 6;
  }

  void add_way(const engine::Event& event, const std::string& name, int to, const States& from) {
    const bool open = nearly_all(from, engine::Phase::open);
    const bool closed = nearly_all(from, engine::Phase::closed);
    if (open) add_once(state(to).from_open, name);
    if (closed) add_once(state(to).from_closed, name);
    for (const int each : from) {
      const bool said = state(each).phase == engine::Phase::open ? open : closed;
      if (!said) add_arrow(each, to, event, name);
    }
  }

  void add_arrow(int from, int to, const engine::Event& event, const std::string& name) {
    auto it = std::find_if(graph_.arrows.begin(), graph_.arrows.end(),
                           [&](const auto& arrow) { return arrow.from == from && arrow.to == to; });
    if (it == graph_.arrows.end()) it = graph_.arrows.insert(it, {from, to, kind_of(event), {}});
    if (it->kind != kind_of(event)) it->kind = ArrowKind::person;
    add_once(it->names, name);
  }

  const engine::Procedure& procedure_;
  DiagramGraph graph_;
};

constexpr std::size_t kMostNames = 5;

void add_note(std::vector<std::string>& lines, const std::vector<std::string>& names, const Text& headline,
              bool english) {
  if (names.empty()) return;
  lines.push_back(english ? headline.en : headline.zh);
  for (const auto& name : shortened(names, english)) lines.push_back(name);
}

}  // namespace

std::vector<std::string> shortened(const std::vector<std::string>& names, bool english) {
  if (names.size() <= kMostNames) return names;
  std::vector<std::string> out(names.begin(), names.begin() + kMostNames - 1);
  const auto rest = std::to_string(names.size() - kMostNames + 1);
  out.push_back(english ? "and " + rest + " more" : "等另 " + rest + " 项");
  return out;
}

std::vector<std::string> notes(const DiagramState& state, bool english) {
  std::vector<std::string> lines;
  add_note(lines, state.from_open, {"各在办状态可因：", "from open states:"}, english);
  add_note(lines, state.from_closed, {"各已结状态可因：", "from closed states:"}, english);
  return lines;
}

DiagramGraph graph_of(const engine::Procedure& procedure, bool english) {
  return Builder(procedure, english).build();
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
  std::string out;
  for (const auto& name : names) {
    if (!out.empty()) out += between;
    out += name;
  }
  return out;
}

Result<std::string> draw(const engine::Procedure& procedure, std::string_view format, bool english) {
  const DiagramGraph graph = graph_of(procedure, english);
  if (format == "svg") return to_svg(graph);
  if (format == "dot") return to_dot(graph);
  if (format == "mermaid") return to_mermaid(graph);
  return fail(ErrorCode::invalid,
              {"图的格式应为 svg、dot 或 mermaid", "the format of a diagram is svg, dot or mermaid"},
              {{"/format", "bad_value", {"应为 svg、dot 或 mermaid", "must be svg, dot or mermaid"}}});
}

}  // namespace hejie::definition
