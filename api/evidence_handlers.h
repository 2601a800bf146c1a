// Evidence of a case over HTTP; what each does and answers stands in docs/openapi/openapi.json. A file comes in through
// begin_evidence (routes.cpp asks it once the header is read), everything else is an ordinary handler.
#pragma once

#include "api/routes.h"
#include "api/upload.h"
#include "app/evidence_desk.h"

namespace hejie::api {

Response get_evidence_list(const Call& call);
Response get_evidence(const Call& call);
Response post_evidence_withdraw(const Call& call);
/// Where the body is there already (tests without a server): the same, in one piece.
Response post_evidence(const Call& call);

/// What comes with a file, from header and query; the upload, or why not.
std::variant<Response, std::unique_ptr<app::EvidenceUpload>> begin_evidence(const Call& call);
/// The answer to a whole file.
Response finish_evidence(const Call& call, app::EvidenceUpload& upload);
/// 415 for a type that is not taken; a content that is not what its hash says is named by its code (503, as all stored
/// data that does not verify); else as any error.
Response evidence_problem(const Request& request, const Error& error);

}  // namespace hejie::api
