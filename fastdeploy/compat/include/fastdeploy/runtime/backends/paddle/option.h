// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/runtime/options/paddle_option.h"
