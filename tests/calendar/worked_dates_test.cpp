// The worked examples of the law reference through `hejie due`, exactly; and what the command does with everything
// else.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/calendar.h"
#include "cli/due.h"
#include "engine/definition/due.h"
#include "tests/calendar/shipped.h"

namespace hejie::calendar::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran run(std::vector<std::string> args, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const int code = cli::run_due(args, out, err, in);
  return {code, out.str(), err.str()};
}

json ask(std::vector<std::string> args) {
  args.emplace_back("--json");
  const Ran ran = run(args);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.err.empty()) << ran.err;
  return ran.code == 0 ? json::parse(ran.out) : json::object();
}

json rows() {
  std::ifstream file(HEJIE_SOURCE_DIR "/tests/calendar/worked_dates.json");
  return json::parse(file);
}

TEST(WorkedDates, every_row_comes_out_exactly) {
  std::set<std::string> worked;
  for (const auto& row : rows()) {
    SCOPED_TRACE(row["id"]);
    const json answer = ask(row["args"]);
    for (const auto* key : {"due", "nominal", "provisional", "clear_days_due", "excluded_days"}) {
      if (row.contains(key)) {
        EXPECT_EQ(answer[key], row[key]) << key;
      }
    }
    EXPECT_EQ(answer["steps"].back()["date"], answer["due"]);
    EXPECT_EQ(answer["steps"].front()["kind"], "start");
    worked.insert(row["id"].get<std::string>().substr(0, 3));
  }
  for (int i = 1; i <= 55; i += 2) {
    const std::string id = (i < 10 ? "X0" : "X") + std::to_string(i);
    EXPECT_TRUE(worked.contains(id)) << id;
  }
}

TEST(WorkedDates, the_batch_answers_the_same_in_order) {
  std::string input;
  std::vector<json> wanted;
  for (const auto& row : rows()) {
    json line{{"id", row["id"]}};
    const auto& args = row["args"];
    for (std::size_t i = 0; i < args.size(); ++i) {
      const std::string key = args[i].get<std::string>().substr(2);
      if (key == "backward") {
        line[key] = true;
        continue;
      }
      const std::string value = args[++i];
      if (key == "exclude")
        line[key].push_back({value.substr(0, 10), value.substr(12)});
      else if (key == "extend" || key == "overlay")
        line[key].push_back(value);
      else
        line[key == "as-known" ? "as_known" : key] = value;
    }
    input += line.dump() + "\n";
    wanted.push_back(row);
  }
  const Ran ran = run({"--batch"}, input);
  EXPECT_EQ(ran.code, 0) << ran.out;
  std::istringstream lines(ran.out);
  std::string line;
  for (const auto& row : wanted) {
    ASSERT_TRUE(std::getline(lines, line));
    const json answer = json::parse(line);
    EXPECT_EQ(answer["id"], row["id"]);
    EXPECT_EQ(answer["due"], row["due"]) << line;
    EXPECT_EQ(answer["nominal"], row["nominal"]) << line;
    EXPECT_EQ(answer["provisional"], row["provisional"]) << line;
    EXPECT_EQ(answer.contains("clear_days_due"), row.contains("clear_days_due")) << line;
    EXPECT_FALSE(answer.contains("steps"));
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST(Due, json_has_the_keys_that_apply_and_no_others) {
  const json plain = ask({"--from", "2025-09-26", "--period", "5wd"});
  EXPECT_EQ(plain["from"], "2025-09-26");
  EXPECT_EQ(plain["period"], "5wd");
  EXPECT_EQ(plain["calendar"]["id"], "cn");
  EXPECT_EQ(plain["calendar"]["covers_to"], "2026-12-31");
  EXPECT_FALSE(plain["calendar"]["version"].get<std::string>().empty());
  for (const auto* key : {"rule", "due_at", "clear_days_due"}) EXPECT_FALSE(plain.contains(key)) << key;
  EXPECT_EQ(plain["steps"][2],
            (json{{"date", "2025-09-28"}, {"kind", "make_up"}, {"count", 1}, {"reason", plain["steps"][2]["reason"]}}));
  EXPECT_FALSE(plain["steps"][1].contains("count"));
  const json back = ask({"--from", "2026-10-12", "--rule", "A25"});
  EXPECT_FALSE(back.contains("excluded_days"));
  EXPECT_FALSE(back.contains("due_at"));
  EXPECT_EQ(back["rule"], "A25");
}

TEST(Due, hours) {
  const json day = ask({"--from", "2026-01-05T10:30:00+08:00", "--rule", "T02"});
  EXPECT_EQ(day["due_at"], "2026-01-06T11:00:00+08:00");
  EXPECT_EQ(day["due"], "2026-01-06");
  const json utc = ask({"--from", "2026-01-05T02:30:00Z", "--period", "24h"});
  EXPECT_EQ(utc["due_at"], day["due_at"]);
  EXPECT_EQ(ask({"--from", "2026-01-05T10:30", "--period", "8wh"})["due_at"], "2026-01-06T12:00:00+08:00");
  EXPECT_EQ(ask({"--from", "2026-01-05T10:30:00+08:00", "--period", "24h", "--extend", "2h"})["due_at"],
            "2026-01-06T13:00:00+08:00");
}

TEST(Due, cites_the_rule_its_reading_and_its_overlay) {
  const json national = ask({"--from", "2026-03-02", "--rule", "A26"});
  EXPECT_EQ(national["cite"][0]["law"], "S1");
  EXPECT_EQ(national["cite"][0]["article"], "43");
  EXPECT_FALSE(national["cite"][0]["title"]["zh"].get<std::string>().empty());
  EXPECT_FALSE(national["cite"][0]["title"]["en"].get<std::string>().empty());
  EXPECT_TRUE(national["cite"][0].contains("reading"));
  EXPECT_FALSE(national["cite"][0].contains("overlay"));
  const json local = ask({"--from", "2026-03-02", "--rule", "A26", "--overlay", "zhejiang_simplified"});
  EXPECT_EQ(local["period"], "30d");
  EXPECT_EQ(local["cite"][0]["law"], "ZJA");
  EXPECT_EQ(local["cite"][0]["overlay"], "zhejiang_simplified");
}

TEST(Due, bad_input_is_exit_2_and_says_which_option) {
  struct Row {
    std::vector<std::string> args;
    const char* says;
  };
  const std::vector<Row> bad{
      {{}, "--from"},
      {{"--from", "2026-01-05"}, "--period"},
      {{"--period", "5d"}, "--from"},
      {{"--from", "2026-02-30", "--period", "5d"}, "--from"},
      {{"--from", "05/01/2026", "--period", "5d"}, "--from"},
      {{"--from", "2006-12-31", "--period", "5d"}, "2007-01-01"},
      {{"--from", "1999-01-01", "--rule", "J07"}, "--rule"},
      {{"--from", "2101-01-01", "--period", "5d"}, "--from"},
      {{"--from", "2100-12-31", "--period", "5d"}, "2100-12-31"},
      {{"--from", "2026-01-05", "--period", "5x"}, "--period"},
      {{"--from", "2026-01-05", "--period", "-5d"}, "--period"},
      {{"--from", "2026-01-05", "--period", "99999999999d"}, "--period"},
      {{"--from", "2026-01-05", "--rule", "A99"}, "A99"},
      {{"--from", "2026-01-05", "--rule", "J12"}, "--period"},
      {{"--from", "2026-01-05", "--rule", "M02"}, "--period"},
      {{"--from", "2026-01-05", "--rule", "A26", "--period", "5d"}, "--period"},
      {{"--from", "2007-06-01", "--rule", "A26"}, "2008-05-01"},
      {{"--from", "2026-01-05", "--period", "5d", "--roll", "up"}, "--roll"},
      {{"--from", "2026-01-05", "--period", "5d", "--extend", "x"}, "--extend (1)"},
      {{"--from", "2026-01-05", "--period", "5d", "--extend", "2h"}, "--extend"},
      {{"--from", "2026-01-05", "--period", "5d", "--exclude", "2026-01-09..2026-01-08"}, "--exclude (1)"},
      {{"--from", "2026-01-05", "--period", "5d", "--exclude", "2026-01-09"}, "--exclude (1)"},
      {{"--from", "2026-01-05", "--period", "5d", "--backward", "--exclude", "2026-01-01..2026-01-02"}, "--exclude"},
      {{"--from", "2026-01-05", "--period", "5d", "--backward", "--extend", "5d"}, "--extend"},
      {{"--from", "2026-01-05", "--rule", "A26", "--backward"}, "--backward"},
      {{"--from", "2026-01-05T10:00:00Z", "--period", "24h", "--backward"}, "--period"},
      {{"--from", "2007-01-02", "--period", "5wd", "--backward"}, "2007-01-01"},
      {{"--from", "2026-01-05", "--period", "24h"}, "--from"},
      {{"--from", "2026-01-05T10:00:00Z", "--period", "5d"}, "--from"},
      {{"--from", "2026-01-05", "--period", "5d", "--calendar", "fr"}, "--calendar"},
      {{"--from", "2026-01-05", "--period", "5d", "--overlay", "mars"}, "--overlay (1)"},
      {{"--from", "2026-01-05", "--period", "5d", "--as-known", "soon"}, "--as-known"},
      {{"--from", "2026-01-05", "--period", "5d", "--as-known", "2001-01-01"}, "--as-known"},
      {{"--from", "2026-01-05", "--period", "5d", "--nonsense"}, "--nonsense"},
      {{"--from", "2026-01-05", "--period", "5d", "--lang", "fr"}, "--lang"},
      {{"--batch", "--from", "2026-01-05"}, "--batch"},
      {{"stray"}, "stray"},
  };
  for (const auto& row : bad) {
    const Ran ran = run(row.args);
    SCOPED_TRACE(ran.err);
    EXPECT_EQ(ran.code, 2) << (row.args.empty() ? "" : row.args.back());
    EXPECT_TRUE(ran.out.empty());
    EXPECT_THAT(ran.err, HasSubstr(row.says));
  }
}

TEST(Due, a_rule_without_a_number_takes_a_period) {
  const json answer = ask({"--from", "2026-03-02", "--rule", "J12", "--period", "10wd"});
  EXPECT_EQ(answer["due"], "2026-03-16");
  EXPECT_EQ(answer["cite"][0]["law"], "JC");
}

TEST(Due, several_wrong_options_are_told_together) {
  const Ran ran = run({"--from", "x", "--period", "y", "--roll", "z", "--overlay", "mars", "--lang", "en"});
  EXPECT_EQ(ran.code, 2);
  for (const auto* option : {"--from", "--period", "--roll", "--overlay"}) EXPECT_THAT(ran.err, HasSubstr(option));
}

TEST(Due, a_missing_folder_is_exit_3) {
  EXPECT_EQ(run({"--from", "2026-01-05", "--period", "5d", "--workflows", "/nonexistent"}).code, 3);
}

TEST(Due, another_folder_is_read) {
  const Ran ran =
      run({"--from", "2025-09-26", "--rule", "A07", "--json", "--workflows", HEJIE_SOURCE_DIR "/workflows"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["due"], "2025-10-10");
}

TEST(Due, the_clerk_reads_it_in_either_language) {
  const std::vector<std::string> args{"--from", "2025-08-18", "--rule", "A26", "--lang"};
  auto zh = args;
  zh.emplace_back("zh");
  auto en = args;
  en.emplace_back("en");
  const Ran chinese = run(zh);
  const Ran english = run(en);
  EXPECT_THAT(chinese.out, HasSubstr("届满日"));
  EXPECT_THAT(chinese.out, HasSubstr("2025-10-09"));
  EXPECT_THAT(chinese.out, HasSubstr("劳动争议调解仲裁法"));
  EXPECT_THAT(english.out, HasSubstr("due"));
  EXPECT_THAT(english.out, HasSubstr("National Day"));
  EXPECT_THAT(english.out, Not(HasSubstr("届满")));
}

TEST(Due, help_is_exit_0) {
  const Ran ran = run({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("--exclude"));
}

TEST(DueBatch, a_bad_line_does_not_stop_the_rest) {
  const Ran ran = run({"--batch"},
                      "{\"id\":\"a\",\"from\":\"2025-09-26\",\"period\":\"5wd\"}\n"
                      "not json\n"
                      "{\"id\":7,\"from\":\"2025-13-01\",\"period\":\"5wd\"}\n"
                      "{\"id\":\"u\",\"from\":\"2025-09-26\",\"period\":\"5wd\",\"speriod\":1}\n"
                      "\n"
                      "[]\n"
                      "{\"id\":\"z\",\"from\":\"2026-10-12\",\"rule\":\"A25\"}");
  EXPECT_EQ(ran.code, 1);
  std::vector<json> answers;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  ASSERT_EQ(answers.size(), 7U);
  EXPECT_EQ(answers[0]["due"], "2025-10-10");
  EXPECT_EQ(answers[1]["line"], 2);
  EXPECT_FALSE(answers[1].contains("id"));
  EXPECT_EQ(answers[2]["id"], 7);
  EXPECT_EQ(answers[2]["error"]["path"], "/from");
  for (const auto* key : {"code", "path", "zh", "en"}) EXPECT_TRUE(answers[2]["error"].contains(key)) << key;
  EXPECT_EQ(answers[3]["error"]["path"], "/speriod");
  EXPECT_EQ(answers[4]["line"], 5);
  EXPECT_EQ(answers[5]["line"], 6);
  EXPECT_EQ(answers[6]["clear_days_due"], "2026-09-30");
}

TEST(DueBatch, a_line_over_64_KiB_is_an_error_and_not_the_end) {
  const std::string good = R"({"id":"g","from":"2025-09-26","period":"5wd"})";
  const Ran ran =
      run({"--batch"}, good + "\n" + std::string(definition::kMaxBatchLineBytes + 1, ' ') + "\n" + good + "\n");
  EXPECT_EQ(ran.code, 1);
  std::istringstream lines(ran.out);
  std::vector<json> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[1]["error"]["code"], "too_long");
  EXPECT_EQ(answers[2]["due"], "2025-10-10");
  const std::string padded = good + std::string(definition::kMaxBatchLineBytes - good.size(), ' ');
  EXPECT_EQ(run({"--batch"}, padded + "\n").code, 0) << "exactly 64 KiB is a line";
}

TEST(DueBatch, no_line_is_no_answer) {
  const Ran ran = run({"--batch"}, "");
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(ran.out.empty());
}

TEST(DueDesk, a_notice_loaded_later_moves_dates) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  definition::DueRequest request;
  request.from = "2027-01-29";
  request.period = "5wd";
  EXPECT_TRUE(desk->answer(request, false)->provisional);
  auto notice = definition::read_notice(R"({"id":"cn_2027","authority":"A","number":"N","published":"2026-11-05",
    "years":[2027],"off":[{"date":"2027-02-05","name":"春节","statutory":true},
    {"date":"2027-02-08","name":"春节","statutory":true},{"date":"2027-02-09","name":"春节","statutory":false}],
    "work":["2027-01-30"]})");
  ASSERT_TRUE(notice.has_value());
  auto bad = *notice;
  bad.work.push_back(*parse_date("2027-03-03"));
  EXPECT_FALSE(desk->add_notice(bad).has_value()) << "a Wednesday is no make-up day";
  EXPECT_TRUE(desk->answer(request, false)->provisional) << "what was refused changes nothing";
  ASSERT_TRUE(desk->add_notice(*notice).has_value());
  const auto answer = desk->answer(request, false);
  EXPECT_EQ(format_date(answer->due), "2027-02-04");
  EXPECT_FALSE(answer->provisional);
}

TEST(DueDesk, too_much_of_anything_is_refused) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  definition::DueRequest request;
  request.from = "2026-01-05";
  request.period = "5wd";
  request.exclude.assign(1001, {"2026-01-06", "2026-01-07"});
  EXPECT_EQ(desk->answer(request, false).error().findings.front().path, "/exclude");
  request.exclude.pop_back();
  EXPECT_TRUE(desk->answer(request, false).has_value());
}

TEST(Deadlines, every_rule_cites_an_instrument_that_exists) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  definition::Findings findings;
  const auto library = definition::read_library(shipped_files(), findings);
  const auto& rules = desk->deadlines().rules;
  EXPECT_GT(rules.size(), 150U);
  for (const auto& [id, rule] : rules) {
    EXPECT_FALSE(rule.name.zh.empty() || rule.name.en.empty()) << id;
    for (const auto& version : rule.versions) {
      if (version.length) {
        EXPECT_FALSE(version.cite.empty()) << id;
      }
      for (const auto& cite : version.cite)
        EXPECT_NE(library.find_instrument(cite.law), nullptr) << id << " " << cite.law;
      for (const auto& cite : version.unit_cite)
        EXPECT_NE(library.find_instrument(cite.law), nullptr) << id << " " << cite.law;
    }
  }
}

TEST(Deadlines, every_rule_with_a_number_gives_a_date) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  int answered = 0;
  for (const auto& [id, rule] : desk->deadlines().rules) {
    const auto& length = rule.versions.back().length;
    definition::DueRequest request;
    request.rule = id;
    request.from = length && length->unit == Unit::hours ? "2026-07-02T10:30:00+08:00" : "2026-07-02";
    const auto answer = desk->answer(request, true);
    EXPECT_EQ(answer.has_value(), length.has_value()) << id;
    answered += answer.has_value() ? 1 : 0;
  }
  EXPECT_GT(answered, 120);
}

TEST(CalendarShow, lists_every_day_of_the_year) {
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<std::string> args{"2026", "--json"};
  ASSERT_EQ(cli::run_calendar_show(args, out, err), 0) << err.str();
  const json shown = json::parse(out.str());
  EXPECT_EQ(shown["year"], 2026);
  ASSERT_EQ(shown["days"].size(), 365U);
  EXPECT_EQ(shown["days"][0]["kind"], "holiday");
  EXPECT_EQ(shown["days"][0]["statutory"], true);
  EXPECT_EQ(shown["days"][0]["name"], "元旦");
  EXPECT_EQ(shown["days"][0]["notice"], "cn_2026");
  EXPECT_EQ(shown["days"][3]["kind"], "make_up");
  EXPECT_FALSE(shown["days"][4].contains("notice"));
  for (const auto* bad : {"2006", "2101", "x", "-1"}) {
    std::ostringstream none;
    EXPECT_EQ(cli::run_calendar_show(std::vector<std::string>{bad}, none, err), 2) << bad;
    EXPECT_TRUE(none.str().empty());
  }
}

}  // namespace
}  // namespace hejie::calendar::test
