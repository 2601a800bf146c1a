// Whole cases taken out of one store to be put into another in one commit: events, rows, persons, texts, alerts. For
// import (all or nothing a story), the demonstration bureau and many synthetic cases. Knows no files.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "app/definitions.h"
#include "app/id_maker.h"
#include "storage/store.h"

namespace hejie::app {

struct BundledCase {
  CaseId id;
  storage::Pin pin;
  std::vector<engine::CaseEvent> events;
  storage::CaseRows rows;
  std::optional<std::size_t> numbered;  ///< index of the event that gave the number
  bool number_cancelled = false;
};

struct Bundle {
  std::vector<BundledCase> cases;
  std::vector<storage::Person> persons;
  std::vector<storage::PrivateText> texts;
  std::vector<storage::NewAlert> alerts;
};

/// @errors not_found, corrupt
[[nodiscard]] Result<Bundle> take_out(storage::Store& store, const std::vector<CaseId>& cases);

/// The same story once more: every case, person and text gets a new id; `account` may give other officers.
[[nodiscard]] Bundle renamed(Bundle bundle, IdMaker& ids, const std::function<AccountId(const AccountId&)>& account);

/// Appends the bundle to a commit. Numbers are given anew by the store it goes to.
/// @param texts_there definition texts the store has or will have through this commit (by sha256); added to
void put_in(const Bundle& bundle, const Definitions& definitions, std::set<std::string>& texts_there,
            storage::Commit& commit);

}  // namespace hejie::app
