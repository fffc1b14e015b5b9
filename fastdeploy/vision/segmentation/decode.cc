// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/postprocessor.h"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/segmentation/internal/planes.h"

namespace fastdeploy::vision::segmentation {
namespace {

/// Turns the scores of every pixel into probabilities.
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
  const Yaml yaml = Yaml::Load(config_file);
  has_softmax_ = !PaddleXTask(yaml).empty();  // beside labels, which come first
  if (has_softmax_) return;
  const Yaml deploy = yaml.At("Deploy");
  const auto op = deploy.Get<std::string>("output_op", "argmax");
  if (op != "argmax" && op != "softmax" && op != "none") {
    deploy.At("output_op")
        .FailUnsupported("'" + op + "' is not supported: expected argmax, softmax or none");
  }
  has_softmax_ = op == "softmax";
}

std::vector<SegmentationResult> PaddleSegPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleSegPreprocessor::Geometry& geometry) const {
  const Planes planes(outputs, geometry.size());
  std::vector<SegmentationResult> results;
  for (size_t i = 0; i < geometry.size(); ++i) {
    if (planes.HoldLabels()) {
      results.push_back(MakeResult(geometry[i].Restore(planes.Labels(i), cv::INTER_NEAREST), {}));
      continue;
    }
    std::vector<cv::Mat> scores = planes.Scores(i);
    if (scores.size() == 1) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("output '{}': expected the scores of 2 or more classes, got 1: is "
                              "this a matting model?",
                              outputs.front().name));
    }
    if (apply_softmax_ && !has_softmax_ && store_score_map_) scores = Softmax(scores);
    Best best;
    for (size_t c = 0; c < scores.size(); ++c) {
      best.Add(store_score_map_ ? geometry[i].Restore(scores[c], cv::INTER_LINEAR) : scores[c],
               static_cast<int>(c));
    }
    results.push_back(store_score_map_
                          ? MakeResult(best.labels, best.scores)
                          : MakeResult(geometry[i].Restore(best.labels, cv::INTER_NEAREST), {}));
  }
  return results;
}

PaddleSegPreprocessor::Geometry PaddleSegPostprocessor::GeometryOf(const ImgsInfo& imgs_info) {
  PaddleSegPreprocessor::Geometry geometry;
  if (!imgs_info.contains("shape_info")) {
    throw Error(ErrorKind::kInvalidArgument, "imgs_info: 'shape_info' is missing");
  }
  for (const auto& [height, width] : imgs_info.at("shape_info")) {
    if (height < 1 || width < 1 || double(height) * width > kMostPixels) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("imgs_info: invalid image size {}x{}", width, height));
    }
    geometry.emplace_back(cv::Size(width, height));
  }
  return geometry;
}

bool PaddleSegPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                 std::vector<SegmentationResult>* results,
                                 const ImgsInfo& imgs_info) const {
  return OrLog([&] { *results = Process(tensors, GeometryOf(imgs_info)); });
}

}  // namespace fastdeploy::vision::segmentation
