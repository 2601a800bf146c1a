#include "tests/year/bureau.h"

#include <cstdlib>
#include <filesystem>

#include "app/alert_lines.h"
#include "app/alert_rules_load.h"
#include "app/definitions.h"
#include "app/metrics.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/crash/fault_vfs.h"

namespace hejie::year {
namespace {

const app::Definitions& shipped() {
  static const auto definitions = app::Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

const definition::AlertRules& rules() {
  static const auto read = app::load_alert_rules(shipped());
  if (!read) std::abort();
  return *read;
}

bool is_rung(const storage::NewAlert& alert) {
  const char first = alert.what.rung.front();
  return (first == '0' || first == '+' || first == '-') && alert.what.rung.find('^') == std::string::npos;
}

}  // namespace

/// Between the process and what it writes to: lets something happen before a write, and spoils writes when it is to.
class Bureau::Between final : public storage::Store {
 public:
  Between(storage::Store& inner, Break broken) : inner_(inner), broken_(broken) {}

  void submit(storage::Commit commit, std::function<void(storage::CommitOutcome)> done) override {
    if (before_write_ && --writes_left_ == 0) std::exchange(before_write_, nullptr)();
    if (!commit.alerts.empty()) spoil(commit);
    if (broken_ == Break::forgets_what_it_left_out) std::erase_if(commit.puts, is_left_out);
    inner_.submit(std::move(commit), std::move(done));
  }
  Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return inner_.snapshot(); }
  [[nodiscard]] storage::Health health() const override { return inner_.health(); }
  void stop() override {}

  void before_write(int nth, std::function<void()> what) {
    writes_left_ = nth;
    before_write_ = std::move(what);
  }
  void forget() { before_write_ = nullptr; }

 private:
  /// One rung in some twenty, the same ones for a seed.
  static bool is_left_out(const storage::Put& put) {
    const auto* kept = std::get_if<storage::PutKept>(&put);
    return kept != nullptr && kept->row.kind == app::kLeftOut;
  }
  void spoil(storage::Commit& commit) {
    constexpr int kOneIn = 20;
    if (broken_ != Break::drops_a_rung && broken_ != Break::tells_twice) return;
    if (!is_rung(commit.alerts.front()) || ++seen_ % kOneIn != 0) return;
    if (broken_ == Break::drops_a_rung) {
      commit.alerts.erase(commit.alerts.begin());
    } else {
      auto again = commit.alerts.front();
      again.what.due = again.what.due + 1;  // the ledger itself refuses the same row
      commit.alerts.push_back(again);
    }
  }

  storage::Store& inner_;
  Break broken_;
  int seen_ = 0, writes_left_ = 0;
  std::function<void()> before_write_;
};

struct Bureau::Process {
  Process(std::unique_ptr<storage::Store> own, storage::Store* kept, const ManualClock& clock, app::IdMaker& ids,
          Break broken)
      : disk(std::move(own)),
        between(new Between(disk ? *disk : *kept, broken)),
        store(std::unique_ptr<storage::Store>(between)),
        service(parts(clock, ids)),
        first(store, service, shipped(), rules(), metrics),
        second(store, service, shipped(), rules(), metrics) {}

  app::CaseService::Parts parts(const ManualClock& clock, app::IdMaker& ids) {
    app::CaseService::Parts all{store, shipped(), clock, metrics, &ids};
    all.alerts = &rules();
    return all;
  }

  std::unique_ptr<storage::Store> disk;
  Between* between;  ///< owned by `store`
  storage::faulty::FaultyStore store;
  app::Metrics metrics;
  app::CaseService service;  ///< one a store: its file is locked, so there is one process
  alerts::Desk first, second;
};

Bureau::Bureau(BureauOptions options) : options_(options) {
  if (options_.on_disk) {
    std::string pattern = std::string(std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + "/hejie-year-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    crash::arm({});
  } else {
    kept_ = storage::memory::open_store();
  }
  begin();
}

Bureau::~Bureau() {
  process_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

void Bureau::begin() {
  process_.reset();
  std::unique_ptr<storage::Store> disk;
  if (options_.on_disk) {
    crash::arm({});
    storage::sqlite::Options options;
    options.folder = folder_;
    options.batch_ms = 0;
    options.vfs = crash::fault_vfs_name();
    options.fatal = [](const Error&) { crash::crash(); };
    auto opened = storage::sqlite::open_store(options);
    if (!opened) std::abort();
    disk = std::move(*opened);
  }
  process_ = std::make_unique<Process>(std::move(disk), kept_.get(), clock_, ids_, options_.broken);
}

storage::Store& Bureau::store() {
  return process_->store;
}
app::CaseService& Bureau::service() {
  return process_->service;
}

bool Bureau::step(bool second) {
  auto& desk = second ? process_->second : process_->first;
  constexpr int kMinutesAhead = 24 * 60;
  Instant now = clock_.now();
  if (options_.broken == Break::looks_ahead) now.ms += kMinutesAhead * 60'000LL;
  for (;;) {
    const auto result = desk.step(now);
    if (!result || result->failed > 0) return false;
    if (!result->more) return true;
  }
}

bool Bureau::look(Who who, int race) {
  bool well = true;
  if (who == Who::second_within_first) process_->between->before_write(race, [&] { well = step(true); });
  if (who != Who::second) well = step(false) && well;
  process_->between->forget();
  if (who == Who::second || who == Who::both) well = step(true) && well;
  return well;
}

void Bureau::doom(int write, bool after) {
  if (options_.on_disk) {
    constexpr int kOperationsAWrite = 6;
    crash::arm({after ? crash::FaultKind::torn_write : crash::FaultKind::io_error, write * kOperationsAWrite, true});
  } else {
    process_->store.set_fault(
        storage::faulty::Fault{write, !after, after, ErrorCode::unavailable, storage::faulty::Fault::Counts::writes});
  }
}

bool Bureau::revive() {
  const bool died = options_.on_disk ? crash::struck() : process_->store.has_failed();
  if (died) {
    begin();
  } else if (options_.on_disk) {
    crash::arm({});
  } else {
    process_->store.set_fault(std::nullopt);
  }
  return died;
}

}  // namespace hejie::year
