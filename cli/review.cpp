#include "cli/review.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "cli/admin_words.h"
#include "cli/data_folder.h"
#include "cli/hidden_line.h"
#include "cli/verb.h"

namespace hejie::cli {
namespace {

struct Flags {
  ReviewQuestion question;
  std::string data, file;
  bool password_stdin = false, json = false;
};

int run(Flags& flags, const std::string& verb) {
  if (!flags.file.empty()) {
    const auto list = read_whole(flags.file);
    if (!list) return print_error(std::cerr, list.error());
    flags.question.list = *list;
  }
  flags.question.password = ask_hidden(flags.password_stdin ? "" : "密码 / password: ");
  const auto answer = run_in_folder(flags.data, "", verb, review_body(flags.question));
  if (!answer) return print_error(std::cerr, answer.error());
  if (answer->by_server) std::cerr << "由运行中的服务执行 / done by the running server\n";
  if (flags.json)
    std::cout << answer->body_json << "\n";
  else
    for (const auto& line : review_lines(answer->body_json, wants_english())) std::cout << line << "\n";
  return review_failed(answer->body_json) ? 1 : 0;
}

}  // namespace

int review_verb(int argc, const char* const* argv) {
  CLI::App cli{"年度书面审查 / the yearly written review", "hejie review"};
  cli.require_subcommand(1);
  Flags flags;
  const auto common = [&](CLI::App* verb) {
    verb->add_option("--data", flags.data, "数据目录 / data folder")->required();
    verb->add_option("--as", flags.question.username, "以谁的名义，须输入其密码 / in whose name; asks the password")
        ->required();
    verb->add_option("--otp", flags.question.otp, "动态验证码 / code of the second factor, where there is one");
    verb->add_option("--year", flags.question.year, "审查年度 / year reviewed")->required();
    verb->add_flag("--dry-run", flags.question.dry_run, "只试算 / check only, store nothing");
    verb->add_flag("--password-stdin", flags.password_stdin, "从标准输入读密码 / read the password from stdin");
    verb->add_flag("--json", flags.json, "以 JSON 输出 / answer as JSON");
    return verb;
  };
  auto* open = common(cli.add_subcommand("open", "按名单通知报送 / give notice to every employer of a list"));
  open->add_option("LIST", flags.file, "名单（CSV）：name,code[,sector][,worker_count] / list of employers")
      ->required();
  open->add_option("--from", flags.question.open_from, "受理起始之日 / filing opens on")->required();
  open->add_option("--by", flags.question.submit_by, "报送截止之日 / to be filed by")->required();
  auto* remind = common(cli.add_subcommand("remind", "催报未报送的单位 / remind those who have not filed"));
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  return run(flags, remind->parsed() ? "review_remind" : "review_open");
}

}  // namespace hejie::cli
