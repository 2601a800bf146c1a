#include "cli/drill.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/bureau_kept.h"
#include "cli/arguments.h"
#include "cli/data_folder.h"
#include "cli/verb.h"
#include "engine/base/clock.h"
#include "storage/sqlite/backup.h"

namespace hejie::cli {
namespace {

constexpr std::size_t kShown = 20, kMostTold = 1000;

struct Options {
  std::string data, workflows, lang, now;
  bool json = false, english = false, keep = false;
};

Result<app::DrillReport> drill_folder(const Options& options, Moment now) {
  TRY(auto store, storage::sqlite::open_reader(options.data));
  TRY(const auto settings, app::kept_bureau(*store, options.workflows));
  TRY(auto definitions, app::Definitions::load(settings));
  {
    TRY(auto snapshot, store->snapshot());
    TRY(const auto pinned, snapshot->definitions());
    TRY(const auto notices, snapshot->notices("cn"));
    TRY_VOID(definitions->adopt(pinned, notices));
  }
  return app::drill(*store, *definitions, now, options.keep ? app::kMostKept : kMostTold);
}

Text kind_words(app::MissedKind kind) {
  switch (kind) {
    case app::MissedKind::breached:
      return {"逾期未记", "ran out, not noted as overdue"};
    case app::MissedKind::expired:
      return {"届满未记", "ran out, not noted"};
    case app::MissedKind::rung:
      return {"未提醒", "not told"};
  }
  return {};
}

void print_item(std::ostream& out, const app::MissedItem& item, bool english) {
  out << "  " << format_date(item.since) << " " << (item.number.empty() ? item.case_id.value : item.number) << " "
      << item.clock << " " << pick(item.name, english) << ": " << pick(kind_words(item.kind), english);
  if (item.kind == app::MissedKind::rung) out << " " << item.rung << " > " << item.to;
  out << (english ? ", due " : "，届满日 ") << format_date(item.due) << "\n";
}

void print(std::ostream& out, const app::DrillReport& report, bool english) {
  const auto n = [](long long value) { return std::to_string(value); };
  for (const auto& finding : report.findings)
    out << finding.case_id.value << " " << finding.what << ": " << pick(finding.message, english) << "\n";
  const std::string heard = report.heard ? format_moment(to_bureau(*report.heard)) : "-";
  const auto wrong = n(static_cast<long long>(report.findings.size()));
  if (english) {
    out << n(report.cases) << " cases, " << n(report.clocks) << " open clocks counted again, " << wrong
        << " findings\nlast heard of: " << heard << "\nmissed since: " << n(report.breached) << " overdue, "
        << n(report.expired) << " ran out, " << n(report.rungs) << " alerts, in " << n(report.cases_due) << " cases; "
        << n(report.unanswered) << " alerts not passed on; " << n(report.messages) << " messages waiting\n";
  } else {
    out << n(report.cases) << " 个案件，重算在行时限 " << n(report.clocks) << " 个，发现 " << wrong
        << " 个问题\n最后记录：" << heard << "\n此后错过：逾期 " << n(report.breached) << " 个，届满 "
        << n(report.expired) << " 个，提醒 " << n(report.rungs) << " 条，涉及 " << n(report.cases_due)
        << " 个案件；应升级未升级的提醒 " << n(report.unanswered) << " 条；待发消息 " << n(report.messages) << " 条\n";
  }
  for (std::size_t i = 0; i < std::min(kShown, report.missed.size()); ++i) print_item(out, report.missed[i], english);
  if (report.missed.size() > kShown) out << (english ? "  ... the rest with --json\n" : "  ……其余见 --json\n");
}

}  // namespace

int run_drill(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app(
      "恢复备份后的演练：重算全部时限，说明错过了什么 / after a restore: every clock again, and what was missed",
      "hejie drill");
  Options options;
  app.add_option("--data", options.data, "数据目录 / data folder")->required();
  app.add_option("--now", options.now, "以此刻为准 / as if it were this instant (RFC 3339)");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_flag("--json", options.json, "JSON");
  app.add_flag("--keep", options.keep,
               "把结果留在库中，供调度页查看 / put the result on record, for the scheduler's page");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  auto now = SystemClock().now();
  if (!options.now.empty()) {
    const auto instant = parse_instant(options.now);
    if (!instant) {
      err << "hejie drill: " << pick({"--now 应为 RFC 3339 时刻", "--now is an RFC 3339 instant"}, options.english)
          << "\n";
      return 2;
    }
    now = *instant;
  }
  const auto report = drill_folder(options, to_bureau(now));
  if (!report) {
    err << "hejie drill: " << pick(report.error().message, options.english) << "\n";
    return 3;
  }
  if (options.keep) {
    const auto kept = run_in_folder(options.data, options.workflows, "drill_keep", app::drill_text(*report));
    if (!kept) return print_error(err, kept.error());
  }
  if (options.json) {
    out << app::drill_text(*report) << "\n";
  } else {
    print(out, *report, options.english);
  }
  out.flush();
  if (!out) return 3;
  return report->findings.empty() ? 0 : 1;
}

int drill_verb(int argc, const char* const* argv) {
  return run_drill(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}

}  // namespace hejie::cli
