// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/family.h"
#include "fastdeploy/vision/detection/model.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::cli {
namespace {

using vision::DetectionResult;
using vision::detection::PaddleDetectionModel;
using Labels = std::vector<std::string>;

/// How objects are shown.
struct Shape {
  Labels labels;
  float threshold = 0;
};

std::string Text(const DetectionResult& result, const Shape& shape) {
  const bool turned = !result.rotated_boxes.empty();
  std::string text;
  for (size_t i = 0; i < result.scores.size(); ++i) {
    if (result.scores[i] < shape.threshold) continue;
    const int id = result.label_ids[i];
    const bool named = id >= 0 && static_cast<size_t>(id) < shape.labels.size();
    text += fmt::format("  {:.4f}  ", result.scores[i]);
    const auto add = [&text](const auto& box) {
      for (const float at : box) text += fmt::format("{:8.1f}", at);
    };
    turned ? add(result.rotated_boxes[i]) : add(result.boxes[i]);
    text += named ? fmt::format("  {} ({})\n", shape.labels[static_cast<size_t>(id)], id)
                  : fmt::format("  class {}\n", id);
  }
  return text.empty() ? "  nothing found\n" : text;
}

std::unique_ptr<Predictor> Load(const std::string& folder, const RuntimeOption& option,
                                const std::optional<float>& threshold) {
  auto model = std::make_unique<PaddleDetectionModel>(PaddleDetectionModel::Load(folder, option));
  const auto& postprocessor = model->GetPostprocessor();
  const auto shape = std::make_shared<const Shape>(
      Shape{postprocessor.GetLabels(), threshold.value_or(postprocessor.GetDrawThreshold())});
  View<DetectionResult> view;
  view.text = [shape](const DetectionResult& result) { return Text(result, *shape); };
  view.draw = [shape](const cv::Mat& image, const DetectionResult& result) {
    return vision::VisDetection(image, result, shape->labels, shape->threshold, 2);
  };
  return std::make_unique<ModelPredictor<PaddleDetectionModel>>(std::move(model), std::move(view));
}

}  // namespace

Family DetectFamily() {
  const auto threshold = std::make_shared<std::optional<float>>();
  return {"detect", "Finds objects with a model of PaddleDetection or PaddleX.",
          [threshold](CLI::App* command) {
            command
                ->add_option("--threshold", *threshold,
                             "least score of what is shown and drawn, not of the JSON; "
                             "default: the model's own")
                ->check(CLI::Range(0.0, 1.0));
          },
          [threshold](const std::string& folder, const RuntimeOption& option) {
            return Load(folder, option, *threshold);
          }};
}

}  // namespace fastdeploy::cli
