// The lives of the simulated year: the shipped case scripts, each begun on some day, its steps left out, delayed or
// entered late at random. What the law then refuses is refused; nothing is expected of a life.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "app/script.h"
#include "tests/properties/random.h"
#include "tests/year/bureau.h"

namespace hejie::year {

using engine::properties::Random;

/// The scripts under examples/ that run on the shipped readings, drawn as proportions.json says.
class Library {
 public:
  /// @param top of the source tree
  explicit Library(const std::string& top);
  [[nodiscard]] const app::Script& draw(Random& random) const;

 private:
  std::map<std::string, std::vector<app::Script>> scripts_;  ///< by procedure
  std::vector<std::pair<std::string, int>> parts_;
  int whole_ = 0;
};

class Life {
 public:
  Life(const app::Script& script, Date begins, Random& random);

  /// When its next step is to be entered; empty when it is over.
  [[nodiscard]] std::optional<Moment> next() const;
  void put_off(Date to) { now_ = std::max(now_, to); }

  struct Entry {
    app::ScriptStep step;
    std::optional<Date> happened;  ///< entered late: its legal day
  };
  /// The step that is up; moves on to the one after it.
  [[nodiscard]] Entry take(Random& random);

  std::map<std::string, CaseId> cases;  ///< by their names in the script
  [[nodiscard]] const std::string& workflow() const { return script_.workflow; }
  void stop() { at_ = script_.steps.size(); }

 private:
  void plan(Random& random);
  app::Script script_;
  std::size_t at_ = 0;
  int delay_ = 0;
  Date now_{};
  int minute_ = 0;
};

/// The commands of an entry: the act and the approvals the script names, each by itself.
using Do = std::function<Result<app::CommandResult>(const app::Caller&, const app::CommandInput&)>;
/// @returns whether the act was accepted
bool enter(Bureau& bureau, Life& life, const Life::Entry& entry, const Do& act);

}  // namespace hejie::year
