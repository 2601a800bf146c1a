// A bureau in memory whose alerts wait for answers and whose cases are watched for risks, for tests of alerts.
#pragma once

#include "alerts/desk.h"
#include "app/alert_rules_load.h"
#include "tests/app/bench_case.h"

namespace hejie::alerts {

inline const definition::AlertRules& shipped_rules() {
  static const auto rules = app::load_alert_rules(app::shipped());
  if (!rules) std::abort();
  return *rules;
}

inline Moment moment(const char* day, int minute = 9 * 60) {
  return {*parse_date(day), minute};
}

struct WatchedBureau {
  explicit WatchedBureau(const char* day = "2026-03-02", const definition::AlertRules& rules_given = shipped_rules())
      : rules(rules_given), clock(to_instant(moment(day, 10 * 60))) {}

  static app::CaseService::Parts parts_of(storage::Store& store, const Clock& clock, app::Metrics& metrics,
                                          app::IdMaker& ids, const definition::AlertRules& rules) {
    app::CaseService::Parts parts{store, app::shipped(), clock, metrics, &ids};
    parts.alerts = &rules;
    return parts;
  }

  /// A complaint of unpaid wages by so many workers against the employer with that code.
  app::CommandOutcome complaint(int workers = 3, const std::string& code = "91510000TEST00001X",
                                const std::string& by = "zhou") {
    app::CommandInput input = app::Bureau::opening();
    input.data_json = R"({"matter":"wages","materials_complete":true,"violation_continues":true,"worker_count":)" +
                      std::to_string(workers) +
                      R"(,"summary":"工资未付","parties":[{"role":"complainant","kind":"worker","name":"甲某"},)"
                      R"({"role":"respondent","kind":"employer","name":"示例公司","credit_code":")" +
                      code + R"("}]})";
    return sent(app::Bureau::person("window", by), input);
  }

  app::CommandOutcome sent(const app::Caller& caller, app::CommandInput input) {
    if (!input.case_id.empty()) input.if_match = (*store->snapshot())->find_version(input.case_id).value();
    auto result = service.execute(caller, input, {});
    if (result && std::holds_alternative<app::CommandOutcome>(*result)) return std::get<app::CommandOutcome>(*result);
    ADD_FAILURE() << (result ? "refused" : result.error().message.en);
    return {};
  }

  /// Time passes to that moment, with a step there.
  int step(Moment now) {
    clock.set(to_instant(now));
    int written = 0;
    for (bool more = true; more;) {
      const auto result = desk.step(to_instant(now));
      if (!result) {
        ADD_FAILURE() << result.error().message.en;
        break;
      }
      written += result->written;
      more = result->more;
    }
    return written;
  }

  /// "J01:0>inspector" of every row, in order of entry; superseded ones too.
  std::vector<std::string> ledger(const std::string& containing = "") {
    std::vector<std::string> out;
    for (const auto& row : rows()) {
      std::string line = row.what.clock + ":" + row.what.rung + ">" + row.what.to;
      if (line.find(containing) != std::string::npos) out.push_back(std::move(line));
    }
    return out;
  }
  std::vector<storage::AlertRow> rows() {
    const auto snapshot = std::move(store->snapshot().value());
    return snapshot->alerts_since(0, 10'000).value();
  }
  void acknowledge(long long alert) {
    storage::Commit commit;
    commit.puts.push_back(storage::Acknowledge{alert, AccountId("u_any"), clock.now()});
    ASSERT_TRUE(store->commit(std::move(commit)).has_value());
  }

  const definition::AlertRules& rules;
  std::unique_ptr<storage::Store> store = storage::memory::open_store();
  ManualClock clock;
  app::Metrics metrics;
  app::CountingIds ids;
  app::CaseService service{parts_of(*store, clock, metrics, ids, rules)};
  Desk desk{*store, service, app::shipped(), rules, metrics};
};

}  // namespace hejie::alerts
