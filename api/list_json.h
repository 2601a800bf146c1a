// Lists, sessions and figures over HTTP: answer bodies.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/calendars.h"
#include "app/caller.h"
#include "app/definitions.h"
#include "app/intake.h"
#include "app/own_notes.h"
#include "app/reports.h"
#include "app/risk_desk.h"
#include "app/special_hours.h"
#include "app/system_state.h"
#include "app/work_lists.h"
#include "engine/calendar/trace.h"

namespace hejie::api {

/// @param second_factor whether the account has one; its page offers to set one up or to take it off
[[nodiscard]] std::string session_body(const app::Caller& caller, bool second_factor, const std::string& token,
                                       std::optional<Instant> expires_at);
[[nodiscard]] std::string cases_body(const app::List<app::CaseListItem>& list);
[[nodiscard]] std::string clock_list_body(const app::List<app::ClockListItem>& list);
[[nodiscard]] std::string alerts_body(const app::List<app::AlertListItem>& list,
                                      const std::vector<app::LeftOutItem>& left_out);
[[nodiscard]] std::string approvals_body(const std::vector<app::ApprovalItem>& items);
[[nodiscard]] std::string employers_body(const app::List<app::EmployerView>& list);
[[nodiscard]] std::string employer_body(const app::EmployerView& employer, const app::List<app::CaseListItem>& cases);
[[nodiscard]] std::string document_body(const app::DocumentDetail& document);
[[nodiscard]] std::string hearings_body(const std::vector<app::HearingView>& hearings);
[[nodiscard]] std::string drafts_body(const std::vector<app::DraftView>& drafts);
[[nodiscard]] std::string intake_body(const app::IntakeAnswer& answer);
[[nodiscard]] std::string special_hours_body(const std::vector<app::SpecialHoursView>& permits);
[[nodiscard]] std::string report_body(const app::Report& report);
// risk_json.cpp
[[nodiscard]] std::string risks_body(const app::List<app::RiskItem>& list);
[[nodiscard]] std::string risk_body(const app::RiskItem& item);
[[nodiscard]] std::string key_cases_body(const std::vector<app::KeyCaseItem>& items);
[[nodiscard]] std::string scheduler_body(const app::SystemState& state);
// drill_json.cpp
[[nodiscard]] std::string drills_body(const std::vector<app::KeptDrill>& drills);
[[nodiscard]] std::string drill_body(const app::KeptDrill& drill);
[[nodiscard]] std::string messages_body(const app::List<app::MessageItem>& list);

[[nodiscard]] std::string calendar_change_body(const app::CalendarChange& change);

/// Any flat object of texts and numbers, for health and the scheduler page.
struct Member {
  std::string name;
  std::optional<long long> number;
  std::string text;
};
/// What anybody may know before logging in; demo accounts only of a demonstration.
[[nodiscard]] std::string about_body(const app::Definitions& definitions, Moment now, bool demo);
[[nodiscard]] std::string fired_body(const std::string& now, const std::vector<std::string>& fired);
[[nodiscard]] std::string flat_body(const std::vector<Member>& members);

}  // namespace hejie::api
