#include "cli/verify_coverage.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "app/coverage.h"
#include "cli/arguments.h"
#include "cli/verb.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;
using app::Covered;

struct Options {
  std::vector<std::string> paths, only;
  std::string workflows, lang;
  bool english = false;
};

struct Kind {
  std::string_view word;
  Text name;
};

Kind kind_of(Covered covered) {
  switch (covered) {
    case Covered::row:
      return {"row", {"期限：没有写明日期的期望", "clocks: no expectation names one with its day"}};
    case Covered::event:
      return {"event", {"事件：没有发生并写明其后状态", "events: none that happened with the state after it named"}};
    case Covered::passing:
      return {"passes", {"条件成立", "guards: never passed"}};
    case Covered::refusal:
      return {"refuses", {"条件不成立", "guards: never refused"}};
    case Covered::state:
      return {"state", {"状态：没有期望写到", "states: no expectation names them"}};
    case Covered::document:
      return {"document", {"文书：没有期望写到，也没有送达", "documents: neither named nor served"}};
    case Covered::article:
      return {"article", {"条文：引用它的都未涉及", "articles: nothing that cites them is touched"}};
  }
  return {};
}

Result<std::string> text_of(const fs::path& path) {
  std::error_code ignored;
  const bool folder = fs::is_directory(path, ignored);
  std::ifstream in(path, std::ios::binary);
  if (folder || !in) return fail(ErrorCode::io, {"无法读取 " + path.string(), "cannot read " + path.string()});
  return std::string(std::istreambuf_iterator<char>(in), {});
}

using Texts = std::vector<std::pair<std::string, std::string>>;

/// Files, and the *.json directly in folders; none named: the shipped scripts.
Result<Texts> script_texts(const std::vector<std::string>& paths) {
  Texts texts;
  if (paths.empty())
    for (const auto& file : resources::under("examples/"))
      if (file.path.ends_with(".json")) texts.emplace_back(file.path, file.bytes);
  for (const auto& path : paths) {
    std::vector<fs::path> files{path};
    std::error_code error;
    if (fs::is_directory(path, error)) {
      files.clear();
      for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".json") files.push_back(it->path());
      std::ranges::sort(files);
    }
    if (error) return fail(ErrorCode::io, {"无法读取 " + path, "cannot read " + path});
    for (const auto& file : files) {
      TRY(auto text, text_of(file));
      texts.emplace_back(file.generic_string(), std::move(text));
    }
  }
  return texts;
}

Result<std::vector<app::Script>> scripts_of(const std::vector<std::string>& paths) {
  TRY(const Texts texts, script_texts(paths));
  std::vector<app::Script> scripts;
  for (const auto& [name, text] : texts) {
    auto script = app::read_script(name, text);
    if (!script) {
      auto error = std::move(script).error();
      error.message = Text{name + ": ", name + ": "} + error.message;
      return fail(std::move(error));
    }
    scripts.push_back(std::move(*script));
  }
  return scripts;
}

Result<app::Coverage> measure(const Options& options) {
  app::DefinitionSettings settings;
  settings.workflows_dir = options.workflows;
  TRY(const auto definitions, app::Definitions::load(settings));
  TRY(const auto scripts, scripts_of(options.paths));
  std::optional<definition::DeadlineRegister> deadlines;
  if (const auto text = definitions->file("laws/deadlines.json")) {
    TRY(deadlines, definition::read_deadlines(*text));
  }
  return app::coverage_of(
      *definitions, scripts, [] { return storage::memory::open_store(); }, deadlines ? &*deadlines : nullptr);
}

bool wanted(const Options& options, const std::string& procedure) {
  return options.only.empty() || std::ranges::find(options.only, procedure) != options.only.end();
}

std::size_t print_kind(std::ostream& out, const app::Coverage& coverage, const app::CoverageCount& count,
                       const Options& options) {
  const Kind kind = kind_of(count.kind);
  out << fmt::format("{}  {}/{}\n", pick(kind.name, options.english), count.touched, count.all);
  std::size_t printed = 0;
  for (const auto& what : coverage.untouched) {
    if (what.kind != count.kind || !wanted(options, what.procedure)) continue;
    ++printed;
    out << fmt::format("  {} {} {}{}\n", kind.word, what.procedure.empty() ? "*" : what.procedure, what.id,
                       what.pointer.empty() ? "" : "  #" + what.pointer);
  }
  return printed;
}

std::size_t print(std::ostream& out, const app::Coverage& coverage, const Options& options) {
  std::size_t left = coverage.failed.size();
  for (const auto& failed : coverage.failed) {
    out << (options.english ? "script that fails: " : "未通过的脚本：") << failed.file
        << (options.english ? ", step " : "，步骤 ") << failed.step << "\n";
    for (const auto& part : failed.parts) out << "  " << failed.procedure << " #" << part << "\n";
  }
  for (const auto& count : coverage.counts) left += print_kind(out, coverage, count, options);
  if (options.only.empty() && !coverage.unplaced.empty()) {
    left += coverage.unplaced.size();
    out << (options.english ? "rows of the register without a clock, and without_clock gives no reason:"
                            : "登记表中没有对应期限、也没有写明原因（without_clock）的行：");
    for (const auto& id : coverage.unplaced) out << " " << id;
    out << "\n";
  }
  out << (options.english ? fmt::format("{} left\n", left) : fmt::format("尚余 {} 项\n", left));
  return left;
}

int refuse(const Error& error, const Options& options, std::ostream& err) {
  err << "hejie verify: " << pick(error.message, options.english) << "\n";
  for (const auto& finding : error.findings)
    err << "  " << finding.path << "  " << pick(finding.message, options.english) << "\n";
  return error.code == ErrorCode::io ? 3 : 2;
}

}  // namespace

int run_coverage(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("哪些期限、事件、条件没有脚本涉及 / clocks, events and guards no script touches",
               "hejie verify --coverage");
  Options options;
  bool coverage = false;
  app.add_option("FILE", options.paths, "案例脚本或文件夹 / case scripts or folders; none: the shipped ones");
  app.add_flag("--coverage", coverage, "本功能 / this");
  app.add_option("--only", options.only, "只列这些程序 / list these procedures only");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  const auto measured = measure(options);
  if (!measured) return refuse(measured.error(), options, err);
  const std::size_t left = print(out, *measured, options);
  out.flush();
  if (!out) return 3;
  return left == 0 ? 0 : 1;
}

}  // namespace hejie::cli
