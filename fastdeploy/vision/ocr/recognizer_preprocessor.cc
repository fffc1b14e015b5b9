// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/recognizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/ocr/internal/line_plan.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"

namespace fastdeploy::vision::ocr {
namespace {

/// Lines longer than this many times their height are squeezed, to limit the size of the tensor.
constexpr double kMaxRatio = 400;

/// The next multiple of 64, or of 128 above 1280, 256 above 2560 and so on: few widths, at most a
/// fifth wider.
int RoundedWidth(int width) {
  int step = 64;
  while (width > 20 * step) step *= 2;
  return (width + step - 1) / step * step;
}

}  // namespace

RecognizerPreprocessor::RecognizerPreprocessor() : ImagePreprocessor(TextLinePreparation()) {
  static const auto kPlan = std::make_shared<const LinePlan>(PlanOf(*DefaultAlgorithm()));
  algorithm_ = DefaultAlgorithm();
  plan_ = kPlan;
  image_shape_ = {plan_->Channels(), plan_->height, plan_->width};
}

RecognizerPreprocessor RecognizerPreprocessor::FromConfig(const std::string& config_file) {
  const Yaml yaml = Yaml::Load(config_file);
  const Algorithm* algorithm = ReadAlgorithm(yaml);
  RecognizerPreprocessor preprocessor;
  preprocessor.Use(algorithm, ReadLinePlan(yaml, *algorithm));
  return preprocessor;
}

void RecognizerPreprocessor::Use(const Algorithm* algorithm, const LinePlan& plan) {
  algorithm_ = algorithm;
  image_shape_ = {plan.Channels(), plan.height, plan.width};
  preparation_.normalize = plan.normalize;
  preparation_.layout.rgb = plan.rgb;
  plan_ = std::make_shared<const LinePlan>(plan);
}

void RecognizerPreprocessor::SetAlgorithm(const std::string& algorithm) {
  const Algorithm* found = FindAlgorithm(algorithm);
  if (found != algorithm_) Use(found, PlanOf(*found));
}

std::string RecognizerPreprocessor::GetAlgorithm() const { return std::string(algorithm_->name); }

RecognizerPreprocessor::Geometry RecognizerPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  CheckLineShape("rec_image_shape", image_shape_, plan_->Channels());
  outputs->resize(1);
  cv::Size size(image_shape_[2], image_shape_[1]);
  if (plan_->fit == LinePlan::Fit::kWidest) {
    double ratio = std::max(double(size.width) / size.height, least_ratio_);
    for (const cv::Mat& image : images) {
      CheckImage(image);
      if (!static_shape_) ratio = std::max(ratio, double(image.cols) / image.rows);
    }
    size.width = static_cast<int>(size.height * std::min(ratio, kMaxRatio));
    if (batch_size_ == 0 && !static_shape_) size.width = RoundedWidth(size.width);
  }
  const bool black = plan_->fit == LinePlan::Fit::kMultiple;
  Geometry geometry = PrepareLines(
      images, preparation_, StepsFor(*plan_, size),
      {.uneven = black ? UnevenBatch::kPadImages : UnevenBatch::kPadTensor, .fixed = size}, scratch,
      &outputs->front());
  if (plan_->MoreInputs() > 0) WriteMoreInputs(*plan_, geometry, size, inputs_, outputs);
  return geometry;
}

void RecognizerPreprocessor::SetBatchSize(int lines) {
  if (lines < -1) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("batch size: expected -1 (all lines), 0 (no batches) or more; "
                            "found {}",
                            lines));
  }
  batch_size_ = lines;
}

bool RecognizerPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                 size_t start, size_t end, const std::vector<int>& indices) const {
  return OrLog([&] {
    Scratch scratch;
    const std::vector<cv::Mat> part = LinesOf(UnwrapMat(*images), start, end, indices);
    (void)Process(part, &scratch, outputs);
  });
}

}  // namespace fastdeploy::vision::ocr
