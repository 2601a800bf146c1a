// Puts boxes into layers so that arrows mostly go down, cross seldom and run straight (after Sugiyama, Tagawa and Toda
// 1981). Knows boxes and arrows, not procedures. Deterministic. Internal to engine/definition.
#pragma once

#include <utility>
#include <vector>

namespace hejie::definition {

struct LayoutBox {
  double width = 0;
  double height = 0;
  double x = 0;  ///< center, filled by lay_out
  double y = 0;
};

/// An arrow between boxes (indexes); its label is a box of its own, through which the arrow runs.
struct LayoutArrow {
  int from = 0;
  int to = 0;
  LayoutBox label;
  std::vector<std::pair<double, double>> bends;  ///< points between from and to, in that order, filled by lay_out
};

struct Layout {
  std::vector<LayoutBox> boxes;  ///< in the order wanted from top to bottom: earlier ones come higher where they can
  std::vector<LayoutArrow> arrows;
  double width = 0;
  double height = 0;
};

void lay_out(Layout& layout);

}  // namespace hejie::definition
