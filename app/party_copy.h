// The copy a person may ask of what the bureau holds of them (PIPL article 45): handed out at the desk by who works on
// the case. Of the person everything in the clear, of other persons in the case a masked name alone. Passive data; made
// by privacy_desk, written by api.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "engine/base/text.h"
#include "storage/rows.h"

namespace hejie::app {

struct PartyCopy {
  struct Other {
    std::string key, role, name;  ///< masked, but for employers: they are no natural persons
  };
  /// What was recorded as this person's own act, and the free texts of it.
  struct Act {
    Version version = 0;
    Text name;
    Date on{};
    std::vector<std::string> texts;
  };
  struct Paper {
    Text name;
    Date on{};
    std::optional<Date> served_on;  ///< the day service on this person counts from
  };
  struct Term {
    Text name;
    Date from{};
    std::optional<Date> due;
  };
  /// Another case that names the same id number.
  struct OtherCase {
    CaseId case_id;
    std::string number, workflow;
    Text title;
    std::vector<std::string> roles;
  };

  CaseId case_id;
  std::string number, workflow;
  Text title, state;
  std::string key, role;
  bool representative = false;
  storage::Person person;
  std::vector<Other> others;
  std::vector<Act> acts;
  std::vector<Paper> papers;
  std::vector<Term> terms;
  std::vector<OtherCase> other_cases;  ///< those that who asks may see
  bool more_cases = false;             ///< there are more than are listed
};

}  // namespace hejie::app
