// One alert as it leaves the house: what was told to whom, in words, without personal data. Written into the outbox
// when it is fanned out, read again at each try. Used by the dispatcher and the channels.
#pragma once

#include <optional>
#include <string>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "engine/base/text.h"

namespace hejie::alerts {

struct Message {
  long long alert = 0;  ///< of the ledger
  CaseId case_id;
  std::string number, workflow, clock, party, rung, to;
  Text name;  ///< of the clock or the risk
  Date due{}, on{};
  Instant told_at{};
  bool operator==(const Message&) const = default;

  /// The same at every try: "alert-12"; of no alert: "health-" and the time.
  [[nodiscard]] std::string id() const {
    return alert > 0 ? "alert-" + std::to_string(alert) : "health-" + std::to_string(told_at.ms);
  }
};

/// One line: which case, what, when.
[[nodiscard]] Text words_of(const Message& message);

[[nodiscard]] std::string write_message(const Message& message);
/// @errors corrupt
[[nodiscard]] Result<Message> read_message(const std::string& payload);

}  // namespace hejie::alerts
