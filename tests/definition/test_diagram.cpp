// Diagrams: everything of the procedure is in them, the same bytes each time, nothing lies over anything else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "engine/definition/diagram.h"
#include "engine/definition/diagram/layout.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string drawn(const char* format, bool english) {
  const auto read = read_text(sample_text());
  EXPECT_NE(read.procedure, nullptr);
  const auto result = draw(*read.procedure, format, english);
  EXPECT_TRUE(result.has_value());
  return result.value_or("");
}

int count(const std::string& text, std::string_view part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Diagram, SvgShowsEachStateOnceAndEachWay) {
  const std::string svg = drawn("svg", false);
  EXPECT_TRUE(svg.starts_with("<svg ")) << svg.substr(0, 40);
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  for (const char* state : {"filed", "accepted", "decided", "archived"})
    EXPECT_EQ(count(svg, "id=\"state-" + std::string(state) + "\""), 1) << state;
  for (const char* name : {">申请<", ">受理<", ">决定<", ">归档<"}) EXPECT_THAT(svg, HasSubstr(name));
  EXPECT_EQ(count(svg, "marker-end"), 4);  // start, accept, decide, archive
  EXPECT_THAT(svg, HasSubstr("期限 A02"));
  EXPECT_THAT(svg, HasSubstr("不改变状态的行为：答复、定期、中止、恢复、延期、均已答复"));
}

TEST(Diagram, SpeaksOneLanguage) {
  EXPECT_THAT(drawn("svg", true), HasSubstr(">decided<"));
  EXPECT_THAT(drawn("svg", true), Not(HasSubstr("已决定")));
  EXPECT_THAT(drawn("dot", false), HasSubstr("已决定"));
}

TEST(Diagram, HoldsNothingThatRunsOrLoads) {
  const std::string svg = drawn("svg", false);
  for (const char* word : {"<script", "<style", "style=", "href", "onload", "@import"})
    EXPECT_THAT(svg, Not(HasSubstr(word)));
}

TEST(Diagram, IsTheSameEachTime) {
  for (const char* format : {"svg", "dot", "mermaid"}) EXPECT_EQ(drawn(format, false), drawn(format, false));
}

TEST(Diagram, EscapesNames) {
  const auto read = read_text(sample_with(R"("en": "decided"}, "phase")", R"("en": "a < \"b\" & c"}, "phase")"));
  ASSERT_NE(read.procedure, nullptr);
  EXPECT_THAT(*draw(*read.procedure, "svg", true), HasSubstr("a &lt; &quot;b&quot; &amp; c"));
  EXPECT_THAT(*draw(*read.procedure, "dot", true), HasSubstr(R"(a < \"b\" & c)"));
}

TEST(Diagram, WritesDotAndMermaid) {
  const std::string dot = drawn("dot", true);
  EXPECT_THAT(dot, HasSubstr("accepted -> decided [style=solid, label=\"decide\"]"));
  EXPECT_THAT(dot, HasSubstr("peripheries=2"));
  const std::string mermaid = drawn("mermaid", true);
  EXPECT_TRUE(mermaid.starts_with("stateDiagram-v2\n"));
  EXPECT_THAT(mermaid, HasSubstr("  [*] --> filed : file\n"));
  EXPECT_THAT(mermaid, HasSubstr("  archived --> [*]\n"));
}

TEST(Diagram, RefusesAnotherFormat) {
  const auto read = read_text(sample_text());
  const auto result = draw(*read.procedure, "png", false);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
}

// ---- layout

bool apart(const LayoutBox& a, const LayoutBox& b) {
  return std::abs(a.x - b.x) >= (a.width + b.width) / 2 || std::abs(a.y - b.y) >= (a.height + b.height) / 2;
}

Layout random_layout(unsigned seed) {
  std::mt19937 engine(seed);
  const auto random = [&] { return static_cast<int>(engine() % 1000U); };
  Layout layout;
  const int boxes = 3 + random() % 20;
  for (int i = 0; i < boxes; ++i) layout.boxes.push_back({60.0 + random() % 120, 30.0 + random() % 40, 0, 0});
  for (int i = 0; i < boxes * 2; ++i) {
    const int from = random() % boxes;
    const int to = random() % boxes;
    if (from != to) layout.arrows.push_back({from, to, {40.0 + random() % 90, 17, 0, 0}, {}});
  }
  lay_out(layout);
  return layout;
}

TEST(Layout, NothingLiesOverAnythingElse) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Layout layout = random_layout(seed);
    std::vector<LayoutBox> all = layout.boxes;
    for (const auto& arrow : layout.arrows) all.push_back(arrow.label);
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_GE(all[i].x - all[i].width / 2, 0) << "seed " << seed;
      EXPECT_LE(all[i].x + all[i].width / 2, layout.width) << "seed " << seed;
      for (std::size_t j = i + 1; j < all.size(); ++j)
        ASSERT_TRUE(apart(all[i], all[j])) << "seed " << seed << ": " << i << " and " << j;
    }
  }
}

TEST(Layout, AChainIsStraight) {
  Layout layout;
  layout.boxes = {{80, 30, 0, 0}, {120, 30, 0, 0}, {60, 30, 0, 0}};
  layout.arrows = {{0, 1, {50, 17, 0, 0}, {}}, {1, 2, {90, 17, 0, 0}, {}}};
  lay_out(layout);
  EXPECT_EQ(layout.boxes[0].x, layout.boxes[1].x);
  EXPECT_EQ(layout.boxes[1].x, layout.boxes[2].x);
  EXPECT_LT(layout.boxes[0].y, layout.boxes[1].y);
  EXPECT_LT(layout.boxes[1].y, layout.boxes[2].y);
}

TEST(Layout, NoBoxesAtAll) {
  Layout layout;
  lay_out(layout);
  EXPECT_EQ(layout.width, 0);
}

}  // namespace
}  // namespace hejie::definition
