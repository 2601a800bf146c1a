#include "engine/definition/deadlines.h"

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kDirections{"forward", "backward"};
const std::vector<std::string> kRolls{"forward", "backward", "none"};

std::optional<Date> read_day(Context& context, const Node* node) {
  if (node == nullptr) return std::nullopt;
  const auto date = node->is(Node::Kind::string) ? parse_date(node->string) : std::nullopt;
  if (!date) context.error(*node, "bad_date", {"应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  return date;
}

std::optional<calendar::Period> read_length(Context& context, const Node* node) {
  if (node == nullptr) return std::nullopt;
  const auto period = node->is(Node::Kind::string) ? calendar::parse_period(node->string) : std::nullopt;
  if (!period) context.error(*node, "bad_period", {"应为期间，如 10wd、45d", "expected a period such as 10wd or 45d"});
  return period;
}

std::vector<Citation> read_citations(Fields& fields, std::string_view key) {
  std::vector<Citation> all;
  for (const auto& text : fields.strings(key)) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) {
      all.push_back({text, ""});
    } else {
      all.push_back({text.substr(0, colon), text.substr(colon + 1)});
    }
  }
  return all;
}

DeadlineExtension read_extension(Context& context, const Node& node) {
  Fields fields(context, node);
  DeadlineExtension extension;
  extension.length = read_length(context, fields.need("length")).value_or(calendar::Period{});
  extension.times = fields.integer("times", 1, 1, 100);
  extension.cite = read_citations(fields, "cite");
  return extension;
}

DeadlineCase read_case(Context& context, const Node& node) {
  Fields fields(context, node);
  DeadlineCase out;
  out.name = fields.need_text("name");
  out.length = read_length(context, fields.need("length")).value_or(calendar::Period{});
  if (const Node* extension = fields.find("extension")) out.extension = read_extension(context, *extension);
  out.cite = read_citations(fields, "cite");
  return out;
}

DeadlineVersion read_version(Context& context, const Node& node) {
  Fields fields(context, node);
  DeadlineVersion version;
  version.from = read_day(context, fields.find("from"));
  version.to = read_day(context, fields.find("to"));
  version.length = read_length(context, fields.find("length"));
  version.backward = fields.word("direction", kDirections, 0) == 1;
  if (fields.has("roll")) version.roll = static_cast<calendar::Roll>(fields.word("roll", kRolls, 0));
  version.cite = read_citations(fields, "cite");
  version.unit_cite = read_citations(fields, "unit_cite");
  if (const Node* extension = fields.find("extension")) version.extension = read_extension(context, *extension);
  if (const Node* cases = fields.find("cases"))
    for (const auto& one : cases->items) version.cases.push_back(read_case(context, one));
  version.reading = fields.text("reading");
  return version;
}

DeadlineVariant read_variant(Context& context, const Node& node) {
  Fields fields(context, node);
  DeadlineVariant variant;
  (void)fields.need("overlay");
  variant.overlay = fields.string("overlay");
  variant.length = read_length(context, fields.need("length")).value_or(calendar::Period{});
  variant.cite = read_citations(fields, "cite");
  variant.reading = fields.text("reading");
  return variant;
}

DeadlineRule read_rule(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  DeadlineRule rule;
  rule.id = id;
  rule.name = fields.need_text("name");
  rule.local = fields.string("local");
  rule.without_clock = fields.text("without_clock");
  if (const Node* versions = fields.need("versions")) {
    for (const auto& version : versions->items) rule.versions.push_back(read_version(context, version));
    if (rule.versions.empty()) context.error(*versions, "missing_key", {"没有任何版本", "a rule without a version"});
  }
  if (const Node* variants = fields.find("variants")) {
    for (const auto& variant : variants->items) rule.variants.push_back(read_variant(context, variant));
  }
  return rule;
}

OverlayEntry read_overlay(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  return {id, fields.need_text("name"), fields.strings("regions")};
}

/// An overlay that a rule names must exist: a misspelt one would silently never apply.
void check_overlays(Context& context, const Node& rules, const DeadlineRegister& deadlines) {
  const auto known = [&](const std::string& id) {
    for (const auto& overlay : deadlines.overlays) {
      if (overlay.id == id) return true;
    }
    return id.empty();
  };
  for (const auto& [id, node] : rules.members) {
    const DeadlineRule& rule = deadlines.rules.at(id);
    bool all_known = known(rule.local);
    for (const auto& variant : rule.variants) all_known = all_known && known(variant.overlay);
    if (!all_known)
      context.error(node, "unknown", {"引用了不存在的地方规则", "it names an overlay that does not exist"});
  }
}

}  // namespace

Result<DeadlineRegister> read_deadlines(std::string_view text) {
  Findings findings;
  const Library none;
  Context context(none, findings);
  DeadlineRegister deadlines;
  const Node node = parse_file({"deadlines.json", std::string(text)}, findings);
  if (findings.empty()) {
    Fields fields(context, node);
    if (const Node* overlays = fields.need("overlays")) {
      for (const auto& [id, overlay] : overlays->members) {
        deadlines.overlays.push_back(read_overlay(context, id, overlay));
      }
    }
    if (const Node* rules = fields.need("rules")) {
      for (const auto& [id, rule] : rules->members) deadlines.rules.emplace(id, read_rule(context, id, rule));
      check_overlays(context, *rules, deadlines);
    }
  }
  if (findings.empty()) return deadlines;
  Error error{ErrorCode::invalid, {"期限登记表有误", "the register of deadlines is wrong"}, {}};
  for (auto& f : findings) error.findings.push_back({std::move(f.path), std::move(f.check), std::move(f.message)});
  return fail(std::move(error));
}

const DeadlineVersion* version_on(const DeadlineRule& rule, Date day) {
  for (const auto& version : rule.versions) {
    if ((!version.from || *version.from <= day) && (!version.to || day <= *version.to)) return &version;
  }
  return nullptr;
}

}  // namespace hejie::definition
