#include "cli/server_app.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "alerts/desk.h"
#include "api/admin_gate.h"
#include "api/routes.h"
#include "api/stream_hub.h"
#include "app/access_log.h"
#include "app/admin.h"
#include "app/alert_rules_load.h"
#include "app/authority_desk.h"
#include "app/authority_watch.h"
#include "app/bulletins.h"
#include "app/bureau_kept.h"
#include "app/calendar_feed.h"
#include "app/calendars.h"
#include "app/control.h"
#include "app/control_desk.h"
#include "app/demo_bureau.h"
#include "app/event_feed.h"
#include "app/evidence_desk.h"
#include "app/intake.h"
#include "app/metrics.h"
#include "app/notary.h"
#include "app/own_notes.h"
#include "app/paper_desk.h"
#include "app/privacy_desk.h"
#include "app/reports.h"
#include "app/risk_desk.h"
#include "app/special_hours.h"
#include "app/special_reports.h"
#include "app/system_state.h"
#include "app/work_lists.h"
#include "app/written_reviews.h"
#include "cli/channel_threads.h"
#include "cli/log.h"
#include "cli/service_manager.h"
#include "cli/signals.h"
#include "crypto/self_test.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/due.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::cli {
namespace {

std::vector<std::string> staff_roles(const app::Definitions& definitions) {
  std::vector<std::string> out;
  for (const auto& role : definitions.roles()) {
    if (role.kind == definition::RoleClass::staff) out.push_back(role.id);
  }
  return out;
}

/// Clocks act at whole minutes: a second, or less where the next minute begins before.
std::chrono::milliseconds until_next_look(Instant now) {
  constexpr std::int64_t kSecondMs = 1000, kMinuteMs = 60'000;
  return std::chrono::milliseconds(std::min(kSecondMs, kMinuteMs - now.ms % kMinuteMs));
}

/// A demonstration store holds known passwords: it is never served as a real one by mistake.
Status check_demo_mark(storage::Store& store, const AppOptions& options) {
  TRY(auto snapshot, store.snapshot());
  TRY(const auto mark, snapshot->mark(app::kDemoMark));
  TRY(const auto head, snapshot->head());
  snapshot.reset();
  if (mark && !options.demo_store && !options.allow_demo) {
    return fail(ErrorCode::io,
                {"该数据目录是演示库,含公开密码;确要使用请加 --allow-demo",
                 "This folder is a demonstration store with known passwords; --allow-demo serves it all the same"});
  }
  if (!options.demo_store || mark) return {};
  if (head != 0) {
    return fail(ErrorCode::io, {"该数据目录不是演示库,hejie demo 不会改动它",
                                "This folder is not a demonstration store; hejie demo leaves it alone"});
  }
  storage::Commit commit;
  commit.puts.push_back(storage::PutMark{app::kDemoMark, "true"});
  if (auto done = store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

}  // namespace

struct ServerApp::Parts {
  AppOptions options;
  const Clock& clock;
  const Clock& machine;
  api::DemoClock* demo;
  app::Metrics metrics;
  std::unique_ptr<app::Definitions> definitions;
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<app::CaseService> cases;
  std::unique_ptr<app::Accounts> accounts;
  std::unique_ptr<app::WorkLists> lists;
  std::unique_ptr<app::OwnNotes> notes;
  std::unique_ptr<app::Intake> intake;
  std::unique_ptr<app::Calendars> calendars;
  std::unique_ptr<app::Reports> reports;
  std::unique_ptr<app::PaperDesk> papers;
  std::unique_ptr<app::WrittenReviews> reviews;
  std::unique_ptr<app::SpecialHours> special_hours;
  std::unique_ptr<app::System> system;
  std::unique_ptr<app::RandomIds> ids;
  std::unique_ptr<app::RiskDesk> risks;
  std::unique_ptr<app::AuthorityDesk> authority;
  std::unique_ptr<app::SpecialReports> special_reports;
  std::unique_ptr<app::Bulletins> bulletins;
  std::unique_ptr<app::ControlDesk> internal_control;
  std::unique_ptr<app::PrivacyDesk> privacy;
  std::unique_ptr<app::EvidenceDesk> evidence;
  std::unique_ptr<api::RequestRates> rates;
  std::optional<api::AdminGate> admins;
  std::unique_ptr<app::CalendarFeed> feed;
  std::unique_ptr<app::Notary> notary;
  bool notary_failing = false;
  std::unique_ptr<app::AuthorityWatch> watch;
  bool watch_failing = false;
  std::unique_ptr<app::AccessLog> access;
  bool access_failing = false;
  std::optional<definition::DueDesk> desk;
  std::unique_ptr<api::DueCounter> due;
  std::unique_ptr<api::StreamHub> streams;
  definition::AlertRules alert_rules;
  std::unique_ptr<alerts::Desk> desk_of_alerts;
  std::vector<alerts::ChannelConfig> channels;
  std::unique_ptr<ChannelThreads> channel_threads;
  std::mutex step_mutex, papers_mutex;
  std::atomic<std::int64_t> last_sign_ms{0};  ///< of the scheduler, real time
  std::unique_ptr<api::Services> services;
  std::unique_ptr<api::Server> server;
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::condition_variable wake, told;
  std::int64_t swept_ms = 0;
  std::int64_t told_ms = 0;  ///< bureau time up to which all that was due has been told
  std::thread ticker, paper_maker, sweeper;
  std::unique_ptr<app::ControlServer> control;

  Parts(AppOptions o, const Clock& c, const Clock& m, api::DemoClock* d)
      : options(std::move(o)), clock(c), machine(m), demo(d) {}

  void run_ticker() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      tick_once();
      write_reads();
      watch_authority();
      sign_heads();
      sweep();
      lock.lock();
      wake.wait_for(lock, until_next_look(clock.now()), [&] { return stopping.load(); });
    }
  }

  Result<std::string> run_control(const std::string& verb, const std::string& body) {
    auto answer = app::run_admin(
        {*store, *definitions, *accounts, *calendars, *reviews, clock, [] { return storage::memory::open_store(); }},
        verb, body);
    log_event(answer ? "info" : "warning", "control", verb);
    streams->poke();
    return answer;
  }

  Status open_evidence() {
    const auto vault = crypto::Vault::read(options.data + "/" + storage::sqlite::kKeyFileName);
    if (!vault) return fail(Error(vault.error()));
    app::EvidenceDesk::Parts parts{*store, *definitions, *cases, clock, *ids, options.data, vault->suite()};
    parts.limits = options.evidence;
    TRY(evidence, app::EvidenceDesk::open(std::move(parts)));
    privacy->on_erased([this](const CaseId& id) {
      if (const auto done = evidence->forget(id); !done)
        log_event("error", "evidence", "not_dropped", done.error().message.en);
    });
    return {};
  }

  /// Once after the start, beside the work: what a crash or an erasure cut short left.
  void sweep_evidence() {
    const auto gone = evidence->sweep(stopping);
    if (!gone) log_event("error", "evidence", "sweep_failed", gone.error().message.en);
    if (gone && *gone > 0) log_event("info", "evidence", "files_dropped", std::to_string(*gone));
  }

  /// A notice of the store, for the desk that computes single dates. It has been read and built before.
  void tell_desk(const std::string& text) {
    auto notice = definition::read_notice(text);
    const std::lock_guard lock(due->mutex);
    const auto added = notice ? desk->add_notice(std::move(*notice)) : Status(std::unexpected(notice.error()));
    if (!added) log_event("error", "calendar", "notice_not_added", added.error().message.en);
  }

  void write_reads(bool last = false) {
    const auto done = access->flush(last);
    if (!done && !access_failing) log_event("error", "access_log", "not_written", done.error().message.en);
    access_failing = !done;
  }

  /// Sessions and stored answers whose time is over leave the store. Not in a demonstration, whose days are not the
  /// machine's.
  void sweep() {
    constexpr std::int64_t kHourMs = 3'600'000;
    const Instant now = machine.now();
    if (demo != nullptr || now.ms - swept_ms < kHourMs) return;
    swept_ms = now.ms;
    storage::Commit commit;
    commit.recorded_at = now;
    commit.puts.emplace_back(storage::DropExpired{now});
    store->submit(std::move(commit), [](const storage::CommitOutcome&) {});
  }

  /// Said once when it begins to fail, and once when it works again.
  void sign_heads() {
    const auto done = notary->step();
    if (!done && !notary_failing) log_event("error", "notary", "head_not_signed", done.error().message.en);
    if (done && notary_failing) log_event("info", "notary", "head_signed_again");
    notary_failing = !done;
  }

  /// What was changed beside the program is said once in the log of the server too.
  void watch_authority() {
    const auto found = watch->step();
    if (!found && !watch_failing) log_event("error", "authority", "not_checked", found.error().message.en);
    watch_failing = !found;
    if (!found) return;
    for (const auto& one : *found) log_event("error", "authority", one.code, one.path);
  }

  void told_up_to(Instant moment) {
    {
      const std::lock_guard lock(mutex);
      told_ms = moment.ms;
    }
    told.notify_one();
  }

  /// What goes through all cases, on a thread of its own. Its time is the one up to which all clocks were told, so that
  /// no figure is older than its day.
  void run_papers() {
    std::unique_lock lock(mutex);
    for (std::int64_t seen = 0; !stopping;) {
      told.wait(lock, [&] { return stopping || told_ms != seen; });
      seen = told_ms;
      lock.unlock();
      make_papers(Instant{seen});
      lock.lock();
    }
  }

  void make_papers(Instant now) {
    const std::lock_guard one(papers_mutex);
    for (bool more = true; more && !stopping;) {
      const auto result = desk_of_alerts->make_papers(now);
      more = result && *result;
      if (!result) log_event("error", "papers", "step_failed", result.error().message.en);
      if (more) streams->poke();
    }
  }

  void tick_once() {
    bool more = true;
    while (more && !stopping) {
      const std::lock_guard one(step_mutex);
      const Instant moment = clock.now();
      const auto result = desk_of_alerts->tell(moment);
      more = result && result->more;
      if (result && !more) told_up_to(moment);
      notify_manager("WATCHDOG=1");  // a long catching up is not a hang
      if (!result) log_event("error", "scheduler", "step_failed", result.error().message.en);
      const Instant here = machine.now();
      if (result) last_sign_ms = here.ms;
      system->heartbeat(here, result ? result->cases : 0);
      if (result && result->written > 0) streams->poke();
    }
  }
};

ServerApp::ServerApp() = default;

Result<std::unique_ptr<ServerApp>> ServerApp::open(AppOptions options, const Clock& clock, const Clock& machine,
                                                   api::DemoClock* demo) {
  auto parts = std::make_unique<Parts>(std::move(options), clock, machine, demo);
  Parts& p = *parts;
  TRY_VOID(crypto::check_self_test());
  TRY(p.definitions, app::Definitions::load(p.options.definitions));
  storage::sqlite::Options store_options;
  store_options.folder = p.options.data;
  choose_crypto(p.options.crypto, store_options);
  TRY(p.store, storage::sqlite::open_store(std::move(store_options)));
  TRY_VOID(check_demo_mark(*p.store, p.options));
  TRY_VOID(choose_passwords(p.options.crypto, *p.store, p.options.data, p.options.accounts));
  TRY(const auto differs, crypto_differs(p.options.crypto, *p.store));
  if (differs) log_event("warning", "crypto", "logs_keep_their_hash", *differs);
  auto notary = app::notary_in(p.options.data);
  if (!p.options.heads_file.empty()) notary.heads = p.options.heads_file;
  if (!p.options.heads_key_file.empty()) notary.key = p.options.heads_key_file;
  TRY(p.notary, app::Notary::open(*p.store, machine, std::move(notary)));
  p.access = std::make_unique<app::AccessLog>(*p.store, machine);
  TRY_VOID(keep_bureau(*p.store, p.definitions->settings()));
  std::vector<storage::NoticeText> notices;
  {
    TRY(auto snapshot, p.store->snapshot());
    TRY(const auto pinned, snapshot->definitions());
    TRY(notices, snapshot->notices("cn"));
    TRY_VOID(p.definitions->adopt(pinned, notices));
  }
  p.watch = std::make_unique<app::AuthorityWatch>(*p.store, machine);
  p.watch_authority();
  TRY(p.alert_rules, app::load_alert_rules(*p.definitions));
  app::CaseService::Parts case_parts{*p.store, *p.definitions, clock, p.metrics};
  case_parts.alerts = &p.alert_rules;
  p.cases = std::make_unique<app::CaseService>(case_parts);
  p.accounts = std::make_unique<app::Accounts>(*p.store, machine, staff_roles(*p.definitions), p.options.accounts);
  p.lists = std::make_unique<app::WorkLists>(*p.store, *p.definitions, clock, &p.alert_rules);
  p.notes = std::make_unique<app::OwnNotes>(*p.store, clock);
  p.intake = std::make_unique<app::Intake>(*p.store, *p.definitions, clock);
  p.calendars = std::make_unique<app::Calendars>(*p.store, *p.definitions, clock,
                                                 [&p](const std::string& notice) { p.tell_desk(notice); });
  p.reports = std::make_unique<app::Reports>(*p.store, *p.definitions, clock, &p.alert_rules);
  p.papers = std::make_unique<app::PaperDesk>(
      app::PaperDesk::Parts{*p.store, *p.definitions, *p.cases, clock, p.options.data + "/templates"});
  p.reviews = std::make_unique<app::WrittenReviews>(*p.store, *p.cases, clock);
  p.special_hours = std::make_unique<app::SpecialHours>(*p.store, *p.cases, clock);
  p.system = std::make_unique<app::System>(*p.store, clock);
  TRY(const auto rules_files, app::rule_files(*p.definitions));
  TRY(auto rules, app::take_rules(*p.store, machine, rules_files));
  p.system->served_with(std::move(rules));
  p.ids = std::make_unique<app::RandomIds>(clock);
  p.risks = std::make_unique<app::RiskDesk>(*p.store, *p.definitions, p.alert_rules, clock, *p.ids);
  TRY(p.authority, app::AuthorityDesk::open(*p.store, *p.definitions, p.alert_rules, clock, machine, *p.ids));
  p.bulletins = std::make_unique<app::Bulletins>(*p.store, *p.definitions);
  p.privacy = std::make_unique<app::PrivacyDesk>(*p.store, *p.definitions, clock, *p.ids);
  TRY_VOID(p.open_evidence());
  p.internal_control = std::make_unique<app::ControlDesk>(*p.store, *p.definitions, p.alert_rules, clock, *p.ids);
  p.feed = std::make_unique<app::CalendarFeed>(*p.store, *p.definitions, clock);
  p.special_reports = std::make_unique<app::SpecialReports>(*p.store, *p.definitions, p.alert_rules, clock, *p.ids);
  if (!p.options.channels_file.empty()) {
    TRY(p.channels, alerts::read_channels(p.options.channels_file));
  }
  TRY(auto files, app::Definitions::files_of(p.options.definitions.workflows_dir));
  std::vector<std::string> bureau = definition::regions_of(p.definitions->settings().region);
  for (const auto& overlay : p.definitions->overlays()) bureau.push_back(overlay.id);
  TRY(auto desk, definition::DueDesk::open(std::move(files), p.definitions->overlays(), std::move(bureau)));
  p.desk.emplace(std::move(desk));
  p.due.reset(new api::DueCounter{*p.desk, {}});
  for (const auto& notice : notices) p.tell_desk(notice.text);
  storage::Store& store = *p.store;
  p.streams = std::make_unique<api::StreamHub>(
      api::StreamHub::Source{[&store](Seq after, int limit) { return app::feed_since(store, after, limit); },
                             [&store](long long after, int limit) { return app::alerts_since(store, after, limit); },
                             [&store, &clock](const app::Caller& caller, const std::vector<app::FeedItem>& items) {
                               return app::heard_by(store, clock, caller, items);
                             }},
      api::StreamHub::Limits{});
  p.desk_of_alerts =
      std::make_unique<alerts::Desk>(*p.store, *p.cases, *p.definitions, p.alert_rules, p.metrics, p.papers.get());
  std::unique_ptr<ServerApp> made(new ServerApp);
  made->parts_ = std::move(parts);
  return made;
}

ServerApp::~ServerApp() {
  if (parts_) stop(1);
}

Result<std::vector<std::string>> ServerApp::start() {
  Parts& p = *parts_;
  bool plain_loopback = p.options.server.tls_cert.empty() && p.options.server.behind_proxy.empty();
  p.services.reset(new api::Services{*p.cases,
                                     *p.accounts,
                                     *p.lists,
                                     *p.notes,
                                     *p.intake,
                                     *p.calendars,
                                     *p.reports,
                                     *p.papers,
                                     *p.reviews,
                                     *p.special_hours,
                                     *p.special_reports,
                                     *p.bulletins,
                                     *p.internal_control,
                                     *p.privacy,
                                     *p.feed,
                                     p.metrics,
                                     *p.system,
                                     *p.risks,
                                     *p.authority,
                                     *p.notary,
                                     *p.access,
                                     *p.definitions,
                                     *p.due,
                                     *p.streams,
                                     p.clock,
                                     p.demo,
                                     !plain_loopback,
                                     &p.stopping,
                                     nullptr,
                                     nullptr,
                                     log_request});
  api::Services& services = *p.services;
  services.evidence = p.evidence.get();
  services.asks_certificates = !p.options.server.client_ca.empty();
  TRY(p.admins, api::AdminGate::make(p.options.admin_allow));
  services.admins = &*p.admins;
  p.options.server.refused = [&p](const api::WireRefusal& why) {
    p.access->note_refused(
        {{}, {}, why.address, "request", std::string(why.place), std::string(why.code), why.request_id});
  };
  p.rates = std::make_unique<api::RequestRates>(p.options.rates);
  services.rates = p.rates.get();
  services.request_time =
      &p.metrics.histogram("hejie_request_seconds", "", "Time from the parsed request to its answer.");
  p.options.server.limits.connections = connections_with_room(p.options.server.limits.connections);
  // Requests come from the moment it starts: all they need is in its place by now.
  p.server = std::make_unique<api::Server>(
      p.options.server, [&services](const api::Request& request) { return api::dispatch(request, services); },
      [&services](const api::Request& request) { return api::dispatch_upload(request, services); });
  TRY(auto addresses, p.server->start());
  TRY(p.control, app::ControlServer::start(p.options.data, [&p](const std::string& verb, const std::string& body) {
        return p.run_control(verb, body);
      }));
  p.ticker = std::thread([&p] { p.run_ticker(); });
  p.paper_maker = std::thread([&p] { p.run_papers(); });
  p.sweeper = std::thread([&p] { p.sweep_evidence(); });
  p.channel_threads = std::make_unique<ChannelThreads>(*p.store, *p.definitions, p.alert_rules, p.machine, p.metrics);
  p.last_sign_ms = p.machine.now().ms;
  p.channel_threads->start(
      std::move(p.channels), [&p] { return Instant{p.last_sign_ms.load()}; },
      [&p] { return p.watch->findings().size(); });
  log_event("info", "server", "started");
  return addresses;
}

bool ServerApp::encrypted() const {
  return !parts_->options.server.tls_cert.empty();
}

void ServerApp::reload_certificate() {
  const auto done = parts_->server->reload_certificate();
  if (done) return log_event("info", "server", "certificate_reloaded");
  log_event("error", "server", "certificate_not_reloaded", done.error().message.en);
}

void ServerApp::stop(int seconds) {
  Parts& p = *parts_;
  {
    const std::lock_guard lock(p.mutex);
    if (p.stopping.exchange(true)) return;
  }
  notify_manager("STOPPING=1");
  p.wake.notify_all();
  p.told.notify_all();
  p.control.reset();
  p.streams->stop();
  if (p.server) p.server->stop(seconds);
  if (p.ticker.joinable()) p.ticker.join();
  if (p.paper_maker.joinable()) p.paper_maker.join();
  if (p.sweeper.joinable()) p.sweeper.join();
  p.channel_threads.reset();
  p.write_reads(true);
  p.store->stop();
  if (const auto done = p.notary->finish(); !done)
    log_event("error", "notary", "head_not_signed", done.error().message.en);
  log_event("info", "server", "stopped");
}

storage::Store& ServerApp::store() {
  return *parts_->store;
}
app::Definitions& ServerApp::definitions() {
  return *parts_->definitions;
}
app::CaseService& ServerApp::cases() {
  return *parts_->cases;
}
app::Accounts& ServerApp::accounts() {
  return *parts_->accounts;
}

Result<int> ServerApp::step(Moment now) {
  const std::scoped_lock both(parts_->step_mutex, parts_->papers_mutex);
  int written = 0;
  bool more = true;
  while (more) {
    TRY(const auto result, parts_->desk_of_alerts->step(to_instant(now)));
    written += result.written;
    more = result.more;
  }
  return written;
}

}  // namespace hejie::cli
