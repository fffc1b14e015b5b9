// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision {

/// A model's calls with 1.x's signatures: they log an error and return false. `Derived` has
///   Result Predict(const cv::Mat&)
///   std::vector<Result> BatchPredict(std::span<const cv::Mat>)
/// which throw Error.
template <typename Derived, typename Result>
class LoggedCalls {
 public:
  bool Predict(const cv::Mat& image, Result* result) {
    return OrLog([&] { *result = Self().Predict(image); });
  }
  bool Predict(cv::Mat* image, Result* result) {
    return OrLog([&] {
      if (image == nullptr) throw Error(ErrorKind::kInvalidArgument, "no image was given");
      *result = Self().Predict(*image);
    });
  }
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<Result>* results) {
    return OrLog([&] { *results = Self().BatchPredict(std::span<const cv::Mat>(images)); });
  }
  /// The same for 1.x's images. (A template, so that a list in braces is one of cv::Mat.)
  template <std::same_as<FDMat> Image>
  bool BatchPredict(const std::vector<Image>& images, std::vector<Result>* results) {
    return BatchPredict(UnwrapMat(images), results);
  }

 private:
  Derived& Self() { return static_cast<Derived&>(*this); }
};

}  // namespace fastdeploy::vision
