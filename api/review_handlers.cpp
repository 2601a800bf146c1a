// Written reviews from a list, their reminders, and the approvals of special hours in force.
#include <functional>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "api/routes.h"
#include "api/stream_hub.h"
#include "app/special_hours.h"
#include "app/written_reviews.h"

namespace hejie::api {
namespace {

constexpr long long kFirstYear = 2005;  // the regulation on labor inspection is in force from the end of 2004
constexpr long long kLastYear = 2100;
constexpr std::size_t kLongestList = 1U << 20U;

using Work = std::function<Result<app::ReviewReport>(bool dry_run)>;

/// Shown only: at once. Else once a key.
Response answer(const Call& call, bool dry_run, const Work& work) {
  if (dry_run) {
    const auto report = work(true);
    return report ? ok(app::review_report_json(*report)) : problem(call.request, report.error());
  }
  if (auto no = check_key(call.request)) return *no;
  const auto done = call.services.reviews.once(call.caller, key_of(call.request), [&]() -> Result<app::StoredAnswer> {
    TRY(const auto report, work(false));
    return app::StoredAnswer{200, app::review_report_json(report), {}, {}};
  });
  if (!done) return problem(call.request, done.error());
  call.services.streams.poke();
  return keyed_response(done->answer, done->replayed);
}

Error no_year() {
  return {ErrorCode::invalid,
          {"缺少审查年度", "The year reviewed is missing"},
          {{"/review_year", "missing", {"必填", "required"}}}};
}

}  // namespace

Response post_written_reviews(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto year = reader->integer("review_year", kFirstYear, kLastYear);
  const auto open_from = reader->day("open_from", true);
  const auto submit_by = reader->day("submit_by", true);
  const std::string list = reader->text("list", true, kLongestList);
  const bool dry_run = reader->flag("dry_run").value_or(false);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (!year) return problem(call.request, no_year());
  const app::ReviewRound round{static_cast<int>(*year), *open_from, *submit_by};
  return answer(call, dry_run, [&](bool shown) { return call.services.reviews.open(call.caller, round, list, shown); });
}

Response post_review_reminders(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto year = reader->integer("review_year", kFirstYear, kLastYear);
  const bool dry_run = reader->flag("dry_run").value_or(false);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (!year) return problem(call.request, no_year());
  return answer(call, dry_run,
                [&](bool shown) { return call.services.reviews.remind(call.caller, static_cast<int>(*year), shown); });
}

Response get_special_hours(const Call& call) {
  QueryReader reader(call.request);
  const auto expires_by = reader.day("expires_by");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto permits = call.services.special_hours.in_force(call.caller, expires_by);
  if (!permits) return problem(call.request, permits.error());
  return ok(special_hours_body(*permits));
}

}  // namespace hejie::api
