// A request line, its header and what is read out of them before any handler runs.
#include "api/http.h"
#include "api/if_match.h"
#include "api/peer.h"
#include "api/query.h"
#include "api/wire.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = hejie::fuzz::text_of(data, size);
  const auto line = text.substr(0, text.find('\n'));
  const std::string rest(line.size() < text.size() ? text.substr(line.size() + 1) : std::string_view());
  (void)hejie::api::header_block_is_strict(text);
  hejie::api::Request request;
  if (hejie::api::split_target(line, request)) {
    hejie::api::QueryReader reader(request);
    (void)reader.text("q");
    (void)reader.day("on");
    (void)reader.flag("open");
    const int limit = reader.limit();
    hejie::fuzz::hold(limit >= 1 && limit <= 500, "a limit lies within its bounds");
    (void)reader.finish();
  }
  request.headers.emplace_back("if-match", rest);
  request.headers.emplace_back("x-forwarded-for", rest);
  (void)hejie::api::read_if_match(request);
  const auto network = hejie::api::parse_network(rest);
  if (network) (void)hejie::api::lies_in("192.0.2.1", {*network});
  const auto peer = hejie::api::peer_at(rest, {});
  hejie::api::set_peer(request, {peer.address, peer.loopback, true}, false);
  (void)hejie::api::is_chunked(rest);
  return 0;
}
