// Bilingual text. Everything a user can read exists in Chinese and in English; a text with one half is a defect.
#pragma once

#include <string>
#include <utility>

namespace hejie {

struct Text {
  std::string zh;
  std::string en;
  bool operator==(const Text&) const = default;
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
};

/// Joins two texts half by half.
inline Text operator+(Text left, const Text& right) {
  left.zh += right.zh;
  left.en += right.en;
  return left;
}

}  // namespace hejie
