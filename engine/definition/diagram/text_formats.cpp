// The diagram as text for other programs: Graphviz and Mermaid.
#include "engine/definition/diagram/graph.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

const char* dot_style(engine::Phase phase) {
  switch (phase) {
    case engine::Phase::open:
      return "style=\"rounded,filled\", fillcolor=\"#eaf3fb\"";
    case engine::Phase::closed:
      return "style=\"rounded,filled\", fillcolor=\"#ececec\"";
    case engine::Phase::final:
      return "style=\"rounded,filled\", fillcolor=\"#d5d5d5\", peripheries=2";
  }
  return "";
}

const char* dot_line(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::person:
      return "solid";
    case ArrowKind::clock:
      return "dashed";
    case ArrowKind::automatic:
      return "dotted";
  }
  return "";
}

/// Mermaid ends a label at a line end or semicolon and takes a colon for a separator.
std::string mermaid_label(std::string text) {
  for (auto& c : text)
    if (c == ';' || c == ':' || c == '\n') c = ',';
  return text;
}

}  // namespace

std::string to_dot(const DiagramGraph& graph) {
  std::string out = "digraph procedure {\n  label=" + quoted(graph.title) +
                    ";\n  rankdir=TB;\n  node [shape=box, fontname=\"Noto Sans CJK SC\"];\n"
                    "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];\n"
                    "  start [shape=point, width=0.2, label=\"\"];\n";
  for (const auto& state : graph.states) {
    const std::string label = state.name + (state.waits.empty() ? "" : " (" + state.waits + ")");
    out += fmt::format("  {} [label={}, {}];\n", state.id, quoted(label), dot_style(state.phase));
    const auto note = notes(state, graph.english);
    if (!note.empty())
      out += fmt::format("  any_{0} [shape=note, fontsize=10, label={1}];\n  any_{0} -> {0} [style=dashed];\n",
                         state.id, quoted(joined(note, "\n")));
  }
  for (const auto& arrow : graph.arrows) {
    const std::string from = arrow.from < 0 ? "start" : graph.states[static_cast<std::size_t>(arrow.from)].id;
    out += fmt::format("  {} -> {} [style={}, label={}];\n", from, graph.states[static_cast<std::size_t>(arrow.to)].id,
                       dot_line(arrow.kind), quoted(joined(arrow.names, "\n")));
  }
  return out + "}\n";
}

std::string to_mermaid(const DiagramGraph& graph) {
  std::string out = "stateDiagram-v2\n  %% " + graph.title + "\n";
  for (const auto& state : graph.states) {
    out += "  state " + quoted(state.name) + " as " + state.id + "\n";
    const auto note = notes(state, graph.english);
    if (!note.empty()) out += "  note right of " + state.id + " : " + mermaid_label(joined(note, " ")) + "\n";
  }
  for (const auto& arrow : graph.arrows) {
    const std::string from = arrow.from < 0 ? "[*]" : graph.states[static_cast<std::size_t>(arrow.from)].id;
    out += "  " + from + " --> " + graph.states[static_cast<std::size_t>(arrow.to)].id + " : " +
           mermaid_label(joined(arrow.names, " / ")) + "\n";
  }
  for (const auto& state : graph.states)
    if (state.phase == engine::Phase::final) out += "  " + state.id + " --> [*]\n";
  return out;
}

}  // namespace hejie::definition
