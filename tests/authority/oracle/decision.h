// The authority decision, written anew from the issue, docs/adr/0011, docs/operations.md and the definitions: who sees
// a case, records or answers what in it, breaks the glass, hands it over, reads its secondary file. It knows no state,
// no form and no date of the law. Shares nothing with the program; called by the tests of this folder.
#pragma once

#include <cstdint>

#include "tests/authority/oracle/rules.h"

namespace hejie::authority::oracle {

struct Person {
  std::string id;
  Names roles;
  std::string unit;             ///< "" = the bureau itself
  bool logged_in = true;        ///< session or token good, account not disabled
  bool program = false;         ///< comes with a token
  Names scopes;                 ///< of the token
  std::int64_t token_ends = 0;  ///< 0 = no token
  bool disabled = false;
};

struct Request {
  std::int64_t of = 0;
  std::string event, by;
  Names beside;       ///< officers
  Names approved_by;  ///< so far
  std::size_t step = 0;
  std::string by_for;  ///< whose power the asker used; those of approvals stand among approved_by
};

/// An entry of the log that somebody wants to correct or annul.
struct Entry {
  std::int64_t seq = 0;
  std::string event;
  std::string by;         ///< who made the entry
  bool answer = false;    ///< approved or declined a request
  bool recall = false;    ///< took one's own request back
  bool approved = false;  ///< a request that others have approved
  std::string asked_by;   ///< of an answer: whose request it is
  Names beside;           ///< of an answer: who was named beside in the request
};

struct Glass {
  std::string who;
  std::int64_t until = 0;
};

/// A case as far as authority asks.
struct File {
  std::string procedure, stage, unit, handler, id;
  std::map<std::string, Names> named;  ///< by case role; "recused": who is out
  std::map<std::string, Names> did;    ///< event -> who did it or was named beside
  Names took_part;                     ///< recorded something other than as window, or named beside
  std::vector<Request> requests;
  std::vector<Glass> glass;
};

/// One person's power lent to another. Days are counted from any fixed day.
struct Delegation {
  std::string id, from, to;
  Names roles;
  Names events;         ///< "procedure/event"; none = all that may be delegated of the roles
  std::string case_id;  ///< "" = any
  int first = 0, last = 0;
  bool ended = false;  ///< taken back
};

/// What somebody wants to do with another's power. None of the two: mend an entry or take a request back.
struct Deed {
  std::string event;
  const Request* request = nullptr;  ///< answers it
  bool mends = false;
};

struct Unit {
  std::string id, kind, parent;
};

enum class Answer {
  yes,
  nobody,   ///< not logged in
  scope,    ///< the token does not reach so far
  hidden,   ///< no case is there for them
  outside,  ///< of another unit
  no,       ///< sees it and may not do this
  beside    ///< of the persons named beside one may not
};

class Reference {
 public:
  Reference(const Rules& rules, std::vector<Unit> units) : rules_(rules), units_(std::move(units)) {}

  [[nodiscard]] Answer sees(const Person& who, const File& file, std::int64_t now) const;
  [[nodiscard]] Answer secondary(const Person& who, const File& file, std::int64_t now) const;
  /// @param beside persons named as officers, who are accounts
  [[nodiscard]] Answer records(const Person& who, const File& file, const std::string& event,
                               const std::vector<Person>& beside) const;
  /// Approve or decline.
  [[nodiscard]] Answer answers(const Person& who, const File& file, const Request& request) const;
  [[nodiscard]] Answer recalls(const Person& who, const File& file, const Request& request) const;
  /// Correct or annul an entry.
  [[nodiscard]] Answer mends(const Person& who, const File& file, const Entry& entry) const;
  [[nodiscard]] Answer breaks_glass(const Person& who, const File& file) const;
  /// @param naming names people for a role of the case, or who is recused
  [[nodiscard]] Answer hands_over(const Person& who, const File& file, bool naming) const;
  /// All open cases of a person.
  [[nodiscard]] Answer hands_over_all(const Person& who, const std::string& from) const;
  [[nodiscard]] Answer opens(const Person& who, const std::string& procedure, const std::string& event) const;
  /// Unit of a case that this person opens.
  [[nodiscard]] std::string place(const Person& who, const std::string& stage) const;

  /// Everything that speaks against an act under this delegation: codes at /act_for, else hidden, outside, no, beside.
  /// @param delegation null: none of that id. @param from who made it, as he is now
  [[nodiscard]] std::set<std::string> against(const Person& who, const Person& from, const Delegation* delegation,
                                              const File& file, const Deed& deed, const std::vector<Person>& beside,
                                              int today) const;
  /// Everything that speaks against making this one: places in the form, else hidden, outside, no.
  /// @param to null: nobody of that name. @param file of its case. @param others all there are
  [[nodiscard]] std::set<std::string> against_making(const Person& who, const Person* to, const Delegation& wish,
                                                     const File* file, const std::vector<Delegation>& others,
                                                     int today) const;
  [[nodiscard]] bool sees_delegation(const Person& who, const Person& from, const Person& to) const;

 private:
  [[nodiscard]] static bool works_on_cases(const Person& who);
  [[nodiscard]] static bool is_out(const File& file, const std::string& account);
  /// Roles lent that the lender still has and that the delegation covers for this event.
  [[nodiscard]] Names covering(const Names& powers, const Delegation& delegation, const std::string& power) const;
  [[nodiscard]] bool was_there(const File& file, const EventRule& rule, const Names& persons) const;
  /// Has any role with something in the procedure.
  [[nodiscard]] bool takes_part(const Person& who, const std::string& procedure) const;
  [[nodiscard]] Answer acts_in(const Person& who, const File& file) const;
  [[nodiscard]] bool within(const std::string& unit, const std::string& of) const;
  [[nodiscard]] const EventRule* rule_of(const std::string& procedure, const std::string& event) const;
  [[nodiscard]] bool may_as(const std::string& role, const Person& who, const File& file, const std::string& event,
                            const std::vector<Person>& beside) const;

  const Rules& rules_;
  std::vector<Unit> units_;
};

[[nodiscard]] const char* word_of(Answer answer);

}  // namespace hejie::authority::oracle
