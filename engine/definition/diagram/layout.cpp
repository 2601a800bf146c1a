#include "engine/definition/diagram/layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hejie::definition {
namespace {

constexpr double kGapX = 24;
constexpr double kGapY = 22;
constexpr double kMargin = 24;
constexpr int kSweeps = 24;
constexpr double kPassingWidth = 6;  ///< room for an arrow that only passes a layer

/// A box, a label or a point where an arrow passes a layer.
struct Vertex {
  double width = 0;
  double height = 0;
  int layer = 0;
  bool passing = false;
  double x = 0;
  std::vector<int> above, below;
};

class Sugiyama {
 public:
  explicit Sugiyama(Layout& layout) : layout_(layout) {}

  void run() {
    if (layout_.boxes.empty()) return;
    assign_layers();
    make_vertices();
    order_layers();
    place_x();
    place_y();
    write_back();
  }

 private:
  [[nodiscard]] static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  /// Arrows that go back in the wanted order are laid out as if they went down.
  [[nodiscard]] static std::pair<int, int> down(const LayoutArrow& arrow) {
    return {std::min(arrow.from, arrow.to), std::max(arrow.from, arrow.to)};
  }

  void assign_layers() {
    layer_of_box_.assign(layout_.boxes.size(), 0);
    for (int box = 0; at(box) < layout_.boxes.size(); ++box)
      for (const auto& arrow : layout_.arrows) {
        const auto [upper, lower] = down(arrow);
        if (lower == box) layer_of_box_[at(box)] = std::max(layer_of_box_[at(box)], layer_of_box_[at(upper)] + 2);
      }
    for (int box = 1; at(box) < layout_.boxes.size(); ++box) drop(box);
  }

  /// A box nothing leads to from above goes down to where it leads, or to the bottom.
  void drop(int box) {
    int lowest = *std::max_element(layer_of_box_.begin(), layer_of_box_.end());
    for (const auto& arrow : layout_.arrows) {
      const auto [upper, lower] = down(arrow);
      if (lower == box) return;
      if (upper == box) lowest = std::min(lowest, layer_of_box_[at(lower)] - 2);
    }
    layer_of_box_[at(box)] = lowest;
  }

  int add_vertex(double width, double height, int layer, bool passing) {
    vertices_.push_back({width, height, layer, passing, 0, {}, {}});
    if (layers_.size() <= at(layer)) layers_.resize(at(layer) + 1);
    layers_[at(layer)].push_back(static_cast<int>(vertices_.size()) - 1);
    return static_cast<int>(vertices_.size()) - 1;
  }

  void connect(int upper, int lower) {
    vertices_[at(upper)].below.push_back(lower);
    vertices_[at(lower)].above.push_back(upper);
  }

  void make_vertices() {
    for (std::size_t i = 0; i < layout_.boxes.size(); ++i)
      add_vertex(layout_.boxes[i].width, layout_.boxes[i].height, layer_of_box_[i], false);
    for (const auto& arrow : layout_.arrows) {
      const auto [upper, lower] = down(arrow);
      const int first = layer_of_box_[at(upper)] + 1;
      const int last = layer_of_box_[at(lower)] - 1;
      // The label stands next to where the arrow comes from.
      const int label_layer = arrow.from == upper ? first : last;
      std::vector<int> chain;
      for (int layer = first; layer <= last; ++layer) {
        const bool label = layer == label_layer;
        chain.push_back(
            add_vertex(label ? arrow.label.width : kPassingWidth, label ? arrow.label.height : 0, layer, !label));
      }
      int above = upper;
      for (const int vertex : chain) {
        connect(above, vertex);
        above = vertex;
      }
      connect(above, lower);
      chains_.push_back(std::move(chain));
    }
  }

  void number(const std::vector<int>& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i) position_[at(layer[i])] = static_cast<double>(i);
  }

  [[nodiscard]] double barycenter(const std::vector<int>& neighbors, int self) const {
    if (neighbors.empty()) return position_[at(self)];
    double sum = 0;
    for (const int each : neighbors) sum += position_[at(each)];
    return sum / static_cast<double>(neighbors.size());
  }

  void sort_layer(std::vector<int>& layer, bool by_above) {
    std::vector<std::pair<double, int>> keys;
    for (const int vertex : layer) {
      const auto& v = vertices_[at(vertex)];
      keys.emplace_back(barycenter(by_above ? v.above : v.below, vertex), vertex);
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < layer.size(); ++i) layer[i] = keys[i].second;
    number(layer);
  }

  [[nodiscard]] int crossings() const {
    int count = 0;
    for (std::size_t layer = 0; layer + 1 < layers_.size(); ++layer) {
      std::vector<std::pair<double, double>> lines;
      for (const int upper : layers_[layer])
        for (const int lower : vertices_[at(upper)].below)
          lines.emplace_back(position_[at(upper)], position_[at(lower)]);
      for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t j = i + 1; j < lines.size(); ++j)
          count += (lines[i].first - lines[j].first) * (lines[i].second - lines[j].second) < 0 ? 1 : 0;
    }
    return count;
  }

  void order_layers() {
    position_.assign(vertices_.size(), 0);
    for (const auto& layer : layers_) number(layer);
    auto best = layers_;
    int fewest = crossings();
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      if (sweep % 2 == 0)
        for (auto& layer : layers_) sort_layer(layer, true);
      else
        for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) sort_layer(*layer, false);
      if (const int now = crossings(); now < fewest) {
        fewest = now;
        best = layers_;
      }
    }
    layers_ = std::move(best);
    for (const auto& layer : layers_) number(layer);
  }

  [[nodiscard]] double separation(int left, int right) const {
    return (vertices_[at(left)].width + vertices_[at(right)].width) / 2 + kGapX;
  }

  /// Nearest positions to `wanted` that keep the order and the separations: isotonic regression by pooling.
  void place_layer(const std::vector<int>& layer, const std::vector<double>& wanted) {
    struct Pool {
      double sum, weight;
      std::size_t size;
      [[nodiscard]] double mean() const { return sum / weight; }
    };
    std::vector<double> offset(layer.size(), 0);
    for (std::size_t i = 1; i < layer.size(); ++i) offset[i] = offset[i - 1] + separation(layer[i - 1], layer[i]);
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < layer.size(); ++i) {
      // What only passes is held straighter than boxes.
      const double weight = vertices_[at(layer[i])].passing ? 2 : 1;
      pools.push_back({(wanted[i] - offset[i]) * weight, weight, 1});
      while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
        const Pool last = pools.back();
        pools.pop_back();
        pools.back().sum += last.sum;
        pools.back().weight += last.weight;
        pools.back().size += last.size;
      }
    }
    std::size_t i = 0;
    for (const auto& pool : pools)
      for (std::size_t n = 0; n < pool.size; ++n, ++i) vertices_[at(layer[i])].x = pool.mean() + offset[i];
  }

  [[nodiscard]] double mean_x(const std::vector<int>& neighbors, double otherwise) const {
    if (neighbors.empty()) return otherwise;
    double sum = 0;
    for (const int each : neighbors) sum += vertices_[at(each)].x;
    return sum / static_cast<double>(neighbors.size());
  }

  void pull(const std::vector<int>& layer, bool up, bool down_too) {
    std::vector<double> wanted;
    for (const int vertex : layer) {
      const auto& v = vertices_[at(vertex)];
      const double above = mean_x(v.above, v.x);
      const double below = mean_x(v.below, v.x);
      if (up && down_too && !v.above.empty() && !v.below.empty())
        wanted.push_back((above + below) / 2);
      else
        wanted.push_back(up && !v.above.empty() ? above : below);
    }
    place_layer(layer, wanted);
  }

  void place_x() {
    for (const auto& layer : layers_) place_layer(layer, std::vector<double>(layer.size(), 0));
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      for (const auto& layer : layers_) pull(layer, true, sweep > kSweeps / 2);
      for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) pull(*layer, sweep > kSweeps / 2, true);
    }
    double least = 0;
    bool first = true;
    for (const auto& v : vertices_) {
      const double left = v.x - v.width / 2;
      least = first ? left : std::min(least, left);
      first = false;
    }
    for (auto& v : vertices_) {
      v.x = std::round((v.x - least + kMargin) * 10) / 10;
      layout_.width = std::max(layout_.width, v.x + v.width / 2 + kMargin);
    }
  }

  void place_y() {
    double y = kMargin;
    for (const auto& layer : layers_) {
      double height = 0;
      for (const int vertex : layer) height = std::max(height, vertices_[at(vertex)].height);
      center_.push_back(y + height / 2);
      y += height + kGapY;
    }
    layout_.height = y - kGapY + kMargin;
  }

  void write_back() {
    for (std::size_t i = 0; i < layout_.boxes.size(); ++i) {
      layout_.boxes[i].x = vertices_[i].x;
      layout_.boxes[i].y = center_[at(vertices_[i].layer)];
    }
    for (std::size_t i = 0; i < layout_.arrows.size(); ++i) {
      auto& arrow = layout_.arrows[i];
      for (const int vertex : chains_[i]) {
        const auto& v = vertices_[at(vertex)];
        arrow.bends.emplace_back(v.x, center_[at(v.layer)]);
        if (v.passing) continue;
        arrow.label.x = v.x;
        arrow.label.y = center_[at(v.layer)];
      }
      if (arrow.from > arrow.to) std::reverse(arrow.bends.begin(), arrow.bends.end());
    }
  }

  Layout& layout_;
  std::vector<int> layer_of_box_;
  std::vector<Vertex> vertices_;
  std::vector<std::vector<int>> layers_;
  std::vector<std::vector<int>> chains_;  ///< of each arrow, from above to below
  std::vector<double> position_;          ///< of each vertex in its layer
  std::vector<double> center_;            ///< y of each layer
};

}  // namespace

void lay_out(Layout& layout) {
  Sugiyama(layout).run();
}

}  // namespace hejie::definition
