// Which mediation organization is nearest for a dispute: enterprise, park, industry, street, then the district center.
// A proposal and no rule of competence: the parties may go to another (S1 article 10). Pure; the organizations are data
// of the bureau's overlay. Called by intake.
#pragma once

#include <string>
#include <vector>

#include "engine/definition/overlay/overlay.h"

namespace hejie::app {

struct BodyQuestion {
  std::string street, sector;  ///< ids of the bureau's lists; "" = not said
  std::string employer_code;
  bool collective = false;  ///< ten or more workers
  Date on{};
};

struct BodyProposal {
  std::string id, level;
  Text name;
  bool proposed = false;  ///< the nearest of those that can take it; one at most
  Text why;
  std::vector<std::string> mediators;  ///< in their term on that day
};

/// The organizations whose scope the dispute lies in, the nearest first; also those without a mediator in term, which
/// are never proposed. Ten or more workers: the district center.
[[nodiscard]] std::vector<BodyProposal> competent_bodies(const std::vector<definition::MediationBody>& bodies,
                                                         const BodyQuestion& question);

/// The organizations of the overlay laid last that names any.
[[nodiscard]] const std::vector<definition::MediationBody>& mediation_bodies(
    const std::vector<definition::Overlay>& overlays);

}  // namespace hejie::app
