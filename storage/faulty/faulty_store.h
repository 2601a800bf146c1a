// A store that fails on purpose: passes everything on to another one, but the n-th call fails with a given error,
// before or after the inner call (then the work is done and only its answer is lost). For tests of app, alerts and api.
#pragma once

#include <memory>
#include <optional>

#include "storage/reach.h"
#include "storage/store.h"

namespace hejie::storage::faulty {

struct Fault {
  long long at_call = 1;  ///< from 1, counted since set_fault, over `counts`
  bool sticky = false;    ///< every later call fails too
  bool after = false;     ///< the inner call happens first
  ErrorCode code = ErrorCode::unavailable;
  enum class Counts { writes, reads, all } counts = Counts::all;  ///< a read is snapshot() or any call on one
};

class FaultyStore final : public Store, public Reaching {
 public:
  explicit FaultyStore(std::unique_ptr<Store> inner);
  ~FaultyStore() override;

  void set_fault(std::optional<Fault> fault);  ///< none: passes everything on
  [[nodiscard]] long long calls() const;       ///< counted since set_fault
  [[nodiscard]] bool has_failed() const;

  void submit(Commit commit, std::function<void(CommitOutcome)> done) override;
  Result<std::unique_ptr<Snapshot>> snapshot() override;
  Result<std::unique_ptr<Snapshot>> snapshot_within(const Reach& reach) override;
  [[nodiscard]] Health health() const override;
  void stop() override;

  class Plan;  ///< shared with the snapshots

 private:
  std::unique_ptr<Store> inner_;
  std::shared_ptr<Plan> plan_;
};

}  // namespace hejie::storage::faulty
