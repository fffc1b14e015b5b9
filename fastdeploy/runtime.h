// SPDX-License-Identifier: Apache-2.0
#pragma once

// Tensors in, tensors out, under 1.x's umbrella header.

#include "fastdeploy/compat/perf.h"
#include "fastdeploy/compat/standard.h"
#include "fastdeploy/compat/utils.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/runtime.h"
