// What all procedures share: roles, legal instruments and warning ladders, as passive data. Read once; the reader
// checks names against it and copies ladders into the clocks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

/// staff: logs in and records. outside: courts, police, the committee: their acts are recorded by staff.
/// system: clock, link, law; never a person.
enum class RoleClass { staff, outside, system };

struct Role {
  std::string id;
  Text name;
  RoleClass kind = RoleClass::staff;
  std::string desk;  ///< mediation, arbitration, inspection, bureau, system; empty outside
};

/// A law, regulation, rule or judicial interpretation that definitions cite.
struct Instrument {
  std::string code;
  Text title;
  Text issuer;
  std::string number;
  std::string publication;  ///< official publication
  std::optional<Date> repealed_on;
};

/// A rung as written; `to` may hold $owner and $handler, which the reader replaces.
struct LadderRung {
  std::string at;  ///< "-3wd", "0", "+1wd"
  std::vector<std::string> to;
};

struct Ladder {
  std::string id;
  Text name;
  std::vector<LadderRung> rungs;
};

struct Library {
  std::vector<Role> roles;
  std::vector<Instrument> instruments;
  std::vector<Ladder> ladders;

  [[nodiscard]] const Role* find_role(std::string_view id) const;
  [[nodiscard]] const Instrument* find_instrument(std::string_view code) const;
  [[nodiscard]] const Ladder* find_ladder(std::string_view id) const;
};

/// Takes roles/roles.json, laws/instruments.json and alerts/ladders.json out of `files` (by the end of their path);
/// others are ignored. A file that is missing leaves its part empty: the reader then does not check those names.
[[nodiscard]] Library read_library(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
