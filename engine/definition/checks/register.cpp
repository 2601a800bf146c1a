// Clocks carry the ids of the deadline register, so `hejie due --rule` and a case must say the same: same length, same
// change of law.
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
}

}  // namespace

void check_register(Subject& subject) {
  if (subject.deadlines == nullptr) return;
  for (const auto& clock : subject.procedure.clocks)
    if (is_register_id(clock.id)) check_clock(subject, clock);
}

}  // namespace hejie::definition
