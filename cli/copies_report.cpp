#include "cli/copies_report.h"

#include <ostream>

#include "app/bureau_kept.h"
#include "app/check.h"
#include "app/definitions.h"
#include "cli/verb.h"

namespace hejie::cli {
namespace {

Status check_cases(const std::string& data, const std::string& workflows, CheckReport& report) {
  TRY(auto store, storage::sqlite::open_reader(data));
  TRY(const auto settings, app::kept_bureau(*store, workflows));
  TRY(auto definitions, app::Definitions::load(settings));
  {
    TRY(auto snapshot, store->snapshot());
    TRY(const auto pinned, snapshot->definitions());
    TRY(const auto notices, snapshot->notices("cn"));
    TRY_VOID(definitions->adopt(pinned, notices));
  }
  TRY(const auto result, app::check_store(*store, *definitions));
  report.clocks = result.clocks;
  report.cut = report.cut || result.cut;
  for (const auto& finding : result.findings) {
    report.findings.push_back({"/cases/" + finding.case_id.value, finding.what, finding.message});
  }
  return {};
}

}  // namespace

Result<CheckReport> check_folder(const std::string& data, const std::string& workflows) {
  TRY(auto file, storage::sqlite::check_file(data));
  CheckReport report;
  report.schema = file.schema;
  report.cases = file.cases;
  report.events = file.events;
  report.numbers = file.numbers;
  report.alerts = file.alerts;
  report.findings = std::move(file.findings);
  report.cut = file.cut;
  const bool sound = report.findings.empty();
  if (auto done = check_cases(data, workflows, report); !done) {
    if (sound) return fail(std::move(done.error()));
    report.findings.push_back({"/cases", "not_checked", done.error().message});
  }
  return report;
}

void print_check(std::ostream& out, const CheckReport& report, bool english) {
  for (const auto& finding : report.findings) {
    out << (finding.path.empty() ? "/" : finding.path) << " " << finding.code << ": " << pick(finding.message, english)
        << "\n";
  }
  if (report.cut) out << (english ? "... and more\n" : "……其余从略\n");
  const auto n = [](long long value) { return std::to_string(value); };
  const auto found = n(static_cast<long long>(report.findings.size()));
  if (english) {
    out << "schema " << report.schema << ", " << n(report.cases) << " cases, " << n(report.events) << " events, "
        << n(report.clocks) << " clocks, " << n(report.numbers) << " numbers, " << n(report.alerts) << " alerts, "
        << found << " findings\n";
  } else {
    out << "结构版本 " << report.schema << "，" << n(report.cases) << " 个案件，" << n(report.events) << " 个事件，"
        << n(report.clocks) << " 个时限，" << n(report.numbers) << " 个案号，" << n(report.alerts) << " 条提醒，发现 "
        << found << " 个问题\n";
  }
}

}  // namespace hejie::cli
