#include "tests/authority/trial.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hejie::authority {
namespace {

using oracle::Answer;

const oracle::Names kAdministrators{"system_admin", "security_admin", "audit_admin"};

/// A request stays in the case until it is answered, so it is made in earnest and recalled.
app::CommandInput about(const app::CommandInput& input, const Ended& request, const char* what) {
  app::CommandInput answer;
  answer.case_id = input.case_id.empty() ? request.case_id : input.case_id;
  answer.event = what;
  answer.data_json = R"({"of":)" + std::to_string(request.seq) + "}";
  return answer;
}

}  // namespace

void Trial::expect(const app::Caller& who, const app::CommandInput& input, Answer meant, const std::string& place) {
  ++cells_;
  const Ended out = tried(stage_.service, who, input);
  const std::string text =
      where_ + " " + input.event + ", " + place + ", as " + (who.roles.empty() ? "nobody" : who.roles.front());
  if (meant == Answer::yes) {
    EXPECT_TRUE(out.accepted) << text << ": " << out.why;
  } else {
    EXPECT_EQ(oracle::word_of(out.answer), std::string(oracle::word_of(meant))) << text << ": " << out.why;
  }
}

Answer Trial::meant(const std::string& role, bool is_named, bool some_named) const {
  const auto& cell = row_.of(role);
  if (!cell.records) return oracle::holds(kAdministrators, role) && !opens() ? Answer::hidden : Answer::no;
  return cell.unless_named && some_named && !is_named ? Answer::no : Answer::yes;
}

void Trial::every_role(const std::string& name, const std::string& place, bool recused) {
  for (const auto& role : staff_)
    expect(person(name, {role}), input_, recused ? Answer::hidden : meant(role, false, false), place);
  for (const char* machine : {"clock", "link", "law"})
    if (!opens() && !row_.by_itself)
      expect(person(name, {machine}), input_, recused ? Answer::hidden : Answer::no, place);
}

/// Where the case names people for the event, they do it and nobody else.
void Trial::named_people() {
  for (const auto& named : row_.named) {
    std::vector<std::string> people;
    for (const auto& officer : input_.officers) people.push_back(officer.value);
    oracle::Names holders;
    for (const auto& [role, cell] : row_.cells)
      if (cell.unless_named) holders.push_back(role);
    put_account(*stage_.store, person("named", holders));
    for (const auto& officer : input_.officers)
      put_account(*stage_.store, {officer, officer.value, officer.value, holders});
    people.push_back("u_named");
    ASSERT_EQ(name_people(stage_, input_.case_id, named, people), "") << where_;
    for (const auto& role : staff_) {
      expect(person("named", {role}), input_, meant(role, true, true), "named as " + named);
      expect(person("try", {role}), input_, meant(role, false, true), "beside those named as " + named);
      if (row_.of(role).records && !row_.of(role).unless_named)
        expect(person("try", {holders.front(), role}), input_, Answer::yes, "also as " + role + ", not named");
    }
    ASSERT_EQ(name_people(stage_, input_.case_id, named, {}), "") << where_;
  }
}

/// Named beside: who holds a role for the event, and nobody else.
void Trial::beside() {
  for (const auto& role : staff_) {
    put_account(*stage_.store, person("beside_" + role, {role}));
    app::CommandInput together = input_;
    together.officer_names = {"u_beside_" + role};
    for (const auto& recorder : staff_) {
      if (!row_.of(recorder).records) continue;
      expect(person("try", {recorder}), together, row_.of(role).records ? Answer::yes : Answer::beside,
             role + " beside");
    }
  }
}

/// Whoever did one of these acts, or was named beside, is barred from this one.
void Trial::who_did() {
  const auto snapshot = stage_.store->snapshot();
  const auto file = (*snapshot)->load_case(input_.case_id);
  ASSERT_TRUE(file) << where_;
  for (const auto& act : file->acts) {
    if (act.kind != engine::ActKind::done || !oracle::holds(row_.not_who_did, act.event)) continue;
    std::vector<AccountId> doers = act.officers;
    doers.push_back(act.by.account);
    for (const auto& doer : doers)
      for (const auto& role : staff_)
        if (row_.of(role).records) expect({doer, "", "", {role}}, input_, Answer::no, "did " + act.event);
  }
}

/// Who answers the request that waits: the roles of the step, unless they took part in it.
void Trial::answers_at(const Ended& request, std::size_t first, std::vector<std::string>& approvers) {
  oracle::Names asked = request.to;
  std::ranges::sort(asked);
  std::size_t step = first;
  while (step < row_.steps() && row_.conditional(step) && row_.answering(step) != asked) ++step;
  EXPECT_EQ(row_.answering(step), asked) << where_ << ": step " << step;
  const oracle::Names roles = row_.answering(step);
  for (const char* what : {"approve", "decline"}) {
    const auto answer = about(input_, request, what);
    for (const auto& role : staff_) {
      const Answer may = oracle::holds(roles, role)             ? Answer::yes
                         : oracle::holds(kAdministrators, role) ? Answer::hidden
                                                                : Answer::no;
      expect(person("try", {role}), answer, may, "another's request");
      expect(person("asker", {role}), answer, may == Answer::hidden ? may : Answer::no, "own request");
      expect(person("out", {role}), answer, Answer::hidden, "recused");
      for (const auto& officer : input_.officers)
        expect({officer, "", "", {role}}, answer, may == Answer::hidden ? may : Answer::no, "took part in the request");
      for (const auto& earlier : approvers)
        expect(person(earlier, {role}), answer, may == Answer::hidden ? may : Answer::no, "approved the step before");
    }
  }
  if (step >= row_.steps() || roles.empty()) return;
  const std::string one = "approver_" + std::to_string(step);
  auto approval = about(input_, request, "approve");
  if (tried(stage_.service, person(one, {roles.front()}), approval).to.empty()) return;  // the last: it would happen
  approval.if_match = stage_.version_of(approval.case_id);
  const Ended done = ended(stage_.service.execute(person(one, {roles.front()}), approval, {}));
  if (!done.accepted || done.to.empty()) return;
  approvers.push_back(one);
  Ended next = request;
  next.to = done.to;
  answers_at(next, step + 1, approvers);
}

void Trial::requests() {
  const auto asker = std::ranges::find_if(staff_, [&](const auto& role) { return row_.of(role).records; });
  if (row_.steps() == 0 || asker == staff_.end()) return;
  app::CommandInput ask = input_;
  if (!opens()) ask.if_match = stage_.version_of(input_.case_id);
  const Ended request = ended(stage_.service.execute(person("asker", {*asker}), ask, {}));
  ASSERT_TRUE(request.accepted) << where_ << ": " << request.why;
  if (request.to.empty()) return;  // no step applies here
  const CaseId id = opens() ? request.case_id : input_.case_id;
  if (opens()) {
    put_account(*stage_.store, person("out", staff_));
    ASSERT_EQ(name_people(stage_, id, "recused", {"u_out"}), "") << where_;
  }
  std::vector<std::string> approvers;
  answers_at(request, 1, approvers);
  auto recall = about(input_, request, "recall");
  for (const auto& role : staff_) {
    recall.if_match.reset();
    if (row_.of(role).records || !row_.of(role).steps.empty()) {
      EXPECT_FALSE(tried(stage_.service, person("try", {role}), recall).accepted) << where_ << ": another recalls";
      expect(person("asker", {role}), recall, Answer::yes, "who asked");
    }
  }
  recall.if_match = stage_.version_of(id);
  EXPECT_TRUE(ended(stage_.service.execute(person("asker", {*asker}), recall, {})).accepted) << where_;
}

void Trial::run() {
  every_role("try", "no place in the case");
  if (!opens()) {
    put_account(*stage_.store, person("out", staff_));
    ASSERT_EQ(name_people(stage_, input_.case_id, "recused", {"u_out"}), "") << where_;
    every_role("out", "recused", true);
    put_account(*stage_.store, person("handler", staff_));
    ASSERT_EQ(hand_to(stage_, input_.case_id, "u_handler"), "") << where_;
    every_role("handler", "handler");
    named_people();
    if (!row_.not_who_did.empty()) who_did();
  }
  beside();
  requests();
}

}  // namespace hejie::authority
