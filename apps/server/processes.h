// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace fastdeploy::server {

/// A port that several processes can listen at (SO_REUSEPORT): the system spreads the connections
/// over them. It stays reserved for this user as long as the object lives.
class SharedPort {
 public:
  /// port: 0: one that is free. Throws Error if it cannot be listened at.
  SharedPort(const std::string& host, uint16_t port);
  SharedPort(const SharedPort&) = delete;
  SharedPort& operator=(const SharedPort&) = delete;
  ~SharedPort();
  [[nodiscard]] uint16_t Port() const { return port_; }

 private:
  int socket_ = -1;
  uint16_t port_ = 0;
};

/// Runs `serve` in processes of their own, and starts it again in place of one that dies. SIGTERM
/// and SIGINT are passed on to them. Returns when all have ended: 0, or the exit code of one that
/// could not serve. To be called before there are other threads.
int RunProcesses(int count, const std::function<int()>& serve,
                 const std::function<void(const std::string& line)>& say);

}  // namespace fastdeploy::server
