// What the bureau made at a day and keeps as made: bulletins, work lists, draws of files for review, exceptions,
// answers of bodies outside. The body is JSON without personal data, written and read by app; the store knows only what
// it is found by. Written by PutKept (commit.h), read by list_kept (snapshot.h).
#pragma once

#include <string>

#include "engine/base/date.h"
#include "engine/base/ids.h"

namespace hejie::storage {

struct KeptRow {
  long long id = 0;                   ///< given by the store
  std::string kind, subject, period;  ///< together once for ever
  CaseId case_id;                     ///< "" = of no single case
  Instant made_at{};
  AccountId made_by;  ///< empty = by the scheduler
  int revision = 0;   ///< counted up with each change
  std::string body;   ///< JSON
  bool operator==(const KeptRow&) const = default;
};

}  // namespace hejie::storage
