#include "tests/definition/sample.h"

#include <gtest/gtest.h>

#include "engine/definition/calendar_json.h"
#include "resources/resources.h"

namespace hejie::definition {
namespace {

constexpr const char* kSample = R"json({
"procedure": "loan", "version": 2, "name": {"zh": "借阅", "en": "Loan"}, "cite": "S1:1",
"number": {"series": "loan", "pattern": "{unit}借〔{year}〕{n}号"},
"parties": {
  "applicant": {"name": {"zh": "申请人", "en": "applicant"}, "min": 1, "kind": "worker"},
  "respondent": {"name": {"zh": "被申请人", "en": "respondent"}, "min": 1, "kind": ["employer", "other"]}},
"standings": {"answered": {"type": "bool", "name": {"zh": "已答复", "en": "answered"}, "init": false}},
"facts": {
  "sum": {"type": "money", "name": {"zh": "数额", "en": "sum"}, "min": 0, "max": 1000000},
  "urgent": {"type": "bool", "name": {"zh": "紧急", "en": "urgent"}, "init": false},
  "track": {"type": "enum", "name": {"zh": "程序", "en": "track"}, "init": "plain",
            "values": {"plain": {"zh": "普通", "en": "plain"}, "simple": {"zh": "简易", "en": "simple"}}},
  "hearing_on": {"type": "day", "name": {"zh": "开庭日", "en": "day of hearing"}},
  "extra": {"type": "period", "name": {"zh": "延长", "en": "extension"}},
  "granted": {"type": "bool", "name": {"zh": "是否准许", "en": "granted"}, "answer": true},
  "note": {"type": "text", "name": {"zh": "备注", "en": "note"}, "sensitive": true}},
"items": {"kinds": {"wages": {"zh": "工资", "en": "wages"}}, "outcomes": {"awarded": {"zh": "支持", "en": "awarded"}}},
"switches": {
  "rolls": {"value": true, "options": [true, false], "disputed": {"zh": "是否顺延", "en": "whether it rolls"}, "cite": "S1:2"},
  "reply_time": {"value": "10d", "options": ["10d", "5wd"]}},
"let": {
  "big": {"fact": "sum", "at_least": 5000},
  "grave": {"any": [{"let": "big"}, {"fact": "urgent", "is": true}]}},
"states": {
  "filed": {"name": {"zh": "已申请", "en": "filed"}, "phase": "open", "waits": "A01"},
  "accepted": {"name": {"zh": "已受理", "en": "accepted"}, "phase": "open", "waits": "A02"},
  "decided": {"name": {"zh": "已决定", "en": "decided"}, "phase": "closed", "milestone": "decided",
              "waits": {"zh": "等待送达", "en": "service"}},
  "archived": {"name": {"zh": "已归档", "en": "archived"}, "phase": "final"}},
"holds": {"suspended": {"name": {"zh": "中止", "en": "suspended"}, "allows": ["resume"], "cite": "S1:3"}},
"events": {
  "file": {"name": {"zh": "申请", "en": "file"}, "by": ["window", "link"], "act_of": "applicant", "asks": ["sum"],
           "may": ["urgent", "note"], "items": "replace", "to": "filed", "cite": "S1:4"},
  "accept": {"name": {"zh": "受理", "en": "accept"}, "by": "clerk", "approval": [{"by": ["committee_head"]}],
             "gives_number": true, "from": "filed", "to": "accepted", "issues": ["copy"], "cite": "S1:5"},
  "answer": {"name": {"zh": "答复", "en": "answer"}, "by": ["clerk"], "act_of": ["respondent"], "within": ["A03"],
             "from": "accepted", "set_party": {"answered": true}, "cite": "S1:30"},
  "fix_hearing": {"name": {"zh": "定期", "en": "fix the hearing"}, "by": ["clerk"], "asks": ["hearing_on"],
                  "from": "accepted", "when": {"day": "hearing_on", "leaves": "5wd"}, "cite": "S1:35"},
  "suspend": {"name": {"zh": "中止", "en": "suspend"}, "by": ["clerk"], "from": "*open", "takes": "suspended", "cite": "S1:3"},
  "resume": {"name": {"zh": "恢复", "en": "resume"}, "by": ["clerk"], "from": "*open", "releases": "suspended", "cite": "S1:3"},
  "extend": {"name": {"zh": "延期", "en": "extend"}, "by": ["clerk"], "asks": ["extra"], "from": "accepted", "cite": "S1:43"},
  "decide": {"name": {"zh": "决定", "en": "decide"}, "by": ["arbitrator"], "asks": ["granted"], "may": ["hearing_on"],
             "items": "outcome", "cite": "S1:44", "not_by_actor_of": ["accept"],
             "warn": [{"unless": {"fact": "hearing_on", "known": true}, "text": {"zh": "未开庭", "en": "no hearing was held"}, "cite": "S1:35"}],
             "rows": [
               {"id": "granted", "from": "accepted", "when": {"fact": "granted", "is": true}, "to": "decided",
                "set": {"track": "simple", "hearing_on": "$today"}, "issues": [{"doc": "award", "when": {"let": "grave"}}]},
               {"id": "refused", "from": "accepted", "when": {"fact": "granted", "is": false}, "to": "decided",
                "issues": ["award"]}]},
  "archive": {"name": {"zh": "归档", "en": "archive"}, "by": ["clerk", "clock"], "from": "*closed", "to": "archived", "cite": "S1:9"}},
"automatic": {"all_answered": {"name": {"zh": "均已答复", "en": "all answered"}, "from": "accepted",
  "when": {"all": [{"parties": "respondent", "where": {"answered": true}, "count": "all"}, {"fact": "urgent", "is": false}]},
  "set": {"urgent": true}, "cite": "S1:30"}},
"clocks": {
  "A01": {"name": {"zh": "受理期限", "en": "time to accept"}, "kind": "duty", "owner": "clerk", "length": "5wd",
          "starts": [{"event": "file"}], "stops": [{"event": "accept"}], "ladder": "duty_short", "cite": "S1:6"},
  "A02": {"name": {"zh": "审理期限", "en": "time to decide"}, "kind": "duty", "owner": "arbitrator",
          "length": [{"when": {"fact": "track", "is": "simple"}, "is": "30d"}, {"is": "45d"}],
          "variants": [{"from": "2008-05-01", "to": null, "length": "45d", "cite": "S1:43"}],
          "starts": [{"event": "accept"}], "stops": [{"event": "decide"}],
          "extends": [{"event": "extend", "by": {"fact": "extra"}, "times": 1}],
          "excluded_by": ["suspended", "public_notice"], "roll": {"switch": "rolls"}, "ladder": "duty_long", "cite": "S1:43"},
  "A03": {"name": {"zh": "答复期限", "en": "time to answer"}, "kind": "window", "owner": "respondent", "per": "party",
          "role": "respondent", "length": {"switch": "reply_time"}, "starts": [{"served": "copy", "to": "respondent"}],
          "stops": [{"event": "answer"}], "lives": ["accepted"], "ladder": "window", "cite": "S1:30"},
  "A04": {"name": {"zh": "归档期限", "en": "time to archive"}, "kind": "timer", "owner": "clerk", "length": "1y", "starts": [{"state": "decided"}],
          "stops": [{"event": "archive"}], "lives": "closed", "expiry": {"event": "archive"}, "cite": "S1:9"}},
"documents": {
  "copy": {"name": {"zh": "副本", "en": "copy"}, "to": "respondent", "served": true, "fields": ["claims"], "cite": "S1:30"},
  "award": {"name": {"zh": "决定书", "en": "decision"}, "to": "any", "not_by": ["left"], "fields": ["sum"], "cite": "S1:46"}},
"service": {"direct": {}, "left": {"length": "3wd", "cite": "S1:7"},
            "public_notice": {"length": "30d", "roll": {"switch": "rolls"}, "cite": "S1:7"}}
})json";

constexpr const char* kRoles = R"json({"roles": {
"window": {"name": {"zh": "窗口", "en": "window"}, "class": "staff"},
"clerk": {"name": {"zh": "书记员", "en": "clerk"}, "class": "staff"},
"arbitrator": {"name": {"zh": "仲裁员", "en": "arbitrator"}, "class": "staff"},
"committee_head": {"name": {"zh": "负责人", "en": "head"}, "class": "staff"},
"court": {"name": {"zh": "法院", "en": "court"}, "class": "outside"},
"clock": {"name": {"zh": "期限", "en": "clock"}, "class": "system"}}})json";

constexpr const char* kLaws = R"json({"S1": {"title": {"zh": "示例法", "en": "Sample Act"}}})json";

constexpr const char* kLadders = R"json({
"duty_short": {"name": {"zh": "短", "en": "short"}, "rungs": [{"at": "-1wd", "to": ["$owner"]}, {"at": "0", "to": ["$owner", "$handler"]}]},
"duty_long": {"name": {"zh": "长", "en": "long"}, "rungs": [{"at": "-5wd", "to": ["$owner"]}, {"at": "+1wd", "to": ["$owner", "$handler"]}]},
"window": {"name": {"zh": "窗", "en": "window"}, "rungs": [{"at": "0", "to": ["$handler"]}]}})json";

}  // namespace

std::string sample_text() {
  return kSample;
}

std::string sample_with(std::string_view from, std::string_view to) {
  std::string text = kSample;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "not in the sample: " << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

Library sample_library() {
  const std::vector<SourceFile> files{
      {"roles/roles.json", kRoles}, {"laws/instruments.json", kLaws}, {"alerts/ladders.json", kLadders}};
  Findings findings;
  Library library = read_library(files, findings);
  EXPECT_EQ(lines(findings), std::vector<std::string>{});
  return library;
}

ReadProcedure read_text(const std::string& text) {
  const std::vector<SourceFile> files{{"loan.json", text}};
  return read_procedure(files, sample_library(), nullptr);
}

const calendar::Calendar& shipped_calendar() {
  static const auto calendar = [] {
    std::vector<SourceFile> files;
    for (const auto& file : resources::under("workflows/calendars/"))
      files.push_back({std::string(file.path), std::string(file.bytes)});
    return *build_calendar(*read_calendar_set(files));
  }();
  return *calendar;
}

std::vector<ReadProcedure> one(const std::string& text) {
  std::vector<ReadProcedure> set;
  set.push_back(read_text(text));
  EXPECT_EQ(lines(set.front().findings), std::vector<std::string>{});
  return set;
}

void PrintTo(const Flaw& flaw, std::ostream* out) {
  *out << flaw.name;
}

std::vector<std::string> lines(const Findings& findings) {
  std::vector<std::string> out;
  for (const auto& finding : findings) {
    EXPECT_FALSE(finding.message.zh.empty()) << finding.path;
    EXPECT_FALSE(finding.message.en.empty()) << finding.path;
    out.push_back((finding.severity == Severity::error ? "error " : "warning ") + finding.check + " " + finding.path);
  }
  return out;
}

}  // namespace hejie::definition
