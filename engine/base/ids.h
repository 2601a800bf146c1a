// Strong string ids: two ids of different kinds cannot be swapped. Values are opaque to everyone but their maker.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace hejie {

template <typename Tag>
struct StrongId {
  std::string value;
  StrongId() = default;
  explicit StrongId(std::string v) : value(std::move(v)) {}
  [[nodiscard]] bool empty() const { return value.empty(); }
  auto operator<=>(const StrongId&) const = default;
};

using CaseId = StrongId<struct CaseIdTag>;        ///< "c_" + 26 characters; never changes, never reused
using PersonId = StrongId<struct PersonIdTag>;    ///< a natural or legal person of the register ("p_...")
using AccountId = StrongId<struct AccountIdTag>;  ///< a staff account ("u_..."); one account is one natural person
using TextId = StrongId<struct TextIdTag>;        ///< free text kept outside the event log ("t_...")

/// Store-wide position of an event, gapless, from 1.
using Seq = long long;
/// Number of events of a case; the version a writer must name.
using Version = long long;
/// Money in fen (1/100 yuan).
using Fen = long long;

}  // namespace hejie

template <typename Tag>
struct std::hash<hejie::StrongId<Tag>> {
  std::size_t operator()(const hejie::StrongId<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
