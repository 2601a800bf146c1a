#include "engine/definition/calendar_json.h"
#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kFestivals{"spring_festival", "qingming", "dragon_boat", "mid_autumn"};

Date date_of(Context& context, const Node* node) {
  if (node == nullptr) return {};
  if (const auto date = node->is(Node::Kind::string) ? parse_date(node->string) : std::nullopt) return *date;
  context.error(*node, "bad_date", {"应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  return {};
}

/// "10-01": read in a leap year, so that 02-29 is a day; a rule may not name it, a statutory day comes every year.
void read_month_day(Context& context, const Node& node, calendar::StatutoryRule& rule) {
  const auto date = parse_date("2023-" + node.string);
  if (!date) return context.error(node, "bad_date", {"应为 MM-DD", "expected MM-DD"});
  rule.month = to_ymd(*date).month;
  rule.day = to_ymd(*date).day;
}

calendar::StatutoryRule read_rule(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::StatutoryRule rule;
  (void)fields.need("name");
  rule.name = fields.string("name");
  const Node* day = fields.find("day");
  const Node* festival = fields.find("festival");
  rule.offset_days = fields.integer("offset_days", 0, -30, 30);
  if ((day == nullptr) == (festival == nullptr)) {
    context.error(node, "missing_key", {"须有 day 或 festival 之一", "give either \"day\" or \"festival\""});
  } else if (day != nullptr) {
    read_month_day(context, *day, rule);
  } else {
    rule.festival = static_cast<calendar::Festival>(fields.word("festival", kFestivals, 0));
  }
  return rule;
}

calendar::StatutoryVersion read_version(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::StatutoryVersion version;
  (void)fields.need("id");
  version.id = fields.string("id");
  version.number = fields.string("number");
  version.published = date_of(context, fields.need("published"));
  version.in_force = date_of(context, fields.need("in_force"));
  if (const Node* rules = fields.need("rules")) {
    for (const auto& rule : rules->items) version.rules.push_back(read_rule(context, rule));
  }
  return version;
}

calendar::FestivalYear read_festivals(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::FestivalYear year;
  year.year = fields.integer("year", 0, 1950, 2199);
  year.spring_festival = date_of(context, fields.need("spring_festival"));
  year.qingming = date_of(context, fields.need("qingming"));
  year.dragon_boat = date_of(context, fields.need("dragon_boat"));
  year.mid_autumn = date_of(context, fields.need("mid_autumn"));
  for (const Date day : {year.spring_festival, year.qingming, year.dragon_boat, year.mid_autumn}) {
    if (to_ymd(day).year != year.year) {
      context.error(node, "bad_date", say("有日期不在{}年", "a date does not lie in {}", year.year));
    }
  }
  return year;
}

calendar::StatutoryTable read_table(Context& context, const Node& node) {
  Fields fields(context, node);
  calendar::StatutoryTable table;
  for (const auto* key : {"id", "title", "source"}) (void)fields.find(key);
  if (const Node* names = fields.find("names")) {
    for (const auto& [zh, en] : names->members) table.english[zh] = en.string;
  }
  if (const Node* versions = fields.need("versions")) {
    for (const auto& version : versions->items) table.versions.push_back(read_version(context, version));
  }
  const Node* festivals = fields.need("festivals");
  if (festivals == nullptr) return table;
  for (const auto& year : festivals->items) {
    table.festivals.push_back(read_festivals(context, year));
    const std::size_t n = table.festivals.size();
    if (n > 1 && table.festivals[n - 1].year != table.festivals[n - 2].year + 1) {
      context.error(year, "gap", {"年份不连续", "the years must follow each other"});
    }
  }
  return table;
}

}  // namespace

Result<calendar::StatutoryTable> read_statutory(std::string_view text) {
  Findings findings;
  const Library none;
  Context context(none, findings);
  const Node node = parse_file({"statutory.json", std::string(text)}, findings);
  calendar::StatutoryTable table;
  if (findings.empty()) table = read_table(context, node);
  if (findings.empty()) return table;
  Error error{ErrorCode::invalid, {"法定节日数据有误", "the statutory days are wrong"}, {}};
  for (auto& f : findings) error.findings.push_back({std::move(f.path), std::move(f.check), std::move(f.message)});
  return fail(std::move(error));
}

}  // namespace hejie::definition
