// Explores a procedure by abstract runs: all states of the trunk (nothing remembered), each side track (one thing
// remembered exactly: a fact, a clock, a hold, an event done) and each pair of tracks that some guard, hold or clock
// reads together; what is not remembered may be anything. So what is never reached here is never reached by any case;
// what is reached may still be impossible in dates. Linked cases take part by their milestones: any, at any time.
// Called by `hejie verify` and tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/definition/checks.h"

namespace hejie::definition {

struct ExploreOptions {
  bool deep = false;  ///< all tracks at once, up to `most_nodes`
  std::uint64_t most_nodes = 200'000;
};

/// A walk that met its bound.
struct CutWalk {
  std::string procedure;
  Text tracks;  ///< "41 tracks at once", or their names
  std::uint64_t nodes = 0;
};

/// What was looked at: the bound of what the findings prove.
struct Explored {
  int tracks = 0, pairs = 0;
  std::uint64_t nodes = 0, moves = 0;
  std::uint64_t most_nodes = 0, most_moves = 0;  ///< the bound of each walk
  std::vector<CutWalk> cut{};                    ///< walks that met it: nothing is concluded from them
  int whole = 0;                                 ///< `--deep`: procedures whose tracks were all walked at once, in full
  Explored& operator+=(const Explored& other);
};

/// Findings: states and rows no case comes to, ways without an end, expiries refused where their clock runs, holds that
/// nothing can release any more.
Explored explore(Subject& subject, const ExploreOptions& options = {});

/// For all procedures of the set. @param total added to
[[nodiscard]] Findings explore_all(const CheckSet& set, const ExploreOptions& options, Explored& total);

}  // namespace hejie::definition
