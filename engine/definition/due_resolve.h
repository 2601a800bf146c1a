// From a question as written to what is counted: dates parsed, rule looked up, contradictions told. Inside due only.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/calendar/period.h"
#include "engine/definition/due.h"

namespace hejie::definition {

struct ResolvedDue {
  Date from;
  std::optional<int> minute;  ///< given when `from` is an instant
  calendar::Period length;
  std::vector<calendar::Period> extend;
  std::vector<calendar::Interval> exclude;
  calendar::Roll roll = calendar::Roll::forward;
  bool backward = false;
  const DeadlineRule* rule = nullptr;
  const DeadlineVersion* version = nullptr;
  const DeadlineVariant* variant = nullptr;
};

/// `overlays`: ids of the register and of overlays that hold; `laid`: lengths that overlays changed, in the order they
/// are laid. Findings carry the fields' paths, all at once. @pre `laid` outlives the answer
[[nodiscard]] Result<ResolvedDue> resolve_due(const DueRequest& request, const DeadlineRegister& deadlines,
                                              const std::vector<std::string>& overlays,
                                              std::span<const LaidLength> laid = {});

[[nodiscard]] std::vector<CitedArticle> cited_articles(const ResolvedDue& resolved, const Library& library);

}  // namespace hejie::definition
