#include "storage/sqlite/sqlite_store.h"

#include <unistd.h>

#include <cstdio>

#include "engine/base/fault_controls.h"
#include "storage/refusals.h"
#include "storage/sqlite/code_settle.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/group_writer.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/reader_pool.h"

namespace hejie::storage::sqlite {
namespace {

void exit_after_failure(const Error& error) {
  std::fprintf(stderr, "{\"level\":\"fatal\",\"component\":\"storage\",\"code\":\"%s\",\"detail\":\"%s\"}\n",
               error.code == ErrorCode::unavailable ? "memory_ended" : "disk_failed", error.message.en.c_str());
  _exit(kExitDiskFailed);
}

class SqliteStore final : public Store, public Reaching, public Coded {
 public:
  SqliteStore(FolderLock lock, const Options& options, Connection db)
      : lock_(std::move(lock)),
        log_hash_(options.log_hash.value()),
        writer_(std::move(db), options),
        guard_(std::make_shared<AuthorityGuard>(options.codes.value())),
        readers_(std::make_shared<ReaderPool>(
            ConnectionOptions{.path = options.folder + "/" + kFileName, .vfs = options.vfs}, options.vault, guard_)) {}
  ~SqliteStore() override { writer_.stop(); }

  void submit(Commit commit, std::function<void(CommitOutcome)> done) override {
    auto job = prepare(std::move(commit), done, log_hash_);
    if (!job) return done(std::unexpected(std::move(job.error())));
    writer_.submit(std::move(*job));
  }

  Result<std::unique_ptr<Snapshot>> snapshot() override { return readers_->snapshot(); }
  Result<std::unique_ptr<Snapshot>> snapshot_within(const Reach& reach) override {
    return readers_->snapshot_within(reach);
  }

  Result<std::vector<Finding>> check_authority() override {
    TRY_VOID(readers_->walk_codes());
    return guard_->findings();
  }
  [[nodiscard]] std::vector<Finding> authority_findings() const override { return guard_->findings(); }

  [[nodiscard]] Health health() const override { return writer_.health(); }
  void stop() override { writer_.stop(); }

 private:
  FolderLock lock_;
  audit::HashKind log_hash_;
  GroupWriter writer_;
  std::shared_ptr<AuthorityGuard> guard_;
  std::shared_ptr<ReaderPool> readers_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store(Options options) {
  if (!options.fatal) options.fatal = exit_after_failure;
  const std::string path = options.folder + "/" + kFileName;
  TRY(FolderLock lock, FolderLock::take(options.folder));
  TRY_VOID(check_usable(path, options.vfs, options.steps));
  return guarded([&]() -> Result<std::unique_ptr<Store>> {
    constexpr int kWriterCacheKib = 64 * 1024;
    Connection db({.path = path,
                   .write = true,
                   .full_sync = !HEJIE_FAULT(sync_normal),
                   .cache_kib = kWriterCacheKib,
                   .log_limit_bytes = options.log_limit_bytes,
                   .vfs = options.vfs});
    const auto schema = static_cast<int>(db.integer("PRAGMA user_version"));
    TRY_VOID(migrate(db, options.folder, options.steps, options.suite));
    TRY(options.vault, vault_for_writing(db, options.folder, options.suite));
    options.log_hash = settle_log_hash(db, options.log_hash);
    TRY(options.codes, settle_codes(db, *options.vault, schema));
    return std::make_unique<SqliteStore>(std::move(lock), options, std::move(db));
  });
}

}  // namespace hejie::storage::sqlite
