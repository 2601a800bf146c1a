// The one byte form a hash can cover, and the small writers beside it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "json/json.h"

namespace hejie {
namespace {

std::string canonical_of(std::string_view text) {
  const auto value = json::parse(text);
  return value ? json::canonical(*value) : "refused: " + value.error().message.en;
}

TEST(JsonCanonical, SortsKeysAtEveryLevelAndDropsSpace) {
  EXPECT_EQ(canonical_of("{ \"b\" : [ 3 , { \"z\":null, \"a\":true } ], \"a\" : {\"y\":1,\"x\":2}, \"B\":0 }"),
            R"({"B":0,"a":{"x":2,"y":1},"b":[3,{"a":true,"z":null}]})");
}

TEST(JsonCanonical, DoesNotDependOnOrderOfEntry) {
  EXPECT_EQ(canonical_of(R"({"a":1,"b":2,"aa":3})"), canonical_of(R"({"aa":3,"b":2,"a":1})"));
  EXPECT_NE(canonical_of("[1,2]"), canonical_of("[2,1]"));
}

// The keys of the example in RFC 8785, 3.2.3; NFC takes U+FB33 apart before the sort.
TEST(JsonCanonical, OrdersByUtf16CodeUnit) {
  EXPECT_EQ(
      canonical_of("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}"),
      "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00F6\":7,\"\u05D3\u05BC\":3,\"\u20AC\":1,\"\U0001F600\":5}");
}

TEST(JsonCanonical, KeepsUtf16OrderForCharactersThatNfcLeavesAlone) {
  // U+FFFD sorts after U+1F600 by code unit, before it by code point.
  EXPECT_EQ(canonical_of("{\"\\ufffd\":1,\"\\ud83d\\ude00\":2}"), "{\"\U0001F600\":2,\"\uFFFD\":1}");
}

TEST(JsonCanonical, EscapesAsLittleAsMayBe) {
  EXPECT_EQ(canonical_of(R"(["\u0001\u001f\b\t\n\f\r\"\\\/\u007f\u4e2d"])"),
            "[\"\\u0001\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7F\u4E2D\"]");
}

TEST(JsonCanonical, NormalizesTextsAndKeys) {
  EXPECT_EQ(canonical_of("{\"e\u0301\":\"A\u030A\"}"), "{\"\u00E9\":\"\u00C5\"}");
  EXPECT_EQ(canonical_of("[\"\uAC00\u11A8\",\"\u4E2D\u302A\"]"), "[\"\uAC01\",\"\u4E2D\u302A\"]");
}

TEST(JsonCanonical, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(json::canonical(nlohmann::ordered_json("a\xFFz")), "\"a\uFFFDz\"");
  EXPECT_EQ(json::dump(nlohmann::ordered_json("a\xFFz")), "\"a\uFFFDz\"");
}

TEST(JsonCanonicalDeathTest, RefusesFloatingNumbers) {
  EXPECT_DEATH((void)json::canonical(nlohmann::ordered_json(1.5)), "canonical form knows integers");
}

TEST(JsonCanonical, IsAFixedPoint) {
  const std::string once = canonical_of("{\"b\":\"e\u0301\",\"a\":[1.0,-0]}");
  EXPECT_EQ(canonical_of(once), once);
}

TEST(JsonNfc, GivesComposedTextOrSaysWhere) {
  EXPECT_EQ(json::nfc("e\u0301").value(), "\u00E9");
  EXPECT_EQ(json::nfc("劳动争议（二）").value(), "劳动争议（二）");
  EXPECT_EQ(json::nfc("").value(), "");
  // The Angstrom sign and a CJK compatibility ideograph are singletons.
  EXPECT_EQ(json::nfc("\u212B\uF900").value(), "\u00C5\u8C48");
  const auto bad = json::nfc("ab\xC3");
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ErrorCode::malformed);
  EXPECT_NE(bad.error().message.en.find("byte 2"), std::string::npos);
}

TEST(JsonPointer, EscapesTokens) {
  EXPECT_EQ(json::pointer("", "a"), "/a");
  EXPECT_EQ(json::pointer("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(json::pointer("/a", ""), "/a/");
  EXPECT_EQ(json::pointer("/a", std::size_t{12}), "/a/12");
}

TEST(JsonDump, PrettyHasTwoSpaces) {
  EXPECT_EQ(json::dump_pretty(json::parse(R"({"b":[1]})").value()), "{\n  \"b\": [\n    1\n  ]\n}");
}

}  // namespace
}  // namespace hejie
