#include "cli/user.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "cli/admin_words.h"
#include "cli/data_folder.h"
#include "cli/hidden_line.h"
#include "cli/verb.h"

namespace hejie::cli {
namespace {

struct Flags {
  std::string data, name, display_name;
  std::vector<std::string> roles;
  bool password_stdin = false, json = false;
};

std::string password(const Flags& flags) {
  return ask_hidden(flags.password_stdin ? "" : "密码 / password: ");
}

int done(const Result<AdminAnswer>& answer, const Flags& flags, bool list) {
  if (!answer) return print_error(std::cerr, answer.error());
  if (answer->by_server) std::cerr << "由运行中的服务执行 / done by the running server\n";
  if (flags.json) {
    std::cout << answer->body_json << "\n";
    return 0;
  }
  if (list)
    for (const auto& line : user_lines(answer->body_json, wants_english())) std::cout << line << "\n";
  else
    std::cout << (wants_english() ? "done: " : "已办理：") << flags.name << "\n";
  return 0;
}

}  // namespace

int user_verb(int argc, const char* const* argv) {
  CLI::App cli{"账号 / accounts", "hejie user"};
  cli.require_subcommand(1);
  Flags flags;
  const auto common = [&](CLI::App* verb, bool named) {
    verb->add_option("--data", flags.data, "数据目录 / data folder")->required();
    verb->add_flag("--json", flags.json, "以 JSON 输出 / answer as JSON");
    if (named) verb->add_option("NAME", flags.name, "用户名 / user name")->required();
    return verb;
  };
  auto* add = common(cli.add_subcommand("add", "新账号 / a new account"), true);
  add->add_option("--role", flags.roles, "岗位,可重复 / role, repeatable")->required();
  add->add_option("--display-name", flags.display_name, "姓名 / name shown");
  add->add_flag("--password-stdin", flags.password_stdin, "从标准输入读密码 / read the password from stdin");
  auto* list = common(cli.add_subcommand("list", "全部账号 / all accounts"), false);
  auto* disable = common(cli.add_subcommand("disable", "停用并结束会话 / disable and end its sessions"), true);
  auto* enable = common(cli.add_subcommand("enable", "重新启用 / let it log in again"), true);
  auto* roles = common(cli.add_subcommand("roles", "改岗位,结束会话 / new roles; ends its sessions"), true);
  roles->add_option("--role", flags.roles, "岗位,可重复 / role, repeatable")->required();
  auto* factor = common(cli.add_subcommand("drop-factor", "移除第二因素 / remove a lost second factor"), true);
  auto* reset = common(cli.add_subcommand("reset", "新密码 / a new password"), true);
  reset->add_flag("--password-stdin", flags.password_stdin, "从标准输入读密码 / read the password from stdin");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (add->parsed())
    return done(run_in_folder(flags.data, "", "user_add",
                              user_body(flags.name, flags.display_name, flags.roles, password(flags))),
                flags, false);
  if (list->parsed()) return done(run_in_folder(flags.data, "", "user_list", "{}"), flags, true);
  if (disable->parsed())
    return done(run_in_folder(flags.data, "", "user_disable", user_body(flags.name, "", {}, "")), flags, false);
  if (enable->parsed())
    return done(run_in_folder(flags.data, "", "user_enable", user_body(flags.name, "", {}, "")), flags, false);
  if (roles->parsed())
    return done(run_in_folder(flags.data, "", "user_roles", user_body(flags.name, "", flags.roles, "")), flags, false);
  if (factor->parsed())
    return done(run_in_folder(flags.data, "", "user_drop_factor", user_body(flags.name, "", {}, "")), flags, false);
  return done(run_in_folder(flags.data, "", "user_reset", user_body(flags.name, "", {}, password(flags))), flags,
              false);
}

}  // namespace hejie::cli
