// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/cores.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <thread>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/cgroup.h"
#include "fastdeploy/core/internal/number.h"

namespace fastdeploy {
namespace {

constexpr int kMostThreads = 4096;
constexpr const char* kVariable = "FASTDEPLOY_NUM_THREADS";

/// The CPUs that the scheduler may run this thread on.
int CoresOfAffinity() {
  const int online = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails on machines of more than 1024 CPUs.
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return online;
  return std::clamp(CPU_COUNT(&set), 1, online);
}

int FromEnvironment() {
  const char* text = std::getenv(kVariable);
  if (text == nullptr || *text == '\0') return 0;
  int threads = 0;
  if (ParseNumber(text, &threads) && threads >= 0 && threads <= kMostThreads) return threads;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("environment variable {}: expected 0 (no limit) to {}, found '{}'",
                          kVariable, kMostThreads, text));
}

void LimitOpenCV(int threads) {
  if (threads > 0 && cv::getNumThreads() > threads) cv::setNumThreads(threads);
}

/// Reads the environment at its first use.
std::atomic<int>& Limit() {
  static std::atomic<int> limit = [] {
    const int threads = FromEnvironment();
    LimitOpenCV(threads);
    return threads;
  }();
  return limit;
}

}  // namespace

int AvailableCores() {
  int cores = CoresOfAffinity();
  if (const std::optional<double> quota = CpuQuota()) {
    cores = std::clamp(static_cast<int>(std::ceil(*quota)), 1, cores);
  }
  return WithinMaxThreads(cores);
}

void SetMaxThreads(int threads) {
  if (threads < 0 || threads > kMostThreads) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the most threads: expected 0 (no limit) to {}, found {}", kMostThreads,
                            threads));
  }
  Limit() = threads;
  LimitOpenCV(threads);
}

int GetMaxThreads() { return Limit(); }

int WithinMaxThreads(int threads) {
  const int limit = GetMaxThreads();
  return limit > 0 ? std::min(threads, limit) : threads;
}

}  // namespace fastdeploy
