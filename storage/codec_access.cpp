// Access records to and from their canonical bytes. All members are always written.
#include <nlohmann/json.hpp>

#include "json/json.h"
#include "storage/codec.h"

namespace hejie::storage {
namespace {

using Json = nlohmann::ordered_json;

std::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt, {"访问日志条目无法读取", "an entry of the access log does not decode"});
}

}  // namespace

std::string encode(const AccessRecord& record) {
  return json::canonical(Json{{"at", format_instant(record.at)},
                              {"actor", record.actor.value},
                              {"address", record.address},
                              {"action", record.action},
                              {"object", record.object},
                              {"result", record.result},
                              {"request", record.request_id}});
}

Result<AccessRecord> decode_access(std::string_view bytes) {
  const auto parsed = json::parse(bytes);
  if (!parsed || !parsed->is_object() || parsed->size() != 7) return damaged();
  AccessRecord out;
  std::string at;
  for (const auto& [key, to] : {std::pair<const char*, std::string*>{"at", &at},
                                {"actor", &out.actor.value},
                                {"address", &out.address},
                                {"action", &out.action},
                                {"object", &out.object},
                                {"result", &out.result},
                                {"request", &out.request_id}}) {
    const auto found = parsed->find(key);
    if (found == parsed->end() || !found->is_string()) return damaged();
    *to = found->get<std::string>();
  }
  const auto instant = parse_instant(at);
  if (!instant) return damaged();
  out.at = *instant;
  return out;
}

std::string_view log_name(Log log) {
  return log == Log::events ? "events" : "access";
}

}  // namespace hejie::storage
