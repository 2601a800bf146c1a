#include "engine/machine/classify.h"

#include <algorithm>

#include "engine/machine/run.h"

namespace hejie::engine {
namespace {

Truth fits_amount(const Item& item, const ClassifyRow& row, const Scope& scope) {
  if (!row.times) return Truth::yes;
  if (!item.awarded_fen) return item.outcome.empty() ? Truth::unknown : Truth::no;
  const Value& unit = look_up(row.fact, scope);
  if (!std::holds_alternative<std::int64_t>(unit)) {
    if (scope.unknowns != nullptr) scope.unknowns->insert(row.fact);
    return Truth::unknown;
  }
  // awarded <= times * unit without overflow
  const std::int64_t amount = std::get<std::int64_t>(unit);
  if (amount <= 0 || *row.times <= 0) return truth(*item.awarded_fen <= 0);
  return truth(*item.awarded_fen <= 0 || (*item.awarded_fen - 1) / amount < *row.times);
}

Truth one_of(const std::string& value, const std::vector<Value>& allowed) {
  const bool unknown_fits = std::ranges::any_of(allowed, [](const Value& v) { return !known(v); });
  if (value.empty()) return unknown_fits ? Truth::yes : Truth::unknown;
  return truth(std::ranges::any_of(allowed, [&](const Value& v) {
    const auto* text = std::get_if<std::string>(&v);
    return text != nullptr && *text == value;
  }));
}

Truth final_fits(Truth final, const std::vector<Value>& allowed) {
  for (const Value& value : allowed) {
    if (!known(value) && final == Truth::unknown) return Truth::yes;
    const auto* flag = std::get_if<bool>(&value);
    if (flag != nullptr && final != Truth::unknown && *flag == (final == Truth::yes)) return Truth::yes;
  }
  return final == Truth::unknown ? Truth::unknown : Truth::no;
}

Truth field_fits(const Item& item, const std::string& field, const std::vector<Value>& allowed, const Scope& scope) {
  if (field == "final") return final_fits(is_final(item, scope), allowed);
  if (field == "kind") return one_of(item.kind, allowed);
  if (field == "party") return one_of(item.party, allowed);
  if (field == "outcome") return one_of(item.outcome, allowed);
  return Truth::unknown;
}

}  // namespace

Truth is_final(const Item& item, const Scope& scope) {
  const auto& table = scope.context.procedure.classify;
  if (!table) return Truth::no;
  if (scope.classifying) return Truth::unknown;
  Scope inner = scope;
  inner.classifying = true;
  const Truth none = table->none_if ? evaluate(*table->none_if, inner) : Truth::no;
  if (none == Truth::yes) return Truth::no;
  Truth best = Truth::no;
  for (const ClassifyRow& row : table->final_rows) {
    if (!contains(row.kinds, item.kind)) continue;
    const Truth fits = fits_amount(item, row, scope);
    if (fits == Truth::yes) return none == Truth::unknown ? Truth::unknown : Truth::yes;
    if (fits == Truth::unknown) best = Truth::unknown;
  }
  return best;
}

Truth item_fits(const Item& item, const std::map<std::string, std::vector<Value>>& where, const Scope& scope) {
  Truth all = Truth::yes;
  for (const auto& [field, allowed] : where) {
    const Truth fits = field_fits(item, field, allowed, scope);
    if (fits == Truth::no) return Truth::no;
    if (fits == Truth::unknown) all = Truth::unknown;
  }
  return all;
}

}  // namespace hejie::engine
