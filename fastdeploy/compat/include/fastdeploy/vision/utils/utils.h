// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/compat/vision_utils.h"
