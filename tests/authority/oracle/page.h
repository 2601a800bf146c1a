// docs/role-matrix.md as the tests read it: what stands in each cell, and nothing that does not stand there.
#pragma once

#include <map>
#include <string>

#include "tests/authority/oracle/rules.h"

namespace hejie::authority::oracle {

/// A cell: records; records unless the case names others; answers the request at these steps.
struct Cell {
  bool records = false, unless_named = false;
  std::map<std::size_t, bool> steps;  ///< step, from 1 -> only where it applies
};

struct PageRow {
  std::map<std::string, Cell> cells;  ///< by role; a role without a column has none
  bool by_itself = false;
  Names named, not_who_did;
  int officers = 0;

  [[nodiscard]] const Cell& of(const std::string& role) const;
  /// Who answers at this step, from 1.
  [[nodiscard]] Names answering(std::size_t step) const;
  [[nodiscard]] std::size_t steps() const;
  [[nodiscard]] bool conditional(std::size_t step) const;
};

/// By procedure ("arbitration", "arbitration with cn-zj") and event.
using Page = std::map<std::string, std::map<std::string, PageRow>>;

[[nodiscard]] Page read_page(const std::string& file);

}  // namespace hejie::authority::oracle
