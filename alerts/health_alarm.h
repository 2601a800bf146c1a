// The scheduler's own ill health, told by a channel that does not depend on it: no sign of life for two minutes is sent
// once, and once more that it works again. One for each channel that tells the system's administrator anything; driven
// by the channel's thread, in real time. Writes nothing into the store: that may be what is ill.
#pragma once

#include "alerts/channels/channel.h"
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

 private:
  ChannelConfig config_;
  Transport& transport_;
  bool told_ = false;
  Instant rests_until_{};
};

}  // namespace hejie::alerts
