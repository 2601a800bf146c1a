#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/definition/due.h"
#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/say.h"
#include "json/json.h"

namespace hejie::definition {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::string> optional_string(Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  if (node == nullptr || node->is(Node::Kind::null)) return std::nullopt;
  return fields.string(key);
}

/// [["A","B"], ...] or ["A..B", ...].
void read_exclude(Context& context, const Node& list, DueRequest& request) {
  if (!list.is(Node::Kind::array)) return wrong_type(context, list, {"列表 […]", "a list [...]"});
  for (const auto& item : list.items) {
    if (item.is(Node::Kind::array) && item.items.size() == 2 && item.items[0].is(Node::Kind::string) &&
        item.items[1].is(Node::Kind::string)) {
      request.exclude.emplace_back(item.items[0].string, item.items[1].string);
    } else if (const auto dots = item.string.find(".."); dots != std::string::npos) {
      request.exclude.emplace_back(item.string.substr(0, dots), item.string.substr(dots + 2));
    } else {
      context.error(item, "bad_value", {"应为 [\"起日\",\"止日\"]", "expected [\"A\",\"B\"]"});
    }
  }
}

DueRequest read_request(Context& context, const Node& node) {
  Fields fields(context, node);
  DueRequest request;
  (void)fields.find("id");
  (void)fields.need("from");
  request.from = fields.string("from");
  request.period = optional_string(fields, "period");
  request.rule = optional_string(fields, "rule");
  request.extend = fields.strings("extend");
  request.roll = optional_string(fields, "roll");
  request.backward = fields.boolean("backward", false);
  if (const Node* exclude = fields.find("exclude")) read_exclude(context, *exclude, request);
  request.calendar = optional_string(fields, "calendar").value_or("cn");
  request.overlays = fields.strings("overlay");
  request.as_known = optional_string(fields, "as_known");
  return request;
}

Json error_json(const Finding& finding) {
  return {{"code", finding.code}, {"path", finding.path}, {"zh", finding.message.zh}, {"en", finding.message.en}};
}

BatchLine refuse(const std::optional<Json>& id, long long number, const Error& error) {
  Json out = Json::object();
  if (id) out["id"] = *id;
  out["line"] = number;
  const Finding whole{"", "invalid", error.message};
  out["error"] = error_json(error.findings.empty() ? whole : error.findings.front());
  return {json::dump(out), false};
}

/// The id of a line is echoed as it came: a string or a whole number.
std::optional<Json> id_of(const Node& node) {
  const Node* id = node.find("id");
  if (id == nullptr) return std::nullopt;
  if (id->is(Node::Kind::string)) return Json(id->string);
  if (id->is(Node::Kind::integer)) return Json(id->integer);
  return std::nullopt;
}

Error error_of(Findings findings) {
  Error error{ErrorCode::invalid, {"请求有误", "the request is wrong"}, {}};
  for (auto& f : findings) error.findings.push_back({std::move(f.path), std::move(f.check), std::move(f.message)});
  return error;
}

std::string_view field_of(std::string_view path) {
  return path.substr(0, path.find('/', 1));
}

/// What the fields that could be read are wrong in; a field whose form is wrong has been told.
void add_meaning(DueDesk& desk, const DueRequest& request, bool has_from, Error& error) {
  const auto answer = desk.answer(request, false);
  if (answer) return;
  const auto told = error.findings;
  for (const auto& finding : answer.error().findings) {
    const auto field = field_of(finding.path);
    if (field == "/from" && !has_from) continue;
    const bool known = std::ranges::any_of(told, [&](const Finding& f) { return field_of(f.path) == field; });
    if (!known) error.findings.push_back(finding);
  }
}

}  // namespace

Result<DueAnswer> answer_due_text(DueDesk& desk, std::string_view text, bool with_steps) {
  Findings findings;
  const Library none;
  Context context(none, findings);
  const Node node = parse_file({"request", std::string(text)}, findings);
  if (!findings.empty()) {
    Error error = error_of(std::move(findings));
    error.code = ErrorCode::malformed;
    return fail(std::move(error));
  }
  const DueRequest request = read_request(context, node);
  if (findings.empty()) return desk.answer(request, with_steps);
  Error error = error_of(std::move(findings));
  if (node.is(Node::Kind::object)) add_meaning(desk, request, node.find("from") != nullptr, error);
  return fail(std::move(error));
}

Result<DueRequest> read_due_request(std::string_view text) {
  Findings findings;
  const Library none;
  Context context(none, findings);
  const Node node = parse_file({"request", std::string(text)}, findings);
  DueRequest request;
  const bool parsed = findings.empty();
  if (parsed) request = read_request(context, node);
  if (findings.empty()) return request;
  Error error = error_of(std::move(findings));
  if (!parsed) error.code = ErrorCode::malformed;
  return fail(std::move(error));
}

BatchLine answer_batch_line(DueDesk& desk, std::string_view line, long long number) {
  Findings findings;
  const Library none;
  Context context(none, findings);
  const Node node = parse_file({"line", std::string(line)}, findings);
  const std::optional<Json> id = id_of(node);
  DueRequest request;
  if (findings.empty()) request = read_request(context, node);
  if (!findings.empty()) return refuse(id, number, error_of(std::move(findings)));
  const auto answer = desk.answer(request, false);
  if (!answer) return refuse(id, number, answer.error());
  Json out = Json::object();
  if (id) out["id"] = *id;
  out["nominal"] = format_date(answer->nominal);
  out["due"] = format_date(answer->due);
  if (answer->due_at) out["due_at"] = *answer->due_at;
  if (answer->clear_days_due) out["clear_days_due"] = format_date(*answer->clear_days_due);
  out["provisional"] = answer->provisional;
  return {json::dump(out), true};
}

BatchLine refuse_long_line(long long number) {
  return refuse(std::nullopt, number,
                {ErrorCode::too_large,
                 {},
                 {{"", "too_long", say("此行超过 {} KiB", "the line is over {} KiB", kMaxBatchLineBytes / 1024)}}});
}

}  // namespace hejie::definition
