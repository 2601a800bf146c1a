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
Response get_own_certificate(const Call& call);
Response put_own_certificate(const Call& call);
Response delete_own_certificate(const Call& call);
Response get_own_sessions(const Call& call);
Response delete_own_session(const Call& call);
Response post_token(const Call& call);
Response get_own_data(const Call& call);
// account_handlers.cpp
Response get_accounts(const Call& call);
Response post_accounts(const Call& call);
Response put_account(const Call& call);
Response post_account_reset(const Call& call);
Response delete_account_factor(const Call& call);
Response put_account_certificate(const Call& call);
Response delete_account_certificate(const Call& call);
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
// risk_handlers.cpp
Response get_risks(const Call& call);
Response get_risk(const Call& call);
Response get_key_cases(const Call& call);
Response post_key_case(const Call& call);
Response post_key_report(const Call& call);
Response post_key_end(const Call& call);
Response get_messages(const Call& call);
Response post_message_resend(const Call& call);
// authority_handlers.cpp
Response post_break_glass(const Call& call);
Response post_hand_over(const Call& call);
Response post_hand_overs(const Call& call);
Response get_delegations(const Call& call);
Response post_delegation(const Call& call);
Response post_delegation_end(const Call& call);
Response get_units(const Call& call);
Response put_unit(const Call& call);
Response put_account_unit(const Call& call);
// special_handlers.cpp
Response get_special_reports(const Call& call);
Response post_alert_answer(const Call& call);
// bulletin_handlers.cpp
Response get_bulletins(const Call& call);
Response get_bulletin(const Call& call);
Response get_bulletin_csv(const Call& call);
Response get_bulletin_page(const Call& call);
Response get_calendar_feed(const Call& call);
// control_handlers.cpp
Response get_risk_points(const Call& call);
Response get_exceptions(const Call& call);
Response get_file_reviews(const Call& call);
Response post_file_review(const Call& call);
Response post_file_mended(const Call& call);
// privacy_handlers.cpp
Response post_reveal(const Call& call);
Response post_party_copy(const Call& call);
Response put_party(const Call& call);
Response get_retention(const Call& call);
Response post_erasure(const Call& call);
Response post_erasure_answer(const Call& call);
// intake_handlers.cpp
Response post_intake_routes(const Call& call);
Response get_report(const Call& call);
Response get_report_cases(const Call& call);
// paper_handlers.cpp
Response get_paper(const Call& call);
Response get_paper_docx(const Call& call);
Response get_paper_page(const Call& call);
Response put_paper(const Call& call);
Response get_template(const Call& call);
Response get_archive(const Call& call);
Response get_archive_zip(const Call& call);
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
Response get_drills(const Call& call);
Response get_drill(const Call& call);
Response get_stream(const Call& call);
Response post_demo_clock(const Call& call);

}  // namespace hejie::api
