// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "apps/images/images.h"
#include "apps/server/http.h"
#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::server {

/// Adds the time until its end to a duration in seconds.
class Stopwatch {
 public:
  explicit Stopwatch(double* seconds) : seconds_(seconds) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { *seconds_ += SecondsSince(start_); }

 private:
  double* seconds_;
  Clock::time_point start_ = Clock::now();
};

/// A file has at most so many.
constexpr size_t kMostPages = 256;

/// Opens a picture file. Throws HttpError (415) for what is no picture, (400) for one with more
/// pages than `most`, images::TooLargeError, and Error (kInvalidFile) for one that is damaged.
std::unique_ptr<images::Pages> OpenFile(const std::string& file, double most_pixels, size_t most);

/// The picture in a file that has to have one page.
cv::Mat DecodedPage(const std::string& file, double most_pixels, Timings* timings);

/// Runs the model, and counts the image and the time. Throws what it throws.
vision::AnyResult PredictImage(vision::AnyModel* model, const cv::Mat& image, Timings* timings,
                               const cv::Mat& trimap = {});

/// The file of a PNG of the result drawn over its image.
std::string DrawnPng(const vision::AnyResult& result, const cv::Mat& image, Timings* timings);

}  // namespace fastdeploy::server
