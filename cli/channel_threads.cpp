#include "cli/channel_threads.h"

#include <chrono>

#include "cli/log.h"

namespace hejie::cli {

ChannelThreads::ChannelThreads(storage::Store& store, const app::Definitions& definitions,
                               const definition::AlertRules& rules, const Clock& machine, app::Metrics& metrics)
    : store_(store), definitions_(definitions), rules_(rules), machine_(machine), metrics_(metrics) {}

ChannelThreads::~ChannelThreads() {
  stop();
}

void ChannelThreads::start(std::vector<alerts::ChannelConfig> channels, std::function<Instant()> last_sign,
                           std::function<std::size_t()> wrong) {
  last_sign_ = std::move(last_sign);
  wrong_ = std::move(wrong);
  for (auto& config : channels) {
    auto& one = *threads_.emplace_back(std::make_unique<One>(*this, std::move(config)));
    one.thread = std::thread([this, &one] { run(one); });
  }
}

void ChannelThreads::run(One& one) {
  bool failing = false;
  while (!stopping_) {
    if (one.alarm.step(machine_.now(), last_sign_())) log_event("warning", "scheduler", "alarm_told");
    if (one.alarm.step_authority(machine_.now(), wrong_())) log_event("warning", "authority", "alarm_told");
    const auto sent = one.dispatcher.step(machine_.now());
    if (!sent && !failing) log_event("error", "channel", one.dispatcher.id(), sent.error().message.en);
    failing = !sent;
    if (sent && *sent == alerts::Dispatcher::kMost) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_.load(); });
  }
}

void ChannelThreads::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& one : threads_)
    if (one->thread.joinable()) one->thread.join();
}

}  // namespace hejie::cli
