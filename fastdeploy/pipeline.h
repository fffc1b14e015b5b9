// SPDX-License-Identifier: Apache-2.0
#pragma once

// Models composed of several, under 1.x's umbrella header.

#include "fastdeploy/runtime.h"
#include "fastdeploy/vision/families.h"
