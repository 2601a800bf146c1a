#include "cli/verify_diff.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>

#include "cli/arguments.h"
#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/compare.h"
#include "engine/definition/registry.h"
#include "storage/sqlite/backup.h"

namespace hejie::cli {
namespace {

using definition::Change;
using definition::Definitions;

struct Options {
  std::vector<std::string> sets;
  std::string data, lang;
  bool english = false;
};

/// The word "shipped" means the files of the program.
Result<std::vector<definition::SourceFile>> files_of(const std::string& set) {
  return workflow_files(set == "shipped" ? "" : set);
}

Result<Definitions> read_set(const std::string& set, const std::vector<definition::SourceFile>& files) {
  auto definitions = Definitions::read(files, nullptr);
  if (definition::has_errors(definitions.findings()))
    return fail(ErrorCode::invalid,
                {set + " 有错误，先用 hejie verify 检查", set + " does not read; see hejie verify"});
  return definitions;
}

Result<std::vector<Change>> changes_of(const Options& options) {
  TRY(const auto old_files, files_of(options.sets[0]));
  TRY(const auto new_files, files_of(options.sets[1]));
  TRY(const auto before, read_set(options.sets[0], old_files));
  TRY(const auto after, read_set(options.sets[1], new_files));
  // The calendar is asked for words only; a set without one borrows the shipped.
  auto calendars = definition::read_calendar_set(new_files);
  if (!calendars) {
    TRY(const auto shipped, workflow_files(""));
    calendars = definition::read_calendar_set(shipped);
  }
  if (!calendars) return fail(calendars.error());
  TRY(const auto calendar, definition::build_calendar(*calendars));
  return definition::compare_sets(before.all(), after.all(), *calendar);
}

bool concerns(const Change& change, const storage::CaseItem& item, const storage::CaseRows& rows) {
  if (change.wording || change.procedure != item.pin.procedure) return false;
  if (!change.clock.empty())
    return std::ranges::any_of(rows.clocks, [&](const storage::ClockRow& clock) {
      const bool alive = clock.status == engine::ClockStatus::running || clock.status == engine::ClockStatus::breached;
      return clock.rule == change.clock && alive;
    });
  return change.states.empty() || std::ranges::find(change.states, item.summary.state) != change.states.end();
}

std::string pointer_of(const Change& change) {
  return change.procedure + (change.pointer.empty() ? "" : "#" + change.pointer);
}

/// Open cases with the changes that concern them. @returns how many
Result<int> print_cases(const Options& options, const std::vector<Change>& changes, std::ostream& out) {
  constexpr int kPage = 200;
  TRY(const auto store, storage::sqlite::open_reader(options.data));
  TRY(const auto snapshot, store->snapshot());
  int concerned = 0;
  CaseId last;
  for (;;) {
    TRY(const auto ids, snapshot->case_ids(last, kPage));
    if (ids.empty()) return concerned;
    last = ids.back();
    for (const auto& id : ids) {
      TRY(const auto item, snapshot->find_case(id));
      if (item.summary.phase == engine::Phase::final) continue;
      TRY(const auto rows, snapshot->load_rows(id));
      std::vector<std::string> places;
      for (const auto& change : changes)
        if (concerns(change, item, rows)) places.push_back(pointer_of(change));
      if (places.empty()) continue;
      ++concerned;
      out << "  " << id.value << " " << item.number << " " << pick(item.summary.title, options.english) << " ["
          << item.summary.state << "]:";
      for (const auto& place : places) out << " " << place;
      out << "\n";
    }
  }
}

int print(const Options& options, const std::vector<Change>& changes, std::ostream& out, std::ostream& err) {
  int law = 0;
  for (const auto& change : changes) {
    law += change.wording ? 0 : 1;
    out << pointer_of(change) << ": " << (change.wording ? pick(Text{"（文字）", "(wording) "}, options.english) : "")
        << pick(change.what, options.english) << "\n";
  }
  const auto wording = std::to_string(changes.size() - static_cast<std::size_t>(law));
  out << (options.english ? std::to_string(law) + " changes, " + wording + " of wording only\n"
                          : std::to_string(law) + " 处变更，另有 " + wording + " 处仅为文字\n");
  if (!options.data.empty()) {
    out << (options.english ? "open cases that would run otherwise (each stays on its version until it is moved):\n"
                            : "受影响的在办案件（未迁移前仍按原版本办理）：\n");
    const auto concerned = print_cases(options, changes, out);
    if (!concerned) {
      err << "hejie verify: " << pick(concerned.error().message, options.english) << "\n";
      return 3;
    }
    out << (options.english ? std::to_string(*concerned) + " cases\n" : std::to_string(*concerned) + " 件\n");
  }
  out.flush();
  if (!out) return 3;
  return law == 0 ? 0 : 1;
}

}  // namespace

int run_diff(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("两套程序定义之间改了什么 / what changed between two sets of definitions", "hejie verify --diff");
  Options options;
  app.add_option("--diff", options.sets, "旧 新：文件夹，或 shipped / OLD NEW: folders, or \"shipped\"")
      ->required()
      ->expected(2);
  app.add_option("--data", options.data, "数据目录：列出受影响的在办案件 / data folder: name the open cases concerned");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  const auto changes = changes_of(options);
  if (changes) return print(options, *changes, out, err);
  err << "hejie verify: " << pick(changes.error().message, options.english) << "\n";
  return changes.error().code == ErrorCode::io ? 3 : 2;
}

}  // namespace hejie::cli
