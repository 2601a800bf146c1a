#include "cli/verify.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

#include "cli/arguments.h"
#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/reviewed.h"
#include "engine/definition/verify.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;
using definition::ProcedureFolder;
using definition::SourceFile;

struct Options {
  std::vector<std::string> paths;
  std::vector<std::string> overlays;
  std::string workflows;
  std::string lang;
  bool json = false;
  bool review = false;
  bool deep = false;
  bool english = false;
};

std::unexpected<Error> cannot_read(const std::string& path) {
  return fail(ErrorCode::io, {"无法读取 " + path, "cannot read " + path});
}

Result<SourceFile> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || !text) return cannot_read(path.string());
  return SourceFile{path.generic_string(), std::move(text).str()};
}

/// JSON files of a folder and of the folders in it, each folder a procedure.
Status add_folder(const fs::path& folder, std::map<std::string, ProcedureFolder>& out) {
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file(error) || it->path().extension() != ".json") continue;
    TRY(auto file, read_file(it->path()));
    const std::string parent = it->path().parent_path().generic_string();
    out[parent].folder = parent;
    out[parent].files.push_back(std::move(file));
  }
  if (error) return cannot_read(folder.string());
  return {};
}

/// A file of cn/<procedure>/ stands for its whole procedure: alone it could not be read.
bool is_part(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).parent_path().parent_path().filename() == "cn";
}

/// The procedures named on the command line: a folder is one (or holds some); files of one folder are one together.
Result<std::vector<ProcedureFolder>> named(const std::vector<std::string>& paths) {
  std::map<std::string, ProcedureFolder> folders;
  for (const auto& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      TRY_VOID(add_folder(path, folders));
      continue;
    }
    TRY(auto file, read_file(path));
    const std::string parent = fs::path(path).parent_path().generic_string();
    if (is_part(path)) {
      folders.erase(parent);
      TRY_VOID(add_folder(parent.empty() ? "." : parent, folders));
      continue;
    }
    folders[parent].folder = parent;
    folders[parent].files.push_back(std::move(file));
  }
  std::vector<ProcedureFolder> out;
  for (auto& [name, folder] : folders) out.push_back(std::move(folder));
  return out;
}

/// The walks that met their bound, by name: what was not proven.
void print_cut(std::ostream& out, const definition::Explored& explored, bool english) {
  if (explored.cut.empty()) return;
  const auto nodes = std::to_string(explored.most_nodes), moves = std::to_string(explored.most_moves);
  out << (english ? "not seen in full (bound of each walk: " + nodes + " nodes, " + moves + " moves):\n"
                  : "未看全（每次推演上限：" + nodes + " 个结点、" + moves + " 次转移）：\n");
  for (const auto& walk : explored.cut)
    out << "  " << walk.procedure << (english ? ": " : "：") << pick(walk.tracks, english)
        << (english ? ", stopped at " + std::to_string(walk.nodes) + " nodes\n"
                    : "，止于 " + std::to_string(walk.nodes) + " 个结点\n");
}

/// The bound of what was proven.
void print_bound(std::ostream& out, const definition::Explored& explored, bool deep, bool english) {
  const auto n = [](auto number) { return std::to_string(number); };
  out << (english ? "explored: the trunk, " + n(explored.tracks) + " side tracks, " + n(explored.pairs) +
                        " pairs of tracks read together (" + n(explored.nodes) + " nodes, " + n(explored.moves) +
                        " moves); "
                  : "已探索：主线、" + n(explored.tracks) + " 条支线、" + n(explored.pairs) + " 对相关支线（" +
                        n(explored.nodes) + " 个结点，" + n(explored.moves) + " 次转移）；");
  if (deep)
    out << (english ? "and all tracks at once, in full in " + n(explored.whole) + " procedures; "
                    : "以及全部支线的组合，其中 " + n(explored.whole) + " 个程序已看全；");
  else
    out << pick(Text{"三条以上支线的组合未探索（--deep）；", "three tracks at once were not (--deep); "}, english);
  out << pick(
      Text{"关联案件按其里程碑一并推演；涉及日期、请求事项和多方当事人的条件，两种可能都取\n",
           "linked cases went along by their milestones; guards on days, claims and parties were taken both ways\n"},
      english);
  print_cut(out, explored, english);
}

/// Which duties cannot be done in time from which days, however quick everybody is.
void print_feasibility(std::ostream& out, const definition::Feasibility& feasibility, bool english) {
  if (feasibility.duties == 0) return;
  int misses = 0;
  for (const auto& one : feasibility.waited) {
    if (one.misses == 0) continue;
    ++misses;
    out << one.procedure << " " << one.clock << " (" << one.start << " -> " << one.answer << ";";
    for (const auto& wait : one.waits) out << " " << wait;
    const auto missed = std::to_string(one.misses) + "/" + std::to_string(one.days);
    out << "): "
        << (english ? "does not fit from " + missed + " start days, first " + format_date(*one.first_miss) +
                          ", worst " + format_date(*one.worst) + " by " + std::to_string(one.worst_days) + " days"
                    : missed + " 个起算日来不及，最早 " + format_date(*one.first_miss) + "，最差 " +
                          format_date(*one.worst) + " 差 " + std::to_string(one.worst_days) + " 天")
        << "\n";
  }
  const auto duties = std::to_string(feasibility.duties);
  const auto waited = std::to_string(feasibility.waited.size());
  out << (english ? "feasibility: " + duties + " duties, " + waited + " with waits the law makes; " +
                        std::to_string(misses) + " of them do not fit from some day of 2007-2026\n"
                  : "可行性：" + duties + " 项职责期限，其中 " + waited +
                        " 项须等待法定期间；在 2007—2026 年有起算日来不及的 " + std::to_string(misses) + " 项\n");
}

void print(std::ostream& out, const definition::Verified& verified, bool english, bool deep) {
  std::size_t errors = 0;
  for (const auto& finding : verified.findings) {
    const bool error = finding.severity == definition::Severity::error;
    errors += error ? 1U : 0U;
    const Text severity = error ? Text{"错误", "error"} : Text{"警告", "warning"};
    out << finding.file << (finding.path.empty() ? "" : "#") << finding.path << ": " << pick(severity, english) << " "
        << finding.check << ": " << pick(finding.message, english) << "\n";
  }
  print_bound(out, verified.explored, deep, english);
  print_feasibility(out, verified.feasibility, english);
  const auto procedures = std::to_string(verified.checked);
  const auto found = std::to_string(errors);
  const auto warnings = std::to_string(verified.findings.size() - errors);
  out << (english ? procedures + " procedures checked, " + found + " errors, " + warnings + " warnings\n"
                  : "检查 " + procedures + " 个程序，" + found + " 个错误，" + warnings + " 个警告\n");
}

int refuse(const Error& error, const Options& options, std::ostream& err) {
  err << "hejie verify: " << pick(error.message, options.english) << "\n";
  return 3;
}

/// `hejie verify workflows/` means the set in that folder.
void take_whole_set(Options& options) {
  std::error_code error;
  const bool whole = options.paths.size() == 1 && options.workflows.empty() &&
                     fs::is_directory(fs::path(options.paths.front()) / "cn", error);
  if (!whole) return;
  options.workflows = options.paths.front();
  options.paths.clear();
}

int tell(const definition::Verified& verified, const Options& options, std::ostream& out) {
  if (options.json)
    out << definition::verified_text(verified) << "\n";
  else
    print(out, verified, options.english, options.deep);
  out.flush();
  if (!out) return 3;
  return definition::has_errors(verified.findings) ? 1 : 0;
}

/// What does not read in an overlay is a finding like any other; only a file that is not there stops.
int verify_laid(const std::vector<SourceFile>& files, const Options& options, std::ostream& out, std::ostream& err) {
  std::vector<SourceFile> chosen;
  for (const auto& name : options.overlays) {
    if (const SourceFile* shipped = definition::find_overlay_file(files, name)) {
      chosen.push_back(*shipped);
      continue;
    }
    auto file = read_file(name);
    if (!file) return refuse(file.error(), options, err);
    chosen.push_back(std::move(*file));
  }
  definition::Verified broken;
  const auto library = definition::read_library(files, broken.findings);
  const auto overlays = definition::order_overlays(chosen, files, library, broken.findings);
  if (definition::has_errors(broken.findings)) return tell(broken, options, out);
  return tell(definition::verify_overlays(files, overlays, {options.deep}), options, out);
}

int verify(const Options& options, std::ostream& out, std::ostream& err) {
  const auto files = workflow_files(options.workflows);
  if (!files) return refuse(files.error(), options, err);
  if (options.review) {
    definition::Findings findings;
    const auto library = definition::read_library(*files, findings);
    std::vector<definition::Overlay> overlays;
    for (const auto& name : definition::overlay_names(*files))
      overlays.push_back(definition::read_overlay(*definition::find_overlay_file(*files, name), library, findings));
    out << definition::reviewed_text(definition::Definitions::read(*files, nullptr).all(), overlays);
    out.flush();
    return out ? 0 : 3;
  }
  if (!options.overlays.empty()) return verify_laid(*files, options, out, err);
  const auto mine = named(options.paths);
  if (!mine) return refuse(mine.error(), options, err);
  if (mine->empty() && !options.paths.empty()) {
    const std::string& path = options.paths.front();
    err << "hejie verify: "
        << pick(Text{"其中没有程序定义: " + path, "there is no procedure in " + path}, options.english) << "\n";
    return 2;
  }
  return tell(options.paths.empty() ? definition::verify_all(*files, {options.deep})
                                    : definition::verify_some(*files, *mine, {options.deep}),
              options, out);
}

}  // namespace

int run_verify(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("检查程序定义 / check definitions", "hejie verify");
  Options options;
  app.add_option("FILE", options.paths,
                 "程序的文件或文件夹；不写则检查全部 / files or folders of procedures; none: all shipped ones");
  app.add_option(
      "--overlay", options.overlays,
      "叠加包的名称或文件，与程序合并后检查，可多次 / name or file of an overlay: check what it makes of the "
      "procedures, repeatable");
  app.add_flag("--json", options.json, "JSON");
  app.add_flag("--deep", options.deep, "探索全部支线的组合 / explore all side tracks at once");
  app.add_flag("--review", options.review,
               "输出审核记录 laws/reviewed.json / print the record of what was reviewed, for laws/reviewed.json");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  app.footer(
      "hejie verify --diff OLD NEW --help: 两套定义之间的变更 / what changed between two sets\n"
      "hejie verify --coverage --help: 脚本未涉及的期限、事件、条件 / clocks, events and guards no script touches");
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  take_whole_set(options);
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  return verify(options, out, err);
}

}  // namespace hejie::cli
