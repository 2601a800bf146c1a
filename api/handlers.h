// One function a route; what each does and answers stands in docs/openapi/openapi.json.
#pragma once

#include "api/routes.h"

namespace hejie::api {

// session_handlers.cpp
Response post_session(const Call& call);
Response get_session(const Call& call);
Response delete_session(const Call& call);
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
