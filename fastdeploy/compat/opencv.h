// SPDX-License-Identifier: Apache-2.0
#pragma once

// OpenCV's modules that 1.x's vision headers include, as far as they are installed. Programs link
// those that this library does not use (include(FastDeploy.cmake) does so if it finds them).

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#if __has_include(<opencv2/highgui.hpp>)
#include <opencv2/highgui.hpp>
#endif
#if __has_include(<opencv2/videoio.hpp>)
#include <opencv2/videoio.hpp>
#endif
