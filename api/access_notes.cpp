#include "api/access_notes.h"

#include <algorithm>

#include "api/evidence_handlers.h"
#include "app/access_log.h"
#include "engine/base/fault_controls.h"

namespace hejie::api {
namespace {

constexpr std::size_t kIdMost = 64;

/// An id has this form; what does not is something typed and stands nowhere.
bool looks_like_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdMost && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// The case, where it is one; else the pattern of the address.
std::string refused_object(const Call& call, const Route& route) {
  const bool of_case = route.path.starts_with("/cases/{id}") && !call.path.empty();
  // No id of a person has an underscore in it; an id of a case has.
  const bool id = of_case && looks_like_id(call.path[0]) && call.path[0].find('_') != std::string::npos;
  return id ? call.path[0] : std::string(route.path);
}

bool is_noted(const Call& call, const Route& route, const Response& response) {
  if (response.code == "administrator_address") return false;  // by AdminGate, which knows who
  const bool log_in = route.operation == "log_in";
  switch (response.status) {
    case 401:  // a failed log-in is noted by who refuses it
      return !log_in && route.operation != "who_am_i";
    case 403:
      return !log_in || response.code == "cross_site";
    case 404:  // what somebody may not see is not there
      return !call.caller.account.value.empty() && !call.path.empty();
    case 409:
    case 422:
      return call.request.count("idempotency-key") != 0;
    case 400:
    case 413:
    case 415:
    case 429:
      return true;
    default:
      return response.status >= 500 && !route.at_root;
  }
}

}  // namespace

void note_read(const Call& call, const Route& route, const Response& response) {
  const bool file = route.path.starts_with("/cases/{id}") || route.path.starts_with("/documents/") ||
                    route.path.starts_with("/employers/");
  if (!file || is_write(call.request.method) || call.path.empty() || HEJIE_FAULT(reads_not_logged)) return;
  if (response.status >= 400) return;
  const bool evidence = route.handle == get_evidence;
  call.services.access.note({{},
                             call.caller.account,
                             call.request.peer,
                             std::string(route.operation),
                             evidence ? call.path[0] + "/" + call.path[1] : call.path.front(),
                             "ok",
                             call.request.request_id});
}

void note_refusal(const Call& call, const Route* route, const Response& response) {
  if (route == nullptr || response.status < 400 || HEJIE_FAULT(refusals_not_logged)) return;
  if (!is_noted(call, *route, response)) return;
  call.services.access.note_refused({{},
                                     call.caller.account,
                                     call.request.peer,
                                     std::string(route->operation),
                                     refused_object(call, *route),
                                     response.code.empty() ? std::to_string(response.status) : response.code,
                                     call.request.request_id});
}

}  // namespace hejie::api
