// What a procedure must satisfy beyond being readable: one file a check below checks/. These are static: they look at
// the model and at the other procedures of the set and run no case. Exploring the states by running the machine belongs
// beside them, as engine/definition/explore. Called by `hejie verify` and tests.
#pragma once

#include <span>
#include <string_view>

#include "engine/definition/deadlines.h"
#include "engine/definition/finding.h"
#include "engine/definition/library.h"
#include "engine/definition/powers.h"
#include "engine/definition/reader.h"
#include "engine/definition/registry.h"
#include "engine/definition/reviewed.h"

namespace hejie::definition {

struct Conditions;  // conditions.h
struct LawIndex;    // law_index.h

/// All that a procedure is seen among.
struct CheckSet {
  std::span<const ReadProcedure> procedures;
  const Library& library;
  const DeadlineRegister* deadlines = nullptr;
  const Reviewed* reviewed = nullptr;
  const Powers* powers = nullptr;
  const LawIndex* law_index = nullptr;
  const Conditions* conditions = nullptr;
};

/// What a check looks at, and where it tells what it finds.
class Subject {
 public:
  Subject(const ReadProcedure& read, const CheckSet& set, Findings& findings)
      : procedure(*read.procedure),
        others(set.procedures),
        library(set.library),
        deadlines(set.deadlines),
        reviewed(set.reviewed),
        powers(set.powers),
        law_index(set.law_index),
        conditions(set.conditions),
        read_(read),
        findings_(findings) {}

  const engine::Procedure& procedure;
  std::span<const ReadProcedure> others;  ///< the whole set, this one too
  const Library& library;
  const DeadlineRegister* deadlines;  ///< null: clocks are not compared with the register
  const Reviewed* reviewed;           ///< null: nothing is compared with what was reviewed
  const Powers* powers;               ///< null: nobody's powers are compared
  const LawIndex* law_index;          ///< null: nothing is compared article by article
  const Conditions* conditions;       ///< null: no condition and no course of a term is compared

  void error(std::string_view check, std::string_view pointer, Text message);
  void warning(std::string_view check, std::string_view pointer, Text message);
  [[nodiscard]] const engine::Procedure* find(std::string_view procedure_id) const;

 private:
  void tell(Severity severity, std::string_view check, std::string_view pointer, Text message);
  const ReadProcedure& read_;
  Findings& findings_;
};

struct Check {
  std::string_view id;  ///< as in DefinitionFinding::check
  void (*run)(Subject&);
};
/// All checks, in the order they run.
[[nodiscard]] std::span<const Check> checks();

/// Runs every check on every procedure of the set that was read. Findings in the order of the set.
[[nodiscard]] Findings check_all(const CheckSet& set);
[[nodiscard]] Findings check_one(const ReadProcedure& read, const CheckSet& set);

}  // namespace hejie::definition
