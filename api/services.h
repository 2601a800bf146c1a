// What handlers may use: the use cases of app, and nothing below them. Built once by cli/serve.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "engine/base/clock.h"

namespace hejie::app {
class Accounts;
class CaseService;
class Calendars;
class Definitions;
class Intake;
class Metrics;
class Reports;
class System;
class WorkLists;
}  // namespace hejie::app

namespace hejie::definition {
class DueDesk;
}

namespace hejie::api {

class StreamHub;
class DemoClock;

/// The desk that computes dates keeps calendars it has built; one caller at a time.
struct DueCounter {
  definition::DueDesk& desk;
  std::mutex mutex;
};

struct Services {
  app::CaseService& cases;
  app::Accounts& accounts;
  app::WorkLists& lists;
  app::Intake& intake;
  app::Calendars& calendars;
  app::Reports& reports;
  app::Metrics& metrics;
  app::System& system;
  const app::Definitions& definitions;
  DueCounter& due;
  StreamHub& streams;
  const Clock& clock;          ///< bureau time
  DemoClock* demo = nullptr;   ///< demo stores only
  bool secure_cookie = false;  ///< served on something else than plain loopback: __Host- cookie
  const std::atomic<bool>* stopping = nullptr;
};

}  // namespace hejie::api
