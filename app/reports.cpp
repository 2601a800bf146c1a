#include "app/reports.h"

#include <algorithm>
#include <map>

#include "app/bulletin_maker.h"
#include "app/case_rows.h"
#include "app/report_rules.h"
#include "app/texts.h"
#include "app/units.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostCases = 500;

struct Span {
  Date from, to;
  [[nodiscard]] bool holds(const std::optional<Date>& day) const { return day && *day >= from && *day <= to; }
};

bool listed(const std::vector<std::string>& allowed, const std::string& value) {
  return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

bool in_time(const storage::Summary& summary, CountWhen when, const Span& span) {
  const bool begun = summary.filed_on.value_or(summary.opened_on) <= span.to;
  switch (when) {
    case CountWhen::opened:
      return span.holds(summary.opened_on);
    case CountWhen::filed:
      return span.holds(summary.filed_on);
    case CountWhen::closed:
      return span.holds(summary.closed_on);
    case CountWhen::in_hand:
      return begun && (!summary.closed_on || *summary.closed_on >= span.from);
    case CountWhen::pending:
      return begun && (!summary.closed_on || *summary.closed_on > span.to);
  }
  return false;
}

bool counts(const CountRule& rule, const storage::CaseItem& item, const Span& span) {
  if (!rule.any.empty())
    return std::ranges::any_of(rule.any, [&](const CountRule& part) { return counts(part, item, span); });
  const auto& summary = item.summary;
  const bool flagged = rule.flag.empty() || std::ranges::any_of(rule.flag, [&](const std::string& flag) {
                         return std::ranges::find(summary.flags, flag) != summary.flags.end();
                       });
  return listed(rule.workflow, item.pin.procedure) && listed(rule.state, summary.state) && flagged &&
         listed(rule.cause, summary.cause) && (!rule.filed || summary.filed_on) && in_time(summary, rule.when, span);
}

/// The mediation organization in charge, from its mark.
std::string body_of(const std::vector<std::string>& flags) {
  constexpr std::string_view kMark = "body:";
  for (const auto& flag : flags)
    if (flag.starts_with(kMark)) return flag.substr(kMark.size());
  return "";
}

std::string group_of(const std::string& by, const std::string& workflow, const storage::Summary& summary, Date day) {
  if (by == "body") return body_of(summary.flags);
  if (by == "workflow") return workflow;
  if (by == "sector") return summary.sector;
  if (by == "cause") return summary.cause;
  if (by == "handler") return summary.handler.value;
  if (by == "month") return format_date(day).substr(0, 7);
  if (by == "quarter") return quarter_of(day).id;
  return "";
}

Date day_counted(const CountRule& rule, const storage::Summary& summary) {
  if (rule.when == CountWhen::closed && summary.closed_on) return *summary.closed_on;
  if (rule.when == CountWhen::filed && summary.filed_on) return *summary.filed_on;
  return summary.opened_on;
}

struct Sum {
  long long numerator = 0, denominator = 0;
  std::vector<CaseId> cases;
};
using Sums = std::map<std::string, Sum>;

bool wanted(const ReportQuery& query, const storage::Summary& summary) {
  return (query.unit.empty() || summary.stage == query.unit) &&
         (query.sector.empty() || summary.sector == query.sector) &&
         (query.cause.empty() || summary.cause == query.cause);
}

/// One question while its cases or duties go by.
struct Asked {
  ReportQuery query;
  ReportRule rule;
  Span span;
  Sums sums{};

  void see(const storage::CaseItem& item);
  void see(const storage::ClockItem& item);
};

void Asked::see(const storage::CaseItem& item) {
  if (!wanted(query, item.summary)) return;
  const auto group = [&](const CountRule& part) {
    return group_of(query.group_by, item.pin.procedure, item.summary, day_counted(part, item.summary));
  };
  if (counts(rule.numerator, item, span)) {
    auto& sum = sums[group(rule.numerator)];
    ++sum.numerator;
    if (sum.cases.size() < kMostCases) sum.cases.push_back(item.id);
  }
  if (rule.denominator && counts(*rule.denominator, item, span)) ++sums[group(*rule.denominator)].denominator;
}

/// A duty answered, or overdue and not answered.
void Asked::see(const storage::ClockItem& item) {
  const auto& clock = item.clock;
  const bool answered = clock.status == engine::ClockStatus::stopped;
  const auto day = answered ? clock.ended_on : clock.due;
  if (!span.holds(day) || (!query.unit.empty() && stage_of(item.workflow) != query.unit)) return;
  storage::Summary summary;
  summary.handler = item.handler;
  auto& sum = sums[group_of(query.group_by, item.workflow, summary, *day)];
  ++sum.denominator;
  if (answered && *clock.ended_on <= *clock.due)
    ++sum.numerator;
  else if (sum.cases.size() < kMostCases)
    sum.cases.push_back(item.case_id);
}

/// Cases go by once and duties once, however many questions there are.
Status sum_up(storage::Snapshot& snapshot, std::vector<Asked>& all) {
  std::vector<Asked*> of_cases, of_duties;
  for (auto& asked : all) (asked.rule.measure == ReportMeasure::duties ? of_duties : of_cases).push_back(&asked);
  if (!of_cases.empty())
    TRY_VOID(snapshot.each_case([&](const storage::CaseItem& item) {
      for (auto* asked : of_cases) asked->see(item);
    }));
  if (of_duties.empty()) return {};
  Span span = of_duties.front()->span;
  for (const auto* asked : of_duties) span = {std::min(span.from, asked->span.from), std::max(span.to, asked->span.to)};
  return snapshot.each_duty(span.from, span.to, [&](const storage::ClockItem& item) {
    for (auto* asked : of_duties) asked->see(item);
  });
}

ReportFigure to_figure(const std::string& group, Sum sum, const ReportRule& rule) {
  ReportFigure figure;
  figure.group = group;
  figure.numerator = sum.numerator;
  figure.definition = rule.definition;
  figure.cases = std::move(sum.cases);
  if (rule.denominator || rule.measure == ReportMeasure::duties) {
    figure.denominator = sum.denominator;
    if (sum.denominator > 0) figure.value = static_cast<double>(sum.numerator) / static_cast<double>(sum.denominator);
  } else {
    figure.value = static_cast<double>(sum.numerator);
  }
  return figure;
}

Status check_query(const ReportQuery& query) {
  static const std::vector<std::string> kGroups{"",        "workflow", "sector",  "cause",
                                                "handler", "month",    "quarter", "body"};
  std::vector<Finding> findings;
  if (std::ranges::find(kGroups, query.group_by) == kGroups.end())
    findings.push_back(bad_value("?group_by", {"只能是 workflow, sector, cause, handler, month, quarter, body",
                                               "must be workflow, sector, cause, handler, month, quarter or body"}));
  if (!query.unit.empty() && !is_stage(query.unit))
    findings.push_back(bad_value("?unit", {"只能是 mediation, arbitration, inspection, after",
                                           "must be mediation, arbitration, inspection or after"}));
  if (findings.empty()) return {};
  return fail(invalid_form(std::move(findings)));
}

Result<Span> span_of(const ReportQuery& query, Date today) {
  const Span span{query.from.value_or(from_ymd(to_ymd(today).year, 1, 1)), query.to.value_or(today)};
  if (span.from <= span.to) return span;
  return fail(invalid_form({bad_value("?from", {"起始日晚于截止日", "is after the last day"})}));
}

/// An id of a value as procedures name it: causes are values of facts or kinds of claims.
Text name_of_cause(const Definitions& definitions, const std::string& id) {
  for (const auto& procedure : definitions.all_in_force()) {
    for (const auto& fact : procedure->facts)
      for (const auto& [value, name] : fact.values)
        if ((fact.id == "cause" || fact.id == "matter") && value == id) return name;
    for (const auto& [kind, name] : procedure->item_kinds)
      if (kind == id) return name;
  }
  return {};
}

/// The bureau's own word for its sectors; where it has none, the definitions' word.
Text name_of_sector(const Definitions& definitions, const std::string& id) {
  Text name;
  for (const auto& overlay : definitions.overlays())
    for (const auto& sector : overlay.bureau.sectors)
      if (sector.id == id) name = sector.name;
  if (!name.zh.empty()) return name;
  for (const auto& procedure : definitions.all_in_force())
    for (const auto& fact : procedure->facts)
      for (const auto& [value, called] : fact.values)
        if (fact.id == "sector" && value == id) return called;
  return {};
}

Text name_of_group(const Definitions& definitions, storage::Snapshot& snapshot, const std::string& by,
                   const std::string& group, Date on) {
  if (group.empty() || by == "month" || by == "quarter") return {};
  if (by == "cause") return name_of_cause(definitions, group);
  if (by == "workflow") {
    const auto procedure = definitions.in_force(group, on);
    return procedure == nullptr ? Text{} : procedure->name;
  }
  if (by == "sector") return name_of_sector(definitions, group);
  const auto account = snapshot.find_account(AccountId(group));
  if (!account || !*account) return {};
  return {(*account)->display_name, (*account)->display_name};
}

/// The one quarter that holds the whole span; "" when it is longer.
std::string quarter_of_span(const Span& span) {
  const auto first = quarter_of(span.from);
  return span.to <= first.to ? first.id : "";
}

std::optional<int> target_of(const definition::AlertRules* rules, const ReportQuery& query, const std::string& group,
                             const Span& span) {
  if (rules == nullptr) return std::nullopt;
  const std::string& sector = query.group_by == "sector" ? group : query.sector;
  const std::string quarter = query.group_by == "quarter" ? group : quarter_of_span(span);
  return rules->control.target_of(query.id, query.unit, sector, quarter);
}

}  // namespace

std::vector<std::string> Reports::ids() {
  return {"closing_rate",
          "on_time",
          "mediation_success",
          "final_award_share",
          "ending_rate",
          "collective",
          "inspection_closing_rate",
          "wage_arrears",
          "workload",
          "written_review",
          "handed_over"};
}

Result<Report> Reports::make(const Caller& caller, const ReportQuery& query) {
  TRY(auto reports, make_all(caller, {query}));
  return std::move(reports.front());
}

Result<std::vector<Report>> Reports::make_all(const Caller& caller, const std::vector<ReportQuery>& queries) {
  if (!may_read_cases(caller))
    return fail(ErrorCode::forbidden, {"您的岗位不能查看报表", "your roles do not see reports"});
  TRY(const auto rules, read_report_rules(definitions_.file("laws/reports.json").value_or("{}")));
  std::vector<Asked> all;
  for (const auto& query : queries) {
    TRY_VOID(check_query(query));
    const auto rule = std::ranges::find(rules, query.id, &ReportRule::id);
    if (rule == rules.end())
      return fail(ErrorCode::not_found, {"没有报表 " + query.id, "there is no report " + query.id});
    TRY(const Span span, span_of(query, to_bureau(clock_.now()).day));
    all.push_back({query, *rule, span});
    if (query.group_by.empty()) all.back().sums[""];
  }
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY_VOID(sum_up(*snapshot, all));
  std::vector<Report> reports;
  for (auto& [query, rule, span, sums] : all) {
    auto& report = reports.emplace_back(Report{rule.id, rule.name, span.from, span.to, {}});
    for (auto& [group, sum] : sums) {
      report.figures.push_back(to_figure(group, std::move(sum), rule));
      auto& figure = report.figures.back();
      if (figure.denominator) figure.target = target_of(rules_, query, group, span);
      figure.name = name_of_group(definitions_, *snapshot, query.group_by, group, span.to);
    }
  }
  return reports;
}

}  // namespace hejie::app
