#include "tests/mutants/mutate.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

namespace hejie::mutants {
namespace {

using nlohmann::ordered_json;
using Pointer = ordered_json::json_pointer;
using Random = std::mt19937_64;

/// One way to break a document at a place; `apply` changes it.
struct Fault {
  std::string pointer, also, what;
  std::function<void(ordered_json&)> apply;
};
using Faults = std::vector<Fault>;
using Visit = std::function<void(const Pointer&, const ordered_json&)>;

void walk(const ordered_json& node, const Pointer& at, const Visit& visit) {
  visit(at, node);
  if (node.is_object())
    for (const auto& [key, child] : node.items()) walk(child, at / key, visit);
  if (node.is_array())
    for (std::size_t i = 0; i < node.size(); ++i) walk(node[i], at / i, visit);
}

Faults removals(const ordered_json& document) {
  Faults out;
  walk(document, Pointer(), [&](const Pointer& at, const ordered_json& node) {
    if (node.is_object())
      for (const auto& [key, child] : node.items())
        out.push_back({(at / key).to_string(), "", "removed", [at, key = key](ordered_json& d) { d[at].erase(key); }});
    if (node.is_array())
      for (std::size_t i = 0; i < node.size(); ++i)
        out.push_back({(at / i).to_string(), "", "removed", [at, i](ordered_json& d) { d[at].erase(i); }});
  });
  return out;
}

/// Sections whose keys are names: a copy gets a name of its own.
bool holds_named(const Pointer& at) {
  const std::string text = at.to_string();
  return std::count(text.begin(), text.end(), '/') == 1 || text.ends_with("/values") || text == "/items/kinds" ||
         text == "/items/outcomes";
}

Faults copies(const ordered_json& document) {
  Faults out;
  walk(document, Pointer(), [&](const Pointer& at, const ordered_json& node) {
    if (node.is_object() && holds_named(at))
      for (const auto& [key, child] : node.items())
        out.push_back({(at / key).to_string(), (at / (key + "_copy")).to_string(), "copied under another name",
                       [at, key = key](ordered_json& d) { d[at][key + "_copy"] = ordered_json(d[at][key]); }});
    if (node.is_array())
      for (std::size_t i = 0; i < node.size(); ++i)
        out.push_back({(at / i).to_string(), (at / (i + 1)).to_string(), "twice in its list", [at, i](ordered_json& d) {
                         auto& list = d[at];
                         const ordered_json item = list[i];
                         list.insert(list.begin() + static_cast<std::ptrdiff_t>(i), item);
                       }});
  });
  return out;
}

/// Two neighbors of a list, or the values of two keys of one object that are of one kind.
Faults exchanges(const ordered_json& document) {
  Faults out;
  const auto add = [&](const Pointer& left, const Pointer& right) {
    if (document[left] == document[right] || document[left].type() != document[right].type()) return;
    out.push_back({left.to_string(), right.to_string(), "exchanged", [left, right](ordered_json& d) {
                     const ordered_json kept = d[left];
                     d[left] = ordered_json(d[right]);
                     d[right] = kept;
                   }});
  };
  walk(document, Pointer(), [&](const Pointer& at, const ordered_json& node) {
    if (node.is_array())
      for (std::size_t i = 0; i + 1 < node.size(); ++i) add(at / i, at / (i + 1));
    if (!node.is_object()) return;
    std::map<ordered_json::value_t, std::string> last;  // each with the one of its kind before it
    for (const auto& [key, child] : node.items()) {
      if (const auto before = last.find(child.type()); before != last.end()) add(at / before->second, at / key);
      last[child.type()] = key;
    }
  });
  return out;
}

std::vector<std::string> keys_of(const ordered_json& document, const char* section) {
  std::vector<std::string> out;
  if (const auto it = document.find(section); it != document.end())
    for (const auto& [key, value] : it->items()) out.push_back(key);
  return out;
}

/// Everything named anywhere in the procedure that a list may be widened by.
struct Names {
  std::vector<std::string> states, roles, parties, events, holds;
};

std::string another(const ordered_json& list, const std::vector<std::string>& names, Random& random) {
  std::vector<std::string> free;
  for (const auto& name : names) {
    const bool there = list.is_array() ? std::find(list.begin(), list.end(), name) != list.end() : list == name;
    if (!there) free.push_back(name);
  }
  return free.empty() ? "" : free[random() % free.size()];
}

const std::vector<std::string>* names_for(const std::string& key, const Names& names) {
  if (key == "from" || key == "lives") return &names.states;
  if (key == "by") return &names.roles;
  if (key == "act_of") return &names.parties;
  if (key == "allows") return &names.events;
  if (key == "excluded_by" || key == "releases") return &names.holds;
  return nullptr;
}

void add_list_faults(const Pointer& at, const std::string& key, const ordered_json& value, const Names& names,
                     Random& random, Faults& out) {
  const auto* choices = names_for(key, names);
  if (choices == nullptr || !(value.is_array() || value.is_string())) return;
  const std::string more = another(value, *choices, random);
  if (more.empty()) return;
  out.push_back({(at / key).to_string(), "", "with " + more + " too", [at, key, more](ordered_json& d) {
                   auto& list = d[at][key];
                   if (!list.is_array()) list = ordered_json::array({list});
                   list.push_back(more);
                 }});
}

bool is_period(const std::string& text, std::size_t& digits) {
  digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const std::string unit = text.substr(digits);
  return digits > 0 && (unit == "d" || unit == "wd" || unit == "mo" || unit == "y" || unit == "h" || unit == "wh");
}

void add_value_faults(const Pointer& at, const std::string& key, const ordered_json& value, Faults& out) {
  std::size_t digits = 0;
  if (value.is_string() && is_period(value.get<std::string>(), digits)) {
    const auto text = value.get<std::string>();
    const std::string longer = std::to_string(std::stoi(text.substr(0, digits)) + 5) + text.substr(digits);
    out.push_back({(at / key).to_string(), "", text + " -> " + longer,
                   [at, key, longer](ordered_json& d) { d[at][key] = longer; }});
  }
  const bool number = value.is_number_integer();
  if (number && (key == "max" || key == "at_most" || key == "times"))
    out.push_back({(at / key).to_string(), "", "one more",
                   [at, key](ordered_json& d) { d[at][key] = d[at][key].get<int>() + 1; }});
  if (number && (key == "min" || key == "at_least" || key == "officers"))
    out.push_back({(at / key).to_string(), "", "one less",
                   [at, key](ordered_json& d) { d[at][key] = d[at][key].get<int>() - 1; }});
}

void add_guard_faults(const Pointer& at, const std::string& key, const ordered_json& value, Faults& out) {
  if (key == "all" && value.is_array() && value.size() > 1)
    out.push_back({(at / key).to_string(), "", "any instead of all", [at](ordered_json& d) {
                     const ordered_json list = d[at]["all"];
                     d[at] = {{"any", list}};
                   }});
  if ((key == "when" || key == "unless") && value.is_object())
    out.push_back({(at / key).to_string(), "", "guard gone", [at, key](ordered_json& d) { d[at].erase(key); }});
}

Faults widenings(const ordered_json& document, const Names& names, Random& random) {
  Faults out;
  walk(document, Pointer(), [&](const Pointer& at, const ordered_json& node) {
    if (!node.is_object()) return;
    for (const auto& [key, value] : node.items()) {
      add_list_faults(at, key, value, names, random, out);
      add_value_faults(at, key, value, out);
      add_guard_faults(at, key, value, out);
    }
  });
  return out;
}

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

Names names_of(const std::vector<definition::SourceFile>& files, const std::string& folder) {
  Names names;
  names.roles = {"window",          "clerk",    "arbitrator",     "mediator",  "inspector",
                 "inspection_head", "reviewer", "committee_head", "archivist", "bureau_head"};
  names.parties = {"applicant", "respondent", "worker", "employer"};
  names.holds = {"public_notice"};
  const auto take = [](std::vector<std::string>& to, std::vector<std::string> more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  for (const auto& file : files) {
    if (folder_of(file.path) != folder) continue;
    const auto document = ordered_json::parse(file.text);
    take(names.states, keys_of(document, "states"));
    take(names.events, keys_of(document, "events"));
    take(names.holds, keys_of(document, "holds"));
  }
  return names;
}

/// A named item's own name, and the names a whole section holds: a finding that quotes one says where.
std::vector<std::string> names_at(const ordered_json& document, const std::string& pointer) {
  const Pointer at(pointer);
  std::vector<std::string> out;
  if (document[at.parent_pointer()].is_object() && holds_named(at.parent_pointer())) out.push_back(at.back());
  const bool section = at.parent_pointer().empty() || holds_named(at);
  if (section && document[at].is_object())
    for (const auto& [key, child] : document[at].items()) out.push_back(key);
  return out;
}

std::vector<std::string> names_of(const ordered_json& document, const Fault& fault, Operation operation) {
  auto out = names_at(document, fault.pointer);
  if (operation == Operation::swapped)
    for (auto& name : names_at(document, fault.also)) out.push_back(std::move(name));
  return out;
}

struct Place {
  std::size_t file = 0;
  Fault fault;
};

Faults faults_of(Operation operation, const ordered_json& document, const Names& names, Random& random) {
  switch (operation) {
    case Operation::removed:
      return removals(document);
    case Operation::duplicated:
      return copies(document);
    case Operation::swapped:
      return exchanges(document);
    case Operation::widened:
      return widenings(document, names, random);
  }
  return {};
}

}  // namespace

const char* name_of(Operation operation) {
  constexpr const char* kNames[] = {"removed", "duplicated", "swapped", "widened"};
  return kNames[static_cast<std::size_t>(operation)];
}

struct Mutator::Places {
  std::mt19937_64 random;
  std::vector<std::string> paths;
  std::vector<ordered_json> documents;
  std::array<std::vector<Place>, 4> of;
};

Mutator::Mutator(const std::vector<definition::SourceFile>& files, std::uint64_t seed)
    : places_(std::make_unique<Places>()) {
  places_->random.seed(seed);
  for (std::size_t i = 0; i < files.size(); ++i) {
    places_->paths.push_back(files[i].path);
    const auto& document = places_->documents.emplace_back(ordered_json::parse(files[i].text));
    const Names names = names_of(files, folder_of(files[i].path));
    for (std::size_t operation = 0; operation < 4; ++operation)
      for (auto& fault : faults_of(static_cast<Operation>(operation), document, names, places_->random))
        places_->of[operation].push_back({i, std::move(fault)});
  }
}

Mutator::~Mutator() = default;

Mutant Mutator::next() {
  const std::size_t operation = places_->random() % 4;
  const auto& places = places_->of[operation];
  const Place& place = places[places_->random() % places.size()];
  ordered_json document = places_->documents[place.file];
  place.fault.apply(document);
  return {static_cast<Operation>(operation),
          places_->paths[place.file],
          place.fault.pointer,
          place.fault.also,
          place.fault.what,
          names_of(places_->documents[place.file], place.fault, static_cast<Operation>(operation)),
          document.dump(1)};
}

}  // namespace hejie::mutants
