// What handlers may use: the use cases of app, and nothing below them. Built once by cli/serve.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "engine/base/clock.h"

namespace hejie::app {
class AccessLog;
class Accounts;
class AuthorityDesk;
class Bulletins;
class CalendarFeed;
class CaseService;
class Calendars;
class ControlDesk;
class Definitions;
class EvidenceDesk;
class Histogram;
class Intake;
class Metrics;
class Notary;
class OwnNotes;
class PaperDesk;
class PrivacyDesk;
class Reports;
class RiskDesk;
class SpecialHours;
class SpecialReports;
class System;
class WorkLists;
class WrittenReviews;
}  // namespace hejie::app

namespace hejie::definition {
class DueDesk;
}

namespace hejie::api {

class AdminGate;
class RequestRates;
class StreamHub;
class DemoClock;

/// The desk that computes dates keeps calendars it has built; one caller at a time.
struct DueCounter {
  definition::DueDesk& desk;
  std::mutex mutex;
};

/// One line of the request log: no names, id numbers or bodies.
struct RequestLog {
  std::string request_id, account, method, route, case_id, code;
  int status = 200;
  long long ms = 0;
};

struct Services {
  app::CaseService& cases;
  app::Accounts& accounts;
  app::WorkLists& lists;
  app::OwnNotes& notes;
  app::Intake& intake;
  app::Calendars& calendars;
  app::Reports& reports;
  app::PaperDesk& papers;
  app::WrittenReviews& reviews;
  app::SpecialHours& special_hours;
  app::SpecialReports& special_reports;
  app::Bulletins& bulletins;
  app::ControlDesk& control;
  app::PrivacyDesk& privacy;
  app::CalendarFeed& feed;
  app::Metrics& metrics;
  app::System& system;
  app::RiskDesk& risks;
  app::AuthorityDesk& authority;
  app::Notary& notary;
  app::AccessLog& access;
  const app::Definitions& definitions;
  DueCounter& due;
  StreamHub& streams;
  const Clock& clock;          ///< bureau time
  DemoClock* demo = nullptr;   ///< demo stores only
  bool secure_cookie = false;  ///< served on something else than plain loopback: __Host- cookie
  const std::atomic<bool>* stopping = nullptr;
  app::Histogram* request_time = nullptr;
  RequestRates* rates = nullptr;               ///< null: no limits
  std::function<void(const RequestLog&)> log;  ///< may be empty; any thread
  const AdminGate* admins = nullptr;           ///< null: administrators work from anywhere
  app::EvidenceDesk* evidence = nullptr;       ///< set by the server; tests without files have none
  bool asks_certificates = false;              ///< of who connects, as a second factor
};

}  // namespace hejie::api
