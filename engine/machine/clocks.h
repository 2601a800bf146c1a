// What happens to clocks: start, stop, restart, extend, leave, be superseded; and moved dates when an interval opens or
// closes. Expiry and breach are in catch_up.h, the dates themselves in dates.h. Called by effects, service, links,
// catch-up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/dates.h"
#include "engine/machine/guard.h"
#include "engine/machine/run.h"

namespace hejie::engine {

/// Something that clocks may listen to.
struct Happening {
  Trigger::On on = Trigger::On::event;
  std::string_view id;
  Date day{};       ///< day of the act, deemed day, due day of the first clock
  Date noted_on{};  ///< day on which it takes effect (differs from `day` for chained clocks)
  std::optional<int> minute{};
  Version act = 0;                                  ///< 0 = an occurrence
  std::string_view party{};                         ///< acting party or addressee; "" = none
  const std::vector<std::string>* lines = nullptr;  ///< several acting parties
  std::string_view outcome{};                       ///< link
};

void stop_clocks(Run& run, const Happening& happening, const Scope& scope);
void restart_clocks(Run& run, const Happening& happening, const Scope& scope);
void extend_clocks(Run& run, const Happening& happening, const Scope& scope);
void start_clocks(Run& run, const Happening& happening, const Scope& scope);

/// Ends clocks that do not live in the state just entered.
void leave_clocks(Run& run, Date on);
/// An interval of this source opened or closed: dates of clocks that exclude it are computed again.
void interval_changed(Run& run, std::string_view source, Date on);
/// Is the source excluded by any clock of the procedure (else its intervals need not be kept)?
[[nodiscard]] bool is_excluding(const Procedure& procedure, std::string_view source);

/// Why an event that extends clocks may not do so now; empty when it may or extends nothing.
struct NoExtension {
  const ClockRule* clock = nullptr;
  enum class Why { not_running, used_up, breached } why = Why::not_running;
};
[[nodiscard]] std::optional<NoExtension> refuses_extension(const Event& event, const Scope& scope,
                                                           std::string_view party);

[[nodiscard]] bool lives_in(const Procedure& procedure, const std::vector<std::string>& lives, std::string_view state);
[[nodiscard]] Occurrence occurrence_of(OccurrenceKind kind, const ClockInstance& clock, Date on);
/// Forgets rungs that a moved date makes untrue; notes them as superseded.
void forget_rungs(Run& run, const ClockRule& rule, ClockInstance& clock, std::optional<Date> due_before);

}  // namespace hejie::engine
