// What of a request stands in the access log beside what handlers write there themselves: files that were read, and
// what was refused. Never what somebody typed. Called by routes.
#pragma once

#include "api/routes.h"

namespace hejie::api {

/// Files that were opened.
void note_read(const Call& call, const Route& route, const Response& response);

/// Refused authority, and attempts against sessions, rates, form and the order of business; errors of the server. Not
/// the 401 of whoever opens the pages before log-in, nor what a form is told while it is filled in (a write without a
/// key). @param route null: there is nothing at the address; nothing is noted
void note_refusal(const Call& call, const Route* route, const Response& response);

}  // namespace hejie::api
