#include "api/keyed.h"

#include "api/problem.h"
#include "crypto/sha256.h"

namespace hejie::api {

app::IdempotencyKey key_of(const Request& request) {
  return {std::string(request.header("idempotency-key")), request.method + " " + request.path,
          crypto::sha256_hex(request.body)};
}

Response keyed_response(const app::StoredAnswer& stored, bool replayed) {
  Response response;
  response.status = stored.status;
  response.body = stored.body;
  if (stored.status >= 400) {
    response.content_type = "application/problem+json";
    response.code = code_in(stored.body);
  }
  if (!stored.etag.empty()) response.with("ETag", stored.etag);
  if (!stored.location.empty()) response.with("Location", stored.location);
  if (replayed) response.with("Idempotency-Replayed", "true");
  return response;
}

}  // namespace hejie::api
