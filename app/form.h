// The form of a request or script read against the definition: JSON text -> act, and the personal data apart from it.
// Reports every finding, not the first. Decides nothing: guards, roles and dates are the engine's. Used by
// case_service.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/id_maker.h"
#include "engine/machine/machine.h"
#include "storage/rows.h"

namespace hejie::app {

struct FormQuestion {
  const engine::Procedure& procedure;
  const engine::CaseFile* file = nullptr;  ///< null: opens a case
  std::string event;                       ///< event id or built-in
  Date on{};
  std::string on_behalf_of;  ///< party key or case role
  /// Version of the entry with this store-wide position, if it belongs to the case.
  std::function<std::optional<Version>(Seq)> version_of;
  /// Account of a username or account id.
  std::function<std::optional<AccountId>(const std::string&)> account_of;
  /// A person of the register with this credit code or id number.
  std::function<std::optional<PersonId>(const std::string&)> person_of;
  /// Is there a person of this id?
  std::function<bool(const PersonId&)> has_person;
  /// May an account be named for "link": does this case exist, and of which procedure is it.
  std::function<std::optional<std::string>(const CaseId&)> procedure_of_case;
  IdMaker& ids;
};

struct Form {
  engine::Act act;                  ///< without day, hour and actor
  std::optional<Date> occurred_on;  ///< of a correction: the new day
  std::vector<storage::Person> persons;
  std::vector<storage::PrivateText> texts;  ///< without case id
};

/// @errors malformed, too_large (the text is not JSON); invalid: all findings, paths under "/data".
[[nodiscard]] Result<Form> read_form(const std::string& data_json, const FormQuestion& question);

/// serve, approve, decline, recall, correct, annul.
[[nodiscard]] bool is_built_in(std::string_view event);

}  // namespace hejie::app
