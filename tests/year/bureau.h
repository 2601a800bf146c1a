// The bureau of the simulated year: a store, and over it a process with two schedulers that can die at any write and
// begin anew. Time is told to it. Knows no story and judges nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "alerts/desk.h"
#include "app/case_service.h"
#include "app/id_maker.h"
#include "storage/faulty/faulty_store.h"

namespace hejie::year {

/// What is done wrong on purpose, so that the oracle can be seen to find it.
enum class Break { none, drops_a_rung, tells_twice, looks_ahead, forgets_what_it_left_out };

struct BureauOptions {
  bool on_disk = false;  ///< SQLite over a file system that can lose power; else in memory
  Break broken = Break::none;
};

class Bureau {
 public:
  explicit Bureau(BureauOptions options);
  ~Bureau();

  [[nodiscard]] ManualClock& clock() { return clock_; }
  [[nodiscard]] storage::Store& store();  ///< of the living process
  [[nodiscard]] app::CaseService& service();

  enum class Who { first, second, both, second_within_first };
  /// One or both schedulers look until nothing is left. @param race at which write of the first the second looks
  /// @returns false when the process died
  bool look(Who who, int race);

  /// The process will die at the n-th write from now on. @param after the write itself still happens
  void doom(int write, bool after);
  /// Did it? Then it begins anew over what was written; the plan is gone either way.
  bool revive();

 private:
  struct Process;
  class Between;
  void begin();
  bool step(bool second);

  BureauOptions options_;
  std::string folder_;
  ManualClock clock_{Instant{}};
  app::CountingIds ids_;
  std::unique_ptr<storage::Store> kept_;  ///< in memory: what outlives the process
  std::unique_ptr<Process> process_;
};

}  // namespace hejie::year
