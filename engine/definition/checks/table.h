// The checks themselves, one function a file. Internal to engine/definition.
#pragma once

#include "engine/definition/checks.h"

namespace hejie::definition {

void check_unreachable_state(Subject& subject);
void check_no_way_out(Subject& subject);
void check_silent_wait(Subject& subject);
void check_clock_never_started(Subject& subject);
void check_clock_never_lives(Subject& subject);
void check_duty_unanswered(Subject& subject);
void check_expiry_refused(Subject& subject);
void check_event_impossible(Subject& subject);
void check_hold_unreleased(Subject& subject);
void check_self_approval(Subject& subject);
void check_rows_overlap(Subject& subject);
void check_unknown_fact(Subject& subject);
void check_link(Subject& subject);
void check_document(Subject& subject);
void check_uncited(Subject& subject);
void check_hour_clock(Subject& subject);
void check_register(Subject& subject);
void check_register_law(Subject& subject);
void check_in_force(Subject& subject);
void check_guard_always(Subject& subject);
void check_final_clock(Subject& subject);
void check_stale_clock(Subject& subject);
void check_unused_fact(Subject& subject);
void check_same_event(Subject& subject);
void check_names(Subject& subject);
void check_incomplete(Subject& subject);
void check_said_twice(Subject& subject);
void check_acting_party(Subject& subject);
void check_powers(Subject& subject);
void check_course(Subject& subject);
void check_articles(Subject& subject);
void check_contents(Subject& subject);
void check_conditions(Subject& subject);
void check_terms(Subject& subject);
void check_parties(Subject& subject);
void check_reviewed(Subject& subject);

}  // namespace hejie::definition
