#include <charconv>
#include <nlohmann/json.hpp>

#include "app/written_reviews.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

/// A whole number as such; anything else as it is written, for the form to refuse.
ordered_json number_or_text(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  return text;
}

}  // namespace

std::string review_notice_json(const ReviewRound& round, const ReviewEmployer& employer) {
  ordered_json data{
      {"review_year", round.year},
      {"open_from", format_date(round.open_from)},
      {"submit_by", format_date(round.submit_by)},
      {"parties",
       ordered_json::array(
           {{{"role", "employer"}, {"kind", "employer"}, {"name", employer.name}, {"credit_code", employer.code}}})}};
  if (!employer.sector.empty()) data["sector"] = employer.sector;
  if (!employer.worker_count.empty()) data["worker_count"] = number_or_text(employer.worker_count);
  return json::dump(data);
}

std::string review_report_json(const ReviewReport& report) {
  using Outcome = ReviewLine::Outcome;
  ordered_json lines = ordered_json::array();
  for (const auto& line : report.lines) {
    ordered_json one{{"line", line.line}, {"name", line.name}, {"outcome", outcome_id(line.outcome)}};
    if (!line.code.empty()) one["code"] = line.code;
    if (!line.case_id.empty()) one["case_id"] = line.case_id.value;
    if (!line.number.empty()) one["number"] = line.number;
    if (!line.reason.empty()) one["reason"] = {{"zh", line.reason.zh}, {"en", line.reason.en}};
    lines.push_back(std::move(one));
  }
  return json::dump({{"dry_run", report.dry_run},
                     {"opened", report.count(Outcome::opened)},
                     {"duplicates", report.count(Outcome::duplicate)},
                     {"refused", report.count(Outcome::refused)},
                     {"reminded", report.count(Outcome::reminded)},
                     {"lines", std::move(lines)}});
}

}  // namespace hejie::app
