// The exploration finds what no single row shows: ways that close behind a case, expiries refused where a clock runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/definition/explore/explore.h"
#include "engine/definition/explore/feasible.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Names = std::vector<std::string>;

Names explored(const std::string& text, Explored* bound = nullptr, const ExploreOptions& options = {}) {
  const auto set = one(text);
  Explored total;
  const Names found = lines(explore_all({set, sample_library()}, options, total));
  if (bound != nullptr) *bound = total;
  return found;
}

/// A procedure of two steps: open, then done by `finish`.
std::string small(const std::string& facts, const std::string& events, const std::string& more = "") {
  return R"json({"procedure": "small", "version": 1, "name": {"zh": "小", "en": "small"},
    "parties": {"applicant": {"name": {"zh": "申请人", "en": "applicant"}, "min": 1}},
    "facts": {)json" +
         facts + R"json(},
    "states": {"open": {"name": {"zh": "在办", "en": "open"}, "phase": "open", "waits": {"zh": "等待", "en": "waits"}},
               "done": {"name": {"zh": "办结", "en": "done"}, "phase": "final"}},
    "events": {)json" +
         events + "}" + more + "}";
}

std::string flag(const std::string& id) {
  return "\"" + id + R"json(": {"type": "bool", "name": {"zh": "标志", "en": "flag"}, "init": false})json";
}

std::string event(const std::string& id, const std::string& body) {
  return "\"" + id + R"json(": {"name": {"zh": "事件", "en": "event"}, "by": ["clerk", "clock"], )json" + body + "}";
}

const std::string kStart = R"json("start": {"name": {"zh": "开始", "en": "start"}, "by": ["clerk"], "to": "open"})json";

TEST(Explore, FindsNothingInASoundProcedureAndNamesItsBound) {
  Explored bound;
  EXPECT_EQ(explored(sample_text(), &bound), Names{});
  EXPECT_EQ(bound.tracks, 6) << "urgent, the clock that archives, the suspension, three clocks no guard asks about";
  EXPECT_EQ(bound.pairs, 0);
  EXPECT_GT(bound.nodes, 10U);
  EXPECT_TRUE(bound.cut.empty());
}

TEST(Explore, FindsAWayThatClosesBehindTheCase) {
  const auto text =
      small(flag("spoiled"),
            kStart + "," + event("spoil", R"("from": "open", "set": {"spoiled": true})") + "," +
                event("finish", R"("from": "open", "to": "done", "when": {"fact": "spoiled", "is": false})"));
  EXPECT_EQ(explored(text), Names{"error explored /states/open"});
}

TEST(Explore, FindsARowThatNothingPreparesFor) {
  const auto text = small(flag("ready"),
                          kStart + "," + event("finish", R"("from": "open", "to": "done")") + "," +
                              event("hurry", R"("from": "open", "to": "done", "when": {"fact": "ready", "is": true})"));
  EXPECT_EQ(explored(text), Names{"error explored /events/hurry"});
}

TEST(Explore, FindsAnExpiryRefusedWhereItsClockRuns) {
  const std::string clock =
      R"json(, "clocks": {"A01": {"name": {"zh": "期限", "en": "term"}, "kind": "timer", "length": "5d",
    "starts": [{"event": "start"}], "stops": [{"event": "finish"}], "lives": ["open"], "expiry": {"event": "lapse"}}})json";
  const auto text = small(flag("kept"),
                          kStart + "," + event("keep", R"("from": "open", "set": {"kept": true})") + "," +
                              event("finish", R"("from": "open", "to": "done")") + "," +
                              event("lapse", R"("from": "open", "to": "done", "when": {"fact": "kept", "is": false})"),
                          clock);
  EXPECT_EQ(explored(text), Names{"error explored /clocks/A01/expiry"});
}

/// Two tracks at once: each alone lets the case end.
TEST(Explore, FindsWhatOnlyAPairOfTracksShows) {
  const auto text = small(flag("one") + "," + flag("two"),
                          kStart + "," + event("first", R"("from": "open", "set": {"one": true, "two": false})") + "," +
                              event("second", R"("from": "open", "set": {"one": false, "two": true})") + "," +
                              event("both", R"("from": "open", "to": "done",
        "when": {"all": [{"fact": "one", "is": true}, {"fact": "two", "is": true}]})") +
                              "," + event("finish", R"("from": "open", "to": "done")"));
  EXPECT_EQ(explored(text), Names{"error explored /events/both"});
}

TEST(Explore, AHoldThatBarsEveryWayOutIsFound) {
  const std::string hold =
      R"json(, "holds": {"stopped": {"name": {"zh": "暂停", "en": "stopped"}, "allows": ["go_on"], "lives": ["open"]}})json";
  const auto sound = small(flag("x"),
                           kStart + "," + event("stop", R"("from": "open", "takes": "stopped")") + "," +
                               event("go_on", R"("from": "open", "releases": "stopped", "set": {"x": true})") + "," +
                               event("finish", R"("from": "open", "to": "done")"),
                           hold);
  EXPECT_EQ(explored(sound), Names{});
  auto never = sound;
  never.replace(never.find(R"("releases": "stopped", )"), 23, "");
  EXPECT_EQ(explored(never), Names{"error explored /states/open"});
}

/// The same timer in two open states of three; `lives` and the row of `note` name more than they reach.
std::string three_states(const std::string& lives, const std::string& note_from) {
  const std::string clock =
      R"json(, "clocks": {"A01": {"name": {"zh": "期限", "en": "term"}, "kind": "timer", "length": "5d",
    "starts": [{"event": "start"}], "stops": [{"event": "finish"}], "lives": )json" +
      lives + "}}";
  auto text = small(flag("kept"),
                    kStart + "," + event("go_on", R"("from": "open", "to": "second", "set": {"kept": true})") + "," +
                        event("go_far", R"("from": "second", "to": "third")") + "," +
                        event("note", R"("from": )" + note_from + R"(, "when": {"fact": "kept", "is": false})") + "," +
                        event("finish", R"("from": "third", "to": "done")"),
                    clock);
  const std::string waits = R"(, "phase": "open", "waits": {"zh": "等待", "en": "waits"}}, )";
  text.replace(text.find(R"("done": {)"), 0,
               R"("second": {"name": {"zh": "二", "en": "second"})" + waits +
                   R"("third": {"name": {"zh": "三", "en": "third"})" + waits);
  return text;
}

TEST(Explore, FindsAStateARowNamesAndNeverAppliesIn) {
  EXPECT_EQ(explored(three_states(R"(["open"])", R"("open")")), Names{});
  EXPECT_EQ(explored(three_states(R"(["open"])", R"(["open", "third"])")), Names{"error explored /events/note/from"});
}

TEST(Explore, FindsAStateAClockNamesAndNeverRunsIn) {
  EXPECT_EQ(explored(three_states(R"(["open", "second"])", R"("open")")), Names{});
  EXPECT_EQ(explored(three_states(R"(["open", "third"])", R"("open")")), Names{"error explored /clocks/A01/lives"})
      << "it ends on leaving the first state and starts in no other";
}

// ---- ties

/// Two timers of one open state: the first lapses the case, the second does `body`.
std::string two_timers(const std::string& start_of_second, const std::string& length, const std::string& body) {
  const std::string clocks =
      R"json(, "clocks": {
    "first": {"name": {"zh": "甲", "en": "first"}, "kind": "timer", "length": "30d", "starts": [{"event": "start"}],
      "stops": [{"event": "finish"}], "lives": ["open"], "expiry": {"event": "lapse"}},
    "second": {"name": {"zh": "乙", "en": "second"}, "kind": "timer", "length": ")json" +
      length + R"json(", "starts": [{"event": ")json" + start_of_second +
      R"json("}], "stops": [{"event": "finish"}], "lives": ["open"], "expiry": {"event": "other"}}})json";
  auto text = small(
      flag("kept"),
      kStart + "," + event("note", R"("from": "open")") + "," + event("finish", R"("from": "open", "to": "done")") +
          "," + event("lapse", R"("from": "open", "to": "done")") + "," + event("other", R"("from": "open", )" + body) +
          "," + event("go_on", R"("from": "lost", "to": "done")"),
      clocks);
  text.replace(
      text.find(R"("done": {)"), 0,
      R"("lost": {"name": {"zh": "另", "en": "lost"}, "phase": "open", "waits": {"zh": "等待", "en": "waits"}}, )");
  return text;
}

TEST(Explore, FindsTwoClocksThatEndDifferentlyByWhichIsToldFirst) {
  EXPECT_EQ(explored(two_timers("note", "20d", R"("to": "lost")")), Names{"error tie /clocks/second/expiry"});
}

TEST(Explore, ATieThatEndsTheSameEitherWayIsNone) {
  const auto same = two_timers("note", "20d", R"("set": {"kept": true})");
  EXPECT_THAT(explored(same), testing::Not(testing::Contains(testing::HasSubstr("tie"))));
}

TEST(Explore, ClocksOfOneStartAndDifferentLengthsNeverTie) {
  EXPECT_EQ(explored(two_timers("start", "90d", R"("to": "lost")")), Names{});
}

// ---- linked cases

/// A case that waits for what the shop says: printed or, if so written, spoiled.
Names explored_with_shop(const std::string& goes_on_when) {
  const auto shop = R"json({"procedure": "shop", "version": 1, "name": {"zh": "店", "en": "shop"},
    "parties": {"applicant": {"name": {"zh": "申请人", "en": "applicant"}, "min": 1}},
    "states": {"open": {"name": {"zh": "在办", "en": "open"}, "phase": "open", "waits": {"zh": "等待", "en": "waits"}},
               "printed": {"name": {"zh": "已印", "en": "printed"}, "phase": "final", "milestone": "printed"},
               "spoiled": {"name": {"zh": "已毁", "en": "spoiled"}, "phase": "final", "milestone": "spoiled"}},
    "events": {"order": {"name": {"zh": "下单", "en": "order"}, "by": ["clerk", "link"], "to": "open"},
               "print": {"name": {"zh": "印", "en": "print"}, "by": ["clerk"], "from": "open", "to": "printed"},
               "spoil": {"name": {"zh": "毁", "en": "spoil"}, "by": ["clerk"], "from": "open", "to": "spoiled"}}})json";
  auto text = small(
      flag("kept"),
      kStart + "," +
          event(
              "order",
              R"("from": "open", "to": "waiting", "opens": [{"link": "copies", "event": "order", "parties": "all"}])") +
          "," + event("finish", R"("from": "waiting", "to": "done", "when": )" + goes_on_when),
      R"(, "links": {"copies": {"procedure": "shop", "name": {"zh": "复印", "en": "copies"}}})");
  text.replace(
      text.find(R"("done": {)"), 0,
      R"("waiting": {"name": {"zh": "等", "en": "waiting"}, "phase": "open", "waits": {"zh": "等待", "en": "waits"}}, )");
  std::vector<ReadProcedure> set;
  set.push_back(read_text(text));
  set.push_back(read_text(shop));
  for (const auto& read : set) EXPECT_EQ(lines(read.findings), Names{});
  Explored total;
  return lines(explore_all({set, sample_library()}, {}, total));
}

TEST(Explore, FindsACaseLeftWaitingByTheEndOfALinkedOne) {
  EXPECT_EQ(explored_with_shop(R"({"link": "copies", "outcome": ["printed", "spoiled"]})"), Names{});
  EXPECT_EQ(explored_with_shop(R"({"link": "copies", "outcome": ["printed"]})"),
            Names{"error explored /states/waiting"});
}

TEST(Explore, DeepSaysWhenItsBoundWasMet) {
  Explored bound;
  EXPECT_EQ(explored(sample_text(), &bound, {true, 2'000'000}), Names{});
  EXPECT_TRUE(bound.cut.empty());
  (void)explored(sample_text(), &bound, {true, 3});
  ASSERT_FALSE(bound.cut.empty());
  EXPECT_EQ(bound.cut.front().procedure, "loan");
  EXPECT_EQ(bound.cut.front().tracks.en, "the trunk");
  EXPECT_THAT(bound.cut.back().tracks.en, testing::HasSubstr("tracks at once"));
  EXPECT_EQ(bound.whole, 0);
}

// ---- feasibility

Feasibility feasible(const std::string& duty) {
  const std::string clock =
      R"json(, "clocks": {"A01": {"name": {"zh": "期限", "en": "term"}, "kind": "duty", "length": ")json" + duty +
      R"json(", "starts": [{"event": "start"}], "stops": [{"event": "finish"}], "lives": ["open", "ready"]}})json";
  auto text = small(
      R"json("on": {"type": "day", "name": {"zh": "日", "en": "day"}})json",
      kStart + "," +
          event("fix", R"("asks": ["on"], "from": "open", "to": "ready", "when": {"day": "on", "leaves": "5wd"})") +
          "," + event("finish", R"("from": "ready", "to": "done")"),
      clock);
  text.replace(
      text.find(R"("done": {)"), 0,
      R"("ready": {"name": {"zh": "待", "en": "ready"}, "phase": "open", "waits": {"zh": "等待", "en": "waits"}}, )");
  const auto read = read_text(text);
  EXPECT_EQ(lines(read.findings), Names{});
  return feasibility_of(*read.procedure, shipped_calendar());
}

TEST(Feasible, CountsTheStartDaysFromWhichALimitIsTooShort) {
  const auto week = feasible("7d");
  ASSERT_EQ(week.waited.size(), 1U);
  EXPECT_EQ(week.waited[0].waits, Names{"on 5wd"});
  EXPECT_EQ(week.waited[0].days, 7305) << "every day of 2007 to 2026";
  EXPECT_GT(week.waited[0].misses, 0) << "seven days hold five working days and the next one in some weeks only";
  EXPECT_GT(week.waited[0].worst_days, 5) << "over a long holiday";
  EXPECT_EQ(feasible("30d").waited[0].misses, 0);
}

}  // namespace
}  // namespace hejie::definition
