// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "apps/server/access_log.h"
#include "apps/server/app.h"

namespace fastdeploy::server {

/// An open connection.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void Start() = 0;
  /// Ends it: at once if no request is in hand, else after its answer. Thread-safe.
  virtual void Finish() = 0;
};

/// What connections share. Its members are thread-safe.
struct Connections {
  Connections(App& of, AccessLog& to) : app(of), log(to) {}

  App& app;
  AccessLog& log;
  std::atomic<size_t> bodies = 0;  ///< bytes of requests that are held
  std::atomic<uint64_t> next_id = 0;
  std::mutex mutex = {};
  std::set<std::shared_ptr<Connection>> open = {};
  std::function<void()> on_closed = nullptr;  ///< called when one has gone
};

/// Makes a connection of an accepted socket, with TLS if there is a context. `crowded`: there are
/// too many already; it only answers what needs no model, and ends then.
std::shared_ptr<Connection> MakeConnection(boost::asio::ip::tcp::socket socket,
                                           boost::asio::ssl::context* tls, Connections* shared,
                                           bool crowded);

}  // namespace fastdeploy::server
