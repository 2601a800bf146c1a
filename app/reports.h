// Figures a bureau reports: counts with numerator, denominator and the definition used. Reads case summaries and clock
// rows only; keeps nothing. Published rates cannot be rebuilt from totals, so every figure carries its own definition.
// Called by api.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/definitions.h"
#include "engine/base/clock.h"

namespace hejie::storage {
class Store;
}

namespace hejie::definition {
struct AlertRules;
}

namespace hejie::app {

struct ReportQuery {
  std::string id;  ///< closing_rate, on_time, mediation_success, final_award_share, ending_rate, collective,
                   ///< inspection_closing_rate, wage_arrears, workload, written_review, handed_over
  std::optional<Date> from, to;  ///< days of opening or closing, both included; default: the year so far
  std::string unit;              ///< desk: mediation, arbitration, inspection, after; "" = all
  std::string sector, cause;
  std::string group_by;  ///< "", workflow, sector, cause, handler, month, quarter, body (mediation organization)
};

struct ReportFigure {
  std::string group;            ///< "" = all
  std::optional<double> value;  ///< numerator / denominator; empty when there is no denominator or it is 0
  long long numerator = 0;
  std::optional<long long> denominator;
  Text definition;
  std::vector<CaseId> cases;  ///< at most 500, of the numerator; on_time: of those not on time
  std::optional<int> target;  ///< percent the figure is to reach in this quarter; empty: none is set
  Text name;                  ///< of the group; empty for all together or where nobody named it
};

struct Report {
  std::string id;
  Text name;
  Date from{}, to{};
  std::vector<ReportFigure> figures;
};

class Reports {
 public:
  /// @param rules holds the targets; null: none
  Reports(storage::Store& store, const Definitions& definitions, const Clock& clock,
          const definition::AlertRules* rules = nullptr)
      : store_(store), definitions_(definitions), clock_(clock), rules_(rules) {}

  [[nodiscard]] static std::vector<std::string> ids();
  /// @errors not_found: no such report; invalid: from after to, unknown unit or group_by
  Result<Report> make(const Caller& caller, const ReportQuery& query);
  /// Several at once: cases and duties are gone through once. One report a query, in their order.
  Result<std::vector<Report>> make_all(const Caller& caller, const std::vector<ReportQuery>& queries);

 private:
  storage::Store& store_;
  const Definitions& definitions_;
  const Clock& clock_;
  const definition::AlertRules* rules_;
};

}  // namespace hejie::app
