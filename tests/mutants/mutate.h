// Random faults in definition files: one item removed, duplicated, swapped or widened at a random place. Works on the
// JSON alone and knows no check.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/definition/source.h"

namespace hejie::mutants {

enum class Operation { removed, duplicated, swapped, widened };

struct Mutant {
  Operation operation = Operation::removed;
  std::string file;
  std::string pointer;  ///< the place: the item removed, copied, exchanged (the first of the two) or widened
  std::string also;     ///< swapped: the other one; duplicated: the copy
  std::string what;     ///< in words, for the report
  std::vector<std::string> inside;  ///< names at the place: the last of the pointer, what a whole section holds
  std::string text;                 ///< the file with the fault
};

[[nodiscard]] const char* name_of(Operation operation);

/// Draws faults: the operation first, then its place, each with equal chance.
class Mutator {
 public:
  /// @param files procedure files; all places are collected once
  Mutator(const std::vector<definition::SourceFile>& files, std::uint64_t seed);
  ~Mutator();
  [[nodiscard]] Mutant next();

 private:
  struct Places;
  std::unique_ptr<Places> places_;
};

}  // namespace hejie::mutants
