// A snapshot index of clocks and parties, for asking the same conditions of very many parties (automatic events with
// `each`). Not part of the case; valid until a clock or party changes. Made by automatic.cpp, used by guard_parts.cpp.
#pragma once

#include <string_view>
#include <unordered_map>

#include "engine/machine/case_state.h"
#include "engine/machine/guard.h"

namespace hejie::engine {

/// What is known of all instances of one rule and key; superseded ones do not count.
struct Seen {
  bool any = false;
  bool open = false;
  bool running = false;
  bool expired = false;
  void add(const ClockInstance& clock);
};

class CaseView {
 public:
  explicit CaseView(const CaseState& state);
  [[nodiscard]] Seen clocks_of(std::string_view rule, std::string_view key) const;
  [[nodiscard]] const Party* party(std::string_view key) const;
  /// Answer to a question that does not depend on who asks, kept for the next party.
  std::unordered_map<const Condition*, Truth>& kept() { return kept_; }

 private:
  std::unordered_map<std::string_view, std::unordered_map<std::string_view, Seen>> clocks_;
  std::unordered_map<std::string_view, const Party*> parties_;
  std::unordered_map<const Condition*, Truth> kept_;
};

}  // namespace hejie::engine
