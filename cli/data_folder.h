// How a verb that writes gets at a data folder: it takes the lock and works there, or, when a server holds it, sends
// its command to that server. Used by user, import, calendar load.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/base/result.h"

namespace hejie::cli {

struct AdminAnswer {
  std::string body_json;
  bool by_server = false;  ///< done by the running server
};

/// @param workflows definitions instead of the shipped ones; only when no server holds the folder
/// @errors of the verb; io: folder, lock; corrupt
Result<AdminAnswer> run_in_folder(const std::string& folder, const std::string& workflows, const std::string& verb,
                                  const std::string& body_json);

/// Prints an error with its findings. @returns the exit code: 2 for input, 3 for what could not be done
int print_error(std::ostream& err, const Error& error);

/// The whole file; io when it cannot be read.
Result<std::string> read_whole(const std::string& name);

}  // namespace hejie::cli
