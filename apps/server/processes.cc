// SPDX-License-Identifier: Apache-2.0
#include "apps/server/processes.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <set>
#include <system_error>

#include "fastdeploy/core/error.h"

namespace fastdeploy::server {
namespace {

[[noreturn]] void Fail(const std::string& what, const std::string& reason) {
  throw Error(ErrorKind::kRuntime, fmt::format("cannot {}: {}", what, reason));
}

std::string LastError() { return std::generic_category().message(errno); }

/// The signals of the process that watches over the others; blocked there, and waited for.
sigset_t Watched() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals, number);
  return signals;
}

pid_t Start(const std::function<int()>& serve, const sigset_t& before) {
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) Fail("start a process", LastError());
  if (child > 0) return child;
  // It ends when the one that watches over it does.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  // Ctrl-C in a terminal reaches the first process only, which passes it on: two would end this one
  // at once.
  setpgid(0, 0);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  // What this process has registered to be done at its end is for the first process to do.
  _exit(serve());
}

}  // namespace

SharedPort::SharedPort(const std::string& host, uint16_t port) {
  addrinfo wanted = {};
  wanted.ai_flags = AI_PASSIVE;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string what = fmt::format("listen at {} port {}", host, port);
  if (const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found)) {
    Fail(what, gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> address(found, freeaddrinfo);
  socket_ = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  sockaddr_storage bound = {};
  socklen_t size = sizeof(bound);
  if (socket_ < 0 || setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof(yes)) != 0 ||
      setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
      bind(socket_, address->ai_addr, address->ai_addrlen) != 0 ||
      getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    const std::string reason = LastError();
    if (socket_ >= 0) close(socket_);
    Fail(what, reason);
  }
  port_ = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                            : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

SharedPort::~SharedPort() { close(socket_); }

int RunProcesses(int count, const std::function<int()>& serve,
                 const std::function<void(const std::string& line)>& say) {
  const sigset_t watched = Watched();
  sigset_t before;
  sigprocmask(SIG_BLOCK, &watched, &before);
  std::set<pid_t> children;
  for (int i = 0; i < count; ++i) children.insert(Start(serve, before));
  bool stopping = false;
  int code = 0;
  const auto stop = [&](int signal) {
    stopping = true;
    for (const pid_t child : children) kill(child, signal);
  };
  while (!children.empty()) {
    int number = 0;
    sigwait(&watched, &number);
    if (number != SIGCHLD) {
      stop(number);
      continue;
    }
    int status = 0;
    for (pid_t child = 0; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
      children.erase(child);
      if (stopping) continue;
      if (WIFEXITED(status)) {  // it could not serve, and would not the next time
        code = WEXITSTATUS(status);
        stop(SIGTERM);
        continue;
      }
      say(fmt::format("process {} was ended by signal {}: another one takes its place", child,
                      WTERMSIG(status)));
      sleep(1);  // one that dies at once must not keep the machine busy
      children.insert(Start(serve, before));
    }
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return code;
}

}  // namespace fastdeploy::server
