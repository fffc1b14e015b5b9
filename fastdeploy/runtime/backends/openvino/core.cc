// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/core.h"

#include <pthread.h>

#include <exception>
#include <openvino/runtime/properties.hpp>

#include "fastdeploy/runtime/backends/openvino/own_operator.h"

namespace fastdeploy {
namespace {

/// OpenVINO keeps the threads of destroyed models for later ones. A forked child has none of them
/// and would wait for them forever, so they are ended before a fork: destroying a CPU plugin does
/// that, and another ov::Core has a plugin of its own.
void EndIdleThreads() {
  try {
    ov::Core().get_property("CPU", ov::device::full_name);
  } catch (const std::exception&) {  // without a CPU plugin there are no threads
  }
}

}  // namespace

ov::Core& Core() {
  static ov::Core core;
  static const bool extended = (core.add_extension(OperatorExtensions()), true);
  static const int registered = pthread_atfork(EndIdleThreads, nullptr, nullptr);
  (void)extended;
  (void)registered;
  return core;
}

}  // namespace fastdeploy
