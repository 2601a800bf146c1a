#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/arguments.h"
#include "cli/calendar.h"
#include "cli/due_text.h"
#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/due.h"

namespace hejie::cli {
namespace {

struct Options {
  int year = 0;
  definition::DueRequest request;
  std::string workflows;
  std::string lang;
  bool json = false;
};

int show(const Options& options, std::ostream& out, std::ostream& err) {
  const bool english = options.lang.empty() ? wants_english() : options.lang == "en";
  auto files = workflow_files(options.workflows);
  auto desk = files ? definition::DueDesk::open(std::move(*files)) : Result<definition::DueDesk>(fail(files.error()));
  if (!desk) {
    print_option_errors(err, desk.error(), english);
    return 3;
  }
  const auto calendar = desk->calendar(options.request);
  if (!calendar) {
    print_option_errors(err, calendar.error(), english);
    return calendar.error().code == ErrorCode::invalid ? 2 : 3;
  }
  const int first = to_ymd((*calendar)->first_day()).year;
  const int last = to_ymd((*calendar)->last_day()).year;
  if (options.year < first || options.year > last) {
    const std::string range = std::to_string(first) + "-" + std::to_string(last);
    err << "hejie: " << (english ? "YEAR must be one of " + range : "年份应在 " + range + " 之内") << "\n";
    return 2;
  }
  if (options.json)
    out << definition::calendar_year_text(**calendar, options.year) << "\n";
  else
    print_calendar_year(out, **calendar, options.year, english);
  out.flush();
  return out ? 0 : 3;
}

}  // namespace

int run_calendar_show(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("一年的放假与调休 / the days of a year", "hejie calendar show");
  Options options;
  app.add_option("YEAR", options.year, "年份 / year")->required();
  app.add_option("--calendar", options.request.calendar, "日历 / calendar")->capture_default_str();
  app.add_option("--overlay", options.request.overlays, "地方规则 / overlay")
      ->take_all()
      ->type_size(1)
      ->allow_extra_args(false);
  app.add_option("--as-known", options.request.as_known, "按当日已公布的通知 / the calendar as known on a day");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  app.add_flag("--json", options.json, "JSON");
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  return show(options, out, err);
}

}  // namespace hejie::cli
