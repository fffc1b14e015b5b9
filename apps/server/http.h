// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastdeploy::server {

using Clock = std::chrono::steady_clock;

/// Seconds since a time.
inline double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A request that was read completely.
struct Request {
  std::string method;
  std::string path;                            ///< as it was sent, without the query
  std::map<std::string, std::string> query;    ///< decoded
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string id;      ///< of X-Request-Id, or made up
  std::string client;  ///< address
  Clock::time_point received = Clock::now();

  /// The value of a header (its name in lower case); "" if there is none.
  [[nodiscard]] std::string Header(const std::string& name) const;
  /// The value of a parameter of the query, or `otherwise`.
  [[nodiscard]] std::string Query(const std::string& name, const std::string& otherwise = "") const;
};

/// What running a model took, in seconds.
struct Timings {
  double queue = 0;
  double decode = 0;
  double predict = 0;
  double encode = 0;
  size_t images = 0;
};

struct Response {
  int status = 200;
  std::string body;
  std::string type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  Timings timings = {};
};

/// An answer other than the one that was asked for: a status of HTTP, and the reason.
class HttpError : public std::runtime_error {
 public:
  HttpError(int status, const std::string& reason,
            std::vector<std::pair<std::string, std::string>> headers = {})
      : std::runtime_error(reason), status_(status), headers_(std::move(headers)) {}
  [[nodiscard]] int Status() const { return status_; }
  [[nodiscard]] const auto& Headers() const { return headers_; }

 private:
  int status_;
  std::vector<std::pair<std::string, std::string>> headers_;
};

/// {"error": reason}.
Response ErrorResponse(int status, const std::string& reason);

/// The response for the exception that is being handled. To be called in a catch clause.
Response CurrentErrorResponse();

/// The text without the folders of this machine: of "/a/b/c.onnx" the last part remains.
std::string WithoutFolders(std::string_view text);

/// A request and the way to answer it.
class Exchange {
 public:
  using Send = std::function<void(Response)>;

  /// `send` is called at most once, from any thread.
  Exchange(Request of, Send send) : request(std::move(of)), send_(std::move(send)) {}

  /// Sends the response, unless there was one already. Thread-safe.
  void Answer(Response response) {
    if (answered_.exchange(true)) return;
    const Send send = std::move(send_);
    send_ = nullptr;
    send(std::move(response));
  }
  /// The client is gone: nothing is sent any more. Thread-safe.
  void Abandon() {
    if (!answered_.exchange(true)) send_ = nullptr;
  }
  /// Whether nobody waits for an answer any more. Thread-safe.
  [[nodiscard]] bool Answered() const { return answered_; }

  Request request;
  /// The parts of the path that the route names. Not changed any more once a handler was called.
  std::map<std::string, std::string> parameters = {};
  std::string model;  ///< the name of the model that runs, once a handler has found it
  std::shared_ptr<void> held = nullptr;  ///< released with the exchange

 private:
  std::atomic<bool> answered_ = false;
  Send send_;
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// "a%20b" and "a+b" in a query as "a b". Throws HttpError (400) for a % that two digits do not
/// follow.
std::string PercentDecoded(std::string_view text, bool plus_is_space);

/// The parameters of a query, "a=1&b=2".
std::map<std::string, std::string> ParsedQuery(std::string_view query);

}  // namespace fastdeploy::server
