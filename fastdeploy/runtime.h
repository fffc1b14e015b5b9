// SPDX-License-Identifier: Apache-2.0
#pragma once

// Tensors in, tensors out, under 1.x's umbrella header.

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/runtime.h"
