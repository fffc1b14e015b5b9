// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/ocr/structurev2_layout.h"
