// `hejie backup`, `hejie restore`, `hejie check`: copies of a store and whether it is sound. backup and check read
// beside a running server; restore wants the folder for itself.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// The verbs over streams; `args` without the verb's name. @returns 0 done, 1 (check) findings, 2 wrong usage, 3 could
/// not
int run_backup(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int run_restore(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int run_check(std::span<const std::string> args, std::ostream& out, std::ostream& err);

int backup_verb(int argc, const char* const* argv);
int restore_verb(int argc, const char* const* argv);
int check_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
