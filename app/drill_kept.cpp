#include <nlohmann/json.hpp>

#include "app/admin.h"
#include "app/drill.h"
#include "json/json.h"

namespace hejie::app {
namespace {

constexpr const char* kKind = "drill";
constexpr int kShown = 20;

}  // namespace

Status keep_drill(storage::Store& store, const std::string& body, Instant now) {
  TRY_VOID(json::parse(body));
  storage::KeptRow row;
  row.kind = kKind;
  row.subject = "clocks";
  row.period = format_instant(now);
  row.made_at = now;
  row.made_by = local_administrator().account;
  row.body = body;
  storage::Commit commit;
  commit.recorded_at = now;
  commit.recorded_by = row.made_by;
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
  if (const auto done = store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<std::vector<KeptDrill>> kept_drills(storage::Store& store) {
  TRY(const auto snapshot, store.snapshot());
  storage::KeptFilter filter;
  filter.kind = {kKind};
  filter.page.limit = kShown;
  TRY(auto page, snapshot->list_kept(filter));
  std::vector<KeptDrill> drills;
  for (auto& row : page.items) drills.push_back({row.id, row.made_at, std::move(row.body)});
  return drills;
}

Result<KeptDrill> kept_drill(storage::Store& store, const Caller& caller, long long id) {
  TRY(const auto snapshot, store.snapshot());
  TRY(auto row, snapshot->find_kept(id));
  if (!row || row->kind != kKind || !is_head(caller))
    return fail(ErrorCode::not_found, {"没有这次演练", "There is no such drill"});
  return KeptDrill{row->id, row->made_at, std::move(row->body)};
}

}  // namespace hejie::app
