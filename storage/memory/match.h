// Filtered, ordered and paged lists over the maps of the memory store. Used by its snapshot only.
#pragma once

#include <functional>
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
void each_case(const Data& data, const std::function<void(const CaseItem&)>& see);
void each_duty(const Data& data, Date from, Date to, const std::function<void(const ClockItem&)>& see);
Result<Page<AlertRow>> list_alerts(const Data& data, const AlertFilter& filter);
Result<Page<EmployerItem>> list_employers(const Data& data, const std::string& q, const PageRequest& page);

// match_alerts.cpp
std::vector<WaitingAlert> alerts_waiting(const Data& data, Moment until, int limit);
Result<Page<RiskRow>> list_risks(const Data& data, const RiskFilter& filter);
Result<Page<OutboxRow>> list_outbox(const Data& data, const OutboxFilter& filter);
Result<Page<KeptRow>> list_kept(const Data& data, const KeptFilter& filter);
std::vector<CaseId> matters_of(const Data& data, const PersonId& employer, Date since, int limit);
std::vector<RiskTimer> risk_timers_due(const Data& data, Moment until, int limit);
std::vector<KeyCase> key_reports_due(const Data& data, Date before, int limit);
std::vector<OutboxRow> outbox_due(const Data& data, const std::string& channel, Instant now, int limit);

}  // namespace hejie::storage::memory
