#include "cli/due.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>

#include "cli/arguments.h"
#include "cli/due_text.h"
#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/due.h"

namespace hejie::cli {
namespace {

using definition::DueDesk;

struct Options {
  definition::DueRequest request;
  std::vector<std::string> exclude;
  std::string workflows;
  std::string lang;
  bool json = false;
  bool batch = false;
  bool english = false;
};

void declare(CLI::App& app, Options& options) {
  auto& request = options.request;
  app.add_option("--from", request.from, "起算日（小时期间为时刻） / start day (an instant for hour periods)");
  app.add_option("--period", request.period, "期间 10wd 45d 6mo 1y 24h 8wh / length");
  app.add_option("--rule", request.rule, "登记表中的期限，如 A26 / a rule of the register");
  app.add_option("--extend", request.extend, "延长，可多次 / extension, repeatable")
      ->take_all()
      ->type_size(1)
      ->allow_extra_args(false);
  app.add_flag("--backward", request.backward, "倒推（开庭前N日） / count before the day");
  app.add_option("--roll", request.roll, "forward|backward|none");
  app.add_option("--exclude", options.exclude,
                 "A..B 不计入的日子，含A不含B，可多次 / days not counted, A but not B, repeatable")
      ->take_all()
      ->type_size(1)
      ->allow_extra_args(false);
  app.add_option("--calendar", request.calendar, "日历 / calendar")->capture_default_str();
  app.add_option("--overlay", request.overlays, "地方规则，可多次 / overlay, repeatable")
      ->take_all()
      ->type_size(1)
      ->allow_extra_args(false);
  app.add_option("--as-known", request.as_known, "按当日已公布的通知 / the calendar as known on a day");
  app.add_flag("--json", options.json, "JSON");
  app.add_flag("--batch", options.batch, "标准输入每行一个JSON对象 / one JSON object a line from stdin");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
}

/// "A..B" as two texts; anything else keeps its text, so that the finding can show it.
std::pair<std::string, std::string> split_interval(const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return {text, ""};
  return {text.substr(0, dots), text.substr(dots + 2)};
}

/// One line without its end. A longer line than allowed is read to its end and told as too long.
enum class LineKind { none, line, too_long };
LineKind read_line(std::istream& in, std::string& line) {
  line.clear();
  std::streambuf& buffer = *in.rdbuf();
  bool any = false;
  bool too_long = false;
  for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
    any = true;
    if (c == '\n') break;
    if (line.size() < definition::kMaxBatchLineBytes)
      line.push_back(static_cast<char>(c));
    else
      too_long = true;
  }
  if (!any) return LineKind::none;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return too_long ? LineKind::too_long : LineKind::line;
}

int run_batch(DueDesk& desk, std::ostream& out, std::istream& in) {
  bool all_good = true;
  std::string line;
  for (long long number = 1;; ++number) {
    const LineKind kind = read_line(in, line);
    if (kind == LineKind::none) break;
    const auto answer = kind == LineKind::too_long ? definition::refuse_long_line(number)
                                                   : definition::answer_batch_line(desk, line, number);
    all_good = all_good && answer.ok;
    out << answer.text << "\n";
  }
  out.flush();
  if (!out) return 3;
  return all_good ? 0 : 1;
}

/// What is not the asker's doing is "could not".
int exit_code(const Error& error) {
  const bool bad_input =
      error.code == ErrorCode::malformed || error.code == ErrorCode::invalid || error.code == ErrorCode::too_large;
  return bad_input ? 2 : 3;
}

int refuse(const Error& error, const Options& options, std::ostream& err) {
  print_option_errors(err, error, options.english);
  return exit_code(error);
}

/// A batch line carries its own question: options that would be ignored are refused.
bool asks_besides_batch(const Options& options) {
  const auto& request = options.request;
  return !request.from.empty() || request.period || request.rule || !request.extend.empty() || request.backward ||
         request.roll || !options.exclude.empty() || !request.overlays.empty() || request.as_known ||
         request.calendar != "cn";
}

/// The files among the overlays asked for; names are the desk's to know.
std::optional<Error> read_overlays(const std::vector<definition::SourceFile>& files, std::vector<std::string>& names,
                                   std::vector<definition::Overlay>& out) {
  for (auto& name : names) {
    if (!definition::is_overlay_file(name)) continue;
    std::vector<std::string> one{name};
    auto read = overlays_named(files, one);
    if (!read) return std::move(read).error();
    name = one.front();
    for (auto& overlay : *read)
      if (std::ranges::find(out, overlay.id, &definition::Overlay::id) == out.end()) out.push_back(std::move(overlay));
  }
  return std::nullopt;
}

int answer(Options& options, std::ostream& out, std::ostream& err, std::istream& in) {
  if (options.batch && asks_besides_batch(options)) {
    return refuse({ErrorCode::invalid,
                   {"--batch 的每行自带问题，不与其他选项同用",
                    "--batch takes its questions from the lines; leave the other options out"},
                   {}},
                  options, err);
  }
  auto files = workflow_files(options.workflows);
  if (!files) return refuse(files.error(), options, err);
  std::vector<definition::Overlay> own;
  if (auto bad = read_overlays(*files, options.request.overlays, own)) return refuse(*bad, options, err);
  auto desk = DueDesk::open(std::move(*files), std::move(own));
  if (!desk) {
    print_option_errors(err, desk.error(), options.english);
    return 3;
  }
  if (options.batch) return run_batch(*desk, out, in);
  const auto answered = desk->answer(options.request, true);
  if (!answered) return refuse(answered.error(), options, err);
  if (options.json)
    out << definition::due_text(*answered) << "\n";
  else
    print_due(out, *answered, options.english);
  out.flush();
  return out ? 0 : 3;
}

}  // namespace

int run_due(std::span<const std::string> args, std::ostream& out, std::ostream& err, std::istream& in) {
  CLI::App app("一个法定期限的届满日及其理由 / one statutory date with its reasons", "hejie due");
  Options options;
  declare(app, options);
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  for (const auto& text : options.exclude) options.request.exclude.push_back(split_interval(text));
  return answer(options, out, err, in);
}

int due_verb(int argc, const char* const* argv) {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> args(argv + 1, argv + argc);
  return run_due(args, std::cout, std::cerr, std::cin);
}

}  // namespace hejie::cli
