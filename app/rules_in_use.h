// Which files of rules a store is served with: labels of secrecy, roles, authority, procedures, calendars and the rest
// of the data, shipped or from the operator's folder. Their hashes are put into the access log when they are taken into
// use, and again when one is another than at the start before: nobody changes a label rule between two starts
// unseen. The hashes are kept in a coded mark (storage/authority.h). Called by cli at the start, by api for the system
// page.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/definitions.h"
#include "engine/base/clock.h"
#include "storage/store.h"

namespace hejie::app {

struct RulesInUse {
  std::string sha256;  ///< over all files: names and contents
  Instant since{};     ///< first start with exactly these
  std::vector<std::string>
      changed;  ///< files that were other ones before: new, changed, gone; empty at the first start
};

/// Of each file by its path, of the bureau's own set and its overlays.
[[nodiscard]] std::map<std::string, std::string> hashes_of(const std::vector<definition::SourceFile>& files);

/// All files of rules these definitions are served with: the operator's own or the shipped ones, what the operator's
/// folder leaves to the shipped ones, and overlays. @errors io
Result<std::vector<definition::SourceFile>> rule_files(const Definitions& definitions);

/// Holds the files against what the store was served with last, and puts what is new on record: `rules_in_use` with
/// the hash of all, `rule_changed` with path and hash of each that differs.
/// @errors of the store; forbidden: the mark was changed beside the program
Result<RulesInUse> take_rules(storage::Store& store, const Clock& machine,
                              const std::vector<definition::SourceFile>& files);

}  // namespace hejie::app
