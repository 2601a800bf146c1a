// One function a route; what each does and answers stands in docs/openapi/openapi.json.
#pragma once

#include "api/routes.h"

namespace hejie::api {

// session_handlers.cpp
Response post_session(const Call& call);
Response get_session(const Call& call);
Response delete_session(const Call& call);
// own_account_handlers.cpp
Response post_password(const Call& call);
Response put_own_password(const Call& call);
Response post_second_factor(const Call& call);
Response put_second_factor(const Call& call);
Response delete_second_factor(const Call& call);
Response get_own_sessions(const Call& call);
Response delete_own_session(const Call& call);
Response post_token(const Call& call);
// account_handlers.cpp
Response get_accounts(const Call& call);
Response post_accounts(const Call& call);
Response put_account(const Call& call);
Response post_account_reset(const Call& call);
Response delete_account_factor(const Call& call);
Response get_account_sessions(const Call& call);
Response delete_account_session(const Call& call);
Response get_access_log(const Call& call);
Response get_system(const Call& call);
// definition_handlers.cpp
Response get_workflows(const Call& call);
Response get_workflow(const Call& call);
Response get_workflow_diagram(const Call& call);
Response post_due(const Call& call);
Response get_calendar(const Call& call);
Response post_calendar(const Call& call);
// case_handlers.cpp
Response post_cases(const Call& call);
Response post_case_event(const Call& call);
Response get_case(const Call& call);
Response get_case_actions(const Call& call);
Response get_case_history(const Call& call);
Response get_case_clocks(const Call& call);
// list_handlers.cpp
Response get_cases(const Call& call);
Response get_clocks(const Call& call);
Response get_alerts(const Call& call);
Response post_alert_acknowledge(const Call& call);
Response get_approvals(const Call& call);
Response get_employers(const Call& call);
Response get_employer(const Call& call);
Response get_document(const Call& call);
Response get_hearings(const Call& call);
Response get_preferences(const Call& call);
Response put_preferences(const Call& call);
Response get_drafts(const Call& call);
Response put_drafts(const Call& call);
// intake_handlers.cpp
Response post_intake_routes(const Call& call);
Response get_report(const Call& call);
Response post_written_reviews(const Call& call);
Response post_review_reminders(const Call& call);
Response get_special_hours(const Call& call);
// system_handlers.cpp
Response get_healthz(const Call& call);
Response get_readyz(const Call& call);
Response get_metrics(const Call& call);
Response get_openapi(const Call& call);
Response get_about(const Call& call);
Response get_scheduler(const Call& call);
Response get_stream(const Call& call);
Response post_demo_clock(const Call& call);

}  // namespace hejie::api
