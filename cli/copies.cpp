#include "cli/copies.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/arguments.h"
#include "cli/copies_report.h"
#include "cli/evidence_copies.h"
#include "cli/verb.h"
#include "crypto/vault.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/private_keys.h"

namespace hejie::cli {
namespace {

struct Options {
  std::string data, file, workflows, lang, heads, key, private_key;
  bool json = false;
  bool english = false;
};

/// @returns -1 to go on, else the exit code
int read_options(CLI::App& app, Options& options, std::span<const std::string> args, std::ostream& out,
                 std::ostream& err) {
  app.add_option("--data", options.data, "数据目录 / data folder")->required();
  app.add_flag("--json", options.json, "JSON");
  app.add_option("--lang", options.lang, "zh|en")->check(CLI::IsMember({"zh", "en"}));
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  options.english = options.lang.empty() ? wants_english() : options.lang == "en";
  return -1;
}

/// The library names the fault, not always the file it is in.
Error with_file(Error error, const std::string& file) {
  if (error.message.en.find(file) == std::string::npos) error.message = Text{file + ": ", file + ": "} + error.message;
  return error;
}

int could_not(const CLI::App& app, const Error& error, const Options& options, std::ostream& err) {
  err << app.get_name() << ": " << pick(error.message, options.english) << "\n";
  return 3;
}

void print(std::ostream& out, const storage::sqlite::CopyReport& report, const Options& options, const Text& done) {
  if (options.json) {
    out << copy_report_text(report) << "\n";
    return;
  }
  const auto cases = std::to_string(report.cases);
  const auto head = std::to_string(report.head);
  const auto size = std::to_string(report.bytes);
  out << pick(done, options.english) << " " << report.file << "\n"
      << (options.english ? cases + " cases, last event " + head + ", " + size + " bytes, verified\n"
                          : cases + " 个案件，最后事件序号 " + head + "，" + size + " 字节，已校验\n");
}

/// The key file beside the restored store, for its owner alone.
Status give_key(const std::string& from, const std::string& folder) {
  namespace fs = std::filesystem;
  TRY_VOID(crypto::Vault::read(from));
  const std::string to = folder + "/" + storage::sqlite::kKeyFileName;
  std::error_code failed;
  fs::copy_file(from, to, failed);
  if (!failed) fs::permissions(to, fs::perms::owner_read, failed);
  if (!failed) return {};
  return fail(ErrorCode::io,
              {"无法写入 " + to + "：" + failed.message(), "cannot write " + to + ": " + failed.message()});
}

int run_copy(CLI::App& app, bool to_file, std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  Options options;
  app.add_option("FILE", options.file, "备份文件 / backup file")->required();
  if (!to_file) {
    app.add_option("--private-key", options.private_key,
                   "密钥文件，备份中没有 / key file of the store; a backup does not hold it");
  }
  if (const int code = read_options(app, options, args, out, err); code >= 0) return code;
  if (to_file) {
    if (const auto free = need_no_evidence(options.file); !free) return could_not(app, free.error(), options, err);
  }
  const auto report = to_file ? storage::sqlite::backup(options.data, options.file)
                              : storage::sqlite::restore(options.file, options.data);
  if (report && !options.private_key.empty()) {
    const auto given = give_key(options.private_key, options.data);
    if (!given) return could_not(app, given.error(), options, err);
  }
  if (!report) return could_not(app, with_file(report.error(), options.file), options, err);
  const auto files =
      to_file ? back_up_evidence(options.data, options.file) : restore_evidence(options.file, options.data);
  if (!files) return could_not(app, files.error(), options, err);
  print(out, *report, options, to_file ? Text{"已备份到", "copied to"} : Text{"已恢复到", "restored to"});
  if (*files > 0 && !options.json)
    out << (options.english ? std::to_string(*files) + " files of evidence, in " + evidence_of_backup(options.file)
                            : std::to_string(*files) + " 个证据文件，在 " + evidence_of_backup(options.file))
        << "\n";
  out.flush();
  return out ? 0 : 3;
}

}  // namespace

int run_backup(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("备份数据目录，服务可继续运行 / copy a store, also while a server runs", "hejie backup");
  return run_copy(app, true, args, out, err);
}

int run_restore(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("把备份恢复到空目录 / put a backup into an empty folder", "hejie restore");
  return run_copy(app, false, args, out, err);
}

int run_check(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("检查数据是否完好 / is the store sound?", "hejie check");
  Options options;
  app.add_option("--workflows", options.workflows, "另一套数据 / another set of data");
  app.add_option("--heads", options.heads, "签名的树头 / file of signed heads");
  app.add_option("--key", options.key, "公钥 / public key");
  if (const int code = read_options(app, options, args, out, err); code >= 0) return code;
  const auto report = check_folder(options.data, options.workflows, options.heads, options.key);
  if (!report) return could_not(app, report.error(), options, err);
  if (options.json) {
    out << check_report_text(*report) << "\n";
  } else {
    print_check(out, *report, options.english);
  }
  out.flush();
  if (!out) return 3;
  return report->findings.empty() ? 0 : 1;
}

int backup_verb(int argc, const char* const* argv) {
  return run_backup(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}
int restore_verb(int argc, const char* const* argv) {
  return run_restore(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}
int check_verb(int argc, const char* const* argv) {
  return run_check(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}

}  // namespace hejie::cli
