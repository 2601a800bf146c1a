#include "api/event_names.h"

namespace hejie::api {

std::string_view name_of(engine::ActKind kind) {
  using enum engine::ActKind;
  switch (kind) {
    case done:
      return "done";
    case proposed:
      return "proposed";
    case approved:
      return "approved";
    case declined:
      return "declined";
    case recalled:
      return "recalled";
    case served:
      return "served";
    case linked:
      return "linked";
    case link_outcome:
      return "link_outcome";
    case corrected:
      return "corrected";
    case annulled:
      return "annulled";
    case migrated:
      return "migrated";
    case calendar_changed:
      return "calendar_changed";
  }
  return "";
}

std::string_view name_of(engine::OccurrenceKind kind) {
  using enum engine::OccurrenceKind;
  switch (kind) {
    case clock_started:
      return "clock_started";
    case clock_stopped:
      return "clock_stopped";
    case clock_left:
      return "clock_left";
    case clock_superseded:
      return "clock_superseded";
    case clock_expired:
      return "clock_expired";
    case clock_breached:
      return "clock_breached";
    case clock_moved:
      return "clock_moved";
    case service_deemed:
      return "service_deemed";
    case automatic:
      return "automatic";
    case hold_ended:
      return "hold_ended";
    case proposal_ended:
      return "proposal_ended";
  }
  return "";
}

std::string_view name_of(engine::FactType type) {
  using enum engine::FactType;
  switch (type) {
    case boolean:
      return "bool";
    case enumeration:
      return "enum";
    case integer:
      return "int";
    case money:
      return "money";
    case day:
      return "day";
    case moment:
      return "moment";
    case period:
      return "period";
    case text:
      return "text";
    case person:
      return "person";
  }
  return "";
}

std::string_view name_of(engine::Trigger::On on) {
  switch (on) {
    case engine::Trigger::On::event:
      return "event";
    case engine::Trigger::On::served:
      return "served";
    case engine::Trigger::On::state:
      return "state";
    case engine::Trigger::On::expiry:
      return "expiry";
    case engine::Trigger::On::released:
      return "released";
    case engine::Trigger::On::link:
      return "link";
  }
  return "";
}

}  // namespace hejie::api
