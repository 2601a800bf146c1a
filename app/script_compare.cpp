#include "app/script_compare.h"

#include <algorithm>
#include <iterator>

namespace hejie::app {
namespace {

std::string join(std::vector<std::string> list) {
  std::ranges::sort(list);
  std::string out = "[";
  for (const auto& entry : list) out += (out.size() > 1 ? ", " : "") + entry;
  return out + "]";
}

std::string join(const std::map<std::string, std::optional<Date>>& opens) {
  std::vector<std::string> list;
  for (const auto& [label, due] : opens) list.push_back(label + " " + (due ? format_date(*due) : "without day"));
  return join(std::move(list));
}

void compare_list(const char* what, const std::optional<std::vector<std::string>>& expected,
                  const std::vector<std::string>& found, std::vector<std::string>& failures) {
  if (!expected) return;
  const auto left = join(*expected);
  const auto right = join(found);
  if (left != right) failures.push_back(std::string(what) + ": expected " + left + ", found " + right);
}

void compare_linked(const Expectation& expected, const StepEffects& effects, std::vector<std::string>& failures) {
  if (!expected.linked) return;
  std::vector<std::string> left;
  std::vector<std::string> right;
  for (const auto& link : *expected.linked) left.push_back(link.workflow);
  for (const auto& [id, workflow] : effects.linked) right.push_back(workflow);
  if (join(left) != join(right)) failures.push_back("linked: expected " + join(left) + ", found " + join(right));
}

void compare_refusal(const Expectation& expected, const StepEffects& effects, std::vector<std::string>& failures) {
  const bool refused = !effects.refused_rule.empty();
  const std::string found =
      effects.refused_rule + (effects.refused_subject.empty() ? "" : " (" + effects.refused_subject + ")");
  if (!expected.refused && refused) failures.push_back("refused: " + found);
  if (expected.refused && !refused)
    failures.push_back("expected to be refused by " + *expected.refused + ", but it was done");
  if (expected.refused && refused && !names_refusal(*expected.refused, effects))
    failures.push_back("expected to be refused by " + *expected.refused + ", refused by " + found);
}

/// Of a list that is not as expected: what is missing, or one when only more was there.
int failed_in(const std::optional<std::vector<std::string>>& expected, std::vector<std::string> found) {
  if (!expected || join(*expected) == join(found)) return 0;
  int missing = 0;
  for (const auto& entry : *expected) {
    const auto at = std::ranges::find(found, entry);
    if (at == found.end()) {
      ++missing;
    } else {
      found.erase(at);
    }
  }
  return std::max(1, missing);
}

std::vector<std::string> entries(const std::map<std::string, std::optional<Date>>& opens) {
  std::vector<std::string> list;
  for (const auto& [label, due] : opens) list.push_back(label + " " + (due ? format_date(*due) : ""));
  return list;
}

int failed_refusal(const Expectation& expected, const StepEffects& effects) {
  std::vector<std::string> words;
  compare_refusal(expected, effects, words);
  return static_cast<int>(words.size());
}

using Names = std::vector<std::string>;

/// What stands in one list and not in the other.
Names difference(Names expected, Names found) {
  std::ranges::sort(expected);
  std::ranges::sort(found);
  Names out;
  std::ranges::set_symmetric_difference(expected, found, std::back_inserter(out));
  return out;
}

/// The clock of "A12/respondent#2 2026-01-05" and of "A12/respondent:-1wd>clerk".
std::string clock_in(const std::string& label) {
  return label.substr(0, label.find_first_of("/#: "));
}

}  // namespace

std::vector<std::string> differing_parts(const Expectation& expected, const StepEffects& effects) {
  Names out;
  const auto clocks = [&](const Names& left, const Names& right) {
    for (const auto& label : difference(left, right)) out.push_back("/clocks/" + clock_in(label));
  };
  if (expected.opens) clocks(entries(*expected.opens), entries(effects.opens));
  for (const auto& [left, right] :
       {std::pair(expected.closes, effects.closes), std::pair(expected.alerts, effects.alerts),
        std::pair(expected.provisional, effects.provisional)})
    if (left) clocks(*left, right);
  if (expected.documents)
    for (const auto& document : difference(*expected.documents, effects.documents))
      out.push_back("/documents/" + document);
  return out;
}

int count_failed(const Expectation& expected, const StepEffects& effects) {
  int failed = failed_refusal(expected, effects);
  if (expected.state && *expected.state != effects.state) ++failed;
  if (expected.opens) failed += failed_in(entries(*expected.opens), entries(effects.opens));
  failed += failed_in(expected.closes, effects.closes) + failed_in(expected.alerts, effects.alerts) +
            failed_in(expected.documents, effects.documents) + failed_in(expected.provisional, effects.provisional);
  if (!expected.linked) return failed;
  std::vector<std::string> wanted;
  std::vector<std::string> opened;
  for (const auto& link : *expected.linked) wanted.push_back(link.workflow);
  for (const auto& [id, workflow] : effects.linked) opened.push_back(workflow);
  return failed + failed_in(wanted, opened);
}

bool names_refusal(const std::string& expected, const StepEffects& effects) {
  return expected == effects.refused_rule || expected == effects.refused_subject ||
         effects.refused_rule.starts_with(expected + ".");
}

std::vector<std::string> compare_step(const Expectation& expected, const StepEffects& effects) {
  std::vector<std::string> failures;
  compare_refusal(expected, effects, failures);
  if (expected.state && *expected.state != effects.state)
    failures.push_back("state: expected " + *expected.state + ", found " + effects.state);
  if (expected.opens && *expected.opens != effects.opens)
    failures.push_back("opens: expected " + join(*expected.opens) + ", found " + join(effects.opens));
  compare_list("closes", expected.closes, effects.closes, failures);
  compare_list("alerts", expected.alerts, effects.alerts, failures);
  compare_list("documents", expected.documents, effects.documents, failures);
  compare_list("provisional", expected.provisional, effects.provisional, failures);
  compare_linked(expected, effects, failures);
  return failures;
}

}  // namespace hejie::app
