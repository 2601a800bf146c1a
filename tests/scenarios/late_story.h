// A story under examples/ told up to the step that is entered late; that step is then sent by hand. For
// test_late_entry.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "app/metrics.h"
#include "app/script_run.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {

class Late {
 public:
  /// @param event the late one: its last step that is not refused
  /// @param entered day of entry instead of the story's; the scheduler has told everything up to it
  Late(const std::string& name, const std::string& event, std::optional<Date> entered = {});

  /// The late step; `data` instead of the story's when not empty.
  Result<CommandResult> try_send(bool dry_run, const std::string& data);
  CommandOutcome send(bool dry_run, const std::string& data);  ///< the same, which must be accepted
  /// Another act of the same person on the day of entry. @returns its version
  Version act(const std::string& event, const std::string& party);

  CaseView view(std::optional<Date> as_of);
  std::vector<HistoryItem> history();
  /// What the last entry changed, as it is kept; none: nothing was derived again.
  std::optional<engine::Rederived> kept();
  /// The alerts of the case that are open, as "clock:rung due".
  std::vector<std::string> alerts(bool with_superseded);

 private:
  void read(const std::string& name, const std::string& event);
  void tell(std::optional<Date> entered);
  [[nodiscard]] Caller by() const { return ScriptRunner::caller_of(step_->by); }

  Script script_;
  std::unique_ptr<storage::Store> store_ = storage::memory::open_store();
  ManualClock clock_{Instant{}};
  Metrics metrics_;
  CaseService service_;
  const ScriptStep* step_ = nullptr;
  CaseId id_;
  Date entered_{};
};

}  // namespace hejie::app
