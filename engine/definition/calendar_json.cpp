#include "engine/definition/calendar_json.h"

#include <algorithm>
#include <set>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

constexpr std::size_t kMaxDays = 800;  // two years of days: more is not a notice

struct Reading {
  Findings findings;
  Library library;
  Context context{library, findings};

  template <typename T>
  Result<T> result(T value) {
    if (findings.empty()) return value;
    Error error{ErrorCode::invalid, {"日历数据有误", "the calendar data are wrong"}, {}};
    for (auto& finding : findings) {
      error.findings.push_back({std::move(finding.path), std::move(finding.check), std::move(finding.message)});
    }
    return fail(std::move(error));
  }
};

Date read_date(Context& context, const Node* node) {
  if (node == nullptr) return {};
  if (const auto date = node->is(Node::Kind::string) ? parse_date(node->string) : std::nullopt) return *date;
  context.error(*node, "bad_date", {"应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  return {};
}

std::string need_string(Context& context, Fields& fields, std::string_view key) {
  const Node* node = fields.need(key);
  std::string value = fields.string(key);
  if (node != nullptr && node->is(Node::Kind::string) && value.empty()) {
    context.error(*node, "empty", {"不能为空", "it must not be empty"});
  }
  return value;
}

std::optional<std::string> optional_string(Fields& fields, std::string_view key) {
  if (fields.find(key) == nullptr) return std::nullopt;
  return fields.string(key);
}

/// The items of a list; a finding when it is not one or too long.
const std::vector<Node>& list_items(Context& context, const Node* node) {
  static const std::vector<Node> kNone;
  if (node == nullptr) return kNone;
  if (!node->is(Node::Kind::array)) {
    wrong_type(context, *node, {"列表 […]", "a list [...]"});
    return kNone;
  }
  if (node->items.size() > kMaxDays) {
    context.error(*node, "too_many", {"条目过多", "too many entries for a notice"});
    return kNone;
  }
  return node->items;
}

calendar::OffDay read_off(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::OffDay off;
  off.date = read_date(context, fields.need("date"));
  off.name = need_string(context, fields, "name");
  off.statutory = fields.boolean("statutory", false);
  return off;
}

int read_year(Context& context, const Node& node) {
  if (node.is(Node::Kind::integer) && node.integer >= 1950 && node.integer <= 2199)
    return static_cast<int>(node.integer);
  context.error(node, "bad_value", {"应为年份（1950—2199）", "expected a year, 1950 to 2199"});
  return 0;
}

/// A day named twice is a mistake in typing that would otherwise pass unseen.
void check_distinct(Context& context, const Node* list, const std::vector<Date>& days) {
  std::set<Date> seen;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i] != Date{} && !seen.insert(days[i]).second) {  // an unreadable date has its own finding
      context.error(list->items[i], "duplicate", {"同一天列了两次", "this day is listed twice; keep one"});
    }
  }
}

void check_distinct(Context& context, const Node* list, const std::vector<calendar::OffDay>& off) {
  std::vector<Date> days;
  for (const auto& day : off) days.push_back(day.date);
  check_distinct(context, list, days);
}

/// A notice speaks of its own years, and of the December days that the holiday of 1 January begins with. One without
/// years amends single days and may name any.
void check_years(Context& context, const std::vector<int>& years, const Node& item, Date date) {
  if (years.empty() || date == Date{}) return;  // an unreadable date has its own finding
  const auto has = [&](int year) { return std::ranges::find(years, year) != years.end(); };
  const auto ymd = to_ymd(date);
  if (has(ymd.year) || (ymd.month == 12 && has(ymd.year + 1))) return;
  context.error(
      item, "outside_years",
      say("{} 不在通知所列年份（years）之内", "{} lies in none of the years of the notice", format_date(date)));
}

calendar::Notice read_notice_node(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::Notice notice;
  notice.id = need_string(context, fields, "id");
  if (const Node* id = node.find("id"); id != nullptr && !notice.id.empty()) check_id(context, *id, notice.id);
  notice.authority = need_string(context, fields, "authority");
  notice.number = need_string(context, fields, "number");
  notice.published = read_date(context, fields.need("published"));
  for (const auto& year : list_items(context, fields.need("years"))) notice.years.push_back(read_year(context, year));
  const Node* off = fields.need("off");
  for (const auto& day : list_items(context, off)) notice.off.push_back(read_off(context, day));
  const Node* work = fields.need("work");
  for (const auto& day : list_items(context, work)) notice.work.push_back(read_date(context, &day));
  for (std::size_t i = 0; i < notice.off.size(); ++i)
    check_years(context, notice.years, off->items[i], notice.off[i].date);
  for (std::size_t i = 0; i < notice.work.size(); ++i)
    check_years(context, notice.years, work->items[i], notice.work[i]);
  notice.replaces = optional_string(fields, "replaces");
  notice.region = optional_string(fields, "region");
  notice.url = optional_string(fields, "url");
  (void)fields.text("note");
  check_distinct(context, off, notice.off);
  check_distinct(context, work, notice.work);
  return notice;
}

std::string below(const SourceFile& file, std::string_view id) {
  const std::string folder = "calendars/" + std::string(id) + "/";
  const std::size_t at = file.path.find(folder);
  if (at == std::string::npos || !file.path.ends_with(".json")) return {};
  return file.path.substr(at + folder.size());
}

template <typename T>
void keep(Result<T> read, const SourceFile& file, std::vector<Finding>& findings, auto&& use) {
  if (read) return use(std::move(*read));
  Error& error = read.error();
  if (error.findings.empty()) error.findings.push_back({"", "invalid", error.message});
  for (auto& finding : error.findings) {
    findings.push_back({file.path + "#" + finding.path, std::move(finding.code), std::move(finding.message)});
  }
}

}  // namespace

Result<calendar::Notice> read_notice(std::string_view text) {
  Reading reading;
  const Node node = parse_file({"notice", std::string(text)}, reading.findings);
  if (!reading.findings.empty()) {
    auto broken = reading.result(calendar::Notice{});
    broken.error().code = ErrorCode::malformed;
    return broken;
  }
  return reading.result(read_notice_node(reading.context, node));
}

std::vector<std::string> calendar_ids(std::span<const SourceFile> files) {
  std::set<std::string> ids;
  constexpr std::string_view kFolder = "calendars/";
  for (const auto& file : files) {
    const std::size_t at = file.path.find(kFolder);
    const std::size_t end = at == std::string::npos ? at : file.path.find('/', at + kFolder.size());
    if (end != std::string::npos) ids.insert(file.path.substr(at + kFolder.size(), end - at - kFolder.size()));
  }
  return {ids.begin(), ids.end()};
}

Result<CalendarSet> read_calendar_set(std::span<const SourceFile> files, std::string_view id) {
  CalendarSet set{.id = std::string(id), .notices = {}, .statutory = {}};
  std::vector<Finding> findings;
  for (const auto& file : files) {
    const std::string name = below(file, id);
    if (name.empty()) continue;
    if (name == "statutory.json") {
      keep(read_statutory(file.text), file, findings, [&](auto table) { set.statutory = std::move(table); });
    } else {
      keep(read_notice(file.text), file, findings, [&](auto notice) { set.notices.push_back(std::move(notice)); });
    }
  }
  if (!findings.empty()) {
    return fail(ErrorCode::invalid, {"日历数据有误", "the calendar data are wrong"}, std::move(findings));
  }
  if (set.notices.empty()) {
    return fail(ErrorCode::not_found, {"没有日历“" + set.id + "”", "there is no calendar \"" + set.id + "\""});
  }
  return set;
}

Result<std::shared_ptr<const calendar::Calendar>> build_calendar(const CalendarSet& set,
                                                                 calendar::BuildOptions options) {
  options.id = set.id;
  auto built = calendar::Calendar::build(set.notices, set.statutory, std::move(options));
  if (built) return std::make_shared<const calendar::Calendar>(std::move(*built));
  for (auto& finding : built.error().findings) {
    const std::size_t slash = finding.path.find('/', 1);
    if (finding.path.empty() || slash == std::string::npos) continue;
    const auto index = static_cast<std::size_t>(std::stoul(finding.path.substr(1, slash - 1)));
    finding.path = set.notices[index].id + "#" + finding.path.substr(slash);
  }
  return fail(std::move(built).error());
}

}  // namespace hejie::definition
