// A thread for each channel by which alerts leave the house, so that one that hangs holds up neither cases nor the
// others. Messages wait in the store: stopping loses none. Used by the server.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "alerts/channels/curl_transport.h"
#include "alerts/dispatcher.h"
#include "alerts/health_alarm.h"
#include "engine/base/clock.h"

namespace hejie::cli {

class ChannelThreads {
 public:
  /// All given outlive the object. @param machine real time: pauses and signatures do not follow a demonstration's
  /// clock
  ChannelThreads(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
                 const Clock& machine, app::Metrics& metrics);
  ~ChannelThreads();

  /// @param last_sign of the scheduler, in real time; told by the channels when it is long ago. Any thread
  /// @param wrong rows of authority changed beside the program
  void start(std::vector<alerts::ChannelConfig> channels, std::function<Instant()> last_sign,
             std::function<std::size_t()> wrong);
  /// Ends the tries that are under way.
  void stop();

 private:
  struct One {
    One(ChannelThreads& all, alerts::ChannelConfig config)
        : transport(all.stopping_),
          alarm(config, transport),
          dispatcher(all.store_, all.definitions_, all.rules_, std::move(config), transport, all.metrics_) {}
    alerts::CurlTransport transport;
    alerts::HealthAlarm alarm;
    alerts::Dispatcher dispatcher;
    std::thread thread;
  };
  void run(One& one);

  storage::Store& store_;
  const app::Definitions& definitions_;
  const definition::AlertRules& rules_;
  const Clock& machine_;
  app::Metrics& metrics_;
  std::function<Instant()> last_sign_;
  std::function<std::size_t()> wrong_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::unique_ptr<One>> threads_;
};

}  // namespace hejie::cli
