#include "cli/verify.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

#include "cli/verb.h"
#include "cli/workflow_files.h"
#include "engine/definition/verify.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;
using definition::ProcedureFolder;
using definition::SourceFile;

struct Options {
  std::vector<std::string> paths;
  std::string workflows;
  std::string lang;
  bool json = false;
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

void print(std::ostream& out, const definition::Verified& verified, bool english) {
  std::size_t errors = 0;
  for (const auto& finding : verified.findings) {
    const bool error = finding.severity == definition::Severity::error;
    errors += error ? 1U : 0U;
    const Text severity = error ? Text{"错误", "error"} : Text{"警告", "warning"};
    out << finding.file << (finding.path.empty() ? "" : "#") << finding.path << ": " << pick(severity, english) << " "
        << finding.check << ": " << pick(finding.message, english) << "\n";
  }
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

int verify(const Options& options, std::ostream& out, std::ostream& err) {
  const auto files = workflow_files(options.workflows);
  if (!files) return refuse(files.error(), options, err);
  const auto mine = named(options.paths);
  if (!mine) return refuse(mine.error(), options, err);
  if (mine->empty() && !options.paths.empty()) {
    const std::string& path = options.paths.front();
    err << "hejie verify: "
        << pick(Text{"其中没有程序定义: " + path, "there is no procedure in " + path}, options.english) << "\n";
    return 2;
  }
  const auto verified = options.paths.empty() ? definition::verify_all(*files) : definition::verify_some(*files, *mine);
  if (options.json)
    out << definition::verified_text(verified) << "\n";
  else
    print(out, verified, options.english);
  out.flush();
  if (!out) return 3;
  return definition::has_errors(verified.findings) ? 1 : 0;
}

}  // namespace

int run_verify(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("检查程序定义 / check definitions", "hejie verify");
  Options options;
  app.add_option("FILE", options.paths,
                 "程序的文件或文件夹；不写则检查全部 / files or folders of procedures; none: all shipped ones");
  app.add_flag("--json", options.json, "JSON");
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  app.footer(
      "hejie verify --coverage --help: 脚本未涉及的期限、事件、条件 / clocks, events and guards no script touches");
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::CallForHelp&) {
    out << app.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    err << "hejie verify: " << error.what() << "\n"
        << "见 hejie verify --help / see hejie verify --help\n";
    return 2;
  }
  take_whole_set(options);
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  return verify(options, out, err);
}

}  // namespace hejie::cli
