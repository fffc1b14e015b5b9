// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything of the vision API, under 1.x's umbrella header.

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime.h"
#include "fastdeploy/vision/families.h"
#include "fastdeploy/vision/family.h"
