// The diagram as SVG, without scripts, styles or fonts from elsewhere, so that a strict content policy lets it show.
#include <algorithm>

#include "engine/definition/diagram/graph.h"
#include "engine/definition/diagram/layout.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

constexpr double kNameSize = 15;
constexpr double kSmallSize = 12;
constexpr double kLineHeight = 17;
constexpr std::string_view kFont = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif";

/// Width of a line: Chinese characters are square, Latin letters a little more than half as wide.
double width_of(std::string_view text, double size) {
  double width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      width += size * 0.56;
    else if (byte >= 0xC0)
      width += size;
  }
  return width;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

double widest(const std::vector<std::string>& lines, double size) {
  double width = 0;
  for (const auto& line : lines) width = std::max(width, width_of(line, size));
  return width;
}

/// What stands in the box of a state: its name, the clock it waits for, the acts that lead here from anywhere.
struct Face {
  std::string name;
  std::vector<std::string> small;
  LayoutBox box;
};

Face face_of(const DiagramState& state, bool english) {
  Face face;
  face.name = state.name;
  if (!state.waits.empty()) face.small.push_back((english ? "clock " : "期限 ") + state.waits);
  for (auto& line : notes(state, english)) face.small.push_back(std::move(line));
  face.box.width = std::max({width_of(face.name, kNameSize), widest(face.small, kSmallSize), 60.0}) + 28;
  face.box.height = 32 + kLineHeight * static_cast<double>(face.small.size());
  return face;
}

std::string text_line(double x, double y, double size, std::string_view more, std::string_view text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"middle\"{}>{}</text>\n", x, y,
                     size, more, escaped(text));
}

std::string_view fill_of(engine::Phase phase) {
  switch (phase) {
    case engine::Phase::open:
      return "#eaf3fb";
    case engine::Phase::closed:
      return "#f0efe9";
    case engine::Phase::final:
      return "#dcdcdc";
  }
  return "";
}

std::string_view stroke_of(engine::Phase phase) {
  return phase == engine::Phase::open ? "#2f6ea3" : "#666666";
}

std::string rectangle(double x, double y, double width, double height, std::string_view more) {
  return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"7\"{}/>\n", x - width / 2,
                     y - height / 2, width, height, more);
}

std::string draw_state(const DiagramState& state, const Face& face, const LayoutBox& box, bool english) {
  std::string out = fmt::format("<g id=\"state-{}\">\n", state.id);
  if (!state.stays.empty())
    out += "<title>" +
           escaped((english ? "acts that stay here: " : "不改变状态的行为：") +
                   joined(state.stays, english ? ", " : "、")) +
           "</title>\n";
  const auto paint =
      fmt::format(" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"", fill_of(state.phase), stroke_of(state.phase));
  out += rectangle(box.x, box.y, box.width, box.height, paint);
  if (state.phase == engine::Phase::final)
    out += rectangle(box.x, box.y, box.width - 7, box.height - 7, " fill=\"none\" stroke=\"#666666\"");
  double y = box.y - box.height / 2 + 21;
  out += text_line(box.x, y, kNameSize, " font-weight=\"600\" fill=\"#1a1a1a\"", face.name);
  for (const auto& line : face.small) {
    y += kLineHeight;
    out += text_line(box.x, y, kSmallSize, " fill=\"#4a4a4a\"", line);
  }
  return out + "</g>\n";
}

std::string_view dashes(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::person:
      return "";
    case ArrowKind::clock:
      return " stroke-dasharray=\"7 4\"";
    case ArrowKind::automatic:
      return " stroke-dasharray=\"2 4\"";
  }
  return "";
}

/// A curve through the points, upright where it passes each of them.
std::string curve(const std::vector<std::pair<double, double>>& points) {
  std::string path = fmt::format("M{:.1f} {:.1f}", points.front().first, points.front().second);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto [x0, y0] = points[i - 1];
    const auto [x1, y1] = points[i];
    const double middle = (y0 + y1) / 2;
    path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", x0, middle, x1, middle, x1, y1);
  }
  return path;
}

std::string draw_line(const Layout& layout, const LayoutArrow& arrow, ArrowKind kind) {
  const auto& from = layout.boxes[static_cast<std::size_t>(arrow.from)];
  const auto& to = layout.boxes[static_cast<std::size_t>(arrow.to)];
  const double way = arrow.from < arrow.to ? 1 : -1;
  std::vector<std::pair<double, double>> points{{from.x, from.y + way * from.height / 2}};
  points.insert(points.end(), arrow.bends.begin(), arrow.bends.end());
  points.emplace_back(to.x, to.y - way * (to.height / 2 + 2));
  return fmt::format(
      "<path d=\"{}\" fill=\"none\" stroke=\"#7a7a7a\" stroke-width=\"1.3\"{} marker-end=\"url(#head)\"/>\n",
      curve(points), dashes(kind));
}

std::string draw_label(const LayoutBox& label, const std::vector<std::string>& lines) {
  std::string out = rectangle(label.x, label.y, label.width, label.height, " fill=\"#ffffff\" fill-opacity=\"0.92\"");
  double y = label.y - label.height / 2 + 14;
  for (const auto& line : lines) {
    out += text_line(label.x, y, kSmallSize, " fill=\"#23527c\"", line);
    y += kLineHeight;
  }
  return out;
}

std::string legend(const DiagramGraph& graph, double y) {
  const std::vector<std::pair<std::string, std::string>> words = {
      {"在办", "open"}, {"已结（仍可有后续行为）", "closed (lawful acts remain)"}, {"终结", "final"}};
  std::string out;
  double x = 24;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto phase = static_cast<engine::Phase>(i);
    const auto& word = graph.english ? words[i].second : words[i].first;
    out += rectangle(x + 10, y, 20, 14, fmt::format(" fill=\"{}\" stroke=\"{}\"", fill_of(phase), stroke_of(phase)));
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\" fill=\"#4a4a4a\">{}</text>\n", x + 26, y + 4,
                       escaped(word));
    x += 44 + width_of(word, 12);
  }
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"人的行为", "act of a person"}, {"期限届满", "expiry"}, {"依法自动", "by law"}};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& word = graph.english ? lines[i].second : lines[i].first;
    out += fmt::format("<path d=\"M{:.1f} {:.1f}h30\" stroke=\"#7a7a7a\" stroke-width=\"1.3\"{}/>\n", x, y,
                       dashes(static_cast<ArrowKind>(i)));
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\" fill=\"#4a4a4a\">{}</text>\n", x + 36, y + 4,
                       escaped(word));
    x += 54 + width_of(word, 12);
  }
  return out;
}

constexpr double kHeader = 40;
constexpr double kLegend = 36;
constexpr double kLeastWidth = 640;

std::string frame(const DiagramGraph& graph, const Layout& layout, const std::string& body) {
  const double width = std::max(layout.width, kLeastWidth);
  const double height = layout.height + kHeader + kLegend;
  const double shift = (width - layout.width) / 2;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "role=\"img\" font-family=\"{2}\">\n<title>{3}</title>\n<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" "
      "refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
      "fill=\"#7a7a7a\"/></marker></defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
      width, height, kFont, escaped(graph.title));
  out += text_line(width / 2, 30, 19, " font-weight=\"600\" fill=\"#1a1a1a\"", graph.title);
  out += fmt::format("<g transform=\"translate({:.1f} {:.1f})\">\n{}</g>\n", shift, kHeader, body);
  return out + legend(graph, height - 20) + "</svg>\n";
}

}  // namespace

std::string to_svg(const DiagramGraph& graph) {
  // Box 0 is the start; state i is box i + 1.
  Layout layout;
  layout.boxes.push_back({16, 16, 0, 0});
  std::vector<Face> faces;
  for (const auto& state : graph.states) {
    faces.push_back(face_of(state, graph.english));
    layout.boxes.push_back(faces.back().box);
  }
  std::vector<std::vector<std::string>> labels;
  for (const auto& arrow : graph.arrows) {
    labels.push_back(shortened(arrow.names, graph.english));
    const double height = kLineHeight * static_cast<double>(labels.back().size()) + 4;
    layout.arrows.push_back({arrow.from + 1, arrow.to + 1, {widest(labels.back(), kSmallSize) + 10, height, 0, 0}, {}});
  }
  lay_out(layout);
  std::string body;
  for (std::size_t i = 0; i < layout.arrows.size(); ++i)
    body += draw_line(layout, layout.arrows[i], graph.arrows[i].kind);
  for (std::size_t i = 0; i < layout.arrows.size(); ++i) body += draw_label(layout.arrows[i].label, labels[i]);
  body += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"7\" fill=\"#1a1a1a\"/>\n", layout.boxes[0].x,
                      layout.boxes[0].y);
  for (std::size_t i = 0; i < graph.states.size(); ++i)
    body += draw_state(graph.states[i], faces[i], layout.boxes[i + 1], graph.english);
  return frame(graph, layout, body);
}

}  // namespace hejie::definition
