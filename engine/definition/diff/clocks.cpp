#include <fmt/format.h>

#include "engine/definition/diff/parts.h"

namespace hejie::definition {
namespace {

using engine::ClockRule;
using engine::Length;
using engine::Trigger;

Text trigger_kind(Trigger::On on) {
  switch (on) {
    case Trigger::On::event:
      return {"", ""};
    case Trigger::On::served:
      return {"送达：", "service of "};
    case Trigger::On::state:
      return {"进入：", "entering "};
    case Trigger::On::expiry:
      return {"届满：", "end of "};
    case Trigger::On::released:
      return {"解除：", "release of "};
    case Trigger::On::link:
      return {"关联案件：", "linked case "};
  }
  return {};
}

void add_triggers(const char* path, Text label, const std::vector<Trigger>& list, const Words& words, Lister& lister) {
  std::vector<std::string> keys;
  Text text;
  for (const auto& trigger : list) {
    std::string key = fmt::format("{}:{}>{} {}{}{}@{}", static_cast<int>(trigger.on), trigger.id, trigger.to,
                                  fmt::join(trigger.outcomes, ","), trigger.keeps_extension ? "+" : "",
                                  trigger.reopen ? "r" : "", trigger.from) +
                      Words::when_key(trigger.when);
    keys.push_back(std::move(key));
    Text one = trigger_kind(trigger.on) + words.name(trigger.id);
    if (!trigger.to.empty()) one = one + Text{" → ", " on "} + words.name(trigger.to);
    if (!trigger.from.empty()) one = one + Text{"，自", ", from "} + words.name(trigger.from);
    words.add_when(trigger.when, one);
    text.zh += (text.zh.empty() ? "" : "；") + one.zh;
    text.en += (text.en.empty() ? "" : "; ") + one.en;
  }
  std::sort(keys.begin(), keys.end());
  lister.raw(path, std::move(label), fmt::format("{}", fmt::join(keys, "; ")), text);
}

Text length_words(const Length& length, const Words& words) {
  switch (length.kind) {
    case Length::Kind::promptly:
      return {"及时", "promptly"};
    case Length::Kind::period:
      return calendar::period_words(length.period);
    case Length::Kind::until:
      return Text{"至", "until "} + words.name(length.id);
    case Length::Kind::back:
      return words.name(length.id) + Text{"前", " less "} + calendar::period_words(length.period);
    case Length::Kind::fact:
      return words.name(length.id);
    case Length::Kind::by_switch:
      return {"依本地口径 " + length.id, "by the local reading " + length.id};
  }
  return {};
}

void add_lengths(const std::string& path, Text label, const std::vector<Length>& list, const Words& words,
                 Lister& lister) {
  std::string key;
  Text text;
  for (const auto& length : list) {
    key += fmt::format("{}:{}:{}{}; ", static_cast<int>(length.kind), calendar::format_period(length.period), length.id,
                       Words::when_key(length.when));
    Text one = length_words(length, words);
    words.add_when(length.when, one);
    text.zh += (text.zh.empty() ? "" : "；") + one.zh;
    text.en += (text.en.empty() ? "" : "; ") + one.en;
  }
  lister.raw(path.c_str(), std::move(label), key, text);
}

void add_variants(const ClockRule& clock, const Words& words, Lister& lister) {
  std::size_t n = 0;
  for (const auto& variant : clock.variants) {
    const std::string path = "/variants/" + std::to_string(n++);
    const std::string days =
        (variant.from ? format_date(*variant.from) : "") + "/" + (variant.to ? format_date(*variant.to) : "");
    lister.raw(path.c_str(), {"适用期间", "for triggers on"}, days);
    add_lengths(path + "/length", {"长度（" + days + "）", "length (" + days + ")"}, variant.length, words, lister);
    lister.cites((path + "/cite").c_str(), {"依据（" + days + "）", "cites (" + days + ")"}, variant.cite);
  }
}

void add_extensions(const ClockRule& clock, const Words& words, Lister& lister) {
  std::string key;
  Text text;
  for (const auto& extension : clock.extends) {
    const std::string by = extension.by ? calendar::format_period(*extension.by) : extension.by_fact;
    key += fmt::format("{}:{}:{}:{}{};", extension.event, by, extension.to_fact, extension.times,
                       Words::when_key(extension.when));
    Text one = words.name(extension.event);
    if (extension.by) one = one + Text{"：", ": "} + calendar::period_words(*extension.by);
    if (!extension.by) one = one + Text{"：", ": "} + words.name(extension.by_fact + extension.to_fact);
    one = one + Text{fmt::format("，至多 {} 次", extension.times), fmt::format(", at most {} times", extension.times)};
    words.add_when(extension.when, one);
    text = text + one + Text{"；", "; "};
  }
  lister.raw("/extends", {"延长", "extended by"}, key, text);
}

void add_ladder(const ClockRule& clock, Lister& lister) {
  std::string key;
  for (const auto& rung : clock.ladder)
    key += fmt::format("{:+}{}>{} ", rung.offset, static_cast<int>(rung.unit), rung.to);
  lister.raw("/ladder", {"提醒", "alerts"}, key);
}

Text kind_words(engine::ClockKind kind) {
  if (kind == engine::ClockKind::duty) return {"职责期限", "a duty"};
  if (kind == engine::ClockKind::window) return {"权利期间", "a window"};
  return {"计时", "a timer"};
}

void add_clock(const ClockRule& clock, const std::string& position, const Words& words, std::vector<Part>& parts) {
  parts.push_back({clock.pointer,
                   "clock " + clock.id,
                   {"期限 " + clock.id + "“" + clock.name.zh + "”", "Clock " + clock.id + " “" + clock.name.en + "”"},
                   {}});
  Lister lister(parts.back(), words);
  parts.back().clock = clock.id;
  lister.text("/name", {"名称", "name"}, clock.name);
  lister.raw("/kind", {"性质", "is"}, std::to_string(static_cast<int>(clock.kind) + 1), kind_words(clock.kind));
  lister.number("/per", {"逐一计算", "counted for each"}, static_cast<int>(clock.per));
  lister.raw("/role", {"计算对象", "of the parties"}, clock.role, words.name(clock.role));
  lister.raw("/owner", {"责任人", "owed by"}, clock.owner, words.name(clock.owner));
  add_lengths("/length", {"长度", "length"}, clock.length, words, lister);
  add_variants(clock, words, lister);
  add_triggers("/starts", {"起算", "starts with"}, clock.starts, words, lister);
  add_triggers("/stops", {"因下列事项完成", "is answered by"}, clock.stops, words, lister);
  add_triggers("/restarts", {"重新计算", "starts again with"}, clock.restarts, words, lister);
  lister.text("/stops_by", {"终了说明", "what ends it"}, clock.stops_by);
  add_extensions(clock, words, lister);
  lister.ids("/excluded_by", {"不计入的时间", "does not count"}, clock.excluded_by);
  lister.ids("/lives", {"存续状态", "runs in"}, clock.lives);
  lister.number("/roll", {"末日顺延", "roll of the last day"}, static_cast<int>(clock.roll));
  lister.raw("/roll", {"末日顺延口径", "roll by the local reading"}, clock.roll_switch);
  lister.raw("/expiry", {"届满引发", "its end causes"}, clock.expiry_event, words.name(clock.expiry_event));
  lister.setters("/expiry", {"届满登记", "its end records"}, clock.expiry_set);
  lister.setters("/expiry", {"届满登记当事人状况", "its end records of the party"}, clock.expiry_set_party);
  lister.raw("/breach_right", {"逾期后可以", "a breach allows"}, clock.breach_right, words.name(clock.breach_right));
  lister.flag("/soft", {"仅为目标", "a target only"}, clock.soft);
  lister.raw("", {"同日先后", "among clocks due on one day"}, position);
  add_ladder(clock, lister);
  lister.cites("/cite", {"依据", "cites"}, clock.cite);
  lister.cites("/unit_cite", {"日的含义依据", "cites for its days"}, clock.unit_cite);
}

}  // namespace

void add_clock_parts(const engine::Procedure& procedure, const Words& words, std::vector<Part>& parts) {
  // Clocks due on one day run in the order of the file; it matters among those whose end does something.
  std::string before = "-";
  for (const auto& clock : procedure.clocks) {
    const bool acts = !clock.expiry_event.empty() || !clock.expiry_set.empty() || !clock.expiry_set_party.empty();
    add_clock(clock, acts ? "after " + before : "", words, parts);
    if (acts) before = clock.id;
  }
}

}  // namespace hejie::definition
