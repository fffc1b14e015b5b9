// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/tbb_limit.h"

#ifdef FASTDEPLOY_WITH_TBB
#include <tbb/global_control.h>

#include <memory>
#include <mutex>

namespace fastdeploy {

void LimitTbb(int threads) {
  using Control = tbb::global_control;
  static std::mutex mutex;
  static auto* control =
      new std::unique_ptr<Control>;  // TBB may be gone when statics are destroyed
  static int limit = 0;
  const std::lock_guard lock(mutex);
  if (threads == limit) return;
  limit = threads;
  control->reset();
  if (threads == 0) return;
  *control = std::make_unique<Control>(Control::max_allowed_parallelism, threads);
}

}  // namespace fastdeploy
#else

namespace fastdeploy {

void LimitTbb(int /*threads*/) {}

}  // namespace fastdeploy
#endif
