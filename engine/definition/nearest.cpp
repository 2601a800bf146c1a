#include "engine/definition/nearest.h"

#include <algorithm>

namespace hejie::definition {

int edit_distance(std::string_view left, std::string_view right) {
  const std::size_t columns = right.size() + 1;
  std::vector<int> before(columns);
  std::vector<int> above(columns);
  std::vector<int> row(columns);
  for (std::size_t j = 0; j < columns; ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j < columns; ++j) {
      const int change = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[columns - 1];
}

namespace {

bool contains(std::string_view whole, std::string_view part) {
  return part.size() >= 4 && whole.find(part) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> nearest(std::string_view wrong, const std::vector<std::string>& names) {
  const int limit = wrong.size() <= 2 ? 1 : std::max(2, static_cast<int>(wrong.size() / 3));
  std::optional<std::string> best;
  int best_distance = limit + 1;
  for (const auto& name : names) {
    const int distance = edit_distance(wrong, name);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  if (best) return best;
  for (const auto& name : names)
    if (contains(name, wrong) || contains(wrong, name)) return name;
  return std::nullopt;
}

}  // namespace hejie::definition
