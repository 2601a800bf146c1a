// The reasons for which a store writes nothing, in words; one place for all backends. Also what every commit must hold
// to before a backend looks at it, and the form of a case number.
#pragma once

#include <optional>
#include <string>

#include "storage/commit.h"

namespace hejie::storage {

[[nodiscard]] CommitError stale(const CaseId& id, Version current);
[[nodiscard]] CommitError key_reused();
[[nodiscard]] CommitError stopping();
[[nodiscard]] CommitError overloaded();
[[nodiscard]] CommitError unknown_case(const CaseId& id);
[[nodiscard]] CommitError unknown_alert(long long id);
[[nodiscard]] CommitError not_dead(long long outbox);
[[nodiscard]] CommitError changed_meanwhile();
[[nodiscard]] CommitError username_taken();
[[nodiscard]] CommitError no_such_person();
[[nodiscard]] CommitError other_notice();
[[nodiscard]] CommitError read_only_mode();
[[nodiscard]] CommitError damaged();

/// What is wrong with a commit by itself (a bug of its maker): versions not in order, a new case without pin or rows, a
/// case twice, a number for an event that is not there.
[[nodiscard]] std::optional<CommitError> find_defect(const Commit& commit);

/// What each recipient of a risk is told.
[[nodiscard]] NewAlert alert_of(const NewRisk& risk, int id, const std::string& to);

/// "{unit}", "{year}" and "{n}" replaced; a pattern without {n} gets it at the end, so that no two are equal.
[[nodiscard]] std::string format_number(const NumberRequest& request, int n);

}  // namespace hejie::storage
