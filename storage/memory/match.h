// Filtered, ordered and paged lists over the maps of the memory store. Used by its snapshot only.
#pragma once

#include <string>
#include <vector>

#include "storage/memory/data.h"

namespace hejie::storage::memory {

inline bool is_open(engine::ClockStatus status) {
  return status == engine::ClockStatus::running || status == engine::ClockStatus::breached;
}
/// True also when nothing is demanded.
bool shares(const std::vector<std::string>& demanded, const std::vector<std::string>& held);

Result<Page<CaseItem>> list_cases(const Data& data, const CaseFilter& filter);
Result<Page<ClockItem>> list_clocks(const Data& data, const ClockFilter& filter);
Result<Page<AlertRow>> list_alerts(const Data& data, const AlertFilter& filter);
Result<Page<EmployerItem>> list_employers(const Data& data, const std::string& q, const PageRequest& page);

}  // namespace hejie::storage::memory
