// The register of monthly minimum wages (workflows/laws/minimum_wage.json): by province, from which day, the tiers with
// the highest first, by which document. It does not say which tier holds in a district; a bureau does. Looked up by
// app/minimum_wage, read by verify.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct WageStep {
  Date from{};
  std::vector<std::int64_t> tiers;  ///< fen a month
  std::string number;               ///< of the document; "" where the source does not give it
};

/// Division code of the province -> steps, the earliest first. A day before the first is not known.
using WageRegister = std::map<std::string, std::vector<WageStep>, std::less<>>;

/// Takes laws/minimum_wage.json out of the files; empty when it is missing or does not read (told).
[[nodiscard]] std::optional<WageRegister> wage_register_of(std::span<const SourceFile> files, Findings& findings);

/// In force that day in the region (any division code of the province); null: not known.
[[nodiscard]] const WageStep* wage_on(const WageRegister& wages, std::string_view region, Date day);

}  // namespace hejie::definition
