// Documents that were served although their template still lacked a required field: for internal control. Follows the
// log from where it stood when it first ran; what it finds (kept_row.h, kind "exception") and its place move in one
// commit. Not on the way of a command. Called by alerts/desk.h.
#pragma once

#include <optional>

#include "app/paper_desk.h"
#include "storage/store.h"

namespace hejie::app {

class ServedPapers {
 public:
  ServedPapers(storage::Store& store, PaperDesk& papers) : store_(store), papers_(papers) {}

  /// The next entries of the log. @returns true: there are more
  Result<bool> step(Instant now);

 private:
  Status look_at(const storage::StoredEvent& stored, storage::Commit& commit);

  storage::Store& store_;
  PaperDesk& papers_;
  std::optional<Seq> seen_;
};

}  // namespace hejie::app
