// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/value_processors.h"

#include <fmt/format.h>

#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision {
namespace {

constexpr float kBrightest = 255;

/// Every value times alpha plus beta, for each channel; float32.
cv::Mat Scaled(const cv::Mat& image, const std::vector<float>& alpha,
               const std::vector<float>& beta, bool swap_rb) {
  const auto channels = static_cast<size_t>(image.channels());
  if (alpha.size() != channels || beta.size() != channels) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("expected numbers for {} channels, got {} and {}", channels,
                            alpha.size(), beta.size()));
  }
  std::vector<cv::Mat> planes;
  cv::split(image, planes);
  if (swap_rb && planes.size() > 2) std::swap(planes[0], planes[2]);
  for (size_t i = 0; i < channels; ++i) planes[i].convertTo(planes[i], CV_32F, alpha[i], beta[i]);
  cv::Mat scaled;
  cv::merge(planes, scaled);
  return scaled;
}

}  // namespace

cv::Mat Convert::Process(const cv::Mat& image) const { return Scaled(image, alpha_, beta_, false); }

Normalize::Normalize(const std::vector<float>& mean, const std::vector<float>& std, bool is_scale,
                     const std::vector<float>& min, const std::vector<float>& max, bool swap_rb)
    : swap_rb_(swap_rb) {
  for (size_t i = 0; i < mean.size() && i < std.size(); ++i) {
    const double least = i < min.size() ? min[i] : 0;
    const double most = i < max.size() ? max[i] : kBrightest;
    const double scale = is_scale ? 1 / (most - least) : 1;
    const double offset = is_scale ? least * scale : 0;
    alpha_.push_back(static_cast<float>(scale / std[i]));
    beta_.push_back(static_cast<float>(-(mean[i] + offset) / std[i]));
  }
}

cv::Mat Normalize::Process(const cv::Mat& image) const {
  return Scaled(image, alpha_, beta_, swap_rb_);
}

bool HWC2CHW::ImplByOpenCV(FDMat* mat) {
  return OrLog([&] { mat->Permute(); });
}

bool Cast::ImplByOpenCV(FDMat* mat) {
  return OrLog([&] {
    if (dtype_ != "float" && dtype_ != "double") {
      throw Error(ErrorKind::kInvalidArgument,
                  "Cast: expected float or double, got '" + dtype_ + "'");
    }
    cv::Mat* image = mat->GetOpenCVMat();
    image->convertTo(*image, dtype_ == "float" ? CV_32F : CV_64F);
  });
}

cv::Mat ColorProcessor::Process(const cv::Mat& image) const {
  cv::Mat converted;
  cv::cvtColor(image, converted, code_);
  return converted;
}

}  // namespace fastdeploy::vision
