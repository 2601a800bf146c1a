// What an account keeps on the server for itself: drafts of forms and the preferences of the pages. Opaque texts;
// nobody else reads them. Called by api.
#pragma once

#include <string>
#include <vector>

#include "app/caller.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct DraftView {
  std::string key, body;
  Instant updated_at{};
};

class OwnNotes {
 public:
  OwnNotes(storage::Store& store, const Clock& clock);

  Result<std::vector<DraftView>> drafts(const Caller& caller);
  /// An empty body removes the draft. @errors invalid: key not 1 to 128 bytes, body over 256 KiB
  Status put_draft(const Caller& caller, const std::string& key, const std::string& body);
  /// "{}" where nothing was kept yet.
  Result<std::string> preferences(const Caller& caller);
  /// @errors invalid: over 256 KiB
  Status put_preferences(const Caller& caller, const std::string& body);

 private:
  storage::Store& store_;
  const Clock& clock_;
};

}  // namespace hejie::app
