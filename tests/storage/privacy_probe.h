// Looks for given words in everything a store has on disk except its private tables. For tests of storage, app and api.
#pragma once

#include <string>
#include <vector>

namespace hejie::storage {

struct PrivacyReport {
  std::vector<std::string> leaked;      ///< words found outside the private tables
  std::vector<std::string> never_seen;  ///< words found nowhere: then the probe proves nothing
};

/// Copies database and log of `folder`, empties persons, texts and drafts in the copy, and searches its bytes.
/// The store may be open. @throws std::exception when the copy cannot be made
PrivacyReport probe_privacy(const std::string& folder, const std::vector<std::string>& words);

}  // namespace hejie::storage
