// SPDX-License-Identifier: Apache-2.0
#include "bindings/gil.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "fastdeploy/core/process.h"

namespace fastdeploy::python {
namespace {

/// Set when the interpreter has ended; after that nothing of Python may be called.
std::atomic<bool> ended = false;
std::atomic<int> computing = 0;
/// The process in which the threads are that `computing` counts.
const ProcessMark kLoadedIn;

/// The interpreter has ended, and the libraries of C++ are about to be destroyed.
void End() {
  ended = true;
  if (kLoadedIn.Forked()) return;
  // A network that never ends must not keep the process from ending.
  const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (computing > 0 && std::chrono::steady_clock::now() < last) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// Calls `take`. Python may end the thread in it, by unwinding: that ends here.
template <typename Take>
auto OrStop(const Take& take) noexcept {
  if (ended) StopThread();
  try {
    return take();
  } catch (...) {
    StopThread();
  }
}

}  // namespace

void StopThread() noexcept {
  for (;;) pause();
}

ReleasedGil::ReleasedGil() : state_(PyEval_SaveThread()) {}

ReleasedGil::~ReleasedGil() {
  OrStop([&] { PyEval_RestoreThread(state_); });
}

TakenGil::TakenGil() : state_(OrStop([] { return PyGILState_Ensure(); })) {}

TakenGil::~TakenGil() { PyGILState_Release(state_); }

Computing::Computing() { ++computing; }

Computing::~Computing() { --computing; }

void WatchEndOfInterpreter() { Py_AtExit(&End); }

}  // namespace fastdeploy::python
