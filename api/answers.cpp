#include "api/answers.h"

namespace hejie::api {

Response ok(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

Response done() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace hejie::api
