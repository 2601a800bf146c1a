#include "engine/definition/checks/possible.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Count;
using engine::Truth;
using engine::Value;

constexpr std::size_t kMostTries = 200'000;

/// What a guard reads, as a variable with few values. Value 0 of a fact is "unknown".
struct Variable {
  std::vector<Value> values;  ///< of facts, standings, switches
  int answers = 0;            ///< of the others: number of distinct answers
  bool exact = true;
  [[nodiscard]] int size() const { return answers > 0 ? answers : static_cast<int>(values.size()); }
};
using Variables = std::map<std::string, Variable>;
using Assignment = std::map<std::string, int>;

std::string text_of(const std::vector<Value>& values) {
  std::string out;
  for (const auto& value : values) {
    out += std::to_string(value.index()) + ":";
    if (const auto* text = std::get_if<std::string>(&value)) out += *text;
    if (const auto* flag = std::get_if<bool>(&value)) out += *flag ? "1" : "0";
    if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number);
    if (const auto* day = std::get_if<Date>(&value)) out += std::to_string(day->days);
    out += ",";
  }
  return out;
}

std::string text_of(const Condition& condition) {
  std::string out = condition.id + "|" + condition.role + "|" + (condition.other_than_actor ? "o" : "");
  for (const auto& [key, values] : condition.where) out += "|" + key + "=" + text_of(values);
  return out;
}

void add_value(Variable& variable, const Value& value) {
  if (std::find(variable.values.begin(), variable.values.end(), value) == variable.values.end())
    variable.values.push_back(value);
}

void add_all_values(Variable& variable, const engine::Fact* fact) {
  add_value(variable, Value{});
  if (fact == nullptr) return;
  if (fact->type == engine::FactType::boolean) {
    add_value(variable, true);
    add_value(variable, false);
  }
  for (const auto& [id, name] : fact->values) add_value(variable, id);
}

/// Values of the type that no guard names: any other day, period, moment.
void add_fact(Variables& variables, const engine::Procedure& procedure, const Condition& condition) {
  Variable& variable = variables["fact " + condition.id];
  add_all_values(variable, procedure.find_fact(condition.id));
  for (const auto& value : condition.values) {
    add_value(variable, value);
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      add_value(variable, *number - 1);
      add_value(variable, *number + 1);
    }
  }
  const auto* fact = procedure.find_fact(condition.id);
  const bool listed = fact != nullptr && (fact->type == engine::FactType::boolean || !fact->values.empty());
  // A value unlike all named ones, so that "known" can be true without any of them.
  if (!listed) add_value(variable, std::string("another"));
}

std::string key_of(const Condition& condition) {
  switch (condition.kind) {
    case ConditionKind::fact_at_least:
    case ConditionKind::fact_at_most:
      return "compare " + std::to_string(static_cast<int>(condition.kind)) + condition.id + "|" + condition.other;
    case ConditionKind::day_not_before:
    case ConditionKind::day_not_after:
    case ConditionKind::day_within:
    case ConditionKind::day_leaves:
      return "day " + std::to_string(static_cast<int>(condition.kind)) + condition.id + "|" + condition.other + "|" +
             calendar::format_period(condition.period);
    case ConditionKind::clock_is:
      return "clock " + condition.id + "|" + condition.role + "|" + std::to_string(static_cast<int>(condition.of)) +
             (condition.of == engine::Of::all ? std::to_string(static_cast<int>(condition.clock_test)) : "");
    case ConditionKind::served:
      return "served " + text_of(condition);
    case ConditionKind::hold_on:
      return "hold " + condition.id;
    case ConditionKind::done:
      return "done " + condition.id;
    case ConditionKind::parties:
      return "parties " + text_of(condition) +
             (condition.count == Count::at_least ? std::to_string(condition.number) : "");
    case ConditionKind::items:
      return "items " + text_of(condition) +
             (condition.count == Count::at_least ? std::to_string(condition.number) : "");
    case ConditionKind::link_is:
      return "link " + condition.id;
    case ConditionKind::switch_is:
      return "switch " + condition.id;
    case ConditionKind::always:
    case ConditionKind::fact_in:
    case ConditionKind::fact_known:
    case ConditionKind::self:
    case ConditionKind::link_outcome:
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::negation:
      return {};
  }
  return {};
}

/// yes, no and, where the answer may be unknown, a third.
void add_answers(Variables& variables, const std::string& key, int answers, bool exact) {
  Variable& variable = variables[key];
  variable.answers = std::max(variable.answers, answers);
  variable.exact = exact;
}

void add_self(Variables& variables, const engine::Procedure& procedure, const Condition& condition) {
  for (const auto& [key, values] : condition.where) {
    Variable& variable = variables["self " + key];
    add_all_values(variable, procedure.find_standing(key));
    for (const auto& value : values) add_value(variable, value);
    if (key == "kind") add_value(variable, std::string("another"));
  }
}

void collect(Variables& variables, const engine::Procedure& procedure, const Condition& condition) {
  for (const auto& child : condition.children) collect(variables, procedure, child);
  switch (condition.kind) {
    case ConditionKind::fact_in:
    case ConditionKind::fact_known:
      add_fact(variables, procedure, condition);
      break;
    case ConditionKind::fact_at_least:
    case ConditionKind::fact_at_most:
      if (condition.other.empty())
        add_fact(variables, procedure, condition);
      else
        add_answers(variables, key_of(condition), 3, false);
      break;
    case ConditionKind::day_not_before:
    case ConditionKind::day_not_after:
    case ConditionKind::day_within:
    case ConditionKind::day_leaves:
      add_answers(variables, key_of(condition), 3, false);
      break;
    case ConditionKind::clock_is:
      add_answers(variables, key_of(condition), 5, false);
      break;
    case ConditionKind::served:
    case ConditionKind::parties:
    case ConditionKind::items:
      add_answers(variables, key_of(condition), 3, false);
      break;
    case ConditionKind::hold_on:
    case ConditionKind::done:
    case ConditionKind::link_is:
      add_answers(variables, key_of(condition), 2, true);
      break;
    case ConditionKind::link_outcome:
      for (const auto& name : condition.names) add_answers(variables, "link " + condition.id + " " + name, 2, false);
      break;
    case ConditionKind::self:
      add_self(variables, procedure, condition);
      break;
    case ConditionKind::switch_is:
      if (const auto* found = procedure.find_switch(condition.id)) variables[key_of(condition)].values = found->options;
      break;
    case ConditionKind::always:
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::negation:
      break;
  }
}

Truth truth(bool yes) {
  return yes ? Truth::yes : Truth::no;
}

class Evaluator {
 public:
  Evaluator(const Variables& variables, const Assignment& assignment)
      : variables_(variables), assignment_(assignment) {}

  [[nodiscard]] Truth operator()(const Condition& condition) const {
    switch (condition.kind) {
      case ConditionKind::always:
        return Truth::yes;
      case ConditionKind::fact_in:
        return among(value("fact " + condition.id), condition.values);
      case ConditionKind::fact_known:
        return truth(engine::known(value("fact " + condition.id)) == condition.flag);
      case ConditionKind::fact_at_least:
      case ConditionKind::fact_at_most:
        return condition.other.empty() ? bound(condition) : three(answer(key_of(condition)));
      case ConditionKind::day_not_before:
      case ConditionKind::day_not_after:
      case ConditionKind::day_within:
      case ConditionKind::day_leaves:
        return three(answer(key_of(condition)));
      case ConditionKind::clock_is:
        return clock(condition);
      case ConditionKind::served:
      case ConditionKind::parties:
      case ConditionKind::items:
        return count(condition);
      case ConditionKind::hold_on:
      case ConditionKind::done:
      case ConditionKind::link_is:
        return truth((answer(key_of(condition)) == 1) == condition.flag);
      case ConditionKind::link_outcome:
        return truth(std::any_of(condition.names.begin(), condition.names.end(),
                                 [&](const auto& name) { return answer("link " + condition.id + " " + name) == 1; }));
      case ConditionKind::self:
        return self(condition);
      case ConditionKind::switch_is:
        return among(value(key_of(condition)), condition.values);
      case ConditionKind::all:
        return all(condition);
      case ConditionKind::any:
        return any(condition);
      case ConditionKind::negation:
        return opposite((*this)(condition.children.front()));
    }
    return Truth::unknown;
  }

 private:
  static Truth opposite(Truth of) { return of == Truth::unknown ? of : truth(of == Truth::no); }
  static Truth three(int answer) { return answer == 2 ? Truth::unknown : truth(answer == 1); }
  [[nodiscard]] int answer(const std::string& key) const { return assignment_.at(key); }
  [[nodiscard]] const Value& value(const std::string& key) const {
    return variables_.at(key).values[static_cast<std::size_t>(assignment_.at(key))];
  }

  static Truth among(const Value& value, const std::vector<Value>& allowed) {
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return Truth::yes;
    return engine::known(value) ? Truth::no : Truth::unknown;
  }

  [[nodiscard]] Truth bound(const Condition& condition) const {
    const Value& left = value("fact " + condition.id);
    const auto* number = std::get_if<std::int64_t>(&left);
    const auto* limit = condition.values.empty() ? nullptr : std::get_if<std::int64_t>(&condition.values.front());
    if (number == nullptr || limit == nullptr) return Truth::unknown;
    return truth(condition.kind == ConditionKind::fact_at_least ? *number >= *limit : *number <= *limit);
  }

  /// Answers of one clock: 0 never started, 1 running, 2 breached, 3 expired, 4 stopped.
  [[nodiscard]] Truth clock(const Condition& condition) const {
    const int status = answer(key_of(condition));
    switch (condition.clock_test) {
      case engine::ClockTest::open:
        return truth(status == 1);
      case engine::ClockTest::running:
        return truth(status == 1 || status == 2);
      case engine::ClockTest::expired:
        return truth(status == 2 || status == 3);
      case engine::ClockTest::over:
        return truth(status >= 3);
    }
    return Truth::unknown;
  }

  /// Answers of a count: 0 none, 1 some but not all, 2 all.
  [[nodiscard]] Truth count(const Condition& condition) const {
    const int many = answer(key_of(condition));
    switch (condition.count) {
      case Count::all:
        return truth(many == 2);
      case Count::some:
      case Count::at_least:
        return truth(many >= 1);
      case Count::none:
        return truth(many == 0);
    }
    return Truth::unknown;
  }

  [[nodiscard]] Truth self(const Condition& condition) const {
    Truth result = Truth::yes;
    for (const auto& [key, allowed] : condition.where) {
      const Truth part = among(value("self " + key), allowed);
      if (part == Truth::no) return part;
      if (part == Truth::unknown) result = part;
    }
    return result;
  }

  [[nodiscard]] Truth all(const Condition& condition) const {
    Truth result = Truth::yes;
    for (const auto& child : condition.children) {
      const Truth part = (*this)(child);
      if (part == Truth::no) return part;
      if (part == Truth::unknown) result = part;
    }
    return result;
  }

  [[nodiscard]] Truth any(const Condition& condition) const {
    Truth result = Truth::no;
    for (const auto& child : condition.children) {
      const Truth part = (*this)(child);
      if (part == Truth::yes) return part;
      if (part == Truth::unknown) result = part;
    }
    return result;
  }

  const Variables& variables_;
  const Assignment& assignment_;
};

std::size_t tries(const Variables& variables) {
  std::size_t product = 1;
  for (const auto& [key, variable] : variables) {
    product *= static_cast<std::size_t>(std::max(variable.size(), 1));
    if (product > kMostTries) return product;
  }
  return product;
}

bool next(const Variables& variables, Assignment& assignment) {
  for (auto& [key, at] : assignment) {
    if (++at < variables.at(key).size()) return true;
    at = 0;
  }
  return false;
}

}  // namespace

Overlap overlap(const engine::Procedure& procedure, const Condition& left, const Condition& right) {
  Variables variables;
  collect(variables, procedure, left);
  collect(variables, procedure, right);
  if (tries(variables) > kMostTries) return Overlap::too_many;
  Assignment assignment;
  bool exact = true;
  for (const auto& [key, variable] : variables) {
    assignment[key] = 0;
    exact = exact && variable.exact;
  }
  const Evaluator evaluate(variables, assignment);
  do {
    if (evaluate(left) == Truth::yes && evaluate(right) == Truth::yes)
      return exact ? Overlap::exact : Overlap::possible;
  } while (next(variables, assignment));
  return Overlap::never;
}

}  // namespace hejie::definition
