// Random faults in the shipped definitions are found at their place, by the checks or by a story, or change nothing, or
// are lawful by name. The seed is printed; HEJIE_MUTANTS sets the number, HEJIE_SEED the seed. Short: 60; HEJIE_LONG:
// 500.
#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "app/import.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/checks.h"
#include "engine/definition/compare.h"
#include "engine/definition/conditions.h"
#include "engine/definition/explore/explore.h"
#include "engine/definition/law_index.h"
#include "engine/definition/registry.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"
#include "tests/mutants/lawful.h"
#include "tests/mutants/mutate.h"

namespace hejie::mutants {
namespace {

using definition::DefinitionFinding;
using definition::Findings;
using definition::SourceFile;
using Files = std::vector<SourceFile>;

Files shipped() {
  Files files;
  for (const auto& file : resources::under("workflows/"))
    files.push_back({std::string(file.path), std::string(file.bytes)});
  return files;
}

bool of_procedure(const std::string& path) {
  return path.starts_with("workflows/cn/") && path.ends_with(".json");
}

long number_of(const char* name, long otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::atol(text);
}

/// "/events/accept" of "/events/accept/rows/0".
std::string part_of(const std::string& pointer) {
  const auto second = pointer.find('/', 1);
  const auto third = second == std::string::npos ? second : pointer.find('/', second + 1);
  return pointer.substr(0, third);
}

std::string last_name(const std::string& pointer) {
  const auto part = part_of(pointer);
  return part.substr(part.rfind('/') + 1);
}

/// Says where: the same part of the same file (a fault in a whole section: anything in it).
bool names_place(const DefinitionFinding& finding, const Mutant& mutant) {
  for (const auto& pointer : {mutant.pointer, mutant.also}) {
    if (pointer.empty()) continue;
    if (finding.file == mutant.file &&
        (part_of(finding.path) == part_of(pointer) || finding.path.starts_with(pointer + "/") ||
         pointer.starts_with(finding.path + "/") || finding.path == pointer))
      return true;
    const auto name = "\"" + last_name(pointer) + "\"";
    if (finding.message.en.find(name) != std::string::npos) return true;
  }
  return std::ranges::any_of(mutant.inside, [&](const auto& name) {
    return finding.message.en.find("\"" + name + "\"") != std::string::npos;
  });
}

enum class Fate {
  found,       ///< a check names the place
  story,       ///< a shipped story comes out otherwise, and the place is where it does
  equivalent,  ///< the comparison of definitions finds no change
  lawful,      ///< changed, and lawful all the same (lawful.h)
  case_only,   ///< a story comes out otherwise, elsewhere
  record,      ///< only the record of what was reviewed names the place
  elsewhere,   ///< some finding, none at the place
  survived
};
constexpr const char* kFates[] = {"CHECK", "STORY", "EQUIVALENT", "LAWFUL", "CASE", "RECORD", "ELSEWHERE", "SURVIVED"};

struct Result {
  Fate fate = Fate::survived;
  std::string by;    ///< the check, the story, the rule
  std::string lost;  ///< what changed unseen
};

class Court {
 public:
  Court() : files_(shipped()), original_(definition::Definitions::read(files_, nullptr)) {
    for (const auto& file : files_) {
      if (of_procedure(file.path)) procedures_.push_back(file);
      if (file.path.ends_with("laws/deadlines.json")) deadlines_ = *definition::read_deadlines(file.text);
    }
    Findings none;
    powers_ = *definition::powers_of(files_, none);
    law_index_ = *definition::law_index_of(files_, none);
    conditions_ = *definition::conditions_of(files_, none);
    calendar_ = *definition::build_calendar(*definition::read_calendar_set(files_));
    for (const auto& read : original_.all())
      if (read.procedure != nullptr) reviewed_[read.procedure->id] = definition::digests_of(*read.procedure);
    for (const auto& read : original_.all()) {
      const auto findings = checked(read, original_.all());
      clean_.insert(clean_.end(), findings.begin(), findings.end());
    }
  }

  [[nodiscard]] const Files& procedures() const { return procedures_; }
  [[nodiscard]] const Findings& clean() const { return clean_; }

  [[nodiscard]] Result judge(const Mutant& mutant) const {
    const Result result = checked_result(mutant);
    if (result.fate == Fate::found || result.fate == Fate::equivalent) return result;
    const Result told = story_result(mutant);
    if (told.fate == Fate::story) return told;
    if (const auto rule = lawful(mutant, text_of(mutant.file)); !rule.rule.empty())
      return {Fate::lawful, rule.rule, rule.why};
    return told.fate == Fate::case_only ? told : result;
  }

 private:
  [[nodiscard]] Result checked_result(const Mutant& mutant) const {
    const auto [set, at] = changed(mutant);
    Findings fresh = set[at].findings;
    if (set[at].procedure != nullptr)
      for (const auto& read : set) {
        if (!concerns(read, *set[at].procedure)) continue;
        const auto more = checked(read, set);
        fresh.insert(fresh.end(), more.begin(), more.end());
      }
    std::erase_if(fresh, [&](const auto& finding) { return std::ranges::find(clean_, finding) != clean_.end(); });
    for (const auto& finding : fresh)
      if (finding.check != "reviewed" && names_place(finding, mutant)) return {Fate::found, finding.check, ""};
    for (const auto& finding : fresh)
      if (names_place(finding, mutant)) return {Fate::record, finding.check, ""};
    if (!fresh.empty()) return {Fate::elsewhere, fresh.front().check + " " + fresh.front().path, ""};
    const auto changes = definition::compare(*original_.all()[at].procedure, *set[at].procedure, *calendar_);
    if (changes.empty()) return {Fate::equivalent, "", ""};
    return {Fate::survived, "", changes.front().what.en};
  }

  using Set = std::vector<definition::ReadProcedure>;

  Findings checked(const definition::ReadProcedure& read, const Set& set) const {
    const definition::CheckSet among{set,      original_.library(), &deadlines_, &reviewed_,
                                     &powers_, &law_index_,         &conditions_};
    Findings findings = definition::check_one(read, among);
    if (read.procedure == nullptr) return findings;
    definition::Subject subject(read, among, findings);
    (void)definition::explore(subject, {});
    return findings;
  }

  [[nodiscard]] const std::string& text_of(const std::string& path) const {
    return std::ranges::find(files_, path, &SourceFile::path)->text;
  }

  /// Does a step that came out otherwise rest on the faulty part?
  [[nodiscard]] bool story_names_place(const app::ScriptReport& report, const Mutant& mutant) const {
    if (report.steps.empty()) return false;
    const auto& last = report.steps.back();
    for (const auto& read : original_.all()) {
      if (read.procedure == nullptr || read.procedure->id != last.workflow) continue;
      return std::ranges::any_of(last.parts, [&](const std::string& part) {
        const auto file = read.files.find(part);
        return file != read.files.end() &&
               names_place({definition::Severity::error, "story", file->second, part, {}}, mutant);
      });
    }
    return false;
  }

  /// What the shipped stories say of the faulty file.
  [[nodiscard]] Result story_result(const Mutant& mutant) const {
    Files files = files_;
    for (auto& file : files)
      if (file.path == mutant.file) file.text = mutant.text;
    const auto definitions = app::Definitions::of(std::move(files), {});
    if (!definitions) return {};
    const std::string folder = mutant.file.substr(0, mutant.file.rfind('/'));
    const std::string named = "\"" + folder.substr(folder.rfind('/') + 1) + "\"";
    Result result;
    for (const auto& file : resources::under("examples/")) {
      if (!file.path.ends_with(".json") || file.bytes.find(named) == std::string_view::npos) continue;
      const auto script = app::read_script(std::string(file.path), std::string(file.bytes));
      if (!script) continue;
      app::CountingIds ids;
      app::ScriptOptions options;
      options.stop_at_failure = true;
      const auto scratch = [] { return storage::memory::open_store(); };
      const auto story = app::run_story(*script, **definitions, scratch, ids, options);
      if (story && story->ok()) continue;
      if (story && story_names_place(story->report, mutant)) return {Fate::story, std::string(file.path), ""};
      if (result.by.empty()) result = {Fate::case_only, std::string(file.path), ""};
    }
    return result;
  }

  /// The set with the procedure of the faulty file read again, and which one that is.
  std::pair<Set, std::size_t> changed(const Mutant& mutant) const {
    const std::string folder = mutant.file.substr(0, mutant.file.rfind('/') + 1);
    Files mine;
    for (const auto& file : procedures_)
      if (file.path.starts_with(folder))
        mine.push_back(file.path == mutant.file ? SourceFile{file.path, mutant.text} : file);
    Set set = original_.all();
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (!set[i].files.begin()->second.starts_with(folder)) continue;
      set[i] = definition::read_procedure(mine, original_.library(), nullptr);
      return {std::move(set), i};
    }
    ADD_FAILURE() << "no procedure has the file " << mutant.file;
    return {std::move(set), 0};
  }

  /// The changed procedure itself and those linked with it.
  static bool concerns(const definition::ReadProcedure& read, const engine::Procedure& changed) {
    if (read.procedure == nullptr) return false;
    const auto links = [](const engine::Procedure& from, const engine::Procedure& to) {
      return std::ranges::any_of(from.links, [&](const auto& link) { return link.procedure == to.id; });
    };
    return read.procedure->id == changed.id || links(*read.procedure, changed) || links(changed, *read.procedure);
  }

  Files files_, procedures_;
  definition::Definitions original_;
  definition::DeadlineRegister deadlines_;
  definition::Reviewed reviewed_;  ///< of the clean set itself: what the check would find, were the record up to date
  definition::Powers powers_;
  definition::LawIndex law_index_;
  definition::Conditions conditions_;
  Findings clean_;
  std::shared_ptr<const calendar::Calendar> calendar_;
};

std::string line_of(const Mutant& mutant, const Result& result) {
  return std::string(kFates[static_cast<std::size_t>(result.fate)]) + " " + name_of(mutant.operation) + " " +
         mutant.file.substr(13) + "#" + mutant.pointer + " (" + mutant.what +
         (mutant.also.empty() ? "" : " " + mutant.also) + ") " + result.by +
         (result.lost.empty() ? "" : ": " + result.lost.substr(0, 300));
}

/// Lawful ones are always told by name; the others that no check found where it matters or is asked.
bool is_told(Fate fate) {
  if (fate == Fate::found || fate == Fate::equivalent) return false;
  return std::getenv("HEJIE_TELL") != nullptr || fate == Fate::lawful || fate >= Fate::elsewhere;
}

struct Tally {
  std::map<Fate, int> fates;
  std::map<std::string, int> by;

  [[nodiscard]] int sum(std::initializer_list<Fate> some) const {
    int all = 0;
    for (const Fate fate : some)
      if (const auto found = fates.find(fate); found != fates.end()) all += found->second;
    return all;
  }
};

void print(const Tally& tally, long count) {
  for (const auto& [by, n] : tally.by) std::cout << n << " by " << by << "\n";
  for (const auto& [fate, n] : tally.fates) std::cout << kFates[static_cast<std::size_t>(fate)] << " " << n << "\n";
  const auto percent = [&](int n) { return static_cast<double>(n) * 100 / static_cast<double>(count); };
  using enum Fate;
  std::cout << "found at the place, equivalent or lawful: " << percent(tally.sum({found, equivalent, lawful}))
            << " % by the checks, " << percent(tally.sum({found, equivalent, lawful, story}))
            << " % with the shipped stories, "
            << percent(tally.sum({found, equivalent, lawful, story, case_only, record}))
            << " % with the record of what was reviewed\n";
}

TEST(Mutants, AreFoundAtTheirPlaceOrChangeNothing) {
  const long count = number_of("HEJIE_MUTANTS", std::getenv("HEJIE_LONG") != nullptr ? 500 : 60);
  const auto seed = static_cast<std::uint64_t>(number_of("HEJIE_SEED", 20261122));
  std::cout << "seed " << seed << ", " << count << " mutants\n";
  const Court court;
  for (const auto& finding : court.clean())
    ADD_FAILURE() << finding.file << "#" << finding.path << " " << finding.message.en;
  Mutator mutator(court.procedures(), seed);
  Tally tally;
  for (long i = 0; i < count; ++i) {
    const Mutant mutant = mutator.next();
    const Result result = court.judge(mutant);
    ++tally.fates[result.fate];
    if (result.fate == Fate::found || result.fate == Fate::lawful) ++tally.by[result.by];
    if (is_told(result.fate)) std::cout << line_of(mutant, result) << std::endl;
  }
  print(tally, count);
  using enum Fate;
  const int stories = tally.sum({found, equivalent, lawful, story});
  const int all = tally.sum({found, equivalent, lawful, story, case_only, record});
  // Sixty scatter more than 500.
  EXPECT_GE(stories * 100, count * (count >= 500 ? 95 : 88)) << "without the record";
  EXPECT_GE(all * 100, count * 95);
}

}  // namespace
}  // namespace hejie::mutants
