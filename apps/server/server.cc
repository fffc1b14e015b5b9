// SPDX-License-Identifier: Apache-2.0
#include "apps/server/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <csignal>
#include <optional>

#include "apps/server/access_log.h"
#include "apps/server/app.h"
#include "apps/server/connection.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kThreads = 2;

Clock::duration Seconds(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

std::unique_ptr<asio::ssl::context> MakeTls(const Options& options) {
  if (options.certificate.empty()) return nullptr;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                   error);
  const auto check = [&](const char* what, const std::string& file) {
    if (!error) return;
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("cannot use the {} in '{}': {}", what, file, error.message()));
  };
  tls->use_certificate_chain_file(options.certificate, error);
  check("certificate", options.certificate);
  tls->use_private_key_file(options.key, asio::ssl::context::pem, error);
  check("private key", options.key);
  return tls;
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(const Options& options, std::vector<ModelSource> sources, Say say)
      : options_(options),
        say_(std::move(say)),
        tls_(MakeTls(options_)),
        log_(options_.access_log, &metrics_) {
    Listen();
    models_.emplace(std::move(sources), options_.workers, options_.queue, &metrics_, say_);
    app_ = std::make_unique<App>(options_, metrics_, *models_);
    shared_ = std::make_unique<Connections>(*app_, log_);
    shared_->on_closed = [this] { OnClosed(); };
  }

  [[nodiscard]] uint16_t Port() const { return endpoint_.port(); }

  [[nodiscard]] std::string Address() const {
    const auto address = endpoint_.address();
    const std::string host =
        address.is_v6() ? fmt::format("[{}]", address.to_string()) : address.to_string();
    return fmt::format("{}://{}:{}", tls_ ? "https" : "http", host, endpoint_.port());
  }

  bool Run(bool signals) {
    if (signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      AwaitSignal();
    }
    Accept();
    bool loaded = true;
    std::jthread watch([&] {
      const size_t ready = models_->WaitUntilLoaded();
      loaded = ready > 0 || app_->stopping;
      if (!loaded) return Stop();
      say_(fmt::format("ready: {} of {} models", ready, models_->List().size()));
    });
    std::vector<std::jthread> threads;
    for (int i = 1; i < kThreads; ++i) threads.emplace_back([this] { Work(); });
    Work();
    threads.clear();
    CloseAll();
    models_->Close();
    watch.join();
    return loaded;
  }

  void Stop() {
    asio::post(strand_, [this] { StopNow(); });
  }

 private:
  void Listen() {
    error_code error;
    const auto fail = [&](const char* what) {
      if (!error) return;
      throw Error(ErrorKind::kRuntime, fmt::format("cannot {} {} port {}: {}", what, options_.host,
                                                   options_.port, error.message()));
    };
    tcp::resolver resolver(context_);
    const auto found = resolver.resolve(options_.host, std::to_string(options_.port),
                                        tcp::resolver::passive, error);
    fail("find");
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol(), error);
    fail("listen at");
    acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (options_.share_port) {
      const int yes = 1;
      if (setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof(yes)) != 0) {
        error = error_code(errno, boost::system::system_category());
        fail("share");
      }
    }
    acceptor_.bind(endpoint, error);
    fail("listen at");
    acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    fail("listen at");
    endpoint_ = acceptor_.local_endpoint();
  }

  /// Runs what is to be done for connections. One for which there is no memory is dropped.
  void Work() {
    for (;;) {
      try {
        context_.run();
        return;
      } catch (const std::exception& error) {
        say_(fmt::format("a connection was dropped: {}", error.what()));
      }
    }
  }

  void AwaitSignal() {
    signals_.async_wait([this](error_code error, int /*signal*/) {
      if (error) return;
      if (app_->stopping) return End();
      StopNow();
      AwaitSignal();
    });
  }

  void Accept() {
    acceptor_.async_accept(asio::make_strand(context_),
                           [this](error_code error, tcp::socket socket) {
                             if (error == asio::error::operation_aborted || !acceptor_.is_open())
                               return;
                             if (!error) {
                               Add(std::move(socket));
                               return Accept();
                             }
                             // No descriptor is free: those who wait are accepted when one is.
                             retry_.expires_after(std::chrono::milliseconds(100));
                             retry_.async_wait([this](error_code aborted) {
                               if (!aborted && acceptor_.is_open()) Accept();
                             });
                           });
  }

  void Add(tcp::socket socket) {
    const auto most = size_t(options_.most_connections);
    metrics_.Add("fastdeploy_connections_total", {});
    std::shared_ptr<Connection> connection;
    {
      const std::lock_guard lock(shared_->mutex);
      const size_t open = shared_->open.size();
      if (open >= 2 * most) return;  // closes the socket
      connection = MakeConnection(std::move(socket), tls_.get(), shared_.get(), open >= most);
      shared_->open.insert(connection);
      metrics_.Set("fastdeploy_connections", {}, double(open + 1));
    }
    connection->Start();
  }

  void OnClosed() {
    const std::lock_guard lock(shared_->mutex);
    metrics_.Set("fastdeploy_connections", {}, double(shared_->open.size()));
    if (refusing_ && shared_->open.empty()) context_.stop();
  }

  void StopNow() {
    if (app_->stopping.exchange(true)) return;
    say_("stopping: work in hand is finished");
    drain_.expires_after(Seconds(options_.drain));
    drain_.async_wait([this](error_code) { RefuseNow(); });
  }

  void RefuseNow() {
    error_code ignored;
    acceptor_.close(ignored);
    std::vector<std::shared_ptr<Connection>> open;
    {
      const std::lock_guard lock(shared_->mutex);
      refusing_ = true;
      open.assign(shared_->open.begin(), shared_->open.end());
    }
    if (open.empty()) return context_.stop();
    for (const auto& connection : open) connection->Finish();
    drain_.expires_after(Seconds(options_.grace));
    drain_.async_wait([this](error_code error) {
      if (error) return;
      say_("stopped with requests that were not finished in time");
      End();
    });
  }

  /// Ends at once: work that waits is dropped.
  void End() {
    models_->DropWaiting();
    context_.stop();
  }

  void CloseAll() {
    const std::lock_guard lock(shared_->mutex);
    shared_->open.clear();
  }

  const Options options_;
  const Say say_;
  Metrics metrics_;
  std::unique_ptr<asio::ssl::context> tls_;
  AccessLog log_;
  std::unique_ptr<App> app_;
  std::unique_ptr<Connections> shared_;
  asio::io_context context_{kThreads};
  asio::strand<asio::io_context::executor_type> strand_ = asio::make_strand(context_);
  tcp::acceptor acceptor_{strand_};
  asio::signal_set signals_{strand_};
  asio::steady_timer retry_{strand_};
  asio::steady_timer drain_{strand_};
  tcp::endpoint endpoint_;
  bool refusing_ = false;         ///< guarded by shared_->mutex
  std::optional<Models> models_;  // goes first: its threads use what is above
};

Server::Server(const Options& options, std::vector<ModelSource> models, Say say)
    : implementation_(
          std::make_unique<Implementation>(options, std::move(models), std::move(say))) {}
Server::~Server() = default;
uint16_t Server::Port() const { return implementation_->Port(); }
std::string Server::Address() const { return implementation_->Address(); }
bool Server::Run(bool signals) { return implementation_->Run(signals); }
void Server::Stop() { implementation_->Stop(); }

}  // namespace fastdeploy::server
