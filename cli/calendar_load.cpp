#include "cli/calendar_load.h"

#include <CLI/CLI.hpp>

#include <ostream>

#include "cli/admin_words.h"
#include "cli/data_folder.h"
#include "cli/verb.h"

namespace hejie::cli {

int run_calendar_load(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App cli{"载入放假通知 / load a notice", "hejie calendar load"};
  std::string file;
  std::string data;
  bool dry_run = false;
  bool as_json = false;
  cli.add_option("FILE", file, "通知文件 / notice file")->required();
  cli.add_option("--data", data, "数据目录 / data folder")->required();
  cli.add_flag("--dry-run", dry_run, "只列出会变动的期限 / only list the dates that would move");
  cli.add_flag("--json", as_json, "以 JSON 输出 / answer as JSON");
  std::vector<std::string> reversed(args.rbegin(), args.rend());
  try {
    cli.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error, out, err) == 0 ? 0 : 2;
  }
  const auto text = read_whole(file);
  if (!text) return print_error(err, text.error());
  const auto body = calendar_body(*text, dry_run);
  if (!body) return print_error(err, body.error());
  const auto answer = run_in_folder(data, "", "calendar_load", *body);
  if (!answer) return print_error(err, answer.error());
  if (answer->by_server) err << "由运行中的服务执行 / done by the running server\n";
  if (as_json)
    out << answer->body_json << "\n";
  else
    for (const auto& line : calendar_lines(answer->body_json, wants_english())) out << line << "\n";
  return calendar_failed(answer->body_json) ? 1 : 0;
}

}  // namespace hejie::cli
