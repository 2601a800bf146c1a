// Reading JSON: what is taken, what is refused, by which code and at which place.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "json/json.h"

namespace hejie {
namespace {

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

struct Refused {
  std::string name;
  std::string text;
  std::string code;
  std::string path;
};

class JsonRefuses : public testing::TestWithParam<Refused> {};

TEST_P(JsonRefuses, WithCodeAndPath) {
  const auto result = json::parse(GetParam().text);
  ASSERT_FALSE(result.has_value()) << json::dump(*result);
  EXPECT_EQ(result.error().code, ErrorCode::malformed);
  ASSERT_EQ(result.error().findings.size(), 1U);
  const Finding& finding = result.error().findings.front();
  EXPECT_EQ(finding.code, GetParam().code);
  EXPECT_EQ(finding.path, GetParam().path);
  EXPECT_FALSE(finding.message.zh.empty());
  EXPECT_FALSE(finding.message.en.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, JsonRefuses,
    testing::Values(
        Refused{"empty", "", "syntax", ""}, Refused{"space", "  \n", "syntax", ""},
        Refused{"word", "nul", "syntax", ""}, Refused{"trailing_text", "{} x", "syntax", ""},
        Refused{"two_values", "1 2", "syntax", ""}, Refused{"trailing_comma", R"({"a":[1,]})", "syntax", "/a/1"},
        Refused{"comment", "[1,/*x*/2]", "syntax", "/1"}, Refused{"single_quotes", "{'a':1}", "syntax", ""},
        Refused{"nan", "[NaN]", "syntax", "/0"}, Refused{"leading_zero", R"({"n":01})", "syntax", "/n"},
        Refused{"plus_sign", "[+1]", "syntax", "/0"}, Refused{"bare_dot", "[1.]", "syntax", "/0"},
        Refused{"control_in_text", "[\"a\tb\"]", "syntax", "/0"}, Refused{"bad_escape", R"(["\x"])", "syntax", "/0"},
        Refused{"unclosed", R"({"a":[1)", "syntax", "/a/1"},
        Refused{"duplicate", R"({"a":1,"b":{"c":1,"c":2}})", "duplicate_key", "/b/c"},
        Refused{"duplicate_empty_key", R"({"":1,"":2})", "duplicate_key", "/"},
        Refused{"duplicate_by_escape", R"({"a":1,"\u0061":2})", "duplicate_key", "/a"},
        Refused{"duplicate_in_nfc", "{\"\u00E9\":1,\"e\u0301\":2}", "duplicate_key", "/e\u0301"},
        Refused{"fraction", R"({"money":[0,1.5]})", "not_integer", "/money/1"},
        Refused{"tiny_fraction", "[1.0000000000000000000000001]", "not_integer", "/0"},
        Refused{"negative_exponent", "[1e-1]", "not_integer", "/0"},
        Refused{"underflow", "[1e-999]", "not_integer", "/0"},
        Refused{"above_int64", R"({"n":9223372036854775808})", "integer_range", "/n"},
        Refused{"below_int64", R"({"n":-9223372036854775809})", "integer_range", "/n"},
        Refused{"above_uint64", R"({"n":18446744073709551616})", "integer_range", "/n"},
        Refused{"23_digits", R"({"n":12345678901234567890123})", "integer_range", "/n"},
        Refused{"overflow", R"({"n":1e400})", "integer_range", "/n"},
        Refused{"large_exponent", R"({"n":1e99999999999999999999})", "integer_range", "/n"},
        Refused{"escaped_nul", R"({"t":"a\u0000b"})", "nul", "/t"},
        Refused{"nul_in_key", R"({"a\u0000":1})", "nul", std::string("/a\0", 3)},
        Refused{"raw_nul_after", std::string("{}\0garbage", 10), "nul", ""},
        Refused{"high_surrogate", R"({"t":"\ud800"})", "lone_surrogate", "/t"},
        Refused{"low_surrogate", R"({"t":"\udc00"})", "lone_surrogate", "/t"},
        Refused{"overlong", "[\"\xC0\xAF\"]", "utf8", ""},
        Refused{"encoded_surrogate", "[\"\xED\xA0\x80\"]", "utf8", ""}, Refused{"latin1", "[\"\xE9\"]", "utf8", ""},
        Refused{"byte_order_mark", "\xEF\xBB\xBF{}", "byte_order_mark", ""},
        Refused{"depth_65_arrays", repeat("[", 65) + repeat("]", 65), "too_deep", repeat("/0", 64)},
        Refused{"depth_65_objects", repeat("{\"a\":", 65) + "1" + repeat("}", 65), "too_deep", repeat("/a", 64)},
        Refused{"very_deep", repeat("[", 100'000), "too_deep", repeat("/0", 64)},
        Refused{"pointer_escapes", R"({"a/b":{"~":1.5}})", "not_integer", "/a~1b/~0"}),
    [](const auto& param_info) { return param_info.param.name; });

struct Taken {
  std::string name;
  std::string text;
  std::string compact;
};

class JsonTakes : public testing::TestWithParam<Taken> {};

TEST_P(JsonTakes, AndWritesBack) {
  const auto result = json::parse(GetParam().text);
  ASSERT_TRUE(result.has_value()) << result.error().message.en;
  EXPECT_EQ(json::dump(*result), GetParam().compact);
}

INSTANTIATE_TEST_SUITE_P(
    Table, JsonTakes,
    testing::Values(Taken{"scalar", " true ", "true"}, Taken{"null", "null", "null"}, Taken{"text", R"("")", R"("")"},
                    Taken{"keeps_order", R"({"b":1,"a":2,"":3})", R"({"b":1,"a":2,"":3})"},
                    Taken{"empties", R"({"a":[],"b":{}})", R"({"a":[],"b":{}})"},
                    Taken{"same_key_elsewhere", R"([{"a":1},{"a":1}])", R"([{"a":1},{"a":1}])"},
                    Taken{"int64_ends", "[9223372036854775807,-9223372036854775808]",
                          "[9223372036854775807,-9223372036854775808]"},
                    Taken{"integers_in_disguise", "[1.0,12e2,-0,-0.0,0e99,1500e-2,100.5e1]", "[1,1200,0,0,0,15,1005]"},
                    Taken{"surrogate_pair", R"(["\ud83d\ude00"])", "[\"\U0001F600\"]"},
                    Taken{"chinese", R"({"州":"成都"})", R"({"州":"成都"})"},
                    Taken{"depth_64", repeat("[", 64) + repeat("]", 64), repeat("[", 64) + repeat("]", 64)}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(JsonParse, SaysTooLargeBeforeReading) {
  const auto result = json::parse("[not json at all", {.bytes = 8});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
  EXPECT_TRUE(json::parse("[1,2345]", {.bytes = 8}).has_value());
}

TEST(JsonParse, NeverRepeatsTheInputInWords) {
  const auto result = json::parse(R"({"name":"Zhang San" x})");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message.en.find("Zhang"), std::string::npos);
  EXPECT_NE(result.error().message.en.find("line 1, column 21"), std::string::npos) << result.error().message.en;
}

TEST(JsonParse, ManyKeysInOneObjectStayLinear) {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"key" + std::to_string(i) + "\":0,";
  text += "\"last\":0}";
  const auto result = json::parse(text);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->size(), 50'001U);
}

}  // namespace
}  // namespace hejie
