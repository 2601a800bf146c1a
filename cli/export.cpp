#include "cli/export.h"

#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>

#include "app/export.h"
#include "cli/admin_words.h"
#include "cli/data_folder.h"
#include "storage/sqlite/backup.h"

namespace hejie::cli {
namespace {

/// What the reader of numbers cannot hold it makes the largest it can; that is no seq.
constexpr long long kSeqMost = 1LL << 53;

struct Flags {
  std::string what, data, out, format, reason;
  long long since = 0;
  bool unmask = false;
};

std::string login_name() {
  const auto* user = getpwuid(geteuid());
  return user != nullptr ? user->pw_name : std::to_string(geteuid());
}

/// Names leave the store in full only when it has kept who took them and why.
Status note_unmasking(const Flags& flags) {
  TRY_VOID(run_in_folder(flags.data, "", "note_unmasking", unmasking_body(flags.what, flags.reason, login_name())));
  return {};
}

Status write_out(const Flags& flags, std::ostream& out) {
  TRY(const auto store, storage::sqlite::open_reader(flags.data));
  if (flags.unmask) TRY_VOID(note_unmasking(flags));
  TRY(const auto snapshot, store->snapshot());
  if (flags.what == "xes") return app::export_xes(*snapshot, [&](const std::string& text) { out << text; });
  bool head = flags.format == "csv";
  // A byte order mark lets spreadsheets see that the Chinese text is UTF-8.
  if (head) out << "\xEF\xBB\xBF";
  return app::export_rows(*snapshot, {flags.what, flags.since, flags.unmask}, [&](const app::ExportRow& row) {
    if (std::exchange(head, false)) out << app::csv_head(row);
    out << (flags.format == "csv" ? app::csv_line(row) : app::json_line(row));
  });
}

int check(Flags& flags) {
  if (flags.format.empty()) flags.format = flags.what == "xes" ? "xes" : "jsonl";
  if ((flags.what == "xes") != (flags.format == "xes")) {
    std::cerr << "xes 只有 xes 格式 / xes comes as xes, the tables as jsonl or csv\n";
    return 2;
  }
  if (flags.unmask && flags.reason.empty()) {
    std::cerr << "--unmask 须说明理由 / --unmask needs --reason TEXT\n";
    return 2;
  }
  return 0;
}

}  // namespace

int export_verb(int argc, const char* const* argv) {
  CLI::App cli{"导出数据 / take the data out", "hejie export"};
  Flags flags;
  cli.add_option("WHAT", flags.what, "cases, events, clocks, xes")
      ->required()
      ->check(CLI::IsMember({"cases", "events", "clocks", "xes"}));
  cli.add_option("--data", flags.data, "数据目录 / data folder")->required();
  cli.add_option("--out", flags.out, "输出文件,不覆盖 / file; never overwrites");
  cli.add_option("--format", flags.format, "jsonl, csv, xes")->check(CLI::IsMember({"jsonl", "csv", "xes"}));
  cli.add_option("--since", flags.since, "只要此序号之后的事件 / events after this seq")
      ->check(CLI::Range(0LL, kSeqMost));
  cli.add_flag("--unmask", flags.unmask, "不遮盖姓名和号码 / names and numbers in full");
  cli.add_option("--reason", flags.reason, "理由 / why");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (const int code = check(flags); code != 0) return code;
  Status done;
  if (flags.out.empty()) {
    done = write_out(flags, std::cout);
  } else {
    if (std::ifstream(flags.out).good()) {
      std::cerr << flags.out << " 已存在 / exists already\n";
      return 2;
    }
    std::ofstream out(flags.out, std::ios::binary);
    if (!out) {
      std::cerr << "无法写入 / cannot write " << flags.out << "\n";
      return 3;
    }
    done = write_out(flags, out);
    out.flush();
    if (done && !out) {
      std::cerr << "写入失败 / could not write all of " << flags.out << "\n";
      return 3;
    }
  }
  return done ? 0 : print_error(std::cerr, done.error());
}

}  // namespace hejie::cli
