// SPDX-License-Identifier: Apache-2.0
#include "apps/server/connection.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/socket.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <optional>

#include "apps/server/router.h"
#include "fastdeploy/core/internal/lowercase.h"

namespace fastdeploy::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

constexpr int kTooLarge = 413;
constexpr int kUnavailable = 503;
constexpr uint32_t kMostHeader = 16U << 10;

/// The same whatever the first difference is: how long it takes tells nothing.
bool SameToken(const std::string& given, const std::string& token) {
  return given.size() == token.size() &&
         CRYPTO_memcmp(given.data(), token.data(), token.size()) == 0;
}

/// Characters that are safe in logs and headers.
bool IsId(const std::string& text) {
  constexpr size_t kLongest = 128;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
             "-_.:/=+@") == std::string::npos;
}

/// A second more for every 256 KiB.
std::chrono::seconds WithSize(std::chrono::seconds patience, size_t bytes) {
  return patience + std::chrono::seconds(bytes >> 18U);
}

/// Reads requests from a stream, one after the other, hands each to its handler and writes the
/// answer. Everything happens on the strand of the socket.
template <typename Stream>
class ConnectionOf : public Connection, public std::enable_shared_from_this<ConnectionOf<Stream>> {
 public:
  template <typename... Argument>
  ConnectionOf(Connections* shared, bool crowded, tcp::socket socket, Argument&... argument)
      : shared_(shared),
        app_(shared->app),
        crowded_(crowded),
        stream_(std::move(socket), argument...),
        deadline_(stream_.get_executor()) {
    error_code error;
    const auto peer = Lowest().socket().remote_endpoint(error);
    if (!error) client_ = peer.address().to_string();
  }

  void Start() override {
    asio::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->Open(); });
  }

  void Finish() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      self->finishing_ = true;
      if (self->idle_) self->Close();
    });
  }

 private:
  beast::tcp_stream& Lowest() { return beast::get_lowest_layer(stream_); }

  template <typename Handler>
  auto Next(Handler handler) {
    return [self = this->shared_from_this(), handler](error_code error, size_t /*bytes*/ = 0) {
      (self.get()->*handler)(error);
    };
  }

  void Open() {
    error_code ignored;
    Lowest().socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (std::is_same_v<Stream, Tls>) {
      Lowest().expires_after(app_.options.patience.header);
      stream_.async_handshake(asio::ssl::stream_base::server, Next(&ConnectionOf::OnHandshake));
    } else {
      Await();
    }
  }

  void OnHandshake(error_code error) { error ? Fail(error, "handshake") : Await(); }

  /// Waits for the first byte of a request.
  void Await() {
    exchange_.reset();
    parser_.emplace();
    parser_->header_limit(kMostHeader);
    parser_->body_limit(app_.options.most_body);
    request_ = {};
    if (finishing_) return Close();
    if (buffer_.size() > 0) return ReadHeader();
    idle_ = true;
    Lowest().expires_after(app_.options.patience.idle);
    constexpr size_t kPart = 4096;
    stream_.async_read_some(buffer_.prepare(kPart),
                            [self = this->shared_from_this()](error_code error, size_t bytes) {
                              self->idle_ = false;
                              self->buffer_.commit(bytes);
                              error ? self->Fail(error, "idle") : self->ReadHeader();
                            });
  }

  void ReadHeader() {
    Lowest().expires_after(app_.options.patience.header);
    http::async_read_header(stream_, buffer_, *parser_, Next(&ConnectionOf::OnHeader));
  }

  void OnHeader(error_code error) {
    if (error == http::error::body_limit) {
      return Refuse(kTooLarge, fmt::format("the body is too large: expected at most {} bytes",
                                           app_.options.most_body));
    }
    if (error == http::error::header_limit) return Refuse(431, "the headers are too large");
    if (error.category() == http::make_error_code(http::error::bad_version).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message) {
      return Refuse(400, fmt::format("the request is malformed: {}", error.message()));
    }
    if (error) return Fail(error, "header");
    try {
      FillRequest();
      match_ = FindRoute(request_.method, request_.path);
      CheckAccess();
      ReserveBody();
    } catch (...) {
      return Refuse(CurrentErrorResponse());
    }
    if (beast::iequals(request_.Header("expect"), "100-continue")) return SendContinue();
    ReadBody();
  }

  void FillRequest() {
    const auto& message = parser_->get();
    for (const auto& field : message.base()) {
      const auto name = field.name_string();
      const auto value = field.value();
      request_.headers[Lowercase({name.data(), name.size()})] = {value.data(), value.size()};
    }
    request_.method = std::string(message.method_string());
    const std::string target(message.target());
    request_.path = target.substr(0, target.find('?'));
    request_.client = client_;
    const std::string given = request_.Header("x-request-id");
    request_.id = IsId(given) ? given
                              : fmt::format("{:x}-{:x}", Clock::now().time_since_epoch().count(),
                                            shared_->next_id++);
    keep_alive_ = message.keep_alive();
    if (request_.path.size() < target.size()) {
      request_.query = ParsedQuery(std::string_view(target).substr(request_.path.size() + 1));
    }
  }

  /// Throws HttpError for a request that is not to be answered, before its body is read.
  void CheckAccess() {
    const bool open = match_.route->kind == RouteKind::kOpen;
    const std::string& token = app_.options.token;
    const std::string given = request_.Header("authorization");
    constexpr std::string_view kScheme = "bearer ";
    const bool bearer = Lowercase(given.substr(0, kScheme.size())) == kScheme;
    if (!token.empty() && !open && !(bearer && SameToken(given.substr(kScheme.size()), token))) {
      throw HttpError(401, "expected a bearer token in the header Authorization",
                      {{"WWW-Authenticate", "Bearer"}});
    }
    // Another site's page in a browser has to have no effect here.
    const std::string origin = request_.Header("origin");
    if (!origin.empty() && request_.method != "GET" &&
        origin.substr(origin.find("//") + 2) != request_.Header("host")) {
      throw HttpError(403, "requests from pages of other sites are refused");
    }
    const std::string coding = Lowercase(request_.Header("content-encoding"));
    if (!coding.empty() && coding != "identity") {
      throw HttpError(415, "compressed bodies are not read");
    }
    if (crowded_ && !open && match_.route->kind != RouteKind::kControl) {
      app_.metrics.Add("fastdeploy_refused_total", {{"reason", "connections"}});
      throw HttpError(kUnavailable, "there are too many connections", {{"Retry-After", "1"}});
    }
  }

  /// All bodies together are bounded. One of unknown length counts as the longest.
  void ReserveBody() {
    const auto length = parser_->content_length();
    const bool chunked = parser_->chunked();
    const size_t size = length ? size_t(*length) : (chunked ? app_.options.most_body : size_t{0});
    if (shared_->bodies.fetch_add(size) + size > app_.options.most_bodies) {
      shared_->bodies -= size;
      app_.metrics.Add("fastdeploy_refused_total", {{"reason", "memory"}});
      throw HttpError(kUnavailable, "too many large requests at once", {{"Retry-After", "1"}});
    }
    reserved_ =
        std::shared_ptr<void>(nullptr, [shared = shared_, size](void*) { shared->bodies -= size; });
    expected_ = size;
  }

  void SendContinue() {
    continue_ = {http::status::continue_, 11};
    Lowest().expires_after(app_.options.patience.answer);
    http::async_write(stream_, continue_, Next(&ConnectionOf::OnContinue));
  }

  void OnContinue(error_code error) { error ? Fail(error, "continue") : ReadBody(); }

  void ReadBody() {
    Lowest().expires_after(WithSize(app_.options.patience.body, expected_));
    http::async_read(stream_, buffer_, *parser_, Next(&ConnectionOf::OnBody));
  }

  void OnBody(error_code error) {
    if (error == http::error::body_limit) {
      return Refuse(kTooLarge, fmt::format("the body is too large: expected at most {} bytes",
                                           app_.options.most_body));
    }
    if (error && error.category() == http::make_error_code(http::error::bad_version).category() &&
        error != http::error::partial_message) {
      return Refuse(400, fmt::format("the request is malformed: {}", error.message()));
    }
    if (error) return Fail(error, "body");
    Lowest().expires_never();
    request_.received = Clock::now();
    Handle(std::move(parser_->get().body()));
  }

  void Handle(std::string body) {
    bytes_in_ = body.size();
    Request request = request_;
    request.body = std::move(body);
    exchange_ = std::make_shared<Exchange>(std::move(request), [self = this->shared_from_this()](
                                                                   Response response) {
      asio::post(self->stream_.get_executor(), [self, response = std::move(response)]() mutable {
        self->OnAnswer(std::move(response));
      });
    });
    exchange_->parameters = std::move(match_.parameters);
    exchange_->held = std::move(reserved_);
    const ExchangePtr exchange = exchange_;
    if (match_.route->kind != RouteKind::kSlow) StartDeadline(exchange);
    WatchClient(exchange);
    try {
      if (app_.stopping && match_.route->kind == RouteKind::kWork && finishing_) {
        throw HttpError(kUnavailable, "the server is stopping", {{"Retry-After", "5"}});
      }
      match_.route->handle(app_, exchange);
    } catch (...) {
      exchange->Answer(CurrentErrorResponse());
    }
  }

  void StartDeadline(const ExchangePtr& exchange) {
    deadline_.expires_after(std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(app_.options.timeout)));
    deadline_.async_wait([this, self = this->shared_from_this(), exchange](error_code error) {
      if (error) return;
      exchange->Answer(
          ErrorResponse(504, fmt::format("there was no result within {} s", app_.options.timeout)));
    });
  }

  /// Notices that the client has gone, so that no model runs for it.
  void WatchClient(const ExchangePtr& exchange) {
    Lowest().socket().async_wait(tcp::socket::wait_read, [this, self = this->shared_from_this(),
                                                          exchange](error_code error) {
      if (error || exchange->Answered()) return;
      char byte = 0;
      const ssize_t got =
          recv(Lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
      const bool gone = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
      if (!gone) return;  // the next request is there already
      exchange->Abandon();
      app_.metrics.Add("fastdeploy_connection_errors_total", {{"reason", "client gone"}});
      deadline_.cancel();
      Close();
    });
  }

  void OnAnswer(Response response) {
    error_code ignored;
    deadline_.cancel();
    Lowest().socket().cancel(ignored);  // the watch for the client
    model_ = exchange_->model;
    exchange_.reset();
    Send(std::move(response));
  }

  void Refuse(int status, const std::string& reason) { Refuse(ErrorResponse(status, reason)); }

  /// Answers a request whose body was not read: the connection cannot be used any more.
  void Refuse(Response response) {
    keep_alive_ = false;
    request_.received = Clock::now();
    Send(std::move(response));
  }

  void Send(Response response) {
    const bool head = request_.method == "HEAD";
    keep_alive_ = keep_alive_ && !finishing_ && !crowded_;
    answer_ = {http::status(response.status), 11};
    answer_.set(http::field::server, "fastdeploy");
    answer_.set(http::field::content_type, response.type);
    answer_.set("X-Content-Type-Options", "nosniff");
    if (!request_.id.empty()) answer_.set("X-Request-Id", request_.id);
    for (const auto& [name, value] : response.headers) answer_.set(name, value);
    answer_.keep_alive(keep_alive_);
    answer_.content_length(response.body.size());
    Account(response);
    if (!head) answer_.body() = std::move(response.body);
    // What HEAD asks for has the length of the answer to GET, but no body.
    serializer_.emplace(answer_);
    Lowest().expires_after(WithSize(app_.options.patience.answer, answer_.body().size()));
    if (head) return http::async_write_header(stream_, *serializer_, Next(&ConnectionOf::OnSent));
    http::async_write(stream_, *serializer_, Next(&ConnectionOf::OnSent));
  }

  void Account(const Response& response) {
    const double seconds = SecondsSince(request_.received);
    const std::string status = std::to_string(response.status);
    const std::string_view route = match_.route == nullptr ? "none" : match_.route->path;
    app_.metrics.Add("fastdeploy_requests_total",
                     {{"route", route}, {"model", model_}, {"status", status}});
    app_.metrics.Observe("fastdeploy_request_seconds", {{"route", route}}, seconds);
    shared_->log.Add(request_, model_, response, bytes_in_, seconds);
  }

  void OnSent(error_code error) {
    serializer_.reset();
    answer_ = {};
    match_ = {};
    model_.clear();
    reserved_.reset();
    bytes_in_ = 0;
    if (error) return Fail(error, "answer");
    if (!keep_alive_) return Linger();
    Await();
  }

  /// The client may still be sending, and would lose the answer if the connection were just closed:
  /// what it sends is dropped, for a short while.
  void Linger() {
    buffer_.clear();
    drained_ = 0;
    Lowest().expires_after(std::chrono::seconds(2));
    if constexpr (std::is_same_v<Stream, Tls>) {
      stream_.async_shutdown(Next(&ConnectionOf::OnShutdown));
    } else {
      OnShutdown({});
    }
  }

  void OnShutdown(error_code /*error*/) {
    error_code ignored;
    Lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    Drain();
  }

  void Drain() {
    constexpr size_t kPart = 65536;
    constexpr size_t kMost = size_t{16} << 20;
    Lowest().async_read_some(buffer_.prepare(kPart),
                             [self = this->shared_from_this()](error_code error, size_t bytes) {
                               self->drained_ += bytes;
                               error || self->drained_ > kMost ? self->Close() : self->Drain();
                             });
  }

  void Fail(error_code error, const char* where) {
    const bool normal = error == http::error::end_of_stream || error == asio::error::eof ||
                        error == asio::ssl::error::stream_truncated ||
                        (error == beast::error::timeout && std::string_view(where) == "idle");
    if (!normal && !finishing_) {
      const std::string reason =
          fmt::format("{}: {}", where, error == beast::error::timeout ? "too slow" : "cut");
      app_.metrics.Add("fastdeploy_connection_errors_total", {{"reason", reason}});
    }
    Close();
  }

  void Close() {
    if (closed_) return;
    closed_ = true;
    error_code ignored;
    Lowest().socket().close(ignored);
    Lowest().close();
    {
      const std::lock_guard lock(shared_->mutex);
      shared_->open.erase(this->shared_from_this());
    }
    if (shared_->on_closed) shared_->on_closed();
  }

  Connections* shared_;
  App& app_;
  const bool crowded_;
  Stream stream_;
  asio::steady_timer deadline_;
  std::string client_;
  beast::flat_buffer buffer_{size_t{1} << 20};
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::empty_body> continue_;
  http::response<http::string_body> answer_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  Request request_;
  Match match_;
  ExchangePtr exchange_;
  std::string model_;
  std::shared_ptr<void> reserved_;
  size_t expected_ = 0;
  size_t bytes_in_ = 0;
  size_t drained_ = 0;
  bool keep_alive_ = false;
  bool idle_ = false;
  bool finishing_ = false;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(tcp::socket socket, asio::ssl::context* tls,
                                           Connections* shared, bool crowded) {
  if (tls == nullptr) {
    return std::make_shared<ConnectionOf<Plain>>(shared, crowded, std::move(socket));
  }
  return std::make_shared<ConnectionOf<Tls>>(shared, crowded, std::move(socket), *tls);
}

}  // namespace fastdeploy::server
