// How one decision sees the cases: through a store snapshot, with the cache in front. Lives as long as the decision.
// A decision whose only case is trusted from the cache never opens a snapshot.
// Used by case_service; the engine calls it through engine::CaseSource.
#pragma once

#include <map>

#include "app/case_cache.h"
#include "app/definitions.h"
#include "app/id_maker.h"
#include "storage/snapshot.h"
#include "storage/store.h"

namespace hejie::app {

class SnapshotSource final : public engine::CaseSource {
 public:
  /// @param calendar with which cases are folded; null: the newest
  SnapshotSource(storage::Snapshot& snapshot, const Definitions& definitions, CaseCache& cache, IdMaker& ids,
                 CalendarPtr calendar = nullptr);
  /// Opens its own snapshot when it first needs one.
  SnapshotSource(storage::Store& store, const Definitions& definitions, CaseCache& cache, IdMaker& ids);

  Result<std::shared_ptr<const engine::CaseFile>> load(const CaseId& id) override;
  Result<engine::ProcedurePtr> procedure_of(const CaseId& id) override;
  Result<engine::ProcedurePtr> procedure(const std::string& id, Date on) override;
  CaseId new_case_id() override;

  /// @errors not_found; corrupt: the case does not fold, or its definition is not there
  Result<OpenedCasePtr> open(const CaseId& id);
  [[nodiscard]] const CalendarPtr& calendar() const { return calendar_; }
  /// Never null. @errors those of Store::snapshot
  Result<storage::Snapshot*> snapshot();
  /// Takes a case as the cache has it. Only for a case whose version the commit will compare: what is stale is decided
  /// again. @pre the calendar is the newest
  void trust(OpenedCasePtr opened);
  /// From now on what is read is not put into the cache: cases that pass once must not drive out those in use.
  void pass_by() { keeps_ = false; }

 private:
  storage::Store* store_ = nullptr;
  std::unique_ptr<storage::Snapshot> own_;
  storage::Snapshot* snapshot_ = nullptr;
  const Definitions& definitions_;
  CaseCache& cache_;
  bool keeps_ = true;
  IdMaker& ids_;
  CalendarPtr calendar_;
  std::map<CaseId, OpenedCasePtr> opened_;
};

}  // namespace hejie::app
