#include "app/bulletin_maker.h"

#include <algorithm>
#include <map>

#include "app/bulletins.h"
#include "app/case_rows.h"
#include "app/clock_view.h"
#include "app/control_desk.h"
#include "crypto/sha256.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;
constexpr int kMonthsPerQuarter = 3;
constexpr int kReviewWorkingDays = 10;

std::string two_digits(int n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

KeptFigure kept(const Report& report, const ReportFigure& figure) {
  return {report.id, report.name, figure.definition, figure.numerator, figure.denominator, figure.target, figure.cases};
}

using BySubject = std::map<std::string, KeptBulletin>;

struct Figure {
  const char *id, *unit, *group_by;
  std::string subject;  ///< the group follows it
};

/// Of the whole bureau, of each desk and of each sector.
std::vector<Figure> figures_of_a_quarter() {
  std::vector<Figure> out;
  for (const char* id : {"collective", "closing_rate", "on_time"}) out.push_back({id, "", "", "bureau"});
  for (const char* unit : {"mediation", "arbitration", "inspection"}) {
    const bool inspects = std::string_view(unit) == "inspection";
    for (const char* id : {"collective", inspects ? "inspection_closing_rate" : "closing_rate", "on_time"})
      out.push_back({id, unit, "", std::string("unit:") + unit});
  }
  for (const char* id : {"collective", "closing_rate"}) out.push_back({id, "", "sector", "sector:"});
  return out;
}

Status put_figures(Reports& reports, const MadePeriod& period, BySubject& bulletins) {
  Caller bureau;
  bureau.roles.emplace_back("bureau_head");
  const auto figures = figures_of_a_quarter();
  std::vector<ReportQuery> queries;
  for (const auto& figure : figures) {
    auto& query = queries.emplace_back();
    query.id = figure.id;
    query.from = period.from;
    query.to = period.to;
    query.unit = figure.unit;
    query.group_by = figure.group_by;
  }
  TRY(const auto made, reports.make_all(bureau, queries));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    for (const auto& figure : made[i].figures) {
      if (!queries[i].group_by.empty() && figure.group.empty()) continue;
      bulletins[figures[i].subject + figure.group].figures.push_back(kept(made[i], figure));
    }
  }
  return {};
}

Status put_key_cases(storage::Snapshot& snapshot, BySubject& bulletins) {
  TRY(const auto marks, snapshot.key_cases({}));
  for (const auto& mark : marks) {
    TRY(const auto item, snapshot.find_case(mark.case_id));
    for (const std::string& subject :
         {std::string("bureau"), "unit:" + item.summary.stage, "sector:" + item.summary.sector})
      if (const auto found = bulletins.find(subject); found != bulletins.end())
        found->second.key_cases.push_back(mark.case_id);
  }
  return {};
}

void put_kept(const char* kind, const std::string& subject, const std::string& period, std::string body,
              storage::Commit& commit) {
  storage::KeptRow row;
  row.kind = kind;
  row.subject = subject;
  row.period = period;
  row.made_at = commit.recorded_at;
  row.body = std::move(body);
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
}

Result<std::vector<CaseId>> closed_in(storage::Snapshot& snapshot, const MadePeriod& period) {
  static constexpr std::string_view kReviewed[] = {"mediation", "arbitration", "inspection"};
  std::vector<CaseId> out;
  TRY_VOID(snapshot.each_case([&](const storage::CaseItem& item) {
    const auto& closed = item.summary.closed_on;
    const bool within =
        item.summary.phase != engine::Phase::open && closed && *closed >= period.from && *closed <= period.to;
    if (within && std::ranges::find(kReviewed, item.pin.procedure) != std::end(kReviewed)) out.push_back(item.id);
  }));
  return out;
}

}  // namespace

MadePeriod quarter_of(Date day) {
  const auto ymd = to_ymd(day);
  const int quarter = (ymd.month - 1) / kMonthsPerQuarter;
  const int last = quarter * kMonthsPerQuarter + kMonthsPerQuarter;
  return {std::to_string(ymd.year) + "-Q" + std::to_string(quarter + 1),
          from_ymd(ymd.year, quarter * kMonthsPerQuarter + 1, 1),
          from_ymd(ymd.year, last, days_in_month(ymd.year, last))};
}

MadePeriod month_of(Date day) {
  const auto ymd = to_ymd(day);
  return {std::to_string(ymd.year) + "-" + two_digits(ymd.month), from_ymd(ymd.year, ymd.month, 1),
          from_ymd(ymd.year, ymd.month, days_in_month(ymd.year, ymd.month))};
}

std::vector<CaseId> drawn_by(const std::string& seed, std::vector<CaseId> closed, int percent, int least) {
  constexpr std::size_t kAll = 100;
  const std::size_t share = (closed.size() * static_cast<std::size_t>(percent) + kAll - 1) / kAll;
  const std::size_t wanted = std::min(closed.size(), std::max(share, static_cast<std::size_t>(least)));
  std::vector<std::pair<std::string, CaseId>> order;
  for (auto& id : closed) {
    auto hash = crypto::sha256_hex(seed + ":" + id.value);
    order.emplace_back(std::move(hash), std::move(id));
  }
  std::ranges::sort(order);
  std::vector<CaseId> out;
  for (std::size_t i = 0; i < wanted; ++i) out.push_back(order[i].second);
  return out;
}

Result<storage::Commit> BulletinMaker::quarter(const MadePeriod& period, Instant now) {
  const ManualClock clock(now);
  Reports reports(store_, definitions_, clock, &rules_);
  BySubject bulletins;
  for (const auto& overlay : definitions_.overlays())
    for (const auto& sector : overlay.bureau.sectors) bulletins["sector:" + sector.id];
  TRY_VOID(put_figures(reports, period, bulletins));
  TRY(const auto snapshot, store_.snapshot());
  TRY_VOID(put_key_cases(*snapshot, bulletins));
  storage::Commit commit;
  commit.recorded_at = now;
  for (auto& [subject, bulletin] : bulletins) {
    bulletin.from = period.from;
    bulletin.to = period.to;
    put_kept(kBulletinKind, subject, period.id, write_body(bulletin), commit);
  }
  return commit;
}

Result<storage::Commit> BulletinMaker::work_lists(const MadePeriod& period, Instant now) {
  TRY(const auto snapshot, store_.snapshot());
  storage::ClockFilter filter;
  filter.due_before = period.to + 1;
  filter.page.limit = kPage;
  BySubject lists;
  do {
    TRY(const auto page, snapshot->list_clocks(filter));
    for (const auto& item : page.items) {
      const auto& clock = item.clock;
      if (clock.kind != engine::ClockKind::duty || item.handler.empty() || !clock.due) continue;
      const auto procedure = definitions_.in_force(item.workflow, period.from);
      const auto* rule = procedure ? procedure->find_clock(clock.rule) : nullptr;
      lists["account:" + item.handler.value].lines.push_back(
          {item.case_id, item.number, item.workflow, clock_label(clock.rule, clock.key, clock.ordinal),
           std::string(clock_status_id(clock.status)), rule != nullptr ? rule->name : Text{clock.rule, clock.rule},
           *clock.due});
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  storage::Commit commit;
  commit.recorded_at = now;
  for (auto& [subject, list] : lists) {
    list.from = period.from;
    list.to = period.to;
    put_kept(kWorkListKind, subject, period.id, write_body(list), commit);
  }
  return commit;
}

Result<storage::Commit> BulletinMaker::draw(const MadePeriod& period, const std::string& seed, Instant now) {
  TRY(const auto snapshot, store_.snapshot());
  TRY(auto closed, closed_in(*snapshot, period));
  storage::Commit commit;
  commit.recorded_at = now;
  KeptDraw draw{seed, period.from, period.to, rules_.control.review_percent, static_cast<long long>(closed.size()), {}};
  draw.drawn = drawn_by(seed, std::move(closed), draw.percent, rules_.control.review_least);
  const Date today = to_bureau(now).day;
  const Date due = definitions_.calendar()->working_day_after(today, kReviewWorkingDays).value_or(today);
  for (const auto& id : draw.drawn) {
    KeptFileReview review;
    review.seed = seed;
    put_kept(kFileReview, id.value, period.id, write_body(review), commit);
    std::get<storage::PutKept>(commit.puts.back()).row.case_id = id;
    commit.alerts.push_back({{id, kFileReview, "", 1, "0", rules_.control.review_by, due}, today});
  }
  put_kept("draw", "month", period.id, write_body(draw), commit);
  return commit;
}

}  // namespace hejie::app
