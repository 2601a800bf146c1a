// What the register of deadlines says of a rule beyond its plain number: the lengths of its cases, how far and how
// often it is extended, and the articles it rests on. A clock of that id must say the same.
#include <algorithm>
#include <span>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/deadlines.h"

namespace hejie::definition {
namespace {

using calendar::format_period;
using calendar::Period;
using engine::ClockRule;
using engine::Length;

/// All that the register has for a rule.
struct Known {
  std::vector<Period> lengths;
  std::vector<DeadlineExtension> extensions;
};

void add(Known& known, const std::optional<Period>& length, const std::optional<DeadlineExtension>& extension) {
  if (length) known.lengths.push_back(*length);
  if (!extension) return;
  known.extensions.push_back(*extension);
  if (length && length->unit == extension->length.unit)
    known.lengths.push_back({length->unit, length->count + extension->length.count * extension->times});
}

Known known_of(const DeadlineRule& rule) {
  Known known;
  for (const auto& version : rule.versions) {
    add(known, version.length, version.extension);
    for (const auto& one : version.cases) add(known, one.length, one.extension);
  }
  for (const auto& variant : rule.variants) known.lengths.push_back(variant.length);
  return known;
}

/// The last length of a clock, which holds when no condition says otherwise, is compared by check_register.
void check_lengths(Subject& subject, const ClockRule& clock, const std::string& pointer,
                   std::span<const Length> lengths, const Known& known) {
  for (const auto& length : lengths) {
    const bool number = length.kind == Length::Kind::period || length.kind == Length::Kind::back;
    if (!number || known.lengths.empty() || std::ranges::find(known.lengths, length.period) != known.lengths.end())
      continue;
    subject.error("register", pointer,
                  say("登记表中“{}”没有 {} 这一长度", "the register has no length {1} for \"{0}\"", clock.id,
                      format_period(length.period)));
  }
}

bool extended_so(const engine::Extension& said, const DeadlineExtension& known) {
  return said.by == known.length && said.times == known.times;
}

void check_extensions(Subject& subject, const ClockRule& clock, const Known& known) {
  for (const auto& extension : clock.extends) {
    const bool number = extension.by.has_value();
    if (number && std::ranges::none_of(known.extensions, [&](const auto& one) { return extended_so(extension, one); }))
      subject.error("register", clock.pointer + "/extends",
                    say("登记表中“{}”没有这样的延长：{}，{} 次", "the register does not extend \"{}\" by {}, {} times",
                        clock.id, format_period(*extension.by), extension.times));
  }
}

/// "40(2)" and "40" are one article.
std::string article_of(const std::string& article) {
  return article.substr(0, article.find('('));
}

bool cites(const engine::Cites& all, const Citation& wanted) {
  return std::ranges::any_of(all, [&](const engine::Cite& cite) {
    return cite.law == wanted.law && (wanted.article.empty() || article_of(cite.article) == article_of(wanted.article));
  });
}

/// The articles of the law in force; of instruments cited as a whole one is enough.
void check_cites(Subject& subject, const ClockRule& clock, const DeadlineRule& rule) {
  engine::Cites all = clock.cite;
  for (const auto& variant : clock.variants) all.insert(all.end(), variant.cite.begin(), variant.cite.end());
  const auto& wanted = rule.versions.back().cite;
  bool whole = false, any_whole = false;
  for (const auto& cite : wanted) {
    any_whole = any_whole || cite.article.empty();
    whole = whole || (cite.article.empty() && cites(all, cite));
    if (!cite.article.empty() && !cites(all, cite))
      subject.error("register", clock.pointer + "/cite",
                    say("登记表中“{}”的依据还有 {}:{}", "in the register \"{}\" rests on {}:{} too", clock.id, cite.law,
                        cite.article));
  }
  if (any_whole && !whole)
    subject.error("register", clock.pointer + "/cite",
                  say("“{}”没有引用登记表中的依据", "\"{}\" cites none of what the register has", clock.id));
  for (const auto& cite : rule.versions.back().unit_cite)
    if (!clock.unit_cite.empty() && !cites(clock.unit_cite, cite) && !cites(clock.cite, cite))
      subject.error("register", clock.pointer + "/unit_cite",
                    say("登记表中“{}”的计日依据是 {}:{}", "in the register the days of \"{}\" follow {}:{}", clock.id,
                        cite.law, cite.article));
}

}  // namespace

void check_register_law(Subject& subject) {
  if (subject.deadlines == nullptr) return;
  for (const auto& clock : subject.procedure.clocks) {
    const auto rule = subject.deadlines->rules.find(clock.id);
    if (rule == subject.deadlines->rules.end() || rule->second.versions.empty()) continue;
    const Known known = known_of(rule->second);
    if (!clock.length.empty())
      check_lengths(subject, clock, clock.pointer + "/length", std::span(clock.length).first(clock.length.size() - 1),
                    known);
    // What an overlay sets is a variant too: the bureau's own number is in no register.
    for (const auto& variant : clock.variants)
      if (subject.procedure.overlays.empty())
        check_lengths(subject, clock, clock.pointer + "/variants", variant.length, known);
    check_extensions(subject, clock, known);
    check_cites(subject, clock, rule->second);
  }
}

}  // namespace hejie::definition
