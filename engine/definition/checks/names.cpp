// Names that mislead: one name for two things of a kind, and names that have changed places. An id and its English name
// say the same in most files, so two names that fit each other's ids better than their own were exchanged.
#include <algorithm>
#include <cctype>
#include <set>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

struct Named {
  std::string pointer, id;
  Text name;
};
using List = std::vector<Named>;

constexpr std::size_t kStem = 4;  ///< letters: "performed" and "performance" are one word

/// The beginnings of the words of an id or an English text, small words left out.
std::set<std::string> stems(std::string_view text) {
  static const std::set<std::string> small{"the", "a", "of", "to", "is", "in", "by", "for", "and", "on", "not", "no"};
  std::set<std::string> out;
  std::string word;
  const auto take = [&] {
    if (!word.empty() && !small.contains(word)) out.insert(word.substr(0, kStem));
    word.clear();
  };
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0)
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else
      take();
  }
  take();
  return out;
}

/// How much of the id is in the text: 0 to 1.
double fit(const std::string& id, const Text& text) {
  const auto words = stems(id);
  const auto said = stems(text.en);
  const auto both = std::count_if(words.begin(), words.end(), [&](const auto& word) { return said.contains(word); });
  return words.empty() ? 0 : static_cast<double>(both) / static_cast<double>(words.size());
}

bool exchanged(const Named& left, const Named& right) {
  const double own_left = fit(left.id, left.name), own_right = fit(right.id, right.name);
  const double left_in_right = fit(left.id, right.name), right_in_left = fit(right.id, left.name);
  return left_in_right >= own_left && right_in_left >= own_right &&
         left_in_right + right_in_left >= own_left + own_right + 1;
}

void check_list(Subject& subject, const List& list) {
  for (std::size_t i = 0; i < list.size(); ++i)
    for (std::size_t j = i + 1; j < list.size(); ++j) {
      const Named &left = list[i], &right = list[j];
      if (left.name.zh == right.name.zh || left.name.en == right.name.en)
        subject.warning("names", right.pointer,
                        say("“{1}”与“{0}”名称相同", "\"{1}\" has the name of \"{0}\"", left.id, right.id));
      else if (exchanged(left, right))
        subject.warning("names", right.pointer,
                        say("“{}”与“{}”的名称似乎对调了", "the names of \"{}\" and \"{}\" seem to be exchanged",
                            left.id, right.id));
    }
}

template <typename T>
void check_section(Subject& subject, const char* section, const std::vector<T>& items) {
  List list;
  for (const auto& item : items) list.push_back({"/" + std::string(section) + "/" + item.id, item.id, item.name});
  check_list(subject, list);
}

void check_values(Subject& subject, const std::string& pointer,
                  const std::vector<std::pair<std::string, Text>>& values) {
  List list;
  for (const auto& [id, name] : values) list.push_back({pointer + "/" + id, id, name});
  check_list(subject, list);
}

void check_facts(Subject& subject, const char* section, const std::vector<engine::Fact>& facts) {
  check_section(subject, section, facts);
  for (const auto& fact : facts)
    check_values(subject, "/" + std::string(section) + "/" + fact.id + "/values", fact.values);
}

/// What a state waits for is not its name.
void check_waits(Subject& subject) {
  for (const auto& state : subject.procedure.states)
    if (!state.waits.en.empty() && fit(state.id, state.waits) > fit(state.id, state.name))
      subject.warning("names", "/states/" + state.id,
                      say("状态“{}”的名称与等待事由似乎对调了",
                          "the name of the state \"{}\" and what it waits for seem to be exchanged", state.id));
}

}  // namespace

void check_names(Subject& subject) {
  const auto& procedure = subject.procedure;
  check_section(subject, "parties", procedure.parties);
  check_section(subject, "states", procedure.states);
  check_section(subject, "holds", procedure.holds);
  check_section(subject, "events", procedure.events);
  check_section(subject, "automatic", procedure.automatic);
  check_section(subject, "clocks", procedure.clocks);
  check_section(subject, "documents", procedure.documents);
  check_section(subject, "links", procedure.links);
  check_facts(subject, "facts", procedure.facts);
  check_facts(subject, "standings", procedure.standings);
  check_values(subject, "/items/kinds", procedure.item_kinds);
  check_values(subject, "/items/outcomes", procedure.item_outcomes);
  check_waits(subject);
}

}  // namespace hejie::definition
