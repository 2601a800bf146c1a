#include <algorithm>

#include "engine/definition/calendar_json.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kLevels{"province", "bureau"};
const std::vector<std::string> kOps{"replace", "add", "append"};
const std::vector<std::string> kBodyLevels{"district", "street", "park", "industry", "enterprise"};

std::optional<Date> day_of(Context& context, Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  if (node == nullptr || node->is(Node::Kind::null)) return std::nullopt;
  const auto day = node->is(Node::Kind::string) ? parse_date(node->string) : std::nullopt;
  if (!day) context.error(*node, "bad_value", {"此处应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  return day;
}

DaySpan span_of(Context& context, Fields& fields) {
  DaySpan span{day_of(context, fields, "from"), day_of(context, fields, "to")};
  if (span.from && span.to && *span.to < *span.from)
    context.error(fields.node(), "overlay_dates", {"from 晚于 to", "from is later than to"});
  return span;
}

/// A change without days of its own has the overlay's; days of its own lie within them.
DaySpan within(Context& context, const Node& at, DaySpan own, const DaySpan& all) {
  const bool early = own.from && all.from && *own.from < *all.from;
  const bool late = own.to && all.to && *all.to < *own.to;
  if (early || late)
    context.error(at, "overlay_dates", {"不在叠加包自身的有效期之内", "lies outside the days of the overlay itself"});
  if (!own.from) own.from = all.from;
  if (!own.to) own.to = all.to;
  return own;
}

void check_overlay_id(Context& context, const Node& at, std::string_view id) {
  const bool good =
      !id.empty() && id.front() >= 'a' && id.front() <= 'z' && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      });
  if (!good)
    context.error(at, "bad_id", say("“{}”应为小写字母、数字、- 和 _", "\"{}\" must be made of a-z, 0-9, - and _", id));
}

/// "/inspection/clocks/J14/length" into its parts; "~1" stands for "/" and "~0" for "~" (RFC 6901).
std::vector<std::string> parts_of(std::string_view pointer) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      parts.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      parts.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      parts.back() += pointer[i];
    }
  }
  return parts;
}

std::shared_ptr<const Node> kept(const Node* node) {
  return node == nullptr ? nullptr : std::make_shared<const Node>(*node);
}

void read_place(Context& context, Fields& fields, OverlayChange& change) {
  const Node* at = fields.need("at");
  change.at = fields.string("at");
  if (at == nullptr || change.at.empty()) return;
  if (change.at.front() != '/') {
    context.error(*at, "overlay_path",
                  {"位置应写成 /程序/部分/名称…", "a place is written /procedure/section/name..."});
    return;
  }
  change.path = parts_of(change.at);
  change.procedure = change.path.front();
  change.path.erase(change.path.begin());
  if (change.path.empty())
    context.error(*at, "overlay_path", {"位置须在程序之内", "the place must lie inside a procedure"});
}

OverlayChange read_change(Context& context, const Node& node, const Overlay& overlay) {
  Fields fields(context, node);
  OverlayChange change;
  change.file = overlay.file;
  change.pointer = node.pointer;
  (void)fields.need("op");
  change.op = static_cast<OverlayOp>(fields.word("op", kOps, 0));
  read_place(context, fields, change);
  change.value = kept(fields.need("value"));
  if (change.op == OverlayOp::replace) {
    change.expect = kept(fields.need("expect"));
  } else if (const Node* expect = fields.find("expect")) {
    context.error(*expect, "unknown_key", {"expect 只用于 replace", "\"expect\" belongs to a replace"});
  }
  (void)fields.need("cite");
  change.cite = fields.cites();
  change.valid = within(context, node, span_of(context, fields), overlay.valid);
  (void)fields.text("why");
  return change;
}

std::vector<NamedText> read_named(Context& context, Fields& fields, std::string_view key) {
  std::vector<NamedText> out;
  const Node* node = fields.find(key);
  if (node == nullptr) return out;
  for (const auto& [id, text] : node->members) {
    check_id(context, text, id);
    out.push_back({id, read_text(context, text)});
  }
  if (out.empty()) wrong_type(context, *node, {"非空对象 {编号: 文本}", "an object {id: text}, not empty"});
  return out;
}

/// "08:30" as minutes of the day; -1: not a time.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return -1;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  return hour > 23 || minute > 59 ? -1 : hour * 60 + minute;
}

std::optional<calendar::OfficeHours> read_hours(Context& context, Fields& fields) {
  const Node* node = fields.find("hours");
  if (node == nullptr) return std::nullopt;
  calendar::OfficeHours hours;
  hours.sessions.clear();
  int last = -1;
  for (const auto& item : node->items) {
    const std::string_view text = item.string;
    const bool shaped = item.is(Node::Kind::string) && text.size() == 11 && text[5] == '-';
    const int from = shaped ? minute_of(text.substr(0, 5)) : -1;
    const int to = shaped ? minute_of(text.substr(6)) : -1;
    if (from < 0 || to <= from || from <= last) {
      context.error(item, "bad_value",
                    {"应为先后有序的时段，如 \"08:30-12:00\"", "expected sessions in order, such as \"08:30-12:00\""});
      continue;
    }
    hours.sessions.emplace_back(from, to);
    last = to;
  }
  if (!hours.sessions.empty()) return hours;
  if (node->items.empty()) wrong_type(context, *node, {"时段列表", "a list of sessions"});
  return std::nullopt;
}

MinimumWage read_wage(Context& context, const Node& node) {
  Fields fields(context, node);
  MinimumWage wage;
  (void)fields.need("from");
  wage.from = day_of(context, fields, "from").value_or(Date{});
  const Node* fen = fields.need("fen");
  wage.fen = fields.number("fen").value_or(0);
  if (fen != nullptr && wage.fen <= 0) context.error(*fen, "bad_value", {"应为正数（分）", "expected fen, above zero"});
  wage.area = fields.string("area");
  wage.number = fields.string("number");
  if (wage.number.empty())
    context.error(node, "overlay_cite", {"缺少文号（number）", "the document number is missing (number)"});
  return wage;
}

/// Ids of one of the bureau's own lists; any text where there is no such list.
std::vector<std::string> read_ids(Context& context, Fields& fields, std::string_view key,
                                  const std::vector<NamedText>& known) {
  const Node* node = fields.find(key);
  if (node == nullptr) return {};
  for (const auto& item : node->items)
    if (!known.empty() && std::ranges::find(known, item.string, &NamedText::id) == known.end())
      context.error(item, "bad_value",
                    say("“{}”不在本局的列表中", "\"{}\" is not in the bureau's own list", item.string));
  return fields.strings(key);
}

std::vector<MediatorTerm> read_mediators(Context& context, Fields& fields) {
  std::vector<MediatorTerm> mediators;
  const Node* node = fields.find("mediators");
  if (node == nullptr) return mediators;
  for (const auto& item : node->items) {
    Fields parts(context, item);
    (void)parts.need("name");
    (void)parts.need("from");
    mediators.push_back({parts.string("name"), span_of(context, parts)});
  }
  return mediators;
}

void read_bodies(Context& context, const Node& node, BureauProfile& bureau) {
  for (const auto& [id, item] : node.members) {
    check_id(context, item, id);
    Fields fields(context, item);
    MediationBody body;
    body.id = id;
    body.name = fields.need_text("name");
    (void)fields.need("level");
    body.level = static_cast<MediationBody::Level>(fields.word("level", kBodyLevels, 0));
    body.streets = read_ids(context, fields, "streets", bureau.streets);
    body.sectors = read_ids(context, fields, "sectors", bureau.sectors);
    body.employers = fields.strings("employers");
    body.mediators = read_mediators(context, fields);
    bureau.mediation_bodies.push_back(std::move(body));
  }
}

void read_bureau(Context& context, const Node& node, Overlay& overlay) {
  Fields fields(context, node);
  BureauProfile& bureau = overlay.bureau;
  bureau.name = fields.text("name");
  bureau.unit = fields.string("unit");
  bureau.units = read_named(context, fields, "units");
  bureau.sectors = read_named(context, fields, "sectors");
  bureau.streets = read_named(context, fields, "streets");
  if (const Node* bodies = fields.find("mediation_bodies")) read_bodies(context, *bodies, bureau);
  bureau.hours = read_hours(context, fields);
  if (const Node* wages = fields.find("minimum_wage"))
    for (const auto& item : wages->items) bureau.minimum_wage.push_back(read_wage(context, item));
  // Read with the rules they change: alert_rules.h.
  for (const char* key : {"risks", "special_reports", "control", "targets"}) (void)fields.find(key);
}

/// Orders that close the office: the form of a calendar notice, for this overlay's own region.
void read_closed(Context& context, const Node& node, Overlay& overlay) {
  for (const auto& item : node.items) {
    auto notice = read_notice(to_text(item));
    if (notice) {
      notice->region = "overlay:" + overlay.id;
      if (!notice->years.empty())
        context.error(item, "overlay_calendar",
                      {"本地通知不决定全年日历，years 应为空", "a local order completes no year: years must be empty"});
      overlay.notices.push_back(std::move(*notice));
      continue;
    }
    for (auto& finding : notice.error().findings)
      context.findings.push_back(
          {Severity::error, "overlay_calendar", item.file_name(), item.pointer + finding.path, finding.message});
    if (notice.error().findings.empty()) context.error(item, "overlay_calendar", notice.error().message);
  }
}

void read_instruments(Context& context, const Node& node, Overlay& overlay) {
  for (const auto& [code, item] : node.members) {
    Fields fields(context, item);
    Instrument out;
    out.code = code;
    out.title = fields.need_text("title");
    if (const Node* issuer = fields.need("issuer")) out.issuer = read_text(context, *issuer);
    out.number = fields.string("number");
    out.publication = fields.string("publication");
    (void)fields.find("effective_on");
    if (context.library.find_instrument(code) != nullptr)
      context.error(item, "overlay_exists", say("文件代码“{}”已有", "the instrument \"{}\" is there already", code));
    overlay.instruments.push_back(std::move(out));
  }
}

/// The header without what needs the overlay's own instruments to be known.
void read_identity(Context& context, Fields& fields, Overlay& overlay) {
  const Node* id = fields.need("overlay");
  overlay.id = fields.string("overlay");
  if (id != nullptr) check_overlay_id(context, *id, overlay.id);
  (void)fields.need("version");
  overlay.version = fields.integer("version", 1, 1, 1'000'000);
  (void)fields.need("level");
  overlay.level = static_cast<OverlayLevel>(fields.word("level", kLevels, 0));
  overlay.name = fields.need_text("name");
  overlay.over = fields.string("over");
  overlay.region = fields.string("region");
  overlay.deadlines = fields.strings("deadlines");
  (void)fields.text("note");
  if (const Node* valid = fields.need("valid")) {
    Fields days(context, *valid);
    (void)days.need("from");
    overlay.valid = span_of(context, days);
  }
}

}  // namespace

std::string_view level_id(MediationBody::Level level) {
  return kBodyLevels[static_cast<std::size_t>(level)];
}

bool OverlayChange::by_trigger_day() const {
  return op == OverlayOp::replace && path.size() == 3 && path[0] == "clocks" && path[2] == "length";
}

Overlay read_overlay(const SourceFile& file, const Library& library, Findings& findings) {
  Overlay overlay;
  overlay.file = file.path;
  const std::size_t before = findings.size();
  const Node root = parse_file(file, findings);
  if (findings.size() != before) return overlay;
  Context first(library, findings);
  Fields fields(first, root);
  read_identity(first, fields, overlay);
  if (const Node* node = fields.find("instruments")) read_instruments(first, *node, overlay);
  const Library known = with_instruments(library, std::span(&overlay, 1));
  Context context(known, findings);
  if (const Node* cite = fields.need("cite")) overlay.cite = read_cites(context, *cite);
  if (const Node* node = fields.find("bureau")) read_bureau(context, *node, overlay);
  if (const Node* node = fields.find("closed")) read_closed(context, *node, overlay);
  if (const Node* node = fields.find("changes"))
    for (const auto& item : node->items) overlay.changes.push_back(read_change(context, item, overlay));
  return overlay;
}

}  // namespace hejie::definition
