// Whatever stands at any place of a file, the reader answers: a finding for each wrong thing, never a crash; and what
// it does read can be checked and drawn.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/definition/checks.h"
#include "engine/definition/diagram.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Json = nlohmann::ordered_json;

void places(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
  out.push_back(at);
  if (value.is_object())
    for (const auto& [key, child] : value.items()) places(child, at / key, out);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) places(value[i], at / i, out);
}

class Robust : public testing::Test {
 protected:
  /// Reads the text; checks and draws what came out of it.
  bool sound(const std::string& text) {
    const std::vector<SourceFile> files{{"loan.json", text}};
    std::vector<ReadProcedure> set;
    set.push_back(read_procedure(files, library_, nullptr));
    EXPECT_EQ(set[0].procedure == nullptr, has_errors(set[0].findings)) << text;
    for (const auto& finding : set[0].findings) {
      EXPECT_FALSE(finding.message.zh.empty() || finding.message.en.empty()) << finding.path;
      EXPECT_EQ(finding.file, "loan.json") << finding.path;
    }
    if (set[0].procedure == nullptr) return false;
    (void)check_all({set, library_});
    EXPECT_TRUE(draw(*set[0].procedure, "svg", false).has_value());
    return true;
  }
  Library library_ = sample_library();
  Json sample_ = Json::parse(sample_text());
};

TEST_F(Robust, AnyValueReplacedByAnyOther) {
  const std::vector<Json> others{nullptr,
                                 true,
                                 7,
                                 "x",
                                 "",
                                 Json::array(),
                                 Json::object(),
                                 Json::array({nullptr}),
                                 Json{{"x", 1}},
                                 Json::array({Json::object()}),
                                 -1,
                                 "*open"};
  std::vector<Json::json_pointer> all;
  places(sample_, Json::json_pointer(), all);
  ASSERT_GT(all.size(), 400U);
  int taken = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Json changed = sample_;
    changed[all[i]] = others[i % others.size()];
    taken += sound(changed.dump()) ? 1 : 0;
  }
  // Few places take any value at all (a text of its own, an optional list).
  EXPECT_LT(taken, static_cast<int>(all.size() / 4)) << "the reader takes nearly anything";
}

TEST_F(Robust, AnyKeyRemoved) {
  std::vector<Json::json_pointer> all;
  places(sample_, Json::json_pointer(), all);
  for (const auto& at : all) {
    if (at.empty()) continue;
    Json changed = sample_;
    Json& parent = changed[at.parent_pointer()];
    if (!parent.is_object()) continue;
    parent.erase(at.back());
    (void)sound(changed.dump());
  }
}

TEST_F(Robust, EveryPrefixOfTheFile) {
  const std::string text = sample_text();
  for (std::size_t size = 0; size < text.size(); size += 37) EXPECT_FALSE(sound(text.substr(0, size))) << size;
}

}  // namespace
}  // namespace hejie::definition
