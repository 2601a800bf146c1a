#include "cli/import.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "cli/admin_words.h"
#include "cli/data_folder.h"
#include "cli/verb.h"

namespace hejie::cli {
namespace {

struct Flags {
  std::vector<std::string> files;
  std::string data, workflows;
  bool dry_run = false, json = false;
};

int import_one(const std::string& file, const Flags& flags) {
  const auto text = read_whole(file);
  if (!text) return print_error(std::cerr, text.error());
  const auto body = import_body(file, *text, flags.dry_run);
  if (!body) {
    std::cerr << file << ": ";
    return print_error(std::cerr, body.error());
  }
  const auto answer = run_in_folder(flags.data, flags.workflows, "import", *body);
  if (!answer) return print_error(std::cerr, answer.error());
  if (answer->by_server) std::cerr << "由运行中的服务执行 / done by the running server\n";
  if (flags.json)
    std::cout << answer->body_json << "\n";
  else
    for (const auto& line : import_lines(answer->body_json, wants_english())) std::cout << line << "\n";
  return import_failed(answer->body_json) ? 1 : 0;
}

}  // namespace

int import_verb(int argc, const char* const* argv) {
  CLI::App cli{"把案例脚本按其日期录入 / case scripts into a store, with their own dates", "hejie import"};
  Flags flags;
  cli.add_option("FILE", flags.files, "案例脚本 / case scripts")->required();
  cli.add_option("--data", flags.data, "数据目录 / data folder")->required();
  cli.add_flag("--dry-run", flags.dry_run, "只检查 / check only, store nothing");
  cli.add_flag("--json", flags.json, "以 JSON 输出 / answer as JSON");
  cli.add_option("--workflows", flags.workflows, "另一套程序定义 / another set of definitions");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  int code = 0;
  for (const auto& file : flags.files) code = std::max(code, import_one(file, flags));
  return code;
}

}  // namespace hejie::cli
