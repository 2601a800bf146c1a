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

/// A new part for something that has an id and a name, its name listed.
template <typename T>
Lister begin(std::vector<Part>& parts, const Words& words, const std::string& section, const Text& kind,
             const T& each) {
  parts.push_back(part(section, each.id, kind, each.name));
  Lister lister(parts.back(), words);
  lister.text("/name", {"名称", "name"}, each.name);
  return lister;
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
  Lister lister = begin(parts, words, section, {"事实", "Fact"}, fact);
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
  Lister lister = begin(parts, words, "states", {"状态", "State"}, state);
  constexpr const char* kZh[] = {"在办", "已结", "终结"};
  constexpr const char* kEn[] = {"open", "closed", "final"};
  const auto phase = static_cast<std::size_t>(state.phase);
  lister.raw("/phase", {"阶段", "phase"}, kEn[phase], {kZh[phase], kEn[phase]});
  lister.raw("/milestone", {"关联案件可见的结果", "what linked cases see"}, state.milestone);
  lister.raw("/waits", {"等待期限", "waits for"}, state.waits_clock, words.name(state.waits_clock));
  lister.text("/waits", {"等待", "waits for"}, state.waits);
}

void add_party(const engine::PartyRole& role, const Words& words, std::vector<Part>& parts) {
  Lister lister = begin(parts, words, "parties", {"当事人", "Party"}, role);
  lister.number("/min", {"至少", "at least"}, role.min);
  lister.number("/max", {"至多", "at most"}, role.max, 1000);
  lister.ids("/kind", {"种类", "kinds"}, role.kinds);
}

void add_document(const engine::Document& document, const Words& words, std::vector<Part>& parts) {
  Lister lister = begin(parts, words, "documents", {"文书", "Document"}, document);
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
  Lister lister = begin(parts, words, "holds", {"暂停", "Hold"}, hold);
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

void add_link(const engine::LinkKind& link, const Words& words, std::vector<Part>& parts) {
  Lister lister = begin(parts, words, "links", {"关联", "Link"}, link);
  lister.raw("/procedure", {"程序", "procedure"}, link.procedure);
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
  const auto all = [&](const auto& list, const auto& add) {
    for (const auto& each : list) add(each, words, parts);
  };
  add_header(procedure, words, parts);
  all(procedure.parties, add_party);
  all(procedure.states, add_state);
  for (const auto& fact : procedure.facts) add_fact("facts", fact, words, parts);
  for (const auto& standing : procedure.standings) add_fact("standings", standing, words, parts);
  all(procedure.holds, add_hold);
  all(procedure.documents, add_document);
  all(procedure.service, add_mode);
  all(procedure.switches, add_switch);
  all(procedure.links, add_link);
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
