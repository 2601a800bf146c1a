// Every kind of event and value survives the byte form; the bytes are canonical; hostile bytes are refused as corrupt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "json/json.h"
#include "storage/codec.h"
#include "storage/codec_names.h"
#include "tests/storage/samples.h"

namespace hejie::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

StoredEvent stored(engine::CaseEvent event) {
  StoredEvent out;
  out.case_id = CaseId("c_1");
  out.version = 7;
  out.recorded_at = Instant{1'780'000'000'123};
  out.recorded_by = AccountId("u_1");
  out.number = "川劳人仲案〔2026〕1号";
  out.event = samples::at_version(std::move(event), 7);
  return out;
}

void expect_round_trip(const StoredEvent& event) {
  const std::string bytes = encode(event);
  const auto parsed = json::parse(bytes);
  ASSERT_TRUE(parsed) << bytes;
  EXPECT_EQ(json::canonical(*parsed), bytes) << "the one canonical form";
  const auto back = decode(bytes);
  ASSERT_TRUE(back) << back.error().message.en << "\n" << bytes;
  EXPECT_EQ(*back, event) << bytes;
  EXPECT_EQ(encode(*back), bytes);
}

TEST(Codec, EveryActKindRoundTrips) {
  int kinds = 0;
  for (; !name_of(static_cast<engine::ActKind>(kinds)).empty(); ++kinds) {
    expect_round_trip(stored(samples::full_act(static_cast<engine::ActKind>(kinds))));
  }
  EXPECT_EQ(kinds, 12);
}

TEST(Codec, EveryOccurrenceKindRoundTrips) {
  int kinds = 0;
  for (; !name_of(static_cast<engine::OccurrenceKind>(kinds)).empty(); ++kinds) {
    expect_round_trip(stored(samples::full_occurrence(static_cast<engine::OccurrenceKind>(kinds))));
  }
  EXPECT_EQ(kinds, 11);
}

TEST(Codec, EveryValueTypeIsInTheSample) {
  std::set<std::size_t> types;
  for (const auto& [id, value] : samples::full_act(engine::ActKind::done).fields) types.insert(value.index());
  EXPECT_EQ(types.size(), std::variant_size_v<engine::Value>);
}

TEST(Codec, EveryUnitRoundTrips) {
  engine::Act act;
  for (int i = 0; !name_of(static_cast<calendar::Unit>(i)).empty(); ++i) {
    act.fields["p" + std::to_string(i)] = calendar::Period{static_cast<calendar::Unit>(i), i - 1};
  }
  EXPECT_EQ(act.fields.size(), 6U);
  expect_round_trip(stored(act));
}

TEST(Codec, RederivedRoundTrips) {
  expect_round_trip(stored(samples::full_rederived()));
}

TEST(Codec, EmptyEventsRoundTrip) {
  expect_round_trip(stored(engine::Act{}));
  expect_round_trip(stored(engine::Occurrence{}));
  expect_round_trip(stored(engine::Rederived{}));
}

TEST(Codec, NamesAndTextsOfEveryKindAreCanonical) {
  engine::Act act;
  act.event = "a \"quoted\" back\\slash\nline";
  act.party = "\x7f\x01 cafe\u0301 \U0001F600";
  act.fields = {
      {"b", std::string("\u4EF2\u88C1")}, {"\uFB01", true}, {"\U0001F600", false}, {"a\"b", std::int64_t{-5}}};
  const std::string bytes = encode(stored(act));
  const auto parsed = json::parse(bytes);
  ASSERT_TRUE(parsed) << bytes;
  EXPECT_EQ(json::canonical(*parsed), bytes);
  EXPECT_EQ(encode(*decode(bytes)), bytes);
}

TEST(Codec, PresentOptionalsWithZeroInsideAreKept) {
  engine::Act act;
  act.minute = 0;
  act.serve = engine::ServeInput{};
  act.link = engine::LinkInput{};
  act.items = {engine::Item{}};
  act.items[0].claimed_fen = 0;
  expect_round_trip(stored(act));
}

TEST(Codec, BytesAreCanonical) {
  engine::Act act;
  act.event = "note";
  act.on = samples::day(2026, 3, 2);
  act.fields = {{"b", true}, {"a", std::int64_t{1}}};
  StoredEvent event = stored(act);
  event.number.clear();
  EXPECT_EQ(encode(event),
            R"({"body":{"event":"note","fields":{"a":1,"b":true},"on":"2026-03-02"},"case":"c_1","codec":1,)"
            R"("kind":"act","recorded_at":"2026-05-28T20:26:40.123Z","recorded_by":"u_1","version":7})");
}

TEST(Codec, ComposedAndDecomposedTextGiveTheSameBytes) {
  engine::Act composed;
  composed.party = "caf\u00e9";
  engine::Act decomposed;
  decomposed.party = "cafe\u0301";
  EXPECT_EQ(encode(stored(composed)), encode(stored(decomposed)));
}

struct Hostile {
  const char* why;
  std::string bytes;
};

TEST(Codec, HostileBytesAreCorrupt) {
  const std::string head = R"({"body":{)";
  const std::string tail =
      R"(},"case":"c_1","codec":1,"kind":"act","recorded_at":"2026-05-28T20:26:40.123Z","version":7})";
  ASSERT_TRUE(decode(head + tail));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string out = head + tail;
    out.replace(out.find(from), from.size(), to);
    return out;
  };
  const std::vector<Hostile> table = {
      {"empty", ""},
      {"not JSON", "{"},
      {"not an object", "[]"},
      {"unknown key in the body", head + R"("x":1)" + tail},
      {"unknown key in the envelope", with(R"("codec":1)", R"("codec":1,"x":1)")},
      {"missing case", with(R"("case":"c_1",)", "")},
      {"newer codec", with(R"("codec":1)", R"("codec":2)")},
      {"unknown kind", with(R"("kind":"act")", R"("kind":"deed")")},
      {"kind of another type", with(R"("kind":"act")", R"("kind":1)")},
      {"instant in another form", with(".123Z", "Z")},
      {"version as text", with(R"("version":7)", R"("version":"7")")},
      {"a day that is not", head + R"("on":"2026-02-30")" + tail},
      {"default written", head + R"("event":"")" + tail},
      {"unknown act kind", head + R"("kind":"undone")" + tail},
      {"value of an unknown type", head + R"("fields":{"a":{"hour":1}})" + tail},
      {"value with two types", head + R"("fields":{"a":{"day":"2026-01-01","moment":"2026-01-01T00:00"}})" + tail},
      {"an array as value", head + R"("fields":{"a":[1]})" + tail},
      {"moment out of the day", head + R"("fields":{"a":{"moment":"2026-01-01T24:00"}})" + tail},
      {"moment with letters", head + R"("fields":{"a":{"moment":"2026-01-01T1x:00"}})" + tail},
      {"unknown unit", head + R"("fields":{"a":{"period":{"count":1,"unit":"week"}}})" + tail},
      {"count beyond int", head + R"("fields":{"a":{"period":{"count":3000000000,"unit":"days"}}})" + tail},
      {"fraction", head + R"("of":1.5)" + tail},
      {"duplicate key", head + R"("of":1,"of":2)" + tail},
      {"parties not a list", head + R"("parties":{})" + tail},
      {"party not an object", head + R"("parties":[1])" + tail},
      {"bytes behind the end", head + tail + "x"},
  };
  for (const auto& row : table) {
    const auto result = decode(row.bytes);
    ASSERT_FALSE(result) << row.why;
    EXPECT_EQ(result.error().code, ErrorCode::corrupt) << row.why;
    EXPECT_FALSE(result.error().message.zh.empty()) << row.why;
  }
}

TEST(Codec, EveryTruncationAndEveryFlippedByteIsReadOrRefused) {
  const StoredEvent event = stored(samples::full_act(engine::ActKind::done));
  const std::string bytes = encode(event);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(decode(bytes.substr(0, i)));
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    const auto result = decode(flipped);
    if (result) {
      EXPECT_NE(encode(*result), bytes) << "a changed byte must not read as the same event, offset " << i;
    } else {
      EXPECT_EQ(result.error().code, ErrorCode::corrupt);
    }
  }
}

TEST(Codec, ListsAndValues) {
  const std::vector<std::string> list = {"a", "", "仲裁"};
  EXPECT_EQ(decode_list(encode_list(list)).value(), list);
  EXPECT_EQ(decode_list("[]").value(), std::vector<std::string>{});
  EXPECT_FALSE(decode_list("[1]"));
  EXPECT_FALSE(decode_list("x"));
  const auto values = samples::full_act(engine::ActKind::done).fields;
  EXPECT_EQ(decode_values(encode_values(values)).value(), values);
  EXPECT_FALSE(decode_values("[]"));
}

TEST(Codec, KindNames) {
  EXPECT_EQ(kind_name(engine::CaseEvent{engine::Act{}}), "done");
  EXPECT_EQ(kind_name(engine::CaseEvent{engine::Occurrence{}}), "automatic");
  EXPECT_EQ(kind_name(engine::CaseEvent{engine::Rederived{}}), "rederived");
  EXPECT_EQ(kind_of(engine::CaseEvent{engine::Occurrence{}}), 1);
}

}  // namespace
}  // namespace hejie::storage
