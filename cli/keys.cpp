#include "cli/keys.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "cli/arguments.h"
#include "cli/crypto_choice.h"
#include "cli/data_folder.h"
#include "cli/verb.h"
#include "storage/sqlite/code_settle.h"
#include "storage/sqlite/private_keys.h"

namespace hejie::cli {
namespace {

using crypto::Suite;
using crypto::Vault;

struct Options {
  std::string data, suite, crypto;
  bool keep_old = false;
};

std::string name_of(Suite suite) {
  return suite == Suite::sm ? "sm (SM4-CTR, HMAC-SM3)" : "aes (AES-256-GCM, HMAC-SHA-256)";
}

/// Says which keys there are, never a key.
Result<int> show(const Options& options, std::ostream& out) {
  TRY(const auto vault, Vault::read(options.data + "/" + storage::sqlite::kKeyFileName));
  std::string numbers;
  for (const int key : vault.keys()) numbers += (numbers.empty() ? "" : ", ") + std::to_string(key);
  out << pick({"密钥文件 " + vault.fingerprint() + "：密钥 " + numbers + "，现用 " +
                   std::to_string(vault.newest_key()) + "，" + name_of(vault.suite()),
               "key file " + vault.fingerprint() + ": keys " + numbers + ", in use " +
                   std::to_string(vault.newest_key()) + ", " + name_of(vault.suite())},
              wants_english())
      << "\n";
  return 0;
}

Result<int> change(const Options& options, std::ostream& out) {
  Suite suite = options.suite == "sm" ? Suite::sm : Suite::aes;
  if (options.suite.empty()) {
    TRY(const auto vault, Vault::read(options.data + "/" + storage::sqlite::kKeyFileName));
    suite = vault.suite();
  }
  TRY(const auto done, storage::sqlite::change_key(options.data, suite, !options.keep_old));
  const std::string key = std::to_string(done.key);
  const std::string count = std::to_string(done.wrapped);
  Text said{"现用密钥 " + key + "，" + name_of(suite) + "；重新包裹 " + count + " 项",
            "key " + key + " in use, " + name_of(suite) + "; " + count + " values wrapped again"};
  if (done.dropped_old) {
    said = said + Text{"；旧密钥已删除，此前的备份只能用旧密钥文件读取",
                       "; older keys are gone: backups made before need the older key file"};
  }
  out << pick(said, wants_english()) << "\n";
  return 0;
}

/// After somebody has looked at what `hejie check` names: it is taken as it stands, and the access log says what.
Result<int> recode(const Options& options, std::ostream& out) {
  TRY(const auto done, storage::sqlite::recode(options.data));
  const bool english = wants_english();
  for (const auto& finding : done.findings)
    out << finding.path << " " << finding.code << ": " << pick(finding.message, english) << "\n";
  const std::string count = std::to_string(done.findings.size());
  out << pick({"授权数据按现状重新编码；" + count + " 处异常已记入访问日志",
               "authority is coded anew as it stands; " + count + " findings are in the access log"},
              english)
      << "\n";
  return 0;
}

Result<int> make(const Options& options, std::ostream& out) {
  TRY_VOID(make_empty_store(options.data, crypto_named(options.crypto)));
  out << pick({"已建空的存储；请另存 ", "an empty store is made; copy away "}, wants_english()) << options.data << "/"
      << storage::sqlite::kKeyFileName << "\n";
  return 0;
}

}  // namespace

int run_keys(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("个人信息的密钥 / the keys of personal data", "hejie keys");
  app.require_subcommand(1);
  Options options;
  auto* show_it = app.add_subcommand("show", "有哪些密钥 / which keys there are");
  auto* make_it = app.add_subcommand("make", "新建空的存储及其密钥 / an empty store and its keys");
  make_it->add_option("--crypto", options.crypto, "international|sm")
      ->check(CLI::IsMember({"international", "sm"}))
      ->required();
  auto* change_it = app.add_subcommand("change", "换用新密钥 / use a new key");
  auto* recode_it = app.add_subcommand("recode",
                                       "授权数据按现状重新编码，须先查明 hejie check 所列 / take authority as it "
                                       "stands, once hejie check's findings are known");
  for (auto* verb : {show_it, make_it, change_it, recode_it}) {
    verb->add_option("--data", options.data, "数据目录 / data folder")->required();
  }
  change_it->add_option("--suite", options.suite, "aes|sm")->check(CLI::IsMember({"aes", "sm"}));
  change_it->add_flag("--keep-old", options.keep_old, "保留旧密钥 / leave the older keys in the file");
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  const auto done = show_it->parsed()     ? show(options, out)
                    : make_it->parsed()   ? make(options, out)
                    : recode_it->parsed() ? recode(options, out)
                                          : change(options, out);
  out.flush();
  if (!done) return print_error(err, done.error());
  return out ? *done : 3;
}

int keys_verb(int argc, const char* const* argv) {
  return run_keys(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}

}  // namespace hejie::cli
