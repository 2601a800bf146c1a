// The fold: acts in the order of their legal days, corrections laid over them, caught up day by day. And what a late
// entry, a correction, an annulment or a new calendar changes in what had been derived. Called by decide.cpp and the
// public fold().
#pragma once

#include <deque>
#include <span>

#include "engine/machine/run.h"

namespace hejie::engine {

/// Acts as they count: annulled ones out, corrected ones replaced, sorted by (day, minute, entry). An act without an
/// hour stands at the latest hour entered before it for its day.
struct Timeline {
  struct Entry {
    const Act* act = nullptr;
    Moment at{};
  };
  std::vector<Entry> entries;
  std::deque<Act> corrected;  ///< owns the replaced ones
};
[[nodiscard]] Timeline timeline_of(std::span<const Act> acts);

struct Failure {
  Version version = 0;
  Refused why;
};

struct Folded {
  CaseState state;
  Log log;
  std::vector<Failure> failures;  ///< acts refused at their place; they count as irregular
  std::optional<Act> subject;     ///< the act of version `subject`, completed by the engine
};

struct FoldOptions {
  Moment through{};
  Log::Mode mode = Log::Mode::silent;
  Version subject = 0;  ///< act just entered: it is normalized at its place
};
[[nodiscard]] Folded fold_acts(const Context& context, const CaseId& id, std::span<const Act> acts,
                               const FoldOptions& options);

/// An act that is not simply the next one: late entry, correction, annulment, migration, new calendar.
[[nodiscard]] Decided revise(const Context& context, const CaseFile& file, Act act);

}  // namespace hejie::engine
