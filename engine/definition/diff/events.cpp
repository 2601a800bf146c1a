#include <fmt/format.h>

#include "engine/definition/diff/parts.h"

namespace hejie::definition {
namespace {

using engine::Event;
using engine::Row;

/// The order of the list is that of its file; no document waits for another.
void add_issues(const Row& row, const Words& words, Lister& lister) {
  std::vector<std::string> keys;
  Text text;
  for (const auto& issue : row.issues) {
    keys.push_back(issue.document + ">" + issue.to + Words::when_key(issue.when) + "; ");
    Text one = words.name(issue.document);
    if (!issue.to.empty()) one = one + Text{" → ", " to "} + words.name(issue.to);
    words.add_when(issue.when, one);
    text.zh += (text.zh.empty() ? "" : "、") + one.zh;
    text.en += (text.en.empty() ? "" : ", ") + one.en;
  }
  std::sort(keys.begin(), keys.end());
  lister.raw("/issues", {"出具文书", "issues"}, fmt::format("{}", fmt::join(keys, "")), text);
}

std::string setters_key(const std::vector<engine::Setter>& list) {
  std::string key;
  for (const auto& set : list)
    key +=
        fmt::format("{}:{}:{}:{},", set.target, static_cast<int>(set.source), set.fact, Words::value_key(set.literal));
  return key;
}

void add_links(const Row& row, const Words& words, Lister& lister) {
  std::string key;
  Text text;
  for (const auto& open : row.opens) {
    key += open.link + "/" + open.event + Words::when_key(open.when) + " " + setters_key(open.facts) +
           (open.all_parties ? "*" : "");
    for (const auto& [ours, theirs] : open.parties) key += " " + ours + ">" + theirs;
    if (open.with_items) key += " items";
    for (const auto& [field, values] : open.items) {
      key += " " + field + "=";
      for (const auto& value : values) key += Words::value_key(value) + ",";
    }
    Text one{open.link + "：" + open.event, open.link + ": " + open.event};
    for (const auto& set : open.facts) one = one + Text{" " + set.target, " " + set.target};
    words.add_when(open.when, one);
    text = text + one + Text{"；", "; "};
  }
  lister.raw("/opens", {"开立关联案件", "opens linked cases"}, key, text);
  key.clear();
  text = {};
  for (const auto& signal : row.signals) {
    key += signal.link + "/" + signal.event + Words::when_key(signal.when) + ";";
    Text one{signal.link + "：" + signal.event, signal.link + ": " + signal.event};
    words.add_when(signal.when, one);
    text = text + one + Text{"；", "; "};
  }
  lister.raw("/signals", {"通知关联案件", "tells linked cases"}, key, text);
}

void add_row(const Event& event, const Row& row, const Words& words, std::vector<Part>& parts) {
  const bool only = event.rows.size() == 1 && row.id.empty();
  parts.push_back(
      {row.pointer,
       "row " + event.id + "." + row.id,
       only ? Text{"事件“" + event.name.zh + "”", "Event “" + event.name.en + "”"}
            : Text{"事件“" + event.name.zh + "”的行 " + row.id, "Event “" + event.name.en + "”, row " + row.id},
       {}});
  Lister lister(parts.back(), words);
  parts.back().states = row.from;
  lister.ids("/from", {"可在下列状态办理", "may happen in"}, row.from);
  lister.ids("/to", {"转入状态", "moves the case to"},
             row.to.empty() ? std::vector<std::string>{} : std::vector{row.to});
  lister.condition("/when", {"条件", "on the condition that"}, row.when);
  lister.setters("/set", {"登记", "records"}, row.set);
  lister.setters("/set_party", {"登记当事人状况", "records of the party"}, row.set_party);
  lister.ids("/takes", {"开始", "takes the hold"}, row.takes);
  lister.ids("/releases", {"解除", "releases the hold"}, row.releases);
  add_issues(row, words, lister);
  add_links(row, words, lister);
}

void add_approval(const Event& event, const Words& words, Lister& lister) {
  std::string key;
  Text text;
  for (const auto& step : event.approval) {
    auto by = step.by;
    std::sort(by.begin(), by.end());
    for (const auto& role : by) key += role + ",";
    key += Words::when_key(step.when) + ">";
    Text one = words.names(step.by);
    words.add_when(step.when, one);
    text.zh += (text.zh.empty() ? "" : "，再经 ") + one.zh;
    text.en += (text.en.empty() ? "" : ", then ") + one.en;
  }
  lister.raw("/approval", {"审批", "approved by"}, key, text);
}

void add_warnings(const Event& event, const Words& words, Lister& lister) {
  std::string key;
  Text text;
  for (const auto& warning : event.warn) {
    key += Words::condition_key(warning.unless) + " " + Words::cites_key(warning.cite) + ";";
    text = text + warning.text + Text{"；", "; "};
  }
  (void)words;
  lister.raw("/warn", {"提示", "warns"}, key, text);
}

void add_event(const Event& event, const std::string& position, const Words& words, std::vector<Part>& parts) {
  parts.push_back({event.pointer,
                   (event.automatic ? "automatic " : "event ") + event.id,
                   {"事件“" + event.name.zh + "”", "Event “" + event.name.en + "”"},
                   {}});
  Lister lister(parts.back(), words);
  for (const auto& row : event.rows)
    parts.back().states.insert(parts.back().states.end(), row.from.begin(), row.from.end());
  lister.text("/name", {"名称", "name"}, event.name);
  lister.raw("", {"先后", "place in the order"}, position);
  lister.ids("/by", {"由下列角色登记", "recorded by"}, event.by);
  lister.ids("/act_of", {"行为人", "act of"}, event.act_of);
  add_approval(event, words, lister);
  lister.number("/officers", {"须共同办理的人数", "officers acting together"}, event.officers);
  lister.ids("/not_by_actor_of", {"回避：办过下列事项的人不得办理", "not by whoever did"}, event.not_by_actor_of);
  lister.ids("/within", {"须在期间内", "within the time of"}, event.within);
  lister.ids("/asks", {"必填", "asks for"}, event.asks);
  lister.ids("/may", {"可填", "may also state"}, event.may);
  add_warnings(event, words, lister);
  lister.ids("/adds_parties", {"可增加当事人", "adds parties"}, event.adds_parties);
  lister.number("/items", {"请求事项", "claims"}, static_cast<int>(event.items));
  lister.raw("/adopts", {"关联已有案件", "adopts a case"}, event.adopts);
  lister.flag("/lines", {"逐人登记", "party by party"}, event.lines);
  lister.flag("/may_be_future", {"可为将来日期", "may lie in the future"}, event.may_be_future);
  lister.flag("/hour", {"记录时刻", "with its hour"}, event.hour);
  lister.flag("/gives_number", {"编立案号", "gives the case number"}, event.gives_number);
  lister.raw("/each", {"逐一适用于", "for each"}, event.each);
  lister.cites("/cite", {"依据", "cites"}, event.cite);
  for (const auto& row : event.rows) add_row(event, row, words, parts);
}

}  // namespace

void add_event_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts) {
  for (const auto& event : procedure.events) add_event(event, "", words, parts);
  // Automatic events are tried in the order of the file.
  std::string before = "-";
  for (const auto& event : procedure.automatic) {
    add_event(event, "after " + before, words, parts);
    before = event.id;
  }
}

}  // namespace hejie::definition
