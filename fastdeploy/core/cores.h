// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// How many CPU cores this process may keep busy: those of its affinity mask, at most as many as
/// the CPU quotas of its cgroups (v1 or v2, as containers set them; rounded up) and MaxThreads
/// allow. At least 1. This is what "one per core" means everywhere. Throws Error for a
/// FASTDEPLOY_NUM_THREADS that is no limit. Thread-safe.
FASTDEPLOY_DECL int AvailableCores();

/// The most threads that a model, a pool or OpenCV computes with: a limit of the whole process,
/// whatever their own settings say. 0: none. Until it is set, it is that of the environment
/// variable FASTDEPLOY_NUM_THREADS, if there is one. Models and pools keep what they were loaded
/// or made with, so set it before. Throws Error unless it is from 0 to 4096. Thread-safe.
FASTDEPLOY_DECL void SetMaxThreads(int threads);
FASTDEPLOY_DECL int GetMaxThreads();

/// `threads`, but no more than that limit.
FASTDEPLOY_DECL int WithinMaxThreads(int threads);

}  // namespace fastdeploy
