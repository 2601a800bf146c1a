#include "app/demo_reports.h"

#include "app/alert_rules_load.h"
#include "app/case_source.h"
#include "app/reports_told.h"

namespace hejie::app {
namespace {

constexpr int kMostEvents = 500;

}  // namespace

Status tell_demo_reports(storage::Store& store, const Definitions& definitions, Instant now) {
  TRY(const auto rules, load_alert_rules(definitions));
  storage::Commit writes;
  {
    TRY(const auto snapshot, store.snapshot());
    storage::CaseFilter filter;
    filter.workflow = {rules.reports.workflow};
    filter.open = true;
    filter.page.limit = kMostEvents;
    TRY(const auto events, snapshot->list_cases(filter));
    CaseCache cache(kMostEvents);
    CountingIds ids(1);
    SnapshotSource source(*snapshot, definitions, cache, ids);
    static const engine::CaseState kNothing;
    for (const auto& item : events.items) {
      TRY(const auto opened, source.open(item.id));
      tell_reports({rules.reports, *definitions.calendar(), kNothing, opened->file.state, to_bureau(now)}, writes);
    }
  }
  if (writes.alerts.empty()) return {};
  writes.recorded_at = now;
  if (const auto done = store.commit(std::move(writes)); !done) return fail(Error(done.error()));
  return {};
}

}  // namespace hejie::app
