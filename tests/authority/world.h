// A bureau drawn at random: units, accounts with one to three roles, tokens, and a shipped story stopped before one of
// its acts. What the reference needs to know of a case is read from its stored acts here, by code of this folder. Used
// by test_decisions.
#pragma once

#include <random>

#include "app/accounts.h"
#include "app/authority_desk.h"
#include "app/paper_desk.h"
#include "app/work_lists.h"
#include "tests/authority/people.h"

namespace hejie::authority {

/// A number from the surroundings of the run.
[[nodiscard]] int number_of(const char* name, int otherwise);
/// The shipped definitions, as the reference reads them.
[[nodiscard]] const oracle::Rules& rules();

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}
  /// 0 to n - 1. @pre n > 0
  std::size_t below(std::size_t n) { return engine_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::mt19937_64 engine_;
};

/// One account: what the reference knows of it, and how it comes to the program.
struct Somebody {
  oracle::Person person;
  std::string token;  ///< "" = a session of a person
};

class World {
 public:
  World(const app::Script& script, std::size_t stop, const oracle::Rules& given, Draws& draws);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// The story has come to its act.
  [[nodiscard]] bool ready() const { return live_.has_value(); }
  [[nodiscard]] const app::CommandInput& live() const { return *live_; }
  [[nodiscard]] const std::string& live_procedure() const { return live_procedure_; }

  /// What is stored of this case, as the reference is told it.
  [[nodiscard]] oracle::File file_of(const CaseId& id);
  /// Entries of this case that could be corrected or annulled.
  [[nodiscard]] std::vector<oracle::Entry> entries_of(const CaseId& id);
  [[nodiscard]] std::vector<CaseId> cases();
  [[nodiscard]] oracle::Reference reference() const { return {rules_, units_}; }
  [[nodiscard]] std::int64_t now() { return stage_.clock.now().ms; }
  Stage& stage() { return stage_; }
  app::AuthorityDesk& desk() { return *desk_; }
  app::PaperDesk& papers() { return papers_; }
  app::WorkLists& lists() { return lists_; }

  std::vector<Somebody>& people() { return people_; }
  /// As whom the program takes them now; nothing: not logged in.
  std::optional<app::Caller> caller(const Somebody& who);
  /// Something changes: a unit, roles, an account, time; or the case: handler, unit, people, who is recused, a request.
  void change();

 private:
  void make_units();
  void make_people();
  oracle::Names some_roles();
  void keep(Somebody& who);
  void change_account(Somebody& who);
  void change_case();
  void ask();
  oracle::File acts_of(storage::Snapshot& snapshot, const CaseId& id);
  void note_act(const engine::Act& act, const std::vector<engine::Act>& acts, oracle::File& file);

  const oracle::Rules& rules_;
  Draws& draws_;
  std::string folder_;
  Stage stage_;
  app::Accounts accounts_;
  std::unique_ptr<app::AuthorityDesk> desk_;
  app::PaperDesk papers_;
  app::WorkLists lists_;
  std::vector<oracle::Unit> units_;
  std::vector<Somebody> people_;
  std::map<CaseId, std::pair<Version, oracle::File>> known_;  ///< as last read: acts change with the version
  std::optional<app::CommandInput> live_;
  std::string live_procedure_;
};

}  // namespace hejie::authority
