// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/value_processors.h"

#include <fmt/format.h>

#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision {
namespace {

constexpr float kBrightest = 255;

}  // namespace

cv::Mat LinearProcessor::Process(const cv::Mat& image) const {
  const auto channels = static_cast<size_t>(image.channels());
  if (alpha_.size() != channels || beta_.size() != channels) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("expected numbers for {} channels, got {} and {}", channels,
                            alpha_.size(), beta_.size()));
  }
  std::vector<cv::Mat> planes;
  cv::split(image, planes);
  if (swap_rb_ && planes.size() > 2) std::swap(planes[0], planes[2]);
  for (size_t i = 0; i < channels; ++i) {
    planes[i].convertTo(planes[i], CV_32F, alpha_[i], beta_[i]);
  }
  cv::Mat scaled;
  cv::merge(planes, scaled);
  return scaled;
}

Normalize::Normalize(const std::vector<float>& mean, const std::vector<float>& std, bool is_scale,
                     const std::vector<float>& min, const std::vector<float>& max, bool swap_rb)
    : LinearProcessor({}, {}, swap_rb) {
  std::vector<float> alpha;
  std::vector<float> beta;
  for (size_t i = 0; i < mean.size() && i < std.size(); ++i) {
    const double least = i < min.size() ? min[i] : 0;
    const double most = i < max.size() ? max[i] : kBrightest;
    const double scale = is_scale ? 1 / (most - least) : 1;
    const double offset = is_scale ? least * scale : 0;
    alpha.push_back(static_cast<float>(scale / std[i]));
    beta.push_back(static_cast<float>(-(mean[i] + offset) / std[i]));
  }
  SetAlpha(alpha);
  SetBeta(beta);
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
