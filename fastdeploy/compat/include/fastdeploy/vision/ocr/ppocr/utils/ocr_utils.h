// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/compat/ocr_utils.h"
