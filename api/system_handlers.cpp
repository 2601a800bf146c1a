#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/demo_clock.h"
#include "api/handlers.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/stream_hub.h"
#include "app/metrics.h"
#include "app/system_state.h"
#include "resources/resources.h"

namespace hejie::api {
namespace {

bool stopping(const Call& call) {
  return call.services.stopping != nullptr && call.services.stopping->load();
}

}  // namespace

Response get_healthz(const Call&) {
  return ok(flat_body({{"status", std::nullopt, "ok"}}));
}

Response get_readyz(const Call& call) {
  const auto state = call.services.system.readiness();
  if (!state) return problem(call.request, state.error());
  if (stopping(call)) {
    return problem(call.request, 503, "stopping", {"服务正在停止", "The server is stopping"});
  }
  if (state->read_only) {
    return problem(call.request, 503, "read_only", {"存储只读,请检查磁盘", "The store is read-only; look at the disk"});
  }
  return ok(flat_body({{"status", std::nullopt, "ready"}, {"head", state->head, {}}}));
}

Response get_metrics(const Call& call) {
  if (auto state = call.services.system.state()) call.services.system.publish(*state, call.services.metrics);
  Response response = ok(call.services.metrics.text());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

Response get_openapi(const Call& call) {
  const auto document = resources::find("docs/openapi/openapi.json");
  if (!document) return problem(call.request, 404, "not_found", {"没有接口文档", "There is no API document"});
  return ok(std::string(*document));
}

Response get_about(const Call& call) {
  Response response =
      ok(about_body(call.services.definitions, to_bureau(call.services.clock.now()), call.services.demo != nullptr));
  response.with("Cache-Control", "no-store");
  return response;
}

Response get_scheduler(const Call& call) {
  const auto state = call.services.system.state();
  if (!state) return problem(call.request, state.error());
  return ok(scheduler_body(*state));
}

Response get_drills(const Call& call) {
  const auto drills = call.services.system.drills();
  if (!drills) return problem(call.request, drills.error());
  return ok(drills_body(*drills));
}

Response get_drill(const Call& call) {
  long long id = 0;
  const std::string& text = call.path[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) id = 0;
  const auto drill = call.services.system.drill(call.caller, id);
  if (!drill) return problem(call.request, drill.error());
  return ok(drill_body(*drill));
}

Response get_stream(const Call& call) {
  auto stream = call.services.streams.open(call.caller, std::string(call.request.header("last-event-id")));
  if (!stream) return problem(call.request, stream.error());
  Response response;
  response.content_type = "text/event-stream";
  response.stream = std::move(*stream);
  return response;
}

Response post_demo_clock(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto to = reader->instant("to", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  DemoClock& clock = *call.services.demo;
  const Instant from = clock.now();
  if (auto moved = clock.move_to(*to); !moved) return problem(call.request, moved.error());
  const auto fired = clock.advance(from, *to);
  if (!fired) return problem(call.request, fired.error());
  call.services.streams.poke();
  return ok(fired_body(format_moment(to_bureau(*to)), *fired));
}

}  // namespace hejie::api
