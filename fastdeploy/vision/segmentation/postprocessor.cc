// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/postprocessor.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision::segmentation {
namespace {

/// What an output holds for one image: `channels` planes of rows x cols.
struct Planes {
  int channels = 1;
  int rows = 0;
  int cols = 0;
  [[nodiscard]] size_t Pixels() const { return size_t(rows) * size_t(cols); }
};

[[noreturn]] void Refuse(const FDTensor& output, const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, fmt::format("output '{}': {}", output.name, reason));
}

Planes CheckShape(const FDTensor& output, size_t images) {
  const std::vector<int64_t>& shape = output.shape;
  const bool fits =
      (shape.size() == 3 || shape.size() == 4) && shape.front() == static_cast<int64_t>(images) &&
      std::all_of(shape.begin() + 1, shape.end(),
                  [](int64_t dim) { return dim > 0 && dim <= std::numeric_limits<int>::max(); });
  if (!fits) {
    Refuse(output,
           fmt::format("expected labels [{0}, H, W] or scores [{0}, classes, H, W], got {1}",
                       images, ShapeString(shape)));
  }
  const size_t last = shape.size() - 1;
  return {shape.size() == 4 ? static_cast<int>(shape[1]) : 1, static_cast<int>(shape[last - 1]),
          static_cast<int>(shape[last])};
}

template <typename T>
cv::Mat Labels(const FDTensor& output, size_t image, const Planes& planes) {
  const auto values = output.As<T>().subspan(image * planes.Pixels(), planes.Pixels());
  cv::Mat labels(planes.rows, planes.cols, CV_8U);
  for (size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= 0 && values[i] <= 255)) {
      Refuse(output, fmt::format("label {} is not 0 to 255", values[i]));
    }
    labels.data[i] = static_cast<uint8_t>(values[i]);
  }
  return labels;
}

cv::Mat Labels(const FDTensor& output, size_t image, const Planes& planes) {
  if (planes.channels != 1) {
    Refuse(output,
           fmt::format("{} labels a pixel: {}", planes.channels, ShapeString(output.shape)));
  }
  if (output.dtype == INT32) return Labels<int32_t>(output, image, planes);
  if (output.dtype == INT64) return Labels<int64_t>(output, image, planes);
  return Labels<float>(output, image, planes);
}

/// The planes of one image's scores, as views.
std::vector<cv::Mat> Scores(const FDTensor& output, size_t image, const Planes& planes) {
  if (planes.channels > 256) Refuse(output, "more than 256 classes");
  auto* values = const_cast<float*>(output.As<float>().data());
  std::vector<cv::Mat> scores;
  for (int c = 0; c < planes.channels; ++c) {
    const size_t plane = image * size_t(planes.channels) + size_t(c);
    scores.emplace_back(planes.rows, planes.cols, CV_32F, values + plane * planes.Pixels());
    if (!cv::checkRange(scores.back())) {
      throw Error(ErrorKind::kRuntime,
                  fmt::format("output '{}' holds NaN or infinity", output.name));
    }
  }
  return scores;
}

/// Scores of every pixel to probabilities.
std::vector<cv::Mat> Softmax(const std::vector<cv::Mat>& scores) {
  cv::Mat greatest = scores.front().clone();
  for (const cv::Mat& plane : scores) cv::max(greatest, plane, greatest);
  cv::Mat sum = cv::Mat::zeros(greatest.size(), CV_32F);
  std::vector<cv::Mat> result;
  for (const cv::Mat& plane : scores) {
    cv::Mat& raised = result.emplace_back();
    cv::exp(plane - greatest, raised);
    sum += raised;
  }
  for (cv::Mat& plane : result) plane /= sum;
  return result;
}

/// The best class of every pixel and its score, found class by class.
struct Best {
  cv::Mat labels;
  cv::Mat scores;

  void Add(const cv::Mat& plane, int label) {
    if (labels.empty()) {
      labels = cv::Mat(plane.size(), CV_8U, cv::Scalar(label));
      scores = plane.clone();
      return;
    }
    const cv::Mat better = plane > scores;
    labels.setTo(label, better);
    plane.copyTo(scores, better);
  }
};

template <typename T>
std::vector<T> Flat(const cv::Mat& map) {
  const cv::Mat flat = map.isContinuous() ? map : map.clone();
  return {flat.ptr<T>(), flat.ptr<T>() + flat.total()};
}

SegmentationResult MakeResult(const cv::Mat& labels, const cv::Mat& scores) {
  SegmentationResult result;
  result.label_map = Flat<uint8_t>(labels);
  result.shape = {labels.rows, labels.cols};
  result.contain_score_map = !scores.empty();
  if (result.contain_score_map) result.score_map = Flat<float>(scores);
  return result;
}

}  // namespace

PaddleSegPostprocessor::PaddleSegPostprocessor(const std::string& config_file) {
  const Yaml deploy = Yaml::Load(config_file).At("Deploy");
  const auto op = deploy.Get<std::string>("output_op", "argmax");
  if (op != "argmax" && op != "softmax" && op != "none") {
    deploy.At("output_op").FailUnsupported("'" + op + "' is not argmax, softmax or none");
  }
  has_softmax_ = op == "softmax";
}

std::vector<SegmentationResult> PaddleSegPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleSegPreprocessor::Geometry& geometry) const {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  const FDTensor& output = outputs.front();
  const Planes planes = CheckShape(output, geometry.size());
  const bool has_labels = output.dtype != FP32 || output.shape.size() == 3;
  std::vector<SegmentationResult> results;
  for (size_t i = 0; i < geometry.size(); ++i) {
    if (has_labels) {
      const cv::Mat labels = Labels(output, i, planes);
      results.push_back(MakeResult(Restore(labels, geometry[i], cv::INTER_NEAREST), {}));
      continue;
    }
    std::vector<cv::Mat> scores = Scores(output, i, planes);
    if (apply_softmax_ && !has_softmax_ && store_score_map_) scores = Softmax(scores);
    Best best;
    for (int c = 0; c < planes.channels; ++c) {
      const cv::Mat& plane = scores[size_t(c)];
      best.Add(store_score_map_ ? Restore(plane, geometry[i], cv::INTER_LINEAR) : plane, c);
    }
    results.push_back(store_score_map_
                          ? MakeResult(best.labels, best.scores)
                          : MakeResult(Restore(best.labels, geometry[i], cv::INTER_NEAREST), {}));
  }
  return results;
}

bool PaddleSegPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                 std::vector<SegmentationResult>* results,
                                 const ImgsInfo& imgs_info) const {
  return OrLog([&] {
    PaddleSegPreprocessor::Geometry geometry;
    if (!imgs_info.contains("shape_info")) {
      throw Error(ErrorKind::kInvalidArgument, "imgs_info: 'shape_info' is missing");
    }
    for (const auto& [height, width] : imgs_info.at("shape_info")) {
      if (height < 1 || width < 1 || double(height) * width > kMostPixels) {
        throw Error(ErrorKind::kInvalidArgument,
                    fmt::format("imgs_info: an image of {}x{}", width, height));
      }
      geometry.push_back({{width, height}, {}});
    }
    *results = Process(tensors, geometry);
  });
}

}  // namespace fastdeploy::vision::segmentation
