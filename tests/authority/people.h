// People who try things in a story: made at once with any roles, named for a role in a case, made its handler, recused.
// What comes out is told in the reference's words. Used by the tests of this folder.
#pragma once

#include <set>

#include "app/hand_over.h"
#include "tests/authority/oracle/decision.h"
#include "tests/authority/story_walk.h"

namespace hejie::authority {

/// How a command ended, as far as authority goes.
struct Ended {
  oracle::Answer answer = oracle::Answer::no;
  bool accepted = false;        ///< it would happen, or a request would be stored
  bool other = false;           ///< refused for something else: the stage, the form, a guard
  std::string why;              ///< in words, of what is not accepted
  std::vector<std::string> to;  ///< roles asked next, of a request
  Seq seq = 0;
  CaseId case_id;
};

[[nodiscard]] Ended ended(const Result<app::CommandResult>& result);
[[nodiscard]] Ended tried(app::CaseService& service, const app::Caller& caller, app::CommandInput input);

using Reasons = std::set<std::string>;

/// How the program answered: the reason it gave, none when it went through. Something that has nothing to do with who
/// asks is "other".
struct Said {
  Reasons why;
  std::string words;
  bool is_request = false;
};
[[nodiscard]] Said said(const Result<app::CommandResult>& result);

[[nodiscard]] app::Caller person(const std::string& name, std::vector<std::string> roles);
void put_account(storage::Store& store, const app::Caller& who);

/// Names people for a role of a case ("recused": who is out), by a head. @returns what was wrong; "" = done
std::string name_people(Stage& stage, const CaseId& id, const std::string& role,
                        const std::vector<std::string>& people);
std::string hand_to(Stage& stage, const CaseId& id, const std::string& to);

}  // namespace hejie::authority
