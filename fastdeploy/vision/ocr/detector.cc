// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/detector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/ocr/load.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr int kStride = 32;

int ToStride(double side) {
  return std::max(static_cast<int>(std::nearbyint(std::trunc(side) / kStride)) * kStride, kStride);
}

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

cv::Size DBDetectorPreprocessor::TargetSize(cv::Size image) const {
  if (static_shape_) {
    if (image_shape_.size() != 3) {
      throw Error(ErrorKind::kInvalidArgument, "det_image_shape must be {channels, height, width}");
    }
    return {image_shape_[2], image_shape_[1]};
  }
  const int longer = std::max(image.width, image.height);
  const double ratio = longer > max_side_len_ ? double(max_side_len_) / longer : 1.0;
  return {ToStride(image.width * ratio), ToStride(image.height * ratio)};
}

DBDetectorPreprocessor::Geometry DBDetectorPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  Geometry infos;
  cv::Size largest;
  for (const cv::Mat& image : images) {
    CheckImage(image);
    const cv::Size target = TargetSize(image.size());
    infos.push_back({image.cols, image.rows, target.width, target.height});
    largest.width = std::max(largest.width, target.width);
    largest.height = std::max(largest.height, target.height);
  }
  outputs->resize(1);
  FDTensor& output = outputs->front();
  const auto count = static_cast<int64_t>(images.size());
  output.Resize(layout_.chw ? std::vector<int64_t>{count, 3, largest.height, largest.width}
                            : std::vector<int64_t>{count, largest.height, largest.width, 3},
                layout_.normalize ? FP32 : UINT8);
  const size_t image_bytes = images.empty() ? 0 : size_t(output.Nbytes()) / images.size();
  for (size_t i = 0; i < images.size(); ++i) {
    const Resize resize{infos[i][2], infos[i][3]};
    cv::Mat resized = Apply(resize, images[i], &scratch->resized);
    if (resized.size() != largest) {  // only in a batch of several sizes
      cv::Mat padded = cv::Mat::zeros(largest, CV_8UC3);
      resized.copyTo(padded(cv::Rect({0, 0}, resized.size())));
      resized = padded;
    }
    WriteTensor(resized, normalize_, layout_,
                {static_cast<std::byte*>(output.MutableData()) + i * image_bytes});
  }
  return infos;
}

bool DBDetectorPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) {
  return OrLog([&] {
    Scratch scratch;
    infos_ = Process(*images, &scratch, outputs);
  });
}

void DBDetectorPreprocessor::SetNormalize(const std::vector<float>& mean,
                                          const std::vector<float>& std, bool is_scale) {
  normalize_ = MakeNormalize(mean, std, is_scale);
}

std::vector<OCRResult> DBDetectorPostprocessor::Process(
    std::span<const FDTensor> outputs, const DBDetectorPreprocessor::Geometry& infos) const {
  const FDTensor& output = CheckOutput(outputs, {-1, 1, -1, -1}, infos.size());
  std::vector<OCRResult> results(infos.size());
  for (size_t i = 0; i < infos.size(); ++i) {
    const cv::Mat map = MapOf(output, i);
    // A batch of several sizes is padded right and below: look at the image's own part only.
    const cv::Rect own(0, 0, std::min(infos[i][2], map.cols), std::min(infos[i][3], map.rows));
    for (const Quad& quad : FindBoxes(map(own), settings_, {infos[i][0], infos[i][1]})) {
      results[i].boxes.push_back(Flatten(quad));
    }
  }
  return results;
}

bool DBDetectorPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<std::vector<std::array<int, 8>>>* results,
                                  const DBDetectorPreprocessor::Geometry& infos) const {
  return OrLog([&] {
    results->clear();
    for (OCRResult& result : Process(tensors, infos)) results->push_back(std::move(result.boxes));
  });
}

void DBDetectorPostprocessor::SetDetDBScoreMode(const std::string& mode) {
  if (mode != "fast" && mode != "slow") {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("det_db_score_mode: '{}' is neither 'fast' nor 'slow'", mode));
  }
  settings_.slow_score = mode == "slow";
}

DBDetector::DBDetector(const std::string& model_file, const std::string& params_file,
                       const RuntimeOption& custom_option, const ModelFormat& model_format) {
  LoadOrLog([&] { *this = Load(model_file, params_file, custom_option, model_format); });
}

DBDetector DBDetector::Load(const std::string& model_file, const std::string& params_file,
                            const RuntimeOption& option, const ModelFormat& model_format) {
  const ModelFolder files = FindFiles(model_file, params_file, option);
  DBDetectorPostprocessor postprocessor;
  if (const auto config = ConfigBeside(files.model, option)) {
    postprocessor.SetSettings(ReadSettings(Yaml::Load(*config)));
  }
  return {DBDetectorPreprocessor(), LoadRuntime(files.model, files.params, option, model_format),
          postprocessor};
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
