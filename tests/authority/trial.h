// All cells of one row of docs/role-matrix.md, tried where a shipped story is about to record the event: every role by
// every place in the case. Used by test_matrix.
#pragma once

#include "tests/authority/oracle/page.h"
#include "tests/authority/people.h"

namespace hejie::authority {

class Trial {
 public:
  /// @param input the command of the step, lawful at this moment
  Trial(Stage& stage, const oracle::PageRow& row, const oracle::Names& staff, app::CommandInput input,
        std::string where)
      : stage_(stage), row_(row), staff_(staff), input_(std::move(input)), where_(std::move(where)) {}

  void run();
  [[nodiscard]] int cells() const { return cells_; }

 private:
  [[nodiscard]] bool opens() const { return input_.case_id.empty(); }
  void expect(const app::Caller& who, const app::CommandInput& input, oracle::Answer meant, const std::string& place);
  oracle::Answer meant(const std::string& role, bool is_named, bool some_named) const;
  void every_role(const std::string& name, const std::string& place, bool recused = false);
  void named_people();
  void beside();
  void who_did();
  void requests();
  void answers_at(const Ended& request, std::size_t first, std::vector<std::string>& approvers);

  Stage& stage_;
  const oracle::PageRow& row_;
  const oracle::Names& staff_;
  app::CommandInput input_;
  std::string where_;
  int cells_ = 0;
};

}  // namespace hejie::authority
