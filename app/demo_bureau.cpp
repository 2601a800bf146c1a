#include "app/demo_bureau.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "app/demo_dates.h"
#include "app/demo_reports.h"
#include "app/demo_sectors.h"
#include "app/script_data.h"
#include "crypto/password.h"
#include "resources/resources.h"
#include "storage/send.h"

namespace hejie::app {
namespace {

constexpr int kOpenPerState = 2;  ///< open cases kept of each state of each workflow
constexpr int kGeneratedBatch = 100;
constexpr double kEventsPerCase = 10.0;

/// Ids of the demonstration start far from those of anything else counted.
constexpr std::uint64_t kFirstId = 1'000'000;

Result<std::vector<Script>> read_examples(const std::string& folder) {
  std::vector<Script> scripts;
  std::vector<std::pair<std::string, std::string>> texts;
  if (folder.empty()) {
    for (const auto& file : resources::under("examples/"))
      if (file.path.ends_with(".json")) texts.emplace_back(file.path, file.bytes);
  } else {
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() != ".json") continue;
      std::ifstream in(it->path(), std::ios::binary);
      texts.emplace_back(it->path().filename().string(), std::string(std::istreambuf_iterator<char>(in), {}));
    }
    if (error) return fail(ErrorCode::io, {"无法读取 " + folder, "cannot read " + folder});
    std::ranges::sort(texts);
  }
  for (const auto& [name, text] : texts) {
    TRY(auto script, read_script(name, text));
    // The bureau has one reading of each disputed text.
    if (script.readings.empty()) scripts.push_back(std::move(script));
  }
  return scripts;
}

/// Gives the persons of one story the bureau's accounts by role, each a person of his own.
class Cast {
 public:
  explicit Cast(const Script& script) {
    for (const auto& step : script.steps) {
      if (!step.tick) note(step.by);
      for (const auto& approver : step.approved_by) note(approver);
    }
    for (const auto& step : script.steps)
      for (const auto& person : step.persons) note({step.by.role, person});
  }
  [[nodiscard]] AccountId operator()(const AccountId& account) const {
    const auto found = cast_.find(account);
    return found == cast_.end() ? account : found->second;
  }

 private:
  void note(const ScriptPerson& person) {
    const auto id = ScriptRunner::caller_of(person).account;
    if (cast_.contains(id)) return;
    for (const auto& account : demo_accounts()) {
      const bool fits = std::ranges::find(account.roles, person.role) != account.roles.end();
      if (!fits || !taken_.insert(account.username).second) continue;
      cast_[id] = demo_account_id(account.username);
      return;
    }
  }
  std::map<AccountId, AccountId> cast_;
  std::set<std::string> taken_;
};

class Filler {
 public:
  Filler(storage::Store& store, const Definitions& definitions, const MakeScratch& scratch, const DemoOptions& options)
      : store_(store),
        definitions_(definitions),
        scratch_(scratch),
        options_(options),
        ids_(kFirstId),
        today_(to_bureau(options.now).day),
        calendar_(definitions.calendar()),
        dates_(*calendar_, today_) {}

  Result<DemoReport> run() {
    TRY_VOID(put_accounts());
    TRY(const auto counts, count());
    if (counts.cases == 0) {
      TRY(const auto scripts, read_examples(options_.examples_dir));
      TRY_VOID(run_all(scripts));
      if (options_.stories) TRY_VOID(put_open());
      if (options_.generate > 0) TRY_VOID(generate());
      TRY_VOID(tell_demo_reports(store_, definitions_, options_.now));
    }
    TRY(const auto after, count());
    report_.cases = after.cases;
    report_.open_cases = after.open_cases;
    report_.events = after.head;
    return std::move(report_);
  }

 private:
  Result<storage::Counts> count() {
    TRY(const auto snapshot, store_.snapshot());
    return snapshot->counts();
  }

  Status go_on() const {
    if (!options_.stop || !options_.stop()) return {};
    return fail(ErrorCode::unavailable, {"已要求停止", "asked to stop"});
  }

  Result<std::future<storage::CommitOutcome>> send(storage::Commit commit) {
    TRY_VOID(go_on());
    commit.recorded_at = options_.now;
    commit.recorded_by = demo_account_id("system_admin");
    return storage::send(store_, std::move(commit));
  }

  static Status wait_for(std::future<storage::CommitOutcome>& sent) {
    if (const auto done = sent.get(); !done) return fail(Error(done.error()));
    return {};
  }

  Status commit(storage::Commit commit) {
    TRY(auto sent, send(std::move(commit)));
    return wait_for(sent);
  }

  Status put_accounts() {
    report_.accounts = demo_accounts();
    std::vector<DemoAccount> missing;
    {
      TRY(const auto snapshot, store_.snapshot());
      for (const auto& account : report_.accounts) {
        TRY(const auto known, snapshot->find_account(account.username));
        if (!known) missing.push_back(account);
      }
    }
    if (missing.empty()) return {};
    // One hash for all: the password is the same and known.
    TRY(const auto hash, crypto::hash_password(kDemoPassword));
    storage::Commit writes;
    for (const auto& account : missing)
      writes.puts.emplace_back(storage::PutAccount{{demo_account_id(account.username), account.username,
                                                    account.display_name, account.roles, hash, false, options_.now}});
    writes.puts.emplace_back(storage::PutMark{kDemoMark, "1"});
    return commit(std::move(writes));
  }

  Status put_story(const Story& story, const Script& script) {
    storage::Commit writes;
    put_in(renamed(story.bundle, ids_, Cast(script)), definitions_, texts_, writes);
    return commit(std::move(writes));
  }

  /// Every story to its end: on its own dates, or lately when it leaves something overdue.
  Status run_all(const std::vector<Script>& scripts) {
    std::size_t turn = 0;
    for (const auto& given : scripts) {
      TRY_VOID(go_on());
      const auto procedure = definitions_.in_force(given.workflow, {});
      const Script script = procedure ? with_sector(given, *procedure, turn++) : given;
      ScriptOptions options;
      options.until = today_;
      auto story = run_story(script, definitions_, scratch_, ids_, options);
      if (story && story->local_days) continue;  // dates that this bureau would not count
      if (!story || !story->ok()) {
        report_.left_out.push_back(
            script.file + ": " +
            (story ? std::to_string(story->report.failed) + " expectations failed" : story.error().message.en));
        continue;
      }
      if (options_.stories) TRY_VOID(put_whole(*story, script));
      TRY_VOID(make_open(script, story->report));
    }
    return {};
  }

  /// Steps after which the story still stood in an open state, the last of each stay.
  [[nodiscard]] std::vector<std::size_t> stages(const Script& script, const ScriptReport& report) const {
    std::vector<std::size_t> cuts;
    const auto procedure = definitions_.in_force(script.workflow, {});
    for (std::size_t i = 0; procedure && i + 1 < report.steps.size(); ++i) {
      const auto& step = report.steps[i];
      const auto* state = procedure->find_state(step.state);
      if (step.case_name != "main" || state == nullptr || state->phase != engine::Phase::open) continue;
      if (report.steps[i + 1].case_name == "main" && report.steps[i + 1].state == step.state) continue;
      cuts.push_back(i);
    }
    return cuts;
  }

  Status put_whole(const Story& story, const Script& script) {
    // A case closed on a day to come would be in hand for the reports and closed for the lists.
    const auto to_come = [this](const ScriptStep& step) { return step.recorded_on.value_or(step.on) > today_; };
    if (std::ranges::any_of(script.steps, to_come)) return {};
    if (standing_of(story.bundle, today_).overdue == 0) return put_story(story, script);
    const auto lately = happened_lately(script, script.steps.size());
    if (!lately) return {};
    dates_.add(standing_of(lately->bundle, today_));
    return put_story(*lately, script);
  }

  /// The first `steps` of a story, moved to where its nearest date is wanted; empty when it does not run or fit there.
  std::optional<Story> happened_lately(const Script& script, std::size_t steps) {
    constexpr int kTries = 4;
    const auto& end = script.steps[steps - 1];
    const Date last = end.recorded_on.value_or(end.on);
    int weeks = dates_.most_weeks(last);
    if (weeks <= 0) return {};
    for (int i = 0; i < kTries; ++i) {
      auto story = run_story(shifted(script, weeks * 7), definitions_, scratch_, ids_, {steps, true, today_});
      if (!story || story->bundle.cases.empty()) return {};
      const auto standing = standing_of(story->bundle, today_);
      const int off = standing.nearest ? dates_.weeks_off(*standing.nearest) : 0;
      const int next = std::clamp(weeks + off, dates_.fewest_weeks(last), dates_.most_weeks(last));
      if (next == weeks || next <= 0) {
        if (!dates_.fits(standing)) return {};
        return std::move(*story);
      }
      weeks = next;
    }
    return {};
  }

  /// The story up to `cut`, or up to an earlier step of the same stay if its dates are over by then.
  std::optional<Story> open_at(const Script& script, const ScriptReport& report, std::size_t cut) {
    for (std::size_t step = cut;; --step) {
      auto story = happened_lately(script, step + 1);
      if (story && main_of(*story).phase == engine::Phase::open) return story;
      const auto same = [&](std::size_t at) {
        return report.steps[at].case_name == "main" && report.steps[at].state == report.steps[cut].state;
      };
      if (step == 0 || !same(step - 1)) return {};
    }
  }

  /// The story cut at each of its stages, as if it had happened lately.
  Status make_open(const Script& script, const ScriptReport& report) {
    for (const std::size_t cut : stages(script, report)) {
      TRY_VOID(go_on());
      int& kept = kept_[script.workflow + "/" + report.steps[cut].state];
      if (kept >= kOpenPerState) continue;
      auto story = open_at(script, report, cut);
      if (!story) continue;
      ++kept;
      dates_.add(standing_of(story->bundle, today_));
      open_.emplace_back(script, std::move(*story));
    }
    return {};
  }

  static const storage::Summary& main_of(const Story& story) {
    const auto main = story.report.cases.find("main");
    for (const auto& item : story.bundle.cases)
      if (main != story.report.cases.end() && item.id == main->second) return item.rows.summary;
    return story.bundle.cases.front().rows.summary;
  }

  Status put_open() {
    for (const auto& [script, story] : open_) TRY_VOID(put_story(story, script));
    return {};
  }

  /// Clones of the open stories, chosen so that the mean stays at ten events a case. The next batch is made while the
  /// store writes the one before.
  Status generate() {
    if (open_.empty()) return {};
    long long made = 0;
    long long events = 0;
    std::size_t turn = 0;
    std::future<storage::CommitOutcome> before;
    while (made < options_.generate) {
      storage::Commit writes;
      for (int i = 0; i < kGeneratedBatch && made < options_.generate; ++i) {
        const auto& [script, story] = open_[choose(turn++, made, events, options_.generate - made)];
        put_in(renamed(story.bundle, ids_, Cast(script)), definitions_, texts_, writes);
        made += static_cast<long long>(story.bundle.cases.size());
        for (const auto& item : story.bundle.cases) events += static_cast<long long>(item.events.size());
      }
      TRY(auto sent, send(std::move(writes)));
      if (before.valid()) TRY_VOID(wait_for(before));
      before = std::move(sent);
    }
    return before.valid() ? wait_for(before) : Status{};
  }

  [[nodiscard]] std::size_t choose(std::size_t turn, long long made, long long events, long long left) const {
    constexpr std::size_t kLook = 12;
    std::size_t best = turn % open_.size();
    double best_distance = 1e18;
    for (std::size_t i = 0; i < std::min(kLook, open_.size()); ++i) {
      const std::size_t at = (turn * 7 + i) % open_.size();
      const auto& bundle = open_[at].second.bundle;
      long long more = events;
      for (const auto& item : bundle.cases) more += static_cast<long long>(item.events.size());
      const auto cases = static_cast<long long>(bundle.cases.size());
      if (cases > left) continue;
      const double distance = std::abs(static_cast<double>(more) - kEventsPerCase * static_cast<double>(made + cases));
      if (distance >= best_distance) continue;
      best = at;
      best_distance = distance;
    }
    return best;
  }

  storage::Store& store_;
  const Definitions& definitions_;
  const MakeScratch& scratch_;
  const DemoOptions& options_;
  CountingIds ids_;
  DemoReport report_;
  std::set<std::string> texts_;  ///< definition texts put so far
  std::vector<std::pair<Script, Story>> open_;
  std::map<std::string, int> kept_;  ///< open stories by workflow and state
  Date today_;
  CalendarPtr calendar_;
  DemoDates dates_;
};

}  // namespace

Result<DemoReport> fill_demo(storage::Store& store, const Definitions& definitions, const MakeScratch& scratch,
                             const DemoOptions& options) {
  return Filler(store, definitions, scratch, options).run();
}

}  // namespace hejie::app
