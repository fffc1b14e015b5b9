// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/detector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/check_output.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr int kStride = 32;

constexpr int kSmallSum = 64;  // pictures with width + height below this are padded
constexpr int kMaxSide = 65536;

int CheckedSide(const char* name, int side) {
  if (side >= 1 && side <= kMaxSide) return side;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("{}: expected 1 to {} pixels, found {}", name, kMaxSide, side));
}

/// The size that the picture had when it was first scaled: its own, or with padding.
cv::Size SizeBeforeScaling(const Geometry& image) {
  if (image.changes.empty() || !image.changes[0].canvas) return image.original;
  return image.changes.size() > 1 ? image.changes[1].before : image.prepared;
}

/// The part of a map that shows the picture itself, not padding. `input` is the size of the tensor;
/// the map is as large, or smaller by a factor.
cv::Rect OwnPart(const Geometry& image, cv::Size input, cv::Size map) {
  const auto part = [](int side, int whole, int of_map) {
    return std::max(1, cvRound(side * std::min(1.0, double(of_map) / whole)));
  };
  const cv::Rect own(0, 0, part(image.scaled.width, input.width, map.width),
                     part(image.scaled.height, input.height, map.height));
  return own & cv::Rect({0, 0}, map);
}

/// Tells the preprocessor what the YAML of the model says.
void ApplyConfig(const Yaml& yaml, DBDetectorPreprocessor* preprocessor) {
  const auto [size, rgb, normalize] = ReadDetectorPreparation(yaml);
  preprocessor->SetLimitType(size.limit_type);
  preprocessor->SetLimitSideLen(size.limit_side_len);
  if (size.shape) {
    preprocessor->SetStaticShapeInfer(true);
    preprocessor->SetDetImageShape({3, size.shape->height, size.shape->width});
  }
  preprocessor->SetRgb(rgb);
  if (normalize) preprocessor->SetNormalize(*normalize);
}

/// Lets the preprocessor bring pictures to the shape of the model's input, if that is fixed.
void ApplyFixedShape(const TensorInfo& input, DBDetectorPreprocessor* preprocessor) {
  if (input.shape.size() != 4) return;
  const int height = input.shape[2];
  const int width = input.shape[3];
  if (height < 1) return;
  preprocessor->SetStaticShapeInfer(true);
  preprocessor->SetKeepRatio(width > 0);
  preprocessor->SetDetImageShape({3, height, width > 0 ? width : -1});
}

std::array<int, 8> Flatten(const Quad& quad) {
  return {quad[0].x, quad[0].y, quad[1].x, quad[1].y, quad[2].x, quad[2].y, quad[3].x, quad[3].y};
}

/// The part of a box inside the picture; nothing if it lies in the padding.
std::optional<Quad> ClipTo(Quad quad, cv::Size image, cv::Size padded) {
  if (image == padded) return quad;
  for (cv::Point& point : quad) {
    point.x = std::clamp(point.x, 0, image.width - 1);
    point.y = std::clamp(point.y, 0, image.height - 1);
  }
  const auto side = [&](size_t a, size_t b) { return cv::norm(quad[a] - quad[b]); };
  if (side(0, 1) < 1 || side(0, 3) < 1) return std::nullopt;
  return quad;
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

void DBDetectorPreprocessor::SetLimitType(const std::string& type) {
  if (type != "min" && type != "max" && type != "resize_long") {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("limit_type: expected min, max or resize_long, found '{}'", type));
  }
  limit_type_ = type;
}

void DBDetectorPreprocessor::SetLimitSideLen(int side) {
  limit_side_len_ = CheckedSide("limit_side_len", side);
}

void DBDetectorPreprocessor::SetMaxSideLimit(int side) {
  max_side_limit_ = CheckedSide("max_side_limit", side);
}

void DBDetectorPreprocessor::SetMaxSideLen(int max_side_len) {
  limit_side_len_ = CheckedSide("max_side_len", max_side_len);
  limit_type_ = "max";
}

int DBDetectorPreprocessor::GetMaxSideLen() const {
  return limit_type_ == "min" ? max_side_limit_ : std::min(limit_side_len_, max_side_limit_);
}

std::vector<transform::Step> DBDetectorPreprocessor::Steps() const {
  const transform::Pad small = {.width = kStride,
                                .height = kStride,
                                .value = {0, 0, 0},
                                .larger_is_error = false,
                                .below_sum = kSmallSum};
  if (!static_shape_) {
    transform::SidesToMultiple rule = {.multiple = kStride, .most = max_side_limit_};
    (limit_type_ == "min"   ? rule.least_short
     : limit_type_ == "max" ? rule.most_long
                            : rule.long_side) = limit_side_len_;
    return {small, transform::Resize{.rule = rule}};
  }
  if (image_shape_.size() != 3 || image_shape_[1] < 1 || image_shape_[2] == 0) {
    throw Error(ErrorKind::kInvalidArgument,
                "det_image_shape must be {channels, height, width}, all positive");
  }
  const int height = image_shape_[1];
  const int width = image_shape_[2];
  if (width < 0) {
    return {small, transform::Resize{.rule = transform::ToHeightUpToMultiple{height, kStride}}};
  }
  if (!keep_ratio_) return {small, transform::Resize{.rule = transform::ToSize{width, height}}};
  return {small, transform::Resize{.rule = transform::FitInto{width, height}},
          transform::Pad{.width = width, .height = height, .value = {0, 0, 0}}};
}

DBDetectorPreprocessor::Geometry DBDetectorPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  Preparation preparation = preparation_;
  preparation.steps = Steps();
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
    const cv::Size size = SizeBeforeScaling(image);
    infos.push_back({size.width, size.height, image.scaled.width, image.scaled.height});
  }
  return infos;
}

std::vector<OCRResult> DBDetectorPostprocessor::Process(
    std::span<const FDTensor> outputs, const DBDetectorPreprocessor::Geometry& images) const {
  const FDTensor& output =
      CheckOutput(outputs, {kAnySize, 1, kAnySize, kAnySize}, "[N, 1, H, W]", images.size());
  cv::Size input(1, 1);
  for (const auto& image : images) {
    input.width = std::max(input.width, image.prepared.width);
    input.height = std::max(input.height, image.prepared.height);
  }
  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < images.size(); ++i) {
    const cv::Mat map = MapOf(output, i);
    const cv::Mat own = map(OwnPart(images[i], input, map.size()));
    const cv::Size before = SizeBeforeScaling(images[i]);
    for (const Quad& quad : FindBoxes(own, settings_, before)) {
      const auto inside = ClipTo(quad, images[i].original, before);
      if (inside) results[i].boxes.push_back(Flatten(*inside));
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
    vision::Geometry& image = images.emplace_back(cv::Size(width, height));
    image.prepared = image.scaled = {prepared_width, prepared_height};
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

void DBDetectorPostprocessor::SetDetDBUnclipRatio(double ratio) {
  if (!(ratio >= 0 && ratio <= kMaxUnclipRatio)) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("det_db_unclip_ratio: expected 0 to {}, found {}", kMaxUnclipRatio, ratio));
  }
  settings_.unclip_ratio = static_cast<float>(ratio);
}

DBDetector DBDetector::Open(const ModelFiles& files, const RuntimeOption& option) {
  DBDetectorPreprocessor preprocessor;
  DBDetectorPostprocessor postprocessor;
  if (!files.config.empty()) {
    const Yaml yaml = Yaml::Load(files.config);
    ApplyConfig(yaml, &preprocessor);
    postprocessor.SetSettings(ReadDBSettings(yaml));
  }
  Runtime runtime = LoadRuntime(files, option);
  ApplyFixedShape(runtime.GetInputInfo(0), &preprocessor);
  return {std::move(preprocessor), std::move(runtime), postprocessor};
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
