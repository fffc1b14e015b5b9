// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

namespace nb = nanobind;

// Once the interpreter ends, a thread that asks for the GIL does not get it: Python ends the thread
// by unwinding its stack, which C++ answers with std::terminate. These two guards stop such a
// thread for good instead; the process then ends without it.

/// Releases the GIL, and takes it again at the end of the scope.
class ReleasedGil {
 public:
  ReleasedGil();
  ReleasedGil(const ReleasedGil&) = delete;
  ReleasedGil& operator=(const ReleasedGil&) = delete;
  ~ReleasedGil();

 private:
  PyThreadState* state_;
};

/// Takes the GIL, on any thread, whether it has it already or not.
class TakenGil {
 public:
  TakenGil();
  TakenGil(const TakenGil&) = delete;
  TakenGil& operator=(const TakenGil&) = delete;
  ~TakenGil();

 private:
  PyGILState_STATE state_;
};

/// Marks work that uses the libraries of C++ without the GIL: the process ends only when no thread
/// does such work any more, as those libraries are destroyed then.
class Computing {
 public:
  Computing();
  Computing(const Computing&) = delete;
  Computing& operator=(const Computing&) = delete;
  ~Computing();
};

/// Never returns. For a thread that Python is ending.
[[noreturn]] void StopThread() noexcept;

/// Makes the end of the interpreter wait for Computing. Call it once.
void WatchEndOfInterpreter();

}  // namespace fastdeploy::python
