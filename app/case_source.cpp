#include "app/case_source.h"

namespace hejie::app {

SnapshotSource::SnapshotSource(storage::Snapshot& snapshot, const Definitions& definitions, CaseCache& cache,
                               IdMaker& ids, CalendarPtr calendar)
    : snapshot_(&snapshot), definitions_(definitions), cache_(cache), ids_(ids), calendar_(std::move(calendar)) {
  if (!calendar_) calendar_ = definitions.calendar();
}

SnapshotSource::SnapshotSource(storage::Store& store, const Definitions& definitions, CaseCache& cache, IdMaker& ids)
    : store_(&store), definitions_(definitions), cache_(cache), ids_(ids), calendar_(definitions.calendar()) {}

Result<storage::Snapshot*> SnapshotSource::snapshot() {
  if (snapshot_ == nullptr) {
    TRY(own_, store_->snapshot());
    snapshot_ = own_.get();
  }
  return snapshot_;
}

void SnapshotSource::trust(OpenedCasePtr opened) {
  const auto id = opened->file.state.id;
  opened_[id] = std::move(opened);
}

Result<OpenedCasePtr> SnapshotSource::open(const CaseId& id) {
  if (const auto found = opened_.find(id); found != opened_.end()) return found->second;
  TRY(auto* const look, snapshot());
  if (keeps_ || cache_.has(id)) {
    TRY(const auto version, look->find_version(id));
    if (auto cached = cache_.find(id, version, calendar_->version())) return opened_[id] = std::move(cached);
  }
  TRY(auto loaded, look->load_case(id));
  auto procedure = definitions_.by_sha256(loaded.pin.sha256);
  if (!procedure)
    return fail(ErrorCode::corrupt, {"案件 " + id.value + " 所用的程序版本不存在",
                                     "case " + id.value + " runs on a version that is not here"});
  auto opened = std::make_shared<OpenedCase>();
  const engine::Context context{*procedure, *calendar_};
  TRY(opened->file.state, engine::fold(context, id, loaded.acts, loaded.summary.through));
  opened->file.state.version = loaded.version;
  opened->file.acts = std::move(loaded.acts);
  opened->procedure = std::move(procedure);
  opened->number = std::move(loaded.number);
  opened->calendar_version = calendar_->version();
  if (keeps_) cache_.put(opened);
  return opened_[id] = std::move(opened);
}

Result<std::shared_ptr<const engine::CaseFile>> SnapshotSource::load(const CaseId& id) {
  TRY(const auto opened, open(id));
  return std::shared_ptr<const engine::CaseFile>(opened, &opened->file);
}

Result<engine::ProcedurePtr> SnapshotSource::procedure_of(const CaseId& id) {
  TRY(const auto opened, open(id));
  return opened->procedure;
}

Result<engine::ProcedurePtr> SnapshotSource::procedure(const std::string& id, Date on) {
  if (auto found = definitions_.in_force(id, on)) return found;
  return fail(ErrorCode::invalid, {"没有程序 " + id, "there is no procedure " + id});
}

CaseId SnapshotSource::new_case_id() {
  return CaseId(ids_.next("c"));
}

}  // namespace hejie::app
