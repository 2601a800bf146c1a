// What is ill in the program itself, told by a channel that does not depend on it: no sign of life of the scheduler for
// two minutes, and authority changed beside the program (storage/authority.h). Each is sent once, and once more that it
// is well again. One for each channel that tells the system's administrator anything; driven
// by the channel's thread, in real time. Writes nothing into the store: that may be what is ill.
#pragma once

#include <cstddef>

#include "alerts/channels/channel.h"
#include "alerts/channels/message.h"
#include "alerts/channels/transport.h"

namespace hejie::alerts {

class HealthAlarm {
 public:
  static constexpr const char* kTo = "system_admin";
  static constexpr std::int64_t kSilenceMs = 120'000;
  static constexpr std::int64_t kPauseMs = 60'000;  ///< after a try that failed

  HealthAlarm(ChannelConfig config, Transport& transport) : config_(std::move(config)), transport_(transport) {}

  /// @param last_sign of the scheduler. @returns true when the receiver took an alarm or its end
  bool step(Instant now, Instant last_sign);
  /// @param wrong how many rows, or sets of them, are not what was written. @returns as step
  bool step_authority(Instant now, std::size_t wrong);

 private:
  struct Told {
    bool ill = false;
    Instant rests_until{};
  };
  bool tell(Told& told, bool ill, const Message& message, Instant now);

  ChannelConfig config_;
  Transport& transport_;
  Told silence_, authority_;
};

}  // namespace hejie::alerts
