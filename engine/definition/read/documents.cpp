// Documents, modes of service, links and the table of final items.
#include <algorithm>

#include "engine/definition/read/condition.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/roll.h"
#include "engine/definition/read/sections.h"
#include "engine/definition/read/values.h"

namespace hejie::definition {
namespace {

engine::Document read_document(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  engine::Document out;
  out.id = id;
  out.name = fields.need_text("name");
  const Node* to = fields.find("to");
  if (to != nullptr && to->is(Node::Kind::string) && to->string == "any")
    out.to = {"any"};
  else if (to != nullptr)
    out.to = read_names(context, *to, Name::case_role);
  const bool served = fields.boolean("served", to != nullptr);
  if (served && to == nullptr)
    context.error(node, "missing_key", {"要送达的文书需要 to", "a document to be served needs \"to\""});
  if (!served) out.to.clear();
  out.not_by = fields.names("not_by", Name::service);
  out.fields = fields.strings("fields");
  out.cite = fields.cites();
  return out;
}

void read_mode_length(Context& context, const Node& node, engine::ServiceMode& out) {
  if (!node.is(Node::Kind::object)) {
    out.length = read_period(context, node);
    return;
  }
  Fields fields(context, node);
  (void)fields.need("switch");
  const std::string id = fields.name("switch", Name::switch_);
  const engine::Switch* found = context.find_switch(id);
  if (found == nullptr) return;
  if (const auto* period = std::get_if<engine::Period>(&found->value))
    out.length = *period;
  else
    context.error(node, "type", say("开关“{}”的取值不是期间", "the options of the switch \"{}\" are no periods", id));
}

engine::ServiceMode read_mode(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  engine::ServiceMode out;
  out.id = id;
  if (const Node* length = fields.find("length")) read_mode_length(context, *length, out);
  read_roll(context, fields, out.roll, out.roll_switch);
  out.consent = fields.boolean("consent", false);
  out.when = read_when(context, fields);
  out.cite = fields.cites();
  return out;
}

engine::ClassifyRow read_classify_row(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::ClassifyRow row;
  row.kinds = fields.names("kind", Name::item_kind);
  if (row.kinds.empty()) context.error(node, "missing_key", {"缺少 kind", "kind is missing"});
  const Node* most = fields.find("awarded_at_most");
  if (most == nullptr) return row;
  Fields bound(context, *most);
  row.times = bound.integer("times", 1, 1, 1000);
  if (const Node* fact = bound.need("fact")) row.fact = read_fact_of(context, *fact, {engine::FactType::money});
  return row;
}

}  // namespace

void read_roll(Context& context, Fields& fields, engine::RollRule& rule, std::string& switch_id) {
  const Node* node = fields.find("roll");
  if (node == nullptr) return;
  if (node->is(Node::Kind::object)) {
    Fields inner(context, *node);
    (void)inner.need("switch");
    switch_id = inner.name("switch", Name::switch_);
    rule = engine::RollRule::by_switch;
    const engine::Switch* found = context.find_switch(switch_id);
    if (found != nullptr && !std::holds_alternative<bool>(found->value))
      context.error(*node, "type", say("开关“{}”不是 true/false", "the switch \"{}\" is not true or false", switch_id));
    return;
  }
  constexpr engine::RollRule kRules[] = {engine::RollRule::forward, engine::RollRule::none, engine::RollRule::back};
  rule = kRules[fields.word("roll", {"forward", "none", "back"}, 0)];
}

void read_documents(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members)
    context.procedure.documents.push_back(read_document(context, id, node));
}

void read_service(Context& context, const Node& section) {
  static const std::vector<std::string> kModes{"direct",        "mail",
                                               "left",          "posted",
                                               "electronic",    "refused_in_office",
                                               "public_notice", "public_notice_collective",
                                               "simple"};
  for (const auto& [id, node] : section.members) {
    if (std::find(kModes.begin(), kModes.end(), id) == kModes.end())
      context.error(node, "unknown_name",
                    say("没有送达方式“{}”", "there is no mode of service \"{}\"", id) + suggestion(id, kModes));
    context.procedure.service.push_back(read_mode(context, id, node));
  }
}

void read_links(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) {
    Fields fields(context, node);
    check_id(context, node, id);
    if (id == "origin") context.error(node, "bad_id", {"origin 是内置的回指关联", "origin is the built-in way back"});
    engine::LinkKind link;
    link.id = id;
    (void)fields.need("procedure");
    link.procedure = fields.string("procedure");
    link.name = fields.need_text("name");
    context.procedure.links.push_back(std::move(link));
  }
}

void read_classify(Context& context, const Node& section) {
  Fields fields(context, section);
  engine::Classify out;
  if (const Node* rows = fields.need("final"))
    for (const Node* row : one_or_many(*rows)) out.final_rows.push_back(read_classify_row(context, *row));
  if (const Node* none = fields.find("none_if")) out.none_if = read_condition(context, *none);
  out.cite = fields.cites();
  context.procedure.classify = std::move(out);
}

}  // namespace hejie::definition
