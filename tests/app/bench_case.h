// A bureau in memory for tests of the use cases: shipped definitions, a clock that stands, people of every role.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "app/case_service.h"
#include "app/definitions.h"
#include "app/id_maker.h"
#include "app/metrics.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {

inline Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

struct Bureau {
  explicit Bureau(const char* day = "2026-03-02") : clock(to_instant({*parse_date(day), 10 * 60})) {}

  static Caller person(const std::string& role, const std::string& name) {
    return {AccountId("u_" + name), name, name, {role}};
  }

  Result<CommandResult> send(const Caller& caller, CommandInput input, const Render& render = {}) {
    if (!input.case_id.empty() && !input.if_match) input.if_match = version(input.case_id);
    return service.execute(caller, input, render);
  }

  /// The command that opens an inspection case, without its form.
  static CommandInput opening() {
    CommandInput input;
    input.workflow = "inspection";
    input.event = "receive_complaint";
    return input;
  }

  /// A command on a case that is there.
  static CommandInput about(const CommandOutcome& opened, const std::string& event, const std::string& data = "{}") {
    CommandInput input;
    input.case_id = opened.case_id;
    input.event = event;
    input.data_json = data;
    return input;
  }

  /// A complaint about unpaid wages, received at the window. Fails the test when refused.
  CommandOutcome complaint(const std::string& key = "") {
    CommandInput input = opening();
    input.data_json =
        R"({"matter":"wages","materials_complete":true,"violation_continues":true,"worker_count":3,"summary":"三人工资未付",)"
        R"("parties":[{"role":"complainant","kind":"worker","name":"甲某","id_number":"510000199001011234","phone":"13900000001"},)"
        R"({"role":"respondent","kind":"employer","name":"示例建筑公司","credit_code":"91510000TEST00001X"}]})";
    input.idempotency = {key, key.empty() ? "" : "POST /cases", key.empty() ? "" : "hash"};
    auto result = send(person("window", "zhou"), input, render());
    if (result && std::holds_alternative<CommandOutcome>(*result)) return std::get<CommandOutcome>(*result);
    ADD_FAILURE() << (result ? "refused" : result.error().message.en);
    return {};
  }

  static Render render() {
    return {
        [](const CommandOutcome& outcome) {
          return StoredAnswer{201, "{\"id\":\"" + outcome.case_id.value + "\"}", std::to_string(outcome.version), ""};
        },
        [](const Refused& refused) {
          return StoredAnswer{409, refused.rejection.rule, "", ""};
        }};
  }

  Version version(const CaseId& id) {
    const auto snapshot = store->snapshot();
    const auto item = (*snapshot)->find_case(id);
    return item ? item->version : 0;
  }

  std::size_t cases() {
    const auto snapshot = store->snapshot();
    return (*snapshot)->case_ids({}, 1000)->size();
  }

  std::unique_ptr<storage::Store> store = storage::memory::open_store();
  ManualClock clock;
  Metrics metrics;
  CountingIds ids;
  CaseService service{{*store, shipped(), clock, metrics, &ids}};
};

}  // namespace hejie::app
