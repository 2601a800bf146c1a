// Looks for given words in the bytes of every file of a store's folder: personal data is sealed there. For tests of
// storage, app and api.
#pragma once

#include <string>
#include <vector>

namespace hejie::storage {

struct PrivacyReport {
  std::vector<std::string> leaked;      ///< words that stand in some file as they are
  std::vector<std::string> never_seen;  ///< words no sealed value holds: then the probe proves nothing
};

/// The store may be open. @throws std::exception when a file cannot be read
PrivacyReport probe_privacy(const std::string& folder, const std::vector<std::string>& words);

}  // namespace hejie::storage
