// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/detector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/check_output.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr int kStride = 32;

/// The thresholds that a PaddleX export sets.
DBSettings ReadSettings(const Yaml& yaml) {
  DBSettings settings;
  if (!yaml.Has("PostProcess")) return settings;
  const Yaml post = yaml.At("PostProcess");
  settings.thresh = post.Get<float>("thresh", settings.thresh);
  settings.box_thresh = post.Get<float>("box_thresh", settings.box_thresh);
  settings.unclip_ratio = post.Get<float>("unclip_ratio", settings.unclip_ratio);
  settings.max_candidates = post.Get<int>("max_candidates", settings.max_candidates);
  return settings;
}

std::array<int, 8> Flatten(const Quad& quad) {
  return {quad[0].x, quad[0].y, quad[1].x, quad[1].y, quad[2].x, quad[2].y, quad[3].x, quad[3].y};
}

/// The map of one image of the batch, as a view.
cv::Mat MapOf(const FDTensor& output, size_t image) {
  const int height = static_cast<int>(output.shape[2]);
  const int width = static_cast<int>(output.shape[3]);
  const float* values = output.As<float>().data();
  return {height, width, CV_32F,
          const_cast<float*>(values) + image * size_t(height) * size_t(width)};
}

}  // namespace

DBDetectorPreprocessor::DBDetectorPreprocessor()
    : ImagePreprocessor({.normalize = {.mean = {0.485F, 0.456F, 0.406F},
                                       .std = {0.229F, 0.224F, 0.225F},
                                       .scale = 1.0F / 255.0F},
                         .layout = {.normalize = true, .rgb = false, .chw = true}}) {}

transform::SizeRule DBDetectorPreprocessor::Rule() const {
  if (!static_shape_)
    return transform::LimitLongToMultiple{.most = max_side_len_, .multiple = kStride};
  if (image_shape_.size() != 3) {
    throw Error(ErrorKind::kInvalidArgument, "det_image_shape must be {channels, height, width}");
  }
  return transform::ToSize{.width = image_shape_[2], .height = image_shape_[1]};
}

DBDetectorPreprocessor::Geometry DBDetectorPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  Preparation preparation = preparation_;
  preparation.steps = {transform::Resize{.rule = Rule()}};
  return Prepare(images, preparation, {.uneven = UnevenBatch::kPadImages}, scratch,
                 &outputs->front());
}

bool DBDetectorPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) {
  return OrLog([&] {
    Scratch scratch;
    infos_ = InfosOf(Process(UnwrapMat(*images), &scratch, outputs));
  });
}

std::vector<DBDetectorPreprocessor::ImageInfo> DBDetectorPreprocessor::InfosOf(
    const Geometry& images) {
  std::vector<ImageInfo> infos;
  for (const auto& image : images) {
    infos.push_back(
        {image.original.width, image.original.height, image.prepared.width, image.prepared.height});
  }
  return infos;
}

std::vector<OCRResult> DBDetectorPostprocessor::Process(
    std::span<const FDTensor> outputs, const DBDetectorPreprocessor::Geometry& images) const {
  const FDTensor& output = CheckOutput(outputs, {-1, 1, -1, -1}, images.size());
  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < images.size(); ++i) {
    const cv::Mat map = MapOf(output, i);
    // A batch of several sizes is padded right and below: look at the image's own part only.
    const cv::Rect own = cv::Rect({0, 0}, images[i].prepared) & cv::Rect({0, 0}, map.size());
    for (const Quad& quad : FindBoxes(map(own), settings_, images[i].original)) {
      results[i].boxes.push_back(Flatten(quad));
    }
  }
  return results;
}

bool DBDetectorPostprocessor::Run(
    const std::vector<FDTensor>& tensors, std::vector<std::vector<std::array<int, 8>>>* results,
    const std::vector<DBDetectorPreprocessor::ImageInfo>& infos) const {
  return OrLog([&] {
    results->clear();
    for (OCRResult& result : Process(tensors, GeometryOf(infos))) {
      results->push_back(std::move(result.boxes));
    }
  });
}

DBDetectorPreprocessor::Geometry DBDetectorPostprocessor::GeometryOf(
    const std::vector<DBDetectorPreprocessor::ImageInfo>& infos) {
  DBDetectorPreprocessor::Geometry images;
  for (const auto& [width, height, prepared_width, prepared_height] : infos) {
    images.emplace_back(cv::Size(width, height)).prepared = {prepared_width, prepared_height};
  }
  return images;
}

void DBDetectorPostprocessor::SetDetDBScoreMode(const std::string& mode) {
  if (mode != "fast" && mode != "slow") {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("det_db_score_mode: '{}' is neither 'fast' nor 'slow'", mode));
  }
  settings_.slow_score = mode == "slow";
}

DBDetector DBDetector::Open(const ModelFiles& files, const RuntimeOption& option) {
  DBDetectorPostprocessor postprocessor;
  if (!files.config.empty()) postprocessor.SetSettings(ReadSettings(Yaml::Load(files.config)));
  return {DBDetectorPreprocessor(), LoadRuntime(files, option), postprocessor};
}

bool DBDetector::Predict(const cv::Mat& image, std::vector<std::array<int, 8>>* boxes) {
  return OrLog([&] { *boxes = std::move(Predict(image).boxes); });
}

bool DBDetector::BatchPredict(const std::vector<cv::Mat>& images,
                              std::vector<std::vector<std::array<int, 8>>>* boxes) {
  return OrLog([&] {
    boxes->clear();
    for (OCRResult& result : BatchPredict(std::span(images))) {
      boxes->push_back(std::move(result.boxes));
    }
  });
}

}  // namespace fastdeploy::vision::ocr
