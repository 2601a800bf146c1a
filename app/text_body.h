// The words of one text of a case: reasons, notes, answers. They are kept apart from the events, so that they can be
// sealed and erased. Used by the desks that show a single one; case_view reads those of a whole case at once.
#pragma once

#include <string>

#include "storage/snapshot.h"

namespace hejie::app {

/// Empty: no id, or the text has been erased. @errors of the store
[[nodiscard]] Result<std::string> body_of(storage::Snapshot& snapshot, const TextId& id);

}  // namespace hejie::app
