// Random lawful lives of a case of one procedure: events drawn from what `available` allows, services, approvals,
// linked cases, late entries, corrections. Judges nothing; properties.h does.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/machine.h"
#include "tests/properties/random.h"

namespace hejie::engine::properties {

/// One step of a life: an act entered when today is `today`, or (without an act) the passing of time alone.
struct Step {
  Date today{};
  std::optional<Act> act;
};

class RandomCase {
 public:
  /// @param procedures the whole set, for the milestones of linked cases
  RandomCase(const Context& context, const std::vector<ProcedurePtr>& procedures, Random& random);

  /// The opening act; none when nothing opens the procedure.
  [[nodiscard]] std::optional<Step> opening(Date on);
  /// What may be tried next; the machine may still refuse it.
  [[nodiscard]] Step next(const CaseFile& file, Date today);

 private:
  [[nodiscard]] Value value_of(const Fact& fact, Date on);
  [[nodiscard]] Actor actor(const std::string& role);
  void fill(const Event& event, const CaseState& state, Act& act);
  void fill_items(const Event& event, const CaseState& state, Act& act);
  [[nodiscard]] std::optional<Act> event_act(const CaseFile& file, Date on);
  [[nodiscard]] std::optional<Act> service(const CaseState& state, Date on);
  [[nodiscard]] std::optional<Act> answer(const CaseState& state, Date on);
  [[nodiscard]] std::optional<Act> linked(const CaseState& state, Date on);
  [[nodiscard]] std::optional<Act> change(const CaseFile& file);
  [[nodiscard]] std::vector<PartyInput> parties(const std::vector<std::string>* only);

  const Context& context_;
  const std::vector<ProcedurePtr>& procedures_;
  Random& random_;
  std::vector<std::string> roles_;
};

}  // namespace hejie::engine::properties
