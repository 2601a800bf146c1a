#include "app/mediation_bodies.h"

#include <algorithm>

namespace hejie::app {
namespace {

using definition::MediationBody;
using Level = MediationBody::Level;

bool listed(const std::vector<std::string>& list, const std::string& id) {
  return !id.empty() && std::ranges::find(list, id) != list.end();
}

/// Every limit the organization has is met; one without any limit takes all, and that is the district center only.
bool takes(const MediationBody& body, const BodyQuestion& question) {
  if (body.level == Level::district) return true;
  if (body.streets.empty() && body.sectors.empty() && body.employers.empty()) return false;
  return (body.streets.empty() || listed(body.streets, question.street)) &&
         (body.sectors.empty() || listed(body.sectors, question.sector)) &&
         (body.employers.empty() || listed(body.employers, question.employer_code));
}

int distance(Level level) {
  switch (level) {
    case Level::enterprise:
      return 0;
    case Level::park:
      return 1;
    case Level::industry:
      return 2;
    case Level::street:
      return 3;
    case Level::district:
      return 4;
  }
  return 4;
}

Text scope_of(const MediationBody& body) {
  if (body.level == Level::district) return {"区（县）调解中心受理全区争议", "the district center takes every dispute"};
  if (!body.employers.empty()) return {"为该用人单位设立", "it was set up for this employer"};
  if (!body.streets.empty() && !body.sectors.empty())
    return {"属其辖区和行业", "the dispute lies in its area and industry"};
  if (!body.streets.empty()) return {"属其辖区", "the dispute lies in its area"};
  return {"属其行业", "the dispute lies in its industry"};
}

BodyProposal to_proposal(const MediationBody& body, Date on) {
  BodyProposal proposal{body.id, std::string(definition::level_id(body.level)), body.name, false, scope_of(body), {}};
  for (const auto& mediator : body.mediators)
    if (mediator.term.holds(on)) proposal.mediators.push_back(mediator.name);
  if (proposal.mediators.empty())
    proposal.why = proposal.why + Text{"；当日没有在任期内的调解员", "; no mediator is in his term that day"};
  return proposal;
}

bool can_take(const BodyProposal& body, bool collective) {
  return !body.mediators.empty() && (!collective || body.level == definition::level_id(Level::district));
}

}  // namespace

std::vector<BodyProposal> competent_bodies(const std::vector<MediationBody>& bodies, const BodyQuestion& question) {
  std::vector<const MediationBody*> fitting;
  for (const auto& body : bodies)
    if (takes(body, question)) fitting.push_back(&body);
  std::ranges::stable_sort(fitting, {}, [](const MediationBody* body) { return distance(body->level); });
  std::vector<BodyProposal> proposals;
  for (const auto* body : fitting) proposals.push_back(to_proposal(*body, question.on));
  const auto nearest =
      std::ranges::find_if(proposals, [&](const BodyProposal& body) { return can_take(body, question.collective); });
  if (nearest == proposals.end()) return proposals;
  nearest->proposed = true;
  if (question.collective)
    nearest->why = nearest->why + Text{"；十人以上的争议由其办理", "; it takes disputes of ten or more workers"};
  return proposals;
}

const std::vector<MediationBody>& mediation_bodies(const std::vector<definition::Overlay>& overlays) {
  static const std::vector<MediationBody> kNone;
  const auto last = std::ranges::find_if(overlays.rbegin(), overlays.rend(), [](const definition::Overlay& overlay) {
    return !overlay.bureau.mediation_bodies.empty();
  });
  return last == overlays.rend() ? kNone : last->bureau.mediation_bodies;
}

}  // namespace hejie::app
