// Typed values of facts, form fields and standings. A missing fact is monostate: unknown, not false.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "engine/base/date.h"
#include "engine/calendar/period.h"

namespace hejie::engine {

using calendar::Period;

enum class FactType { boolean, enumeration, integer, money, day, moment, period, text, person };

/// monostate = unknown. int64: int, or money in fen. string: enumerator id, TextId or PersonId (by FactType).
using Value = std::variant<std::monostate, bool, std::int64_t, Date, Moment, Period, std::string>;
using Values = std::map<std::string, Value, std::less<>>;

inline bool known(const Value& value) {
  return !std::holds_alternative<std::monostate>(value);
}

/// Three-valued truth of Kleene.
enum class Truth { no, yes, unknown };

}  // namespace hejie::engine
