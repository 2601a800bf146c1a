// What `hejie backup`, `restore` and `check` say: the findings of the file and of the cases together, and their JSON
// form.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "storage/sqlite/backup.h"

namespace hejie::cli {

/// A chained log of the store, and how much of it is signed.
struct LogSummary {
  std::string log, root;
  long long size = 0, signed_size = 0;
};

struct CheckReport {
  int schema = 0;
  long long cases = 0, events = 0, clocks = 0, numbers = 0, alerts = 0, files = 0;
  std::vector<LogSummary> logs;  ///< empty: the schema has no chain yet
  std::vector<Finding> findings;
  bool cut = false;  ///< there were more findings
};

/// The file by itself, then every case folded again. A file so damaged that cases cannot be read gives only its own
/// findings.
/// @errors io, corrupt: not even readable; invalid: the definitions do not read or a pinned version is missing
/// @param heads, key file of signed heads and public key; "" = those of the folder, if it has them
Result<CheckReport> check_folder(const std::string& data, const std::string& workflows, const std::string& heads = "",
                                 const std::string& key = "");

void print_check(std::ostream& out, const CheckReport& report, bool english);
std::string check_report_text(const CheckReport& report);
std::string copy_report_text(const storage::sqlite::CopyReport& report);

}  // namespace hejie::cli
