#include "cli/audit.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>

#include "app/log_check.h"
#include "app/notary.h"
#include "audit/text.h"
#include "cli/arguments.h"
#include "cli/audit_files.h"
#include "cli/data_folder.h"
#include "cli/verb.h"
#include "storage/sqlite/backup.h"

namespace hejie::cli {
namespace {

struct Options {
  std::string data, log = "events", file, files, heads, key, out;
  long long seq = 0, from = 0, to = 0;
  bool english = wants_english();
};

const std::string& say(const Options& options, const Text& text) {
  return options.english ? text.en : text.zh;
}

storage::Log log_of(const Options& options) {
  return options.log == "access" ? storage::Log::access : storage::Log::events;
}

/// What the folder has, where nothing else was given.
void fill_in(Options& options) {
  if (options.data.empty()) return;
  const auto there = app::notary_in(options.data);
  if (options.heads.empty()) options.heads = there.heads;
  if (options.key.empty()) options.key = app::public_key_path(there.key);
}

Result<audit::Heads> heads_of(const Options& options) {
  TRY(const auto key, crypto::Key::read_public(options.key));
  TRY(const auto text, read_whole(options.heads));
  return audit::read_heads(text, key);
}

int print_report(const audit::TextReport& text, const audit::Heads& heads, const Options& options, std::ostream& out) {
  const auto& report = text.report;
  for (const auto* findings : {&heads.findings, &report.findings}) {
    for (const auto& finding : *findings)
      out << finding.path << " " << finding.code << ": " << say(options, finding.message) << "\n";
  }
  if (report.cut) out << say(options, {"……其余从略", "... and more"}) << "\n";
  const std::string size = std::to_string(report.size);
  const std::string covered = std::to_string(report.signed_size);
  const std::string root = audit::to_hex(report.root);
  out << say(options, {"日志 " + text.log + "：" + size + " 条，其中 " + covered + " 条与 " +
                           std::to_string(report.heads) + " 个签名的树头相符；根 " + root,
                       "log " + text.log + ": " + size + " entries, " + covered + " of them as in " +
                           std::to_string(report.heads) + " signed heads; root " + root})
      << "\n";
  return report.findings.empty() && heads.findings.empty() ? 0 : 1;
}

Result<int> verify(const Options& options, std::ostream& out) {
  audit::Heads heads;
  if (!options.heads.empty()) {
    TRY(heads, heads_of(options));
  } else {
    out << say(options, {"未给出 --heads：只能检查链，看不出截断和整体替换",
                         "no --heads: only the chain is checked; a cut or an older copy cannot be seen"})
        << "\n";
  }
  std::ifstream in(options.file, std::ios::binary);
  if (!in) return fail(ErrorCode::io, {"无法读取 " + options.file, "cannot read " + options.file});
  TRY(const auto report, audit::verify_text(in, heads));
  const int found = print_report(report, heads, options, out);
  if (options.files.empty()) return found;
  TRY(const bool named, print_files(options.file, options.files, options.english, out));
  return named ? found : 1;
}

Result<int> verify_growth(const std::string& text, const crypto::Key& key, const Options& options, std::ostream& out) {
  const auto heads = audit::verify_consistency_text(text, key);
  if (!heads && heads.error().code == ErrorCode::invalid) {
    out << say(options, heads.error().message) << "\n";
    return 1;
  }
  if (!heads) return fail(Error(heads.error()));
  const auto& [earlier, later] = *heads;
  const std::string first = std::to_string(earlier.size), second = std::to_string(later.size);
  out << say(options, {"成立：" + format_instant(later.at) + " 签名的日志（" + second + " 条）完整包含 " +
                           format_instant(earlier.at) + " 签名的日志（" + first + " 条）",
                       "it holds: the log signed at " + format_instant(later.at) + ", of " + second +
                           " entries, holds the one signed at " + format_instant(earlier.at) + ", of " + first})
      << "\n";
  return 0;
}

Result<int> verify_proof(const Options& options, std::ostream& out) {
  TRY(const auto key, crypto::Key::read_public(options.key));
  TRY(const auto text, read_whole(options.file));
  if (audit::is_consistency(text)) return verify_growth(text, key, options, out);
  const auto head = audit::verify_proof(text, key);
  if (!head && head.error().code == ErrorCode::invalid) {
    out << say(options, head.error().message) << "\n";
    return 1;
  }
  if (!head) return fail(Error(head.error()));
  const std::string when = format_instant(head->at);
  out << say(options, {"成立：该条目在 " + when + " 签名的日志中，该日志共 " + std::to_string(head->size) + " 条",
                       "it holds: the entry is in the log signed at " + when + ", of " + std::to_string(head->size) +
                           " entries"})
      << "\n";
  return 0;
}

Result<int> prove(Options options, std::ostream& out) {
  fill_in(options);
  TRY(const auto store, storage::sqlite::open_reader(options.data));
  TRY(const auto snapshot, store->snapshot());
  TRY(const auto heads, heads_of(options));
  if (options.from > 0) {
    TRY(const auto grown, app::prove_growth(*snapshot, log_of(options), options.from, options.to, heads));
    out << audit::proof_text(grown);
    return 0;
  }
  TRY(const auto proof, app::prove_entry(*snapshot, log_of(options), options.seq, heads));
  out << audit::proof_text(proof);
  return 0;
}

Result<int> take_out(const Options& options, std::ostream& out) {
  TRY(const auto store, storage::sqlite::open_reader(options.data));
  TRY(const auto snapshot, store->snapshot());
  if (options.out.empty()) {
    TRY_VOID(app::write_log(*snapshot, log_of(options), [&](const std::string& text) { out << text; }));
    return 0;
  }
  if (std::ifstream(options.out).good()) {
    return fail(ErrorCode::conflict, {options.out + " 已存在", options.out + " exists already"});
  }
  std::ofstream file(options.out, std::ios::binary);
  TRY_VOID(app::write_log(*snapshot, log_of(options), [&](const std::string& text) { file << text; }));
  file.flush();
  if (!file) return fail(ErrorCode::io, {"无法写入 " + options.out, "cannot write " + options.out});
  return 0;
}

Result<int> begin(Options options, std::ostream& out) {
  auto settings = app::notary_in(options.data);
  if (!options.heads.empty()) settings.heads = options.heads;
  if (!options.key.empty()) settings.key = options.key;
  TRY(const auto store, storage::sqlite::open_reader(options.data));
  const SystemClock clock;
  TRY_VOID(app::Notary::begin(*store, clock, settings));
  out << say(options, {"日志从现状重新开始签名", "the logs are signed anew from what they are now"}) << "\n";
  return 0;
}

}  // namespace

int run_audit(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("日志的证明 / the proof of the logs", "hejie audit");
  app.require_subcommand(1);
  Options options;
  const auto add = [&](const char* name, const char* words) { return app.add_subcommand(name, words); };
  const auto data = [&](CLI::App* verb) {
    verb->add_option("--data", options.data, "数据目录 / data folder")->required();
    return verb;
  };
  const auto log = [&](CLI::App* verb) {
    verb->add_option("--log", options.log, "events, access")->check(CLI::IsMember({"events", "access"}));
  };
  const auto proofs = [&](CLI::App* verb, bool needed, const char* key) {
    auto* heads = verb->add_option("--heads", options.heads, "签名的树头 / file of signed heads");
    auto* keys = verb->add_option("--key", options.key, key);
    if (needed) heads->needs(keys);
  };
  auto* export_to = data(add("export", "导出日志 / take a log out"));
  log(export_to);
  export_to->add_option("--out", options.out, "输出文件,不覆盖 / file; never overwrites");
  auto* check = add("verify", "检查导出的日志,不用数据库 / check such a file without the store");
  check->add_option("FILE", options.file, "导出的日志 / exported log")->required();
  check->add_option("--files", options.files, "证据文件所在目录 / folder of files given as evidence");
  proofs(check, true, "公钥 / public key");
  auto* one = data(add("prove",
                       "证明一个条目在签名的日志中,或者日志只增不改 / prove that an entry is in the signed log, or "
                       "that the log only grew"));
  log(one);
  auto* seq = one->add_option("SEQ", options.seq, "序号 / position")->check(CLI::PositiveNumber);
  auto* from =
      one->add_option("--from", options.from, "先前的条数 / entries there were before")->check(CLI::PositiveNumber);
  one->add_option("--to", options.to, "后来的条数,省略时为最新 / entries later; the newest head without")
      ->check(CLI::PositiveNumber)
      ->needs(from);
  seq->excludes(from);
  proofs(one, false, "公钥 / public key");
  auto* check_proof = add("verify-proof", "检查证明 / check a proof");
  check_proof->add_option("FILE", options.file, "证明 / proof")->required();
  check_proof->add_option("--key", options.key, "公钥 / public key")->required();
  auto* anew = data(add("begin", "恢复备份之后,从现状重新签名 / after a restore: sign anew from here"));
  proofs(anew, false, "私钥 / private key");
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  if (one->parsed() && options.seq == 0 && options.from == 0) {
    return print_error(err, {ErrorCode::invalid, {"须给出序号或者 --from", "a position or --from is needed"}});
  }
  const auto done = export_to->parsed()     ? take_out(options, out)
                    : check->parsed()       ? verify(options, out)
                    : one->parsed()         ? prove(options, out)
                    : check_proof->parsed() ? verify_proof(options, out)
                                            : begin(options, out);
  out.flush();
  if (!done) return print_error(err, done.error());
  return out ? *done : 3;
}

int audit_verb(int argc, const char* const* argv) {
  return run_audit(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}

}  // namespace hejie::cli
