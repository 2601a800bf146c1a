// Clocks carry the ids of the deadline register, so `hejie due --rule` and a case must say the same: same length, same
// change of law. So must the days until a service left, posted or given notice of is deemed made (A29, A30).
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/deadlines.h"

namespace hejie::definition {
namespace {

using calendar::format_period;
using calendar::Period;
using engine::ClockRule;
using engine::Length;

/// "A26": an id of the register, not a name of the procedure's own.
bool is_register_id(std::string_view id) {
  return !id.empty() && id[0] >= 'A' && id[0] <= 'Z';
}

/// The number a clock has when no condition says otherwise.
std::optional<Period> plain_length(const std::vector<Length>& lengths) {
  if (lengths.empty()) return std::nullopt;
  const Length& last = lengths.back();
  const bool number = last.kind == Length::Kind::period || last.kind == Length::Kind::back;
  return number ? std::optional(last.period) : std::nullopt;
}

bool in_register(const DeadlineRule& rule, Period length) {
  return std::any_of(rule.versions.begin(), rule.versions.end(), [&](const auto& v) { return v.length == length; }) ||
         std::any_of(rule.variants.begin(), rule.variants.end(), [&](const auto& v) { return v.length == length; });
}

/// What the clock says for a trigger on a day.
std::optional<Period> length_on(const ClockRule& clock, Date day) {
  for (const auto& variant : clock.variants)
    if ((!variant.from || *variant.from <= day) && (!variant.to || day <= *variant.to))
      return plain_length(variant.length);
  return plain_length(clock.length);
}

void check_versions(Subject& subject, const ClockRule& clock, const DeadlineRule& rule) {
  for (const auto& version : rule.versions) {
    const auto day = version.to ? version.to : version.from;
    const auto said = day ? length_on(clock, *day) : plain_length(clock.length);
    if (!version.length || !said || *said == *version.length || !in_register(rule, *said)) continue;
    const std::string until = version.to ? format_date(*version.to) : "-";
    subject.warning("register", clock.pointer,
                    say("登记表中“{}”至 {} 为 {}，这里为 {}；可用 variants 写明新旧法",
                        "the register has {2} for \"{0}\" up to {1}, here it is {3}; say both laws in variants",
                        clock.id, until, format_period(*version.length), format_period(*said)));
  }
}

/// How the last day moves for a clock or a rule that says nothing of it.
calendar::Roll by_unit(Period length) {
  using calendar::Unit;
  const bool long_unit = length.unit == Unit::days || length.unit == Unit::months || length.unit == Unit::years;
  return long_unit ? calendar::Roll::forward : calendar::Roll::none;
}

std::optional<calendar::Roll> roll_of(const ClockRule& clock, Period length) {
  switch (clock.roll) {
    case engine::RollRule::by_unit:
      return by_unit(length);
    case engine::RollRule::forward:
      return calendar::Roll::forward;
    case engine::RollRule::none:
      return calendar::Roll::none;
    case engine::RollRule::back:
      return calendar::Roll::backward;
    case engine::RollRule::by_switch:
      return std::nullopt;
  }
  return std::nullopt;
}

void check_roll(Subject& subject, const ClockRule& clock, const DeadlineRule& rule, Period length) {
  const auto said = roll_of(clock, length);
  for (const auto& version : rule.versions)
    if (said && version.length && *version.length == length && version.roll.value_or(by_unit(length)) != *said)
      subject.warning(
          "register", clock.pointer + "/roll",
          say("“{}”末日是否顺延与登记表不同", "the last day of \"{}\" moves otherwise than in the register", clock.id));
}

void check_clock(Subject& subject, const ClockRule& clock) {
  const auto it = subject.deadlines->rules.find(clock.id);
  if (it == subject.deadlines->rules.end()) {
    subject.error("register", clock.pointer,
                  say("期限登记表（laws/deadlines.json）中没有“{}”", "the register (laws/deadlines.json) has no \"{}\"",
                      clock.id));
    return;
  }
  const auto said = plain_length(clock.length);
  const bool numbered = std::any_of(it->second.versions.begin(), it->second.versions.end(),
                                    [](const auto& version) { return version.length.has_value(); });
  if (said && numbered && !in_register(it->second, *said))
    subject.warning(
        "register", clock.pointer,
        say("“{}”在登记表中没有长度 {}", "the register has no length {1} for \"{0}\"", clock.id, format_period(*said)));
  else
    check_versions(subject, clock, it->second);
  if (said) check_roll(subject, clock, it->second, *said);
}

/// The rule of the register that says when a service of this mode is deemed made.
const char* rule_of_mode(std::string_view mode) {
  if (mode == "left" || mode == "posted") return "A29";
  return mode.starts_with("public_notice") ? "A30" : "";
}

void check_mode(Subject& subject, const engine::ServiceMode& mode) {
  const auto rule = subject.deadlines->rules.find(rule_of_mode(mode.id));
  if (rule == subject.deadlines->rules.end() || !mode.length || in_register(rule->second, *mode.length)) return;
  subject.error("register", "/service/" + mode.id + "/length",
                say("登记表“{0}”没有送达方式“{1}”的 {2} 这一期间",
                    "the register has no {2} for the mode of service \"{1}\" ({0})", rule->first, mode.id,
                    format_period(*mode.length)));
}

}  // namespace

void check_register(Subject& subject) {
  if (subject.deadlines == nullptr) return;
  for (const auto& clock : subject.procedure.clocks)
    if (is_register_id(clock.id)) check_clock(subject, clock);
  for (const auto& mode : subject.procedure.service) check_mode(subject, mode);
}

}  // namespace hejie::definition
