// One window: facts of a claim -> procedures open for it and why, and cases that may be the same matter. The rules are
// data (workflows/laws/intake.json, after statutes' one-window table); nothing is stored. Called by api.
#pragma once

#include <string>
#include <vector>

#include "app/caller.h"
#include "app/definitions.h"
#include "app/mediation_bodies.h"
#include "engine/base/clock.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct IntakeRoute {
  std::string claim;     ///< kind of claim this speaks of
  std::string channel;   ///< mediation, arbitration, inspection, court, social_insurance, elsewhere
  std::string workflow;  ///< workflow to open; "" = not with this bureau
  bool open = false;
  bool first = false;  ///< must come before the others
  Text why;
  engine::Cites cite;
};

struct IntakeDuplicate {
  CaseId id;
  std::string number, workflow, state;
  bool open = false;
  Text why;
};

struct IntakeAnswer {
  std::vector<IntakeRoute> routes;
  std::vector<BodyProposal> bodies;  ///< where mediation is open: the organizations it may go to, the nearest first
  std::vector<IntakeDuplicate> duplicates;
  std::vector<Text> notes;
};

class Intake {
 public:
  Intake(storage::Store& store, const Definitions& definitions, const Clock& clock)
      : store_(store), definitions_(definitions), clock_(clock) {}

  /// @param facts_json {"claims":[kind...], "employer_code"?, "id_number"?, "street"?, "sector"?, "worker_count"?,
  /// "pending_elsewhere"?, "written_iou"?,
  ///   "pay_order_expired"?, "platform_worker"?, "over_age"?}
  /// @errors malformed; invalid: all findings, paths from the top of the body
  Result<IntakeAnswer> routes(const Caller& caller, const std::string& facts_json);

 private:
  storage::Store& store_;
  const Definitions& definitions_;
  const Clock& clock_;
};

}  // namespace hejie::app
