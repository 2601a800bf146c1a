#include <array>
#include <charconv>

#include "engine/calendar/period.h"

namespace hejie::calendar {
namespace {

struct UnitName {
  std::string_view text;
  Unit unit;
};
constexpr std::array<UnitName, 6> kUnits{{{"wd", Unit::working_days},
                                          {"d", Unit::days},
                                          {"mo", Unit::months},
                                          {"y", Unit::years},
                                          {"h", Unit::hours},
                                          {"wh", Unit::working_hours}}};

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos || digits == 0) return std::nullopt;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, count);
  if (error != std::errc{} || count > kMaxPeriodCount) return std::nullopt;
  for (const auto& [name, unit] : kUnits) {
    if (text.substr(digits) == name) return Period{unit, count};
  }
  return std::nullopt;
}

std::string format_period(Period period) {
  for (const auto& [name, unit] : kUnits) {
    if (unit == period.unit) return std::to_string(period.count) + std::string(name);
  }
  return {};
}

Text period_words(Period period) {
  const std::string n = std::to_string(period.count);
  const std::string_view many = period.count == 1 ? "" : "s";
  const auto words = [&](std::string_view zh, std::string_view en) {
    return Text{n + " " + std::string(zh), n + " " + std::string(en) + std::string(many)};
  };
  switch (period.unit) {
    case Unit::working_days:
      return words("个工作日", "working day");
    case Unit::days:
      return words("日", "day");
    case Unit::months:
      return words("个月", "month");
    case Unit::years:
      return words("年", "year");
    case Unit::hours:
      return words("小时", "hour");
    case Unit::working_hours:
      return words("个工作小时", "working hour");
  }
  return {};
}

}  // namespace hejie::calendar
