// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy {

/// Starts `count` threads that call work(i), i from 0 to count-1. If the system makes fewer (a
/// limit of processes or of memory), those are returned and a warning is logged. Throws Error
/// (kRuntime) if it makes none. Nothing is thrown once a thread runs: whoever waits for work would
/// then never be told to stop.
template <typename Work>
std::vector<std::jthread> StartThreads(size_t count, const Work& work) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  try {
    while (threads.size() < count) threads.emplace_back([work, i = threads.size()] { work(i); });
  } catch (const std::exception& error) {  // of the thread's own making: its work starts later
    if (threads.empty()) {
      throw Error(
          ErrorKind::kRuntime,
          std::string("cannot start a thread; is there a limit of processes? ") + error.what());
    }
    LogWarning("expected " + std::to_string(count) + " threads, the system makes only " +
               std::to_string(threads.size()) + ": " + error.what());
  }
  return threads;
}

}  // namespace fastdeploy
