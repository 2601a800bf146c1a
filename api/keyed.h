// Requests under an Idempotency-Key: the key as the use cases take it, the stored answer as HTTP gives it. Called by
// the handlers of everything that changes something.
#pragma once

#include "api/http.h"
#include "app/idempotency.h"

namespace hejie::api {

/// @pre check_key() found nothing wrong
[[nodiscard]] app::IdempotencyKey key_of(const Request& request);

/// @param replayed the answer was given to an earlier request: said in Idempotency-Replayed
[[nodiscard]] Response keyed_response(const app::StoredAnswer& stored, bool replayed);

}  // namespace hejie::api
