#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/kept_bodies.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

ordered_json object_of(const std::string& body) {
  auto parsed = json::parse(body);
  return parsed && parsed->is_object() ? std::move(*parsed) : ordered_json::object();
}

ordered_json words(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Text words_of(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || !found->is_object() ? Text{} : Text{found->value("zh", ""), found->value("en", "")};
}

ordered_json ids(const std::vector<CaseId>& cases) {
  ordered_json list = ordered_json::array();
  for (const auto& id : cases) list.push_back(id.value);
  return list;
}

std::vector<CaseId> ids_of(const ordered_json& json, const char* key) {
  std::vector<CaseId> out;
  if (const auto found = json.find(key); found != json.end() && found->is_array())
    for (const auto& id : *found) out.emplace_back(id.get<std::string>());
  return out;
}

void put_day(ordered_json& json, const char* key, const std::optional<Date>& day) {
  if (day) json[key] = format_date(*day);
}

std::optional<Date> day_of(const ordered_json& json, const char* key) {
  return parse_date(json.value(key, ""));
}

void put_text(ordered_json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

/// What stands before it, and the text in quotes.
void put_string(std::string& out, const char* before, const std::string& text) {
  out += before;
  const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
  if (!plain) {
    out += json::dump(ordered_json(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

ordered_json figure_json(const KeptFigure& figure) {
  ordered_json json{{"report", figure.report},
                    {"name", words(figure.name)},
                    {"definition", words(figure.definition)},
                    {"numerator", figure.numerator},
                    {"cases", ids(figure.cases)}};
  if (figure.denominator) json["denominator"] = *figure.denominator;
  if (figure.target) json["target"] = *figure.target;
  return json;
}

KeptFigure figure_of(const ordered_json& json) {
  KeptFigure figure;
  figure.report = json.value("report", "");
  figure.name = words_of(json, "name");
  figure.definition = words_of(json, "definition");
  figure.numerator = json.value("numerator", 0LL);
  if (json.contains("denominator")) figure.denominator = json.value("denominator", 0LL);
  if (json.contains("target")) figure.target = json.value("target", 0);
  figure.cases = ids_of(json, "cases");
  return figure;
}

ordered_json line_json(const KeptLine& line) {
  return {{"case", line.case_id.value}, {"number", line.number}, {"workflow", line.workflow},   {"clock", line.clock},
          {"name", words(line.name)},   {"status", line.status}, {"due", format_date(line.due)}};
}

KeptLine line_of(const ordered_json& json) {
  KeptLine line;
  line.case_id = CaseId(json.value("case", ""));
  line.number = json.value("number", "");
  line.workflow = json.value("workflow", "");
  line.clock = json.value("clock", "");
  line.status = json.value("status", "");
  line.name = words_of(json, "name");
  line.due = day_of(json, "due").value_or(Date{});
  return line;
}

}  // namespace

std::string write_body(const KeptAnswerText& answer) {
  return json::dump(ordered_json{{"text", answer.text.value}});
}

void read_body(const std::string& body, KeptAnswerText& answer) {
  answer.text = TextId(object_of(body).value("text", ""));
}

std::string write_body(const KeptException& exception) {
  ordered_json json{{"version", exception.version}, {"event", exception.event}, {"on", format_date(exception.on)}};
  put_text(json, "clock", exception.clock);
  if (exception.of > 0) json["of"] = exception.of;
  if (exception.days != 0) json["days"] = exception.days;
  if (exception.seconds != 0) json["seconds"] = exception.seconds;
  put_text(json, "paper", exception.paper);
  put_text(json, "reason", exception.reason.value);
  if (exception.until.ms != 0) json["until_ms"] = exception.until.ms;
  if (!exception.missing.empty()) json["missing"] = exception.missing;
  return json::dump(json);
}

void read_body(const std::string& body, KeptException& exception) {
  const auto json = object_of(body);
  exception.version = json.value("version", Version{0});
  exception.of = json.value("of", Version{0});
  exception.event = json.value("event", "");
  exception.clock = json.value("clock", "");
  exception.on = day_of(json, "on").value_or(Date{});
  exception.days = json.value("days", 0);
  exception.seconds = json.value("seconds", 0);
  exception.paper = json.value("paper", "");
  exception.reason = TextId(json.value("reason", ""));
  exception.until = Instant{json.value("until_ms", std::int64_t{0})};
  exception.missing = json.value("missing", std::vector<std::string>{});
}

std::string write_body(const std::vector<KeptLeftOut>& left_out) {
  // A storm writes one for every case: as text at once, by way of the library only where a text needs escapes.
  std::string out = R"({"left_out":[)";
  const char* comma = "";
  for (const auto& one : left_out) {
    out += std::exchange(comma, ",");
    put_string(out, R"({"clock":)", one.clock);
    put_string(out, R"(,"to":)", one.to);
    put_string(out, R"(,"due":)", format_date(one.due));
    const char* before = R"(,"rungs":[)";
    for (const auto& rung : one.rungs) put_string(out, std::exchange(before, ","), rung);
    out += one.rungs.empty() ? R"(,"rungs":[])" : "]";
    if (!one.key.empty()) put_string(out, R"(,"key":)", one.key);
    if (one.ordinal != 1) out += R"(,"ordinal":)" + std::to_string(one.ordinal);
    if (one.overtaken) out += R"(,"overtaken":true)";
    out += '}';
  }
  return out += "]}";
}

void read_body(const std::string& body, std::vector<KeptLeftOut>& left_out) {
  const auto json = object_of(body);
  if (!json.contains("left_out") || !json["left_out"].is_array()) return;
  for (const auto& item : json["left_out"]) {
    if (!item.is_object()) continue;
    left_out.push_back({item.value("clock", ""), item.value("key", ""), item.value("to", ""), item.value("ordinal", 1),
                        day_of(item, "due").value_or(Date{}), item.value("overtaken", false),
                        item.value("rungs", std::vector<std::string>{})});
  }
}

std::string write_body(const KeptBulletin& bulletin) {
  ordered_json json{{"from", format_date(bulletin.from)}, {"to", format_date(bulletin.to)}};
  json["figures"] = ordered_json::array();
  for (const auto& figure : bulletin.figures) json["figures"].push_back(figure_json(figure));
  json["lines"] = ordered_json::array();
  for (const auto& line : bulletin.lines) json["lines"].push_back(line_json(line));
  json["key_cases"] = ids(bulletin.key_cases);
  return json::dump(json);
}

void read_body(const std::string& body, KeptBulletin& bulletin) {
  const auto json = object_of(body);
  bulletin.from = day_of(json, "from").value_or(Date{});
  bulletin.to = day_of(json, "to").value_or(Date{});
  if (const auto figures = json.find("figures"); figures != json.end())
    for (const auto& figure : *figures) bulletin.figures.push_back(figure_of(figure));
  if (const auto lines = json.find("lines"); lines != json.end())
    for (const auto& line : *lines) bulletin.lines.push_back(line_of(line));
  bulletin.key_cases = ids_of(json, "key_cases");
}

std::string write_body(const KeptDraw& draw) {
  return json::dump(ordered_json{{"seed", draw.seed},
                                 {"from", format_date(draw.from)},
                                 {"to", format_date(draw.to)},
                                 {"percent", draw.percent},
                                 {"closed", draw.closed},
                                 {"drawn", ids(draw.drawn)}});
}

void read_body(const std::string& body, KeptDraw& draw) {
  const auto json = object_of(body);
  draw.seed = json.value("seed", "");
  draw.from = day_of(json, "from").value_or(Date{});
  draw.to = day_of(json, "to").value_or(Date{});
  draw.percent = json.value("percent", 0);
  draw.closed = json.value("closed", 0LL);
  draw.drawn = ids_of(json, "drawn");
}

std::string write_body(const KeptErasure& erasure) {
  ordered_json json{{"state", erasure.state}, {"erased", erasure.erased}, {"kept_elsewhere", erasure.kept_elsewhere}};
  put_text(json, "reason", erasure.reason.value);
  put_text(json, "asked_by", erasure.asked_by.value);
  put_text(json, "answered_by", erasure.answered_by.value);
  put_day(json, "asked_on", erasure.asked_on);
  put_day(json, "answered_on", erasure.answered_on);
  return json::dump(json);
}

void read_body(const std::string& body, KeptErasure& erasure) {
  const auto json = object_of(body);
  erasure.state = json.value("state", "");
  erasure.erased = json.value("erased", 0);
  erasure.kept_elsewhere = json.value("kept_elsewhere", 0);
  erasure.reason = TextId(json.value("reason", ""));
  erasure.asked_by = AccountId(json.value("asked_by", ""));
  erasure.answered_by = AccountId(json.value("answered_by", ""));
  erasure.asked_on = day_of(json, "asked_on");
  erasure.answered_on = day_of(json, "answered_on");
}

std::string write_body(const KeptFileReview& review) {
  ordered_json json{{"seed", review.seed}, {"answers", review.answers}};
  put_text(json, "note", review.note.value);
  put_text(json, "mend_note", review.mend_note.value);
  put_text(json, "reviewed_by", review.reviewed_by.value);
  put_text(json, "mended_by", review.mended_by.value);
  put_day(json, "reviewed_on", review.reviewed_on);
  put_day(json, "mend_due", review.mend_due);
  put_day(json, "mended_on", review.mended_on);
  return json::dump(json);
}

void read_body(const std::string& body, KeptFileReview& review) {
  const auto json = object_of(body);
  review.seed = json.value("seed", "");
  if (const auto answers = json.find("answers"); answers != json.end() && answers->is_object())
    for (const auto& [id, answer] : answers->items()) review.answers[id] = answer.get<std::string>();
  review.note = TextId(json.value("note", ""));
  review.mend_note = TextId(json.value("mend_note", ""));
  review.reviewed_by = AccountId(json.value("reviewed_by", ""));
  review.mended_by = AccountId(json.value("mended_by", ""));
  review.reviewed_on = day_of(json, "reviewed_on");
  review.mend_due = day_of(json, "mend_due");
  review.mended_on = day_of(json, "mended_on");
}

}  // namespace hejie::app
