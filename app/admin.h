// The verbs that write, as one table: run by the CLI when it holds the folder's lock, and by the server behind the
// control socket otherwise: same validation, same events. Bodies and answers are JSON text.
#pragma once

#include <string>

#include "app/accounts.h"
#include "app/calendars.h"
#include "app/import.h"
#include "app/written_reviews.h"

namespace hejie::app {

struct AdminParts {
  storage::Store& store;
  Definitions& definitions;
  Accounts& accounts;
  Calendars& calendars;
  WrittenReviews& reviews;
  const Clock& clock;
  MakeScratch scratch;
};

/// verb: user_add {"username","display_name"?,"roles","password"}, user_list {}, user_disable {"username"},
/// user_reset {"username","password"},
/// user_enable {"username"}, user_roles {"username","roles"}, user_drop_factor {"username"}, calendar_load
/// {"notice":{...},"dry_run"?}, import
/// {"file","script":{...},"dry_run"?}, note_unmasking {"what","reason","login"}: keeps why data leave the store in
/// full. drill_keep: a drill as drill_text() gives it. review_open
/// {"username","password","otp"?,"review_year","open_from","submit_by","list","dry_run"?}, review_remind
/// {"username","password","otp"?,"review_year","dry_run"?}: acts of that account, which must show its password.
/// @errors not_found: unknown verb or user; malformed, invalid, conflict; of the store
Result<std::string> run_admin(const AdminParts& parts, const std::string& verb, const std::string& body_json);

/// Marks of the store: how many unmasked exports there were, and of each (from 1) {"at","what","login","reason"}, where
/// the reason is the id of a text.
inline constexpr const char* kUnmaskings = "unmasked_exports";
[[nodiscard]] std::string unmasking_mark(int number);

/// Who the local administrator is: whoever may open the folder.
[[nodiscard]] Caller local_administrator();

}  // namespace hejie::app
