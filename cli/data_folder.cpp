#include "cli/data_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "app/admin.h"
#include "app/bureau_kept.h"
#include "app/control.h"
#include "app/metrics.h"
#include "app/written_reviews.h"
#include "cli/crypto_choice.h"
#include "cli/verb.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::cli {
namespace {

std::vector<std::string> staff_roles(const app::Definitions& definitions) {
  std::vector<std::string> roles;
  for (const auto& role : definitions.roles())
    if (definitions.is_staff_role(role.id)) roles.push_back(role.id);
  return roles;
}

Result<std::string> run_here(const std::string& folder, const std::string& workflows, const std::string& verb,
                             const std::string& body_json) {
  storage::sqlite::Options options;
  options.folder = folder;
  TRY(const auto store, storage::sqlite::open_store(std::move(options)));
  TRY(const auto settings, app::kept_bureau(*store, workflows));
  TRY(const auto definitions, app::Definitions::load(settings));
  {
    TRY(const auto snapshot, store->snapshot());
    TRY(const auto pinned, snapshot->definitions());
    TRY(const auto notices, snapshot->notices(definitions->calendar()->id()));
    TRY_VOID(definitions->adopt(pinned, notices));
  }
  const SystemClock clock;
  app::AccountLimits limits;
  TRY_VOID(choose_passwords(CryptoChoice::store, *store, folder, limits));
  app::Accounts accounts(*store, clock, staff_roles(*definitions), limits);
  app::Calendars calendars(*store, *definitions, clock);
  app::Metrics metrics;
  app::CaseService cases({*store, *definitions, clock, metrics});
  app::WrittenReviews reviews(*store, cases, clock);
  auto answer = app::run_admin(
      {*store, *definitions, accounts, calendars, reviews, clock, [] { return storage::memory::open_store(); }}, verb,
      body_json);
  store->stop();
  return answer;
}

}  // namespace

Result<AdminAnswer> run_in_folder(const std::string& folder, const std::string& workflows, const std::string& verb,
                                  const std::string& body_json) {
  auto answer = app::control_call(folder, verb, body_json);
  if (answer) return AdminAnswer{std::move(*answer), true};
  const bool nobody = answer.error().code == ErrorCode::not_found && answer.error().findings.empty() &&
                      answer.error().message.en.starts_with("no server listens");
  if (!nobody) return fail(std::move(answer).error());
  TRY(auto here, run_here(folder, workflows, verb, body_json));
  return AdminAnswer{std::move(here), false};
}

int print_error(std::ostream& err, const Error& error) {
  const bool english = wants_english();
  err << "hejie: " << pick(error.message, english) << "\n";
  for (const auto& finding : error.findings)
    err << "  " << (finding.path.empty() ? "/" : finding.path) << ": " << pick(finding.message, english) << "\n";
  switch (error.code) {
    case ErrorCode::malformed:
    case ErrorCode::invalid:
    case ErrorCode::too_large:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
    case ErrorCode::forbidden:
      return 2;
    case ErrorCode::unauthorized:
    case ErrorCode::precondition_required:
    case ErrorCode::in_flight:
    case ErrorCode::key_reused:
    case ErrorCode::too_many:
    case ErrorCode::unavailable:
    case ErrorCode::read_only:
    case ErrorCode::corrupt:
    case ErrorCode::io:
      return 3;
  }
  return 3;
}

Result<std::string> read_whole(const std::string& name) {
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(name, ignored);  // it opens, and then the first read throws
  std::ifstream in(name, std::ios::binary);
  if (folder || !in) return fail(ErrorCode::io, {"无法读取 " + name, "cannot read " + name});
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace hejie::cli
