// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>

#include "apps/cli/family.h"
#include "fastdeploy/vision/segmentation/model.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::cli {
namespace {

using vision::SegmentationResult;
using vision::segmentation::PaddleSegModel;

struct Settings {
  bool scores = false;
  float weight = 0.5F;
};

/// The share of every class that is there.
std::string Text(const SegmentationResult& result) {
  std::array<size_t, 256> pixels = {};
  for (const uint8_t label : result.label_map) ++pixels[label];
  std::string text;
  for (size_t label = 0; label < pixels.size(); ++label) {
    if (pixels[label] == 0) continue;
    const double share = double(pixels[label]) / double(result.label_map.size());
    text += fmt::format("  {:6.2f} %  class {}\n", 100 * share, label);
  }
  return text;
}

std::unique_ptr<Predictor> Load(const std::string& folder, const RuntimeOption& option,
                                const Settings& settings) {
  auto model = std::make_unique<PaddleSegModel>(PaddleSegModel::Load(folder, option));
  model->GetPostprocessor().SetIsStoreScoreMap(settings.scores);
  model->GetPostprocessor().SetApplySoftmax(settings.scores);
  View<SegmentationResult> view;
  view.text = Text;
  view.draw = [weight = settings.weight](const cv::Mat& image, const SegmentationResult& result) {
    return vision::VisSegmentation(image, result, weight);
  };
  return std::make_unique<ModelPredictor<PaddleSegModel>>(std::move(model), std::move(view));
}

}  // namespace

Family SegmentFamily() {
  const auto settings = std::make_shared<Settings>();
  return {"segment", "Finds the class of every pixel with a model of PaddleSeg or PaddleX.",
          [settings](CLI::App* command) {
            command->add_flag("--scores", settings->scores,
                              "scores in the JSON, where the model gives them");
            command->add_option("--weight", settings->weight, "of the colours in pictures")
                ->check(CLI::Range(0.0, 1.0))
                ->capture_default_str();
          },
          [settings](const std::string& folder, const RuntimeOption& option) {
            return Load(folder, option, *settings);
          }};
}

}  // namespace fastdeploy::cli
