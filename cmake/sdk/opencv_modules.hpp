// SPDX-License-Identifier: Apache-2.0
#pragma once

// The modules of OpenCV that FastDeploy's SDK has, as OpenCV's headers ask for them.

#define HAVE_OPENCV_CORE
#define HAVE_OPENCV_IMGPROC
#define HAVE_OPENCV_IMGCODECS
