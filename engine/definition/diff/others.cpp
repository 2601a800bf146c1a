#include <fmt/format.h>

#include "engine/definition/diff/parts.h"

namespace hejie::definition {
namespace {

Part part(const std::string& section, const std::string& id, const Text& kind, const Text& name) {
  return {"/" + section + "/" + id,
          section + " " + id,
          {kind.zh + "“" + name.zh + "”", kind.en + " “" + name.en + "”"},
          {}};
}

std::string id_list(const std::vector<std::pair<std::string, Text>>& values) {
  std::vector<std::string> ids;
  for (const auto& [id, name] : values) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return fmt::format("{}", fmt::join(ids, ", "));
}

Text name_list(const std::vector<std::pair<std::string, Text>>& values) {
  Text out;
  for (const auto& [id, name] : values) {
    out.zh += (out.zh.empty() ? "" : "、") + name.zh;
    out.en += (out.en.empty() ? "" : ", ") + name.en;
  }
  return out;
}

void add_values(Lister& lister, const char* path, const std::vector<std::pair<std::string, Text>>& values) {
  lister.raw(path, {"取值", "values"}, id_list(values), name_list(values));
  for (const auto& [id, name] : values)
    lister.text((std::string(path) + "/" + id).c_str(), {"取值名称", "name of a value"}, name);
}

void add_fact(const std::string& section, const engine::Fact& fact, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part(section, fact.id, {"事实", "Fact"}, fact.name));
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, fact.name);
  lister.number("/type", {"类型", "type"}, static_cast<int>(fact.type) + 1);
  add_values(lister, "/values", fact.values);
  if (engine::known(fact.init))
    lister.raw("/init", {"初始", "at first"}, Words::value_key(fact.init), words.value(fact.id, fact.init));
  lister.flag("/answer", {"只用于本次办理", "used by its own event only"}, fact.answer);
  lister.flag("/sensitive", {"须遮盖", "is masked"}, fact.sensitive);
  if (fact.min) lister.raw("/min", {"下限", "at least"}, std::to_string(*fact.min));
  if (fact.max) lister.raw("/max", {"上限", "at most"}, std::to_string(*fact.max));
}

void add_state(const engine::State& state, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("states", state.id, {"状态", "State"}, state.name));
  Lister lister(parts.back(), words);
  constexpr const char* kZh[] = {"在办", "已结", "终结"};
  constexpr const char* kEn[] = {"open", "closed", "final"};
  const auto phase = static_cast<std::size_t>(state.phase);
  lister.text("/name", {"名称", "name"}, state.name);
  lister.raw("/phase", {"阶段", "phase"}, kEn[phase], {kZh[phase], kEn[phase]});
  lister.raw("/milestone", {"关联案件可见的结果", "what linked cases see"}, state.milestone);
  lister.raw("/waits", {"等待期限", "waits for"}, state.waits_clock, words.name(state.waits_clock));
  lister.text("/waits", {"等待", "waits for"}, state.waits);
}

void add_party(const engine::PartyRole& role, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("parties", role.id, {"当事人", "Party"}, role.name));
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, role.name);
  lister.number("/min", {"至少", "at least"}, role.min);
  lister.number("/max", {"至多", "at most"}, role.max, 1000);
  lister.ids("/kind", {"种类", "kinds"}, role.kinds);
}

void add_document(const engine::Document& document, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("documents", document.id, {"文书", "Document"}, document.name));
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, document.name);
  lister.ids("/to", {"送达对象", "served on"}, document.to);
  lister.ids("/not_by", {"不得采用的送达方式", "not to be served by"}, document.not_by);
  lister.ids("/fields", {"必备内容", "must state"}, document.fields);
  lister.cites("/cite", {"依据", "cites"}, document.cite);
}

void add_mode(const engine::ServiceMode& mode, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("service", mode.id, {"送达方式", "Service"}, {mode.id, mode.id}));
  Lister lister(parts.back(), words);
  lister.raw("", {"可用", "is there"}, "yes", {"是", "yes"});
  if (mode.length)
    lister.raw("/length", {"视为送达", "deemed after"}, calendar::format_period(*mode.length),
               calendar::period_words(*mode.length));
  lister.number("/roll", {"末日顺延", "roll of the last day"}, static_cast<int>(mode.roll));
  lister.raw("/roll", {"末日顺延口径", "roll by the local reading"}, mode.roll_switch);
  lister.flag("/consent", {"须经同意", "needs consent"}, mode.consent);
  lister.condition("/when", {"条件", "on the condition that"}, mode.when);
  lister.cites("/cite", {"依据", "cites"}, mode.cite);
}

void add_hold(const engine::Hold& hold, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("holds", hold.id, {"暂停", "Hold"}, hold.name));
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, hold.name);
  lister.ids("/allows", {"期间仍可办理", "still allows"}, hold.allows);
  lister.ids("/lives", {"存续状态", "stays on in"}, hold.lives);
  lister.flag("/per", {"逐件", "one a request"}, hold.per_request);
  lister.cites("/cite", {"依据", "cites"}, hold.cite);
}

void add_switch(const engine::Switch& each, const Words& words, std::vector<Part>& parts) {
  parts.push_back(part("switches", each.id, {"口径", "Reading"}, {each.id, each.id}));
  Lister lister(parts.back(), words);
  lister.raw("/value", {"取", "is"}, Words::value_key(each.value), words.value("", each.value));
  std::vector<std::string> options;
  for (const auto& option : each.options) options.push_back(Words::value_key(option));
  lister.ids("/options", {"可取", "options"}, options);
  lister.text("/disputed", {"争点", "disputed"}, each.disputed);
  lister.cites("/cite", {"依据", "cites"}, each.cite);
}

void add_header(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts) {
  parts.push_back({"", "procedure", {"程序“" + procedure.name.zh + "”", "Procedure “" + procedure.name.en + "”"}, {}});
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, procedure.name);
  lister.cites("/cite", {"依据", "cites"}, procedure.cite);
  if (procedure.number)
    lister.raw("/number", {"案号", "case number"}, procedure.number->series + " " + procedure.number->pattern);
  add_values(lister, "/items/kinds", procedure.item_kinds);
  add_values(lister, "/items/outcomes", procedure.item_outcomes);
  if (!procedure.classify) return;
  std::string key;
  for (const auto& row : procedure.classify->final_rows)
    key += fmt::format("{}<={}*{};", fmt::join(row.kinds, ","), row.times.value_or(0), row.fact);
  lister.raw("/classify/final", {"终局裁决的标准", "what is final"}, key);
  if (procedure.classify->none_if)
    lister.condition("/classify/none_if", {"不适用终局", "nothing is final if"}, *procedure.classify->none_if);
  lister.cites("/classify/cite", {"终局依据", "cites for what is final"}, procedure.classify->cite);
}

}  // namespace

void add_other_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts) {
  add_header(procedure, words, parts);
  for (const auto& role : procedure.parties) add_party(role, words, parts);
  for (const auto& state : procedure.states) add_state(state, words, parts);
  for (const auto& fact : procedure.facts) add_fact("facts", fact, words, parts);
  for (const auto& standing : procedure.standings) add_fact("standings", standing, words, parts);
  for (const auto& hold : procedure.holds) add_hold(hold, words, parts);
  for (const auto& document : procedure.documents) add_document(document, words, parts);
  for (const auto& mode : procedure.service) add_mode(mode, words, parts);
  for (const auto& each : procedure.switches) add_switch(each, words, parts);
  for (const auto& link : procedure.links) {
    parts.push_back(part("links", link.id, {"关联", "Link"}, link.name));
    Lister lister(parts.back(), words);
    lister.text("/name", {"名称", "name"}, link.name);
    lister.raw("/procedure", {"程序", "procedure"}, link.procedure);
  }
}

std::vector<Part> parts_of(const engine::Procedure& procedure, const calendar::Calendar* calendar) {
  const Words words(procedure, calendar);
  std::vector<Part> parts;
  add_other_parts(procedure, words, parts);
  add_event_parts(procedure, words, parts);
  add_clock_parts(procedure, words, parts);
  return parts;
}

}  // namespace hejie::definition
