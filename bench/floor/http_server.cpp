#include "bench/floor/http_server.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>

namespace hejie::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

/// One connection: read, perhaps write rows, answer, again.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const FloorAnswers& answers, QueueWriter* writer)
      : stream_(std::move(socket)), answers_(answers), writer_(writer) {}

  void read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return;
      if (self->writer_ == nullptr || self->request_.method() != http::verb::post) return self->answer(0);
      self->write_rows();
    });
  }

 private:
  /// POST /cases/CASE_NO/events with If-Match: "VERSION".
  void write_rows() {
    Rows rows;
    const auto match = request_[http::field::if_match];
    rows.case_no = std::atoll(std::string(request_.target().substr(7)).c_str());
    rows.version = std::atoll(std::string(match.substr(1)).c_str()) + 1;
    rows.document_id =
        "d_0000000000000000000000" + std::to_string(rows.case_no) + "_evidence_list_" + std::to_string(rows.version);
    rows.payload = answers_.payload;
    rows.key = std::string(request_["Idempotency-Key"]);
    rows.request_hash = std::string(64, 'b');
    rows.answer = answers_.body;
    rows.probe = answers_.probe;
    writer_->submit(std::move(rows), [self = shared_from_this(), version = rows.version] {
      asio::post(self->stream_.get_executor(), [self, version] { self->answer(version); });
    });
  }

  void answer(long long version) {
    response_ = {http::status::ok, 11};
    response_.set(http::field::content_type, "application/json");
    if (version > 0) response_.set(http::field::etag, "\"" + std::to_string(version) + "\"");
    response_.body() = answers_.body;
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (!error) self->read();
    });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  const FloorAnswers& answers_;
  QueueWriter* writer_;
};

void accept(tcp::acceptor& acceptor, const FloorAnswers& answers, QueueWriter* writer) {
  acceptor.async_accept([&acceptor, &answers, writer](beast::error_code error, tcp::socket socket) {
    if (error) return;
    socket.set_option(tcp::no_delay(true));
    std::make_shared<Connection>(std::move(socket), answers, writer)->read();
    accept(acceptor, answers, writer);
  });
}

}  // namespace

int serve_floor(const FloorAnswers& answers, QueueWriter* writer) {
  asio::io_context io(1);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](beast::error_code, int) { io.stop(); });
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  accept(acceptor, answers, writer);
  std::printf("listening on http://127.0.0.1:%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  io.run();
  return 0;
}

}  // namespace hejie::bench
