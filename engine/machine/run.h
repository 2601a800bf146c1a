// One case being moved on: what every part of the interpreter gets to read and change, and where it notes what
// happened. Inside engine/machine only.
#pragma once

#include <expected>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/machine/machine.h"

namespace hejie::engine {

/// What happened on the way. A silent log (plain fold) keeps nothing.
struct Log {
  enum class Mode {
    live,     ///< events get versions and are kept
    compare,  ///< occurrences and effects are kept, without versions
    silent
  };
  Mode mode = Mode::silent;
  std::vector<CaseEvent> events;
  Effects effects;
  std::vector<StoredWarning> warnings;
};

struct Run {
  const Context& context;
  CaseState& state;
  Log& log;
  int clock_changes = 0;  ///< counts them, so that an index of the clocks knows when it is old

  [[nodiscard]] const Procedure& procedure() const { return context.procedure; }
  [[nodiscard]] const Calendar& calendar() const { return context.calendar; }
  [[nodiscard]] bool keeps() const { return log.mode != Log::Mode::silent; }
  /// Notes an occurrence (and gives it the next version when live).
  void note(Occurrence occurrence);
  /// The case has lived through `moment`.
  void reach(Moment moment) {
    if (state.latest < moment) state.latest = moment;
  }
};

/// Why an act was not accepted.
using Refused = std::variant<Rejection, FormFindings>;
using Accepted = std::expected<void, Refused>;

inline std::unexpected<Refused> refuse(Rejection rejection) {
  return std::unexpected<Refused>(std::move(rejection));
}
inline std::unexpected<Refused> refuse(FormFindings findings) {
  return std::unexpected<Refused>(std::move(findings));
}

[[nodiscard]] bool contains(const std::vector<std::string>& names, std::string_view name);
/// Does a list of case roles or kinds speak of this party?
[[nodiscard]] bool names_party(const std::vector<std::string>& roles_or_kinds, const Party& party);

}  // namespace hejie::engine
