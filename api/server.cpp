// The only file that includes Beast and Asio. One session coroutine over a type-erased transport (plain or TLS), so the
// HTTP parser is instantiated once.
#include "api/server.h"

#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

#include "api/memory.h"
#include "api/peer.h"
#include "api/problem.h"
#include "api/tls.h"
#include "api/wire.h"
#include "crypto/wipe.h"
#include "engine/base/check.h"

namespace hejie::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr int kDrainSeconds = 2;
constexpr std::uint64_t kDrainBytes = 64UL << 20U;  ///< of an upload that was refused while it came

/// A body that is handed on as it is read and never held (Beast's concept of a body).
struct SinkBody {
  struct value_type {
    BodySink* sink = nullptr;
    std::uint64_t bytes = 0;
    bool stopped = false;  ///< the sink wants no more
  };
  class reader {
   public:
    template <bool isRequest, class Fields>
    explicit reader(http::header<isRequest, Fields>&, value_type& value) : value_(value) {}
    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t count = 0;
      for (auto one = asio::buffer_sequence_begin(buffers); one != asio::buffer_sequence_end(buffers); ++one) {
        const asio::const_buffer piece(*one);
        count += piece.size();
        value_.bytes += piece.size();
        if (!value_.stopped)
          value_.stopped = !value_.sink->take({static_cast<const char*>(piece.data()), piece.size()});
      }
      return count;
    }
    void finish(error_code& error) { error = {}; }

   private:
    value_type& value_;
  };
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual awaitable<error_code> open() = 0;
  virtual awaitable<std::pair<error_code, std::size_t>> read(asio::mutable_buffer buffer) = 0;
  virtual awaitable<error_code> write(std::array<asio::const_buffer, 2> buffers) = 0;
  virtual tcp::socket& socket() = 0;
  /// Once it is open.
  [[nodiscard]] virtual ClientCertificate certificate() = 0;
  virtual awaitable<void> finish() = 0;
};

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(tcp::socket socket) : socket_(std::move(socket)) {}
  awaitable<error_code> open() override { co_return error_code(); }
  awaitable<std::pair<error_code, std::size_t>> read(asio::mutable_buffer buffer) override {
    auto [error, count] = co_await socket_.async_read_some(buffer, kToken);
    co_return std::pair{error, count};
  }
  awaitable<error_code> write(std::array<asio::const_buffer, 2> buffers) override {
    auto [error, count] = co_await asio::async_write(socket_, buffers, kToken);
    co_return error;
  }
  tcp::socket& socket() override { return socket_; }
  ClientCertificate certificate() override { return {}; }
  awaitable<void> finish() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
  }

 private:
  tcp::socket socket_;
};

class TlsTransport final : public Transport {
 public:
  TlsTransport(tcp::socket socket, const std::shared_ptr<asio::ssl::context>& context)
      : context_(context), stream_(std::move(socket), *context) {}
  awaitable<error_code> open() override {
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kToken);
    co_return error;
  }
  awaitable<std::pair<error_code, std::size_t>> read(asio::mutable_buffer buffer) override {
    auto [error, count] = co_await stream_.async_read_some(buffer, kToken);
    co_return std::pair{error, count};
  }
  awaitable<error_code> write(std::array<asio::const_buffer, 2> buffers) override {
    auto [error, count] = co_await asio::async_write(stream_, buffers, kToken);
    co_return error;
  }
  tcp::socket& socket() override { return stream_.next_layer(); }
  ClientCertificate certificate() override { return client_certificate(stream_.native_handle()); }
  awaitable<void> finish() override {
    const auto result = co_await stream_.async_shutdown(kToken);
    (void)result;  // the peer may already be gone
    co_return;
  }

 private:
  std::shared_ptr<asio::ssl::context> context_;  ///< of the time it was opened
  asio::ssl::stream<tcp::socket> stream_;
};

Result<std::shared_ptr<asio::ssl::context>> tls_of(const ServerOptions& options) {
  auto made = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  TRY_VOID(set_up_tls(made->native_handle(), options.tls_cert, options.tls_key, options.client_ca));
  return made;
}

/// Head and body, ready to be sent when nothing can be made any more.
std::string no_memory_answer(bool secure) {
  const Error error{ErrorCode::unavailable,
                    {"内存不足,请稍后重试", "There is no memory left for this request; try again"}};
  const Response response = problem(Request{}, error);
  return head_of(response, {false, false, secure}, "no-memory") + response.body;
}

}  // namespace

struct Server::Impl {
  ServerOptions options;
  Handler handler;
  UploadGateKeeper uploads;
  asio::io_context io;
  std::shared_ptr<asio::ssl::context> tls;  ///< for new connections; null: plain; changed under `mutex`
  std::vector<Network> proxies;
  std::vector<std::unique_ptr<tcp::acceptor>> acceptors;
  std::vector<std::thread> threads;
  std::atomic<bool> stopping{false};
  std::atomic<int> open{0};
  RequestIds request_ids;
  std::mutex mutex;
  std::condition_variable all_closed;
  class Session;
  std::set<Session*> sessions;
  bool started = false;
  std::string no_memory;  ///< the whole answer of a request for which there is no memory

  Impl(ServerOptions o, Handler h, UploadGateKeeper u)
      : options(std::move(o)), handler(std::move(h)), uploads(std::move(u)), io(options.limits.threads) {}

  awaitable<void> accept_loop(tcp::acceptor& acceptor);
  std::shared_ptr<asio::ssl::context> tls_now() {
    const std::lock_guard lock(mutex);
    return tls;
  }
};

/// One connection. Lives on its own strand; the watchdog closes it when its deadline passes.
class Server::Impl::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Impl& server, std::unique_ptr<Transport> transport, Peer peer)
      : server_(server),
        transport_(std::move(transport)),
        peer_(std::move(peer)),
        watchdog_(transport_->socket().get_executor()),
        wake_(transport_->socket().get_executor()) {
    server_.open.fetch_add(1);
    secure_ = !server_.options.tls_cert.empty();
    const std::lock_guard lock(server_.mutex);
    server_.sessions.insert(this);
  }
  ~Session() {
    const std::lock_guard lock(server_.mutex);
    server_.sessions.erase(this);
    if (server_.open.fetch_sub(1) == 1) server_.all_closed.notify_all();
  }

  awaitable<void> run() {
    const auto self = shared_from_this();
    bool starved = false;
    try {
      co_await serve();
    } catch (const std::bad_alloc&) {
      starved = true;
    }
    if (starved) {
      std::fputs("{\"level\":\"error\",\"component\":\"api\",\"code\":\"no_memory\"}\n", stderr);
      co_await say_no_memory();
    }
    error_code ignored;
    transport_->socket().close(ignored);
    watchdog_.cancel();
  }

  /// Called from stop(), on any thread.
  void close_if_idle() {
    auto strong = weak_from_this().lock();
    if (!strong) return;  // its destructor is waiting for the lock we hold
    const auto executor = transport_->socket().get_executor();
    asio::post(executor, [self = std::move(strong)] {  // moved: the last reference must not die under the lock
      error_code ignored;
      if (self->idle_) self->transport_->socket().close(ignored);
      self->wake_.cancel();
    });
  }

 private:
  awaitable<void> serve() {
    limit(server_.options.limits.header_seconds);
    arm_watchdog();
    const error_code opened = co_await transport_->open();
    // Who only looks whether the port is open leaves without a word of TLS: that is no attempt.
    if (opened.category() == asio::error::get_ssl_category()) tell_refused("tls_handshake", "connection", "");
    if (!opened) {
      if (!peer_.is_proxy) certificate_ = transport_->certificate();  // a proxy shows its own, not the person's
      while (co_await one_request()) {
      }
      limit(server_.options.limits.write_seconds);
      co_await transport_->finish();
      if (refused_) co_await drain();
    }
  }

  /// The answer was made at the start; a request that was half answered gets none.
  awaitable<void> say_no_memory() {
    if (answering_) co_return;
    limit(server_.options.limits.write_seconds);
    co_await write(asio::buffer(server_.no_memory));
  }

  awaitable<error_code> write(asio::const_buffer first, asio::const_buffer second = {}) {
    answering_ = true;
    co_return co_await transport_->write({first, second});
  }

  void limit(int seconds) {
    deadline_ = seconds == 0 ? SteadyClock::time_point::max() : SteadyClock::now() + std::chrono::seconds(seconds);
  }

  void arm_watchdog() {
    watchdog_.expires_after(std::chrono::seconds(1));
    watchdog_.async_wait([self = shared_from_this()](error_code error) {
      if (error || !self->transport_->socket().is_open()) return;
      if (SteadyClock::now() >= self->deadline_) {
        error_code ignored;
        self->transport_->socket().close(ignored);
        return;
      }
      self->arm_watchdog();
    });
  }

  awaitable<bool> send(const Response& response, bool keep_alive, std::string_view request_id, bool head_only) {
    limit(server_.options.limits.write_seconds);
    const std::string head = head_of(response, {keep_alive, false, secure_}, request_id);
    const auto body = head_only || response.status == 204 || response.status == 304 ? asio::const_buffer{}
                                                                                    : asio::buffer(response.body);
    const auto error = co_await write(asio::buffer(head), body);
    answering_ = false;
    co_return !error && keep_alive;
  }

  void tell_refused(std::string_view code, std::string_view place, const std::string& request_id) {
    if (server_.options.refused) server_.options.refused({code, place, peer_.address, request_id});
  }

  awaitable<bool> refuse(const Refusal& why) {
    refused_ = true;
    Request empty;
    empty.request_id = server_.request_ids.next();
    tell_refused(why.code, why.place, empty.request_id);
    const Text words{std::string(why.zh), std::string(why.en)};
    const std::vector<Finding> findings{{std::string(why.place), std::string(why.code), words}};
    const Response response = problem(empty, why.status, why.code, words, findings);
    co_await send(response, false, empty.request_id, false);
    co_return false;
  }

  /// Closing with bytes unread sends a reset, which may overtake the answer: read on for a moment (RFC 9112 9.6).
  awaitable<void> drain() {
    limit(kDrainSeconds);
    std::array<char, 4096> sink{};
    std::uint64_t left = uploading_ ? kDrainBytes : 4 * server_.options.limits.body_bytes;
    while (left > sink.size()) {
      auto [error, count] = co_await transport_->read(asio::buffer(sink.data(), sink.size()));
      if (error) co_return;
      left -= count;
    }
  }

  static const Refusal& refusal_of(error_code error) {
    if (error == http::error::body_limit) return kBodyTooLarge;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) return kHeaderTooLarge;
    if (error == http::error::bad_version) return kBadVersion;
    return kNotHttp;
  }

  /// Reads until the parser has what `done` asks for. @returns false when the connection is over (an answer was sent).
  template <typename Parser, typename Done>
  awaitable<bool> read_until(Parser& parser, Done done) {
    while (!done()) {
      if (!buffer_.empty()) {
        error_code error;
        const std::size_t used = take_in(parser, error);
        if (error == http::error::need_more) {
          error = {};
          if (buffer_.size() > server_.options.limits.header_bytes + 1024) error = http::error::header_limit;
        }
        if (error) co_return co_await refuse(refusal_of(error));
        if (done()) break;
        if (used != 0 && !buffer_.empty()) continue;
      }
      idle_ = buffer_.empty() && !parser.got_some();
      if (idle_ && server_.stopping) co_return false;
      const std::size_t before = buffer_.size();
      make_room(before + 8192);
      auto [error, count] = co_await transport_->read(asio::buffer(buffer_.data() + before, 8192));
      buffer_.resize(before + count);
      if (idle_ && count > 0) limit(server_.options.limits.header_seconds);
      idle_ = false;
      // stop() may have closed an idle connection between the arrival of these bytes and this line: what could not be
      // answered must not be done.
      if (error || !transport_->socket().is_open()) co_return false;
    }
    co_return true;
  }

  /// Gives the parser what has come. A body may hold a password: no copy of it stays in a buffer.
  template <typename Parser>
  std::size_t take_in(Parser& parser, error_code& error) {
    const crypto::WipingScope scope;
    const MayLackMemory may(!uploading_);  // what comes of a file goes through other hands at once
    const std::size_t used = parser.put(asio::buffer(buffer_), error);
    if (!parser.is_header_done() || !header_checked_) header_block_.append(buffer_, 0, used);
    crypto::forget_front(buffer_, used);
    return used;
  }

  void make_room(std::size_t size) {
    const crypto::WipingScope scope;
    const MayLackMemory may;
    buffer_.resize(size);
  }

  awaitable<bool> one_request() {
    http::request_parser<http::string_body> parser;
    parser.header_limit(server_.options.limits.header_bytes);
    parser.body_limit(boost::none);  // said below, when it is known who takes the body
    parser.eager(false);
    header_block_.clear();
    header_checked_ = false;
    limit(server_.options.limits.idle_seconds);
    if (!co_await read_until(parser, [&] { return parser.is_header_done(); })) co_return false;
    header_checked_ = true;
    const auto end = header_block_.find("\r\n\r\n");
    const bool strict =
        end != std::string::npos && header_block_is_strict(std::string_view(header_block_).substr(0, end));
    crypto::wipe(header_block_);  // the beginning of the body came with it
    if (!strict) co_return co_await refuse(kFolded);
    const auto& message = parser.get();
    if (message.target().size() > server_.options.limits.target_bytes) {
      co_return co_await refuse(kTargetTooLong);
    }
    if (message.count(http::field::host) != 1) {
      co_return co_await refuse(kNoHost);
    }
    // A coding that is not known here leaves the length open: what follows could be read as another request (RFC
    // 9112 6.1).
    const auto codings = message.count(http::field::transfer_encoding);
    if (codings > 1 || (codings == 1 && !is_chunked(message[http::field::transfer_encoding]))) {
      co_return co_await refuse(kNotHttp);
    }
    if (message.version() != 11 && message.version() != 10) co_return co_await refuse(kBadVersion);
    limit(server_.options.limits.body_seconds);
    if (may_be_upload(message)) {
      Request request = to_request(message.base());
      limit(0);
      UploadGate gate = ask_gate(request);
      limit(server_.options.limits.body_seconds);
      if (!std::holds_alternative<std::monostate>(gate)) co_return co_await take_upload(parser, request, gate);
    }
    const std::uint64_t most = server_.options.limits.body_bytes;
    if (parser.content_length().value_or(0) > most) co_return co_await refuse(kBodyTooLarge);
    parser.body_limit(most);
    parser.eager(true);
    if (!parser.is_done() && message[http::field::expect] == "100-continue") {
      if (co_await transport_->write({asio::buffer(kContinue), asio::const_buffer{}})) co_return false;
    }
    if (!co_await read_until(parser, [&] { return parser.is_done(); })) co_return false;
    co_return co_await answer(parser.release());
  }

  template <typename Message>
  bool may_be_upload(const Message& message) const {
    return server_.uploads && (message.method() == http::verb::post || message.method() == http::verb::put);
  }

  UploadGate ask_gate(Request& request) {
    if (!split_target(request.raw_target, request)) return std::monostate();  // said later, by answer()
    try {
      return server_.uploads(request);
    } catch (const std::exception& error) {
      return internal_error(request);
    }
  }

  /// Refused, or handed over to who takes it. A refusal closes the connection: what follows is a body nobody reads.
  awaitable<bool> take_upload(http::request_parser<http::string_body>& head, const Request& request, UploadGate& gate) {
    uploading_ = true;
    refused_ = true;
    if (auto* const no = std::get_if<Response>(&gate)) co_return co_await send(*no, false, request.request_id, false);
    const bool keep_alive = head.get().keep_alive() && !server_.stopping;
    const bool waits = head.get()[http::field::expect] == "100-continue";
    const auto& sink = std::get<std::unique_ptr<BodySink>>(gate);
    http::request_parser<SinkBody> parser(std::move(head));
    parser.get().body().sink = sink.get();
    parser.body_limit(boost::none);  // the sink has its own
    parser.eager(true);
    if (waits && !parser.is_done()) {
      if (co_await transport_->write({asio::buffer(kContinue), asio::const_buffer{}})) co_return false;
    }
    std::uint64_t seen = 0;
    const auto enough = [&] {
      const auto& body = parser.get().body();
      if (body.bytes - seen >= server_.options.limits.upload_bytes) {
        seen = body.bytes;
        limit(server_.options.limits.body_seconds);
      }
      return parser.is_done() || body.stopped;
    };
    if (!co_await read_until(parser, enough)) co_return false;
    limit(0);
    const Response response = finish_upload(*sink, request);
    const bool whole = parser.is_done();
    gate = std::monostate();  // the key it holds is free before the answer is out: who asks again at once may
    uploading_ = refused_ = !whole;
    co_return co_await send(response, keep_alive && whole, request.request_id, false);
  }

  Response finish_upload(BodySink& sink, const Request& request) {
    try {
      return sink.finish();
    } catch (const std::exception& error) {
      return internal_error(request);
    }
  }

  awaitable<bool> answer(http::request<http::string_body> message) {
    Request request = to_request(message.base());
    request.body = std::move(message.body());
    const bool keep_alive = message.keep_alive() && !server_.stopping;
    if (!split_target(request.raw_target, request)) {
      const Text words{"请求地址无法读取", "The request target cannot be read"};
      const std::vector<Finding> findings{{"request-target", "malformed", words}};
      tell_refused("malformed", "request-target", request.request_id);
      const Response bad = problem(request, 400, "malformed", words, findings);
      co_return co_await send(bad, keep_alive, request.request_id, false);
    }
    limit(0);
    Response response = call(request);
    crypto::wipe(request.body);
    if (response.stream && message.method() != http::verb::head) co_return co_await stream(response, request);
    if (response.bytes && message.method() != http::verb::head) {
      co_return co_await send_bytes(response, keep_alive && !response.close, request.request_id);
    }
    co_return co_await send(response, keep_alive && !response.close && !server_.stopping, request.request_id,
                            message.method() == http::verb::head);
  }

  Response call(const Request& request) {
    // A handler returns its errors; what it throws (a library's surprise) is a bug and must not end the process.
    try {
      return server_.handler(request);
    } catch (const std::exception& error) {
      return internal_error(request);
    }
  }

  Response internal_error(const Request& request) {
    tell_refused("internal", "request", request.request_id);
    std::fprintf(stderr, "{\"level\":\"error\",\"component\":\"api\",\"request_id\":\"%s\",\"code\":\"internal\"}\n",
                 request.request_id.c_str());
    return problem(request, 500, "internal", {"内部错误,请记下请求编号", "Internal error; note the request id"});
  }

  /// A file, piece by piece. What cannot go on to its end is cut.
  awaitable<bool> send_bytes(const Response& response, bool keep_alive, const std::string& request_id) {
    const std::string head = head_of(response, {keep_alive, false, secure_}, request_id);
    limit(server_.options.limits.write_seconds);
    if (co_await write(asio::buffer(head))) co_return false;
    while (true) {
      const auto piece = response.bytes->next();
      if (!piece) co_return false;
      if (piece->empty()) break;
      limit(server_.options.limits.write_seconds);
      if (co_await write(asio::buffer(*piece))) co_return false;
    }
    answering_ = false;
    co_return keep_alive;
  }

  Request to_request(const http::request_header<>& message) {
    Request request;
    request.method = std::string(message.method_string());
    request.raw_target = std::string(message.target());
    request.request_id = server_.request_ids.next();
    for (const auto& field : message) {
      std::string name(field.name_string());
      for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      request.headers.push_back({std::move(name), std::string(field.value())});
    }
    set_peer(request, peer_, !server_.options.tls_cert.empty());
    request.certificate = certificate_;
    secure_ = request.secure;
    return request;
  }

  /// Reads while a stream is being sent: who leaves must free the place at once, not at the next comment.
  awaitable<void> watch_reader() {
    const auto self = shared_from_this();
    std::array<char, 256> sink{};
    while (true) {
      auto [error, count] = co_await transport_->read(asio::buffer(sink.data(), sink.size()));
      if (error || count == 0) break;
    }
    reader_gone_ = true;
    wake_.cancel();
  }

  awaitable<bool> stream(Response& response, const Request& request) {
    const std::string head = head_of(response, {false, true, secure_}, request.request_id);
    limit(server_.options.limits.write_seconds);
    if (co_await write(asio::buffer(head))) co_return false;
    response.stream->on_ready([weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        asio::post(self->transport_->socket().get_executor(), [self] {
          self->woken_ = true;
          self->wake_.cancel();
        });
      }
    });
    asio::co_spawn(transport_->socket().get_executor(), watch_reader(), asio::detached);
    while (!server_.stopping && !reader_gone_) {
      auto text = response.stream->take();
      if (!text) break;
      if (text->empty()) {
        limit(0);
        if (!woken_) {
          wake_.expires_after(std::chrono::seconds(server_.options.limits.stream_comment_seconds));
          auto [error] = co_await wake_.async_wait(kToken);
          if (!error) text = ": still here\n\n";
        }
        woken_ = false;
        if (text->empty()) continue;
      }
      const std::string chunk = chunk_of(*text);
      limit(server_.options.limits.write_seconds);
      if (co_await write(asio::buffer(chunk))) co_return false;
    }
    co_await write(asio::buffer(kLastChunk));
    co_return false;
  }

  Impl& server_;
  std::unique_ptr<Transport> transport_;
  Peer peer_;
  ClientCertificate certificate_;
  asio::steady_timer watchdog_;
  asio::steady_timer wake_;
  SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
  std::string buffer_;
  std::string header_block_;
  bool header_checked_ = false;
  bool idle_ = true;
  bool woken_ = false;
  bool refused_ = false;
  bool uploading_ = false;  ///< what is left of a refused body may be long
  bool reader_gone_ = false;
  bool answering_ = false;  ///< an answer has begun and is not whole
  bool secure_ = false;     ///< of the last request: TLS here or at a trusted proxy
};

awaitable<void> Server::Impl::accept_loop(tcp::acceptor& acceptor) {
  while (!stopping) {
    auto [error, socket] = co_await acceptor.async_accept(asio::make_strand(io), kToken);
    if (stopping || error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors: wait until some come back instead of spinning.
      asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
      co_await pause.async_wait(kToken);
      continue;
    }
    if (open.load() >= options.limits.connections) continue;  // the socket closes here
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto remote = socket.remote_endpoint(ignored);
    if (ignored) continue;
    const auto executor = socket.get_executor();
    std::unique_ptr<Transport> transport;
    if (const auto context = tls_now()) {
      transport = std::make_unique<TlsTransport>(std::move(socket), context);
    } else {
      transport = std::make_unique<PlainTransport>(std::move(socket));
    }
    auto session =
        std::make_shared<Session>(*this, std::move(transport), peer_at(remote.address().to_string(), proxies));
    asio::co_spawn(
        executor, [session]() { return session->run(); }, asio::detached);
  }
}

Server::Server(ServerOptions options, Handler handler, UploadGateKeeper uploads)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(uploads))) {}

Server::~Server() {
  stop(1);
}

Result<std::vector<std::string>> Server::start() {
  Impl& self = *impl_;
  CHECK(!self.started, "a server starts once");
  for (const auto& text : self.options.behind_proxy) {
    const auto network = parse_network(text);
    if (!network) {
      return fail(ErrorCode::invalid, {"--behind-proxy 不是网段: " + text, "--behind-proxy is not a CIDR: " + text});
    }
    self.proxies.push_back(*network);
  }
  const bool encrypted = !self.options.tls_cert.empty();
  if (encrypted) {
    TRY(self.tls, tls_of(self.options));
  }
  std::vector<std::string> addresses;
  for (const auto& listen : self.options.listen) {
    error_code error;
    const auto address = asio::ip::make_address(listen.address, error);
    if (error) {
      return fail(ErrorCode::invalid, {"监听地址不是 IP 地址: " + listen.address,
                                       "The address to listen on is not an IP address: " + listen.address});
    }
    auto acceptor = std::make_unique<tcp::acceptor>(self.io);
    const tcp::endpoint endpoint(address, listen.port);
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(1024, error);
    if (error) {
      const std::string where = listen.address + ":" + std::to_string(listen.port);
      return fail(ErrorCode::io, {"不能监听 " + where + ": " + error.message() + ";请换端口或停止占用它的程序",
                                  "Cannot listen on " + where + ": " + error.message() +
                                      "; choose another port or stop the program that holds it"});
    }
    const auto bound = acceptor->local_endpoint();
    const std::string host = address.is_v6() ? "[" + listen.address + "]" : listen.address;
    addresses.push_back((encrypted ? "https://" : "http://") + host + ":" + std::to_string(bound.port()));
    self.acceptors.push_back(std::move(acceptor));
  }
  self.no_memory = no_memory_answer(encrypted);
  for (auto& acceptor : self.acceptors) asio::co_spawn(self.io, self.accept_loop(*acceptor), asio::detached);
  for (int i = 0; i < self.options.limits.threads; ++i) self.threads.emplace_back([&self] { self.io.run(); });
  self.started = true;
  return addresses;
}

void Server::stop(int seconds) {
  Impl& self = *impl_;
  if (!self.started || self.stopping.exchange(true)) return;
  asio::post(self.io, [&self] {
    error_code ignored;
    for (auto& acceptor : self.acceptors) acceptor->close(ignored);
  });
  {
    std::unique_lock lock(self.mutex);
    for (auto* session : self.sessions) session->close_if_idle();
    self.all_closed.wait_for(lock, std::chrono::seconds(seconds), [&] { return self.open.load() == 0; });
  }
  self.io.stop();
  for (auto& thread : self.threads) thread.join();
}

Status Server::reload_certificate() {
  if (impl_->options.tls_cert.empty()) {
    return fail(ErrorCode::invalid, {"本服务未启用 TLS", "This server speaks no TLS"});
  }
  TRY(auto context, tls_of(impl_->options));
  const std::lock_guard lock(impl_->mutex);
  impl_->tls = std::move(context);
  return {};
}

int Server::connections() const {
  return impl_->open.load();
}

}  // namespace hejie::api
