#include "cli/replay.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/import.h"
#include "app/metrics.h"
#include "cli/verb.h"
#include "storage/memory/memory_store.h"

namespace hejie::cli {
namespace {

struct Flags {
  std::vector<std::string> files;
  std::string workflows;
  std::vector<std::string> overlays;
  bool json = false, trace = false, quiet = false;
};

struct Totals {
  int scripts = 0, steps = 0, expectations = 0, failed = 0;
};

void print_error(std::ostream& err, const Error& error) {
  err << error.message.zh << "\n" << error.message.en << "\n";
  for (const auto& finding : error.findings)
    err << "  " << (finding.path.empty() ? "/" : finding.path) << "  " << finding.message.zh << " / "
        << finding.message.en << "\n";
}

Result<app::Script> read_file(const std::string& name) {
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(name, ignored);  // it opens, and then the first read throws
  std::ifstream in(name, std::ios::binary);
  if (folder || !in) return fail(ErrorCode::io, {"无法读取 " + name, "cannot read " + name});
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto script = app::read_script(name, text);
  if (script) return script;
  auto error = std::move(script).error();
  error.message = Text{name + ":", name + ": "} + error.message;
  return fail(std::move(error));
}

void print_lines(std::ostream& out, const std::vector<app::TraceLine>& lines) {
  for (const auto& line : lines)
    out << fmt::format("{} {} {:<10} {}\n", line.kind, format_date(line.on), line.case_name, line.text);
}

void print_script(std::ostream& out, const app::ScriptReport& report, const Flags& flags) {
  if (!flags.quiet) out << "\n" << report.file << "  " << report.title.zh << " / " << report.title.en << "\n";
  for (const auto& step : report.steps) {
    if (!flags.quiet) {
      print_lines(out, step.before);
      print_lines(out, step.lines);
    }
    for (const auto& failure : step.failures)
      out << fmt::format("! {} step {} {} {} {}: {}\n", report.file, step.index + 1, format_date(step.on), step.by,
                         step.event, failure);
  }
  if (flags.quiet) return;
  for (const auto& [name, state] : report.final_state) out << fmt::format("= {} ends {}\n", name, state);
}

Result<app::ScriptReport> run_one(const app::Script& script, const app::Definitions& definitions) {
  app::CountingIds ids;
  TRY(auto story, app::run_story(
                      script, definitions, [] { return storage::memory::open_store(); }, ids));
  return std::move(story.report);
}

/// @returns an exit code, or 0 when the flags are good
int read_flags(std::span<const std::string> args, Flags& flags, std::ostream& out, std::ostream& err) {
  CLI::App cli{"按脚本自带日期重放案例 / run case scripts with their own dates", "hejie replay"};
  cli.add_option("FILE", flags.files, "案例脚本 / case scripts")->required();
  cli.add_flag("--json", flags.json, "以 JSON 输出 / answer as JSON");
  cli.add_flag("--trace", flags.trace, "JSON 中也给出轨迹 / with --json: the trace too");
  cli.add_flag("--quiet", flags.quiet, "只列出失败与合计 / failures and totals only");
  cli.add_option("--workflows", flags.workflows, "另一套程序定义 / another set of definitions");
  cli.add_option("--overlay", flags.overlays,
                 "叠加包的名称或文件，可多次；脚本自己写明的优先 / name or file of an overlay, repeatable; a script's "
                 "own beat it");
  std::vector<std::string> reversed(args.rbegin(), args.rend());
  try {
    cli.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    out << cli.help();
    return -1;
  } catch (const CLI::ParseError& error) {
    err << "hejie replay: " << error.what() << "\n" << cli.help();
    return 2;
  }
  return 0;
}

}  // namespace

int run_replay(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  Flags flags;
  if (const int code = read_flags(args, flags, out, err); code != 0) return code < 0 ? 0 : code;
  app::DefinitionSettings settings;
  settings.workflows_dir = flags.workflows;
  settings.overlays = flags.overlays;
  const auto definitions = app::Definitions::load(settings);
  if (!definitions) {
    print_error(err, definitions.error());
    return definitions.error().code == ErrorCode::io ? 3 : 2;
  }
  std::vector<app::Script> scripts;
  int code = 0;
  for (const auto& file : flags.files) {
    auto script = read_file(file);
    if (script) {
      scripts.push_back(std::move(*script));
      continue;
    }
    print_error(err, script.error());
    code = std::max(code, script.error().code == ErrorCode::io ? 3 : 2);
  }
  if (code != 0) return code;

  Totals totals;
  std::vector<app::ScriptReport> reports;
  for (const auto& script : scripts) {
    auto report = run_one(script, **definitions);
    if (!report) {
      err << script.file << ": ";
      print_error(err, report.error());
      return report.error().code == ErrorCode::not_found ? 2 : 3;
    }
    ++totals.scripts;
    totals.steps += static_cast<int>(report->steps.size());
    totals.expectations += report->expectations;
    totals.failed += report->failed;
    if (!flags.json) print_script(out, *report, flags);
    reports.push_back(std::move(*report));
  }
  if (flags.json)
    out << replay_json(reports, flags.trace) << "\n";
  else
    out << fmt::format("{} scripts, {} steps, {} expectations, {} failed\n", totals.scripts, totals.steps,
                       totals.expectations, totals.failed);
  return totals.failed == 0 ? 0 : 1;
}

int replay_verb(int argc, const char* const* argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  return run_replay(args, std::cout, std::cerr);
}

}  // namespace hejie::cli
