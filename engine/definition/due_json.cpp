#include <nlohmann/json.hpp>

#include "engine/definition/due.h"
#include "json/json.h"

namespace hejie::definition {
namespace {

using Json = nlohmann::ordered_json;

Json text_json(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Json step_json(const calendar::Step& step) {
  Json out{{"date", format_date(step.date)}};
  if (step.to) out["to"] = format_date(*step.to);
  out["kind"] = calendar::step_kind_id(step.kind);
  if (step.count) out["count"] = *step.count;
  out["reason"] = text_json(step.reason);
  return out;
}

Json cite_json(const CitedArticle& cited) {
  Json out{{"law", cited.cite.law}};
  if (!cited.cite.article.empty()) out["article"] = cited.cite.article;
  if (!cited.title.empty()) out["title"] = text_json(cited.title);
  if (cited.overlay) out["overlay"] = *cited.overlay;
  if (!cited.reading.empty()) out["reading"] = text_json(cited.reading);
  return out;
}

Json day_json(const calendar::Day& day) {
  Json out{{"date", format_date(day.date)}, {"kind", calendar::day_kind_id(day.kind)}};
  if (day.name != nullptr) out["name"] = day.name->zh;
  if (day.statutory) out["statutory"] = true;
  if (!day.notice.empty()) out["notice"] = day.notice;
  return out;
}

}  // namespace

std::string due_text(const DueAnswer& answer) {
  Json out{{"from", answer.from}, {"period", answer.period}};
  if (answer.rule) out["rule"] = *answer.rule;
  out["nominal"] = format_date(answer.nominal);
  out["due"] = format_date(answer.due);
  if (answer.due_at) out["due_at"] = *answer.due_at;
  if (answer.clear_days_due) out["clear_days_due"] = format_date(*answer.clear_days_due);
  out["provisional"] = answer.provisional;
  if (!answer.backward) out["excluded_days"] = answer.excluded_days;
  out["calendar"] = {{"id", answer.calendar->id()},
                     {"version", answer.calendar->version()},
                     {"covers_to", format_date(answer.calendar->covers_to())}};
  out["steps"] = Json::array();
  for (const auto& step : answer.steps) out["steps"].push_back(step_json(step));
  out["cite"] = Json::array();
  for (const auto& cited : answer.cite) out["cite"].push_back(cite_json(cited));
  return json::dump(out);
}

std::string calendar_year_text(const calendar::Calendar& calendar, int year) {
  Json out{{"year", year},
           {"version", calendar.version()},
           {"provisional", calendar.is_provisional(from_ymd(year, 12, 31))}};
  out["days"] = Json::array();
  for (Date day = from_ymd(year, 1, 1); day <= from_ymd(year, 12, 31); day = day + 1) {
    out["days"].push_back(day_json(calendar.day(day)));
  }
  return json::dump(out);
}

}  // namespace hejie::definition
