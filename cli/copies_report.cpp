#include "cli/copies_report.h"

#include <filesystem>
#include <ostream>

#include "app/bureau_kept.h"
#include "app/check.h"
#include "app/definitions.h"
#include "app/evidence_check.h"
#include "app/log_check.h"
#include "app/notary.h"
#include "cli/verb.h"
#include "storage/sqlite/migrations.h"

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
  TRY(const auto evidence, app::check_evidence(*store, data, result.evidence));
  report.files = evidence.files;
  report.findings.insert(report.findings.end(), evidence.findings.begin(), evidence.findings.end());
  return {};
}

/// The heads a folder has beside its store: none before its first server.
Result<audit::Heads> heads_for(const std::string& data, std::string file, std::string key) {
  const auto there = app::notary_in(data);
  const bool asked = !file.empty() || !key.empty();
  if (file.empty()) file = there.heads;
  if (key.empty()) key = app::public_key_path(there.key);
  std::error_code ignored;
  if (!asked && !std::filesystem::exists(file, ignored)) return audit::Heads{};
  TRY(const auto public_key, crypto::Key::read_public(key));
  TRY(const auto text, audit::read_head_file(file));
  return audit::read_heads(text, public_key);
}

Status check_logs(const std::string& data, const std::string& heads_file, const std::string& key, CheckReport& report) {
  TRY(const auto heads, heads_for(data, heads_file, key));
  TRY(const auto store, storage::sqlite::open_reader(data));
  TRY(const auto snapshot, store->snapshot());
  report.findings.insert(report.findings.end(), heads.findings.begin(), heads.findings.end());
  for (const auto log : {storage::Log::events, storage::Log::access}) {
    TRY(auto found, app::verify_log(*snapshot, log, heads));
    report.cut = report.cut || found.cut;
    report.logs.push_back(
        {std::string(storage::log_name(log)), audit::to_hex(found.root), found.size, found.signed_size});
    report.findings.insert(report.findings.end(), found.findings.begin(), found.findings.end());
  }
  return {};
}

}  // namespace

Result<CheckReport> check_folder(const std::string& data, const std::string& workflows, const std::string& heads,
                                 const std::string& key) {
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
  if (report.schema == storage::sqlite::shipped_migrations().back().version) {
    if (auto done = check_logs(data, heads, key, report); !done) {
      report.findings.push_back({"/log", "not_checked", done.error().message});
    }
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
  for (const auto& log : report.logs) {
    out << (english ? "log " + log.log + ": " + n(log.size) + " entries, signed to " + n(log.signed_size) + ", root "
                    : "日志 " + log.log + "：" + n(log.size) + " 条，已签名 " + n(log.signed_size) + " 条，根 ")
        << log.root << "\n";
  }
  const auto found = n(static_cast<long long>(report.findings.size()));
  if (english) {
    out << "schema " << report.schema << ", " << n(report.cases) << " cases, " << n(report.events) << " events, "
        << n(report.clocks) << " clocks, " << n(report.numbers) << " numbers, " << n(report.alerts) << " alerts, "
        << n(report.files) << " files of evidence, " << found << " findings\n";
  } else {
    out << "结构版本 " << report.schema << "，" << n(report.cases) << " 个案件，" << n(report.events) << " 个事件，"
        << n(report.clocks) << " 个时限，" << n(report.numbers) << " 个案号，" << n(report.alerts) << " 条提醒，"
        << n(report.files) << " 个证据文件，发现 " << found << " 个问题\n";
  }
}

}  // namespace hejie::cli
