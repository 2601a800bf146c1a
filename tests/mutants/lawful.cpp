#include "tests/mutants/lawful.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace hejie::mutants {
namespace {

using nlohmann::ordered_json;
using Pointer = ordered_json::json_pointer;
using Parts = std::vector<std::string>;

Parts parts_of(const std::string& pointer) {
  Parts parts;
  for (std::size_t at = 1; at <= pointer.size() && !pointer.empty();) {
    const auto next = std::min(pointer.find('/', at), pointer.size());
    parts.push_back(pointer.substr(at, next - at));
    at = next + 1;
  }
  return parts;
}

Parts list_of(const ordered_json& item, const char* key) {
  const auto found = item.find(key);
  if (found == item.end()) return {};
  return found->is_array() ? found->get<Parts>() : Parts{found->get<std::string>()};
}

/// Its ground is the bureau's own rules alone: no article says what it must be.
bool bureau_own(const ordered_json& item) {
  const Parts cites = list_of(item, "cite");
  return !cites.empty() && std::ranges::all_of(cites, [](const auto& cite) { return cite.starts_with("BUR"); });
}

/// "MS:227" of "MS:227(2)".
std::string article_of(const std::string& cite) {
  return cite.substr(0, cite.find('('));
}

struct Seen {
  const Mutant& mutant;
  const ordered_json& before;
  const Parts& at;

  /// The item of a section the fault lies in: /clocks/x.
  [[nodiscard]] const ordered_json& item() const { return before[Pointer("/" + at[0] + "/" + at[1])]; }
};

/// A term that rests on the working rules of the bureau alone may be of another length, also where a reading sets it.
bool own_term(const Seen& seen) {
  if (seen.at.size() == 3 && seen.at[0] == "switches" && seen.at[2] == "value")
    return seen.mutant.operation == Operation::widened && bureau_own(seen.item());
  return seen.at.size() > 2 && seen.at[0] == "clocks" && seen.mutant.operation == Operation::widened &&
         (seen.at[2] == "length" || seen.at[2] == "extends") && seen.mutant.what.find("->") != std::string::npos &&
         bureau_own(seen.item());
}

/// A form that rests on the working rules of the bureau alone, and is given to nobody, may state one thing less.
bool own_form(const Seen& seen) {
  return seen.at.size() == 4 && seen.at[0] == "documents" && seen.at[2] == "fields" &&
         seen.mutant.operation == Operation::removed && bureau_own(seen.item()) && !seen.item().contains("to");
}

/// Of two paragraphs of one article, one is named: the article is cited still.
bool same_article(const Seen& seen) {
  if (seen.mutant.operation != Operation::removed || seen.at.size() < 2 || seen.at[seen.at.size() - 2] != "cite")
    return false;
  const Pointer at(seen.mutant.pointer);
  const std::string gone = article_of(seen.before[at].get<std::string>());
  const auto all = seen.before[at.parent_pointer()].get<Parts>();
  return std::ranges::count_if(all, [&](const auto& cite) { return article_of(cite) == gone; }) > 1;
}

/// How many applicants, respondents or workers a case can hold, where it holds several: a size, which no law limits.
/// Not representatives, of whom the law wants three to five, and not a party that is one.
bool own_capacity(const Seen& seen) {
  return seen.at.size() == 3 && seen.at[0] == "parties" && seen.at[2] == "max" &&
         seen.mutant.operation == Operation::widened && !seen.at[1].starts_with("representative") &&
         seen.before[Pointer(seen.mutant.pointer)].get<int>() > 1;
}

struct Rule {
  const char* name;
  const char* why;
  bool (*holds)(const Seen&);
};

constexpr Rule kRules[] = {{"own term", "another length of a term that the bureau sets itself", own_term},
                           {"own form", "an inner form of the bureau's own states one thing less", own_form},
                           {"same article", "another paragraph of the same article is cited still", same_article},
                           {"own capacity", "room for one party more where there is room for several", own_capacity}};

}  // namespace

Lawful lawful(const Mutant& mutant, const std::string& original) {
  const auto before = ordered_json::parse(original);
  const Parts at = parts_of(mutant.pointer);
  for (const auto& rule : kRules)
    if (rule.holds({mutant, before, at})) return {rule.name, rule.why};
  return {};
}

}  // namespace hejie::mutants
